import { Injectable } from '@nestjs/common';
import { type Flag } from '@earshot/contracts';
import { FlagRepository, OutboxRepository, TranscriptRepository, type OutboxRow } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { conversationKey } from '@earshot/domain/pipeline';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { LiveBus } from '@earshot/platform/live-bus';
import { NoticeChannel, type Notice } from './notice-channels';

const hiddenMs = 60_000;
const firstRetryMs = 5_000;
const longestRetryMs = 600_000;
const excerptLength = 200;

/** When a notice is tried again after `attempts` failures: 5 s, 10 s, 20 s … at most every 10 minutes, for ever. */
export function retryAfterMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1));
}

/** The next attempt at a notice that was not taken. */
export interface NextAttempt {
  readonly attempt: number;
  readonly afterMs: number;
}

/** Delivers outbox notices. A flag shows `notifiedAt` only after the target took it; failures stay visible. */
@Injectable()
export class SendNotices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channel: NoticeChannel,
    private readonly bus: LiveBus,
  ) {}

  /** Sends what is due, whether or not a job was to send it. How many were delivered or had become needless. */
  async execute(): Promise<number> {
    const now = this.clock.now();
    const rows = await new OutboxRepository(this.database).take('notify-flag', new Date(now), {
      hiddenUntil: new Date(now + hiddenMs),
      limit: 10,
    });
    const again = await Promise.all(rows.map((row) => this.deliver(row)));
    return again.filter((next) => next === null).length;
  }

  /**
   * Sends one, if it is due and nobody else sends it at this moment. When it must be tried again; null where it was
   * delivered, had become needless, or is another's.
   */
  async executeOne(outboxId: string): Promise<NextAttempt | null> {
    const now = this.clock.now();
    const row = await new OutboxRepository(this.database).takeOne(outboxId, new Date(now), {
      hiddenUntil: new Date(now + hiddenMs),
    });
    return row === null ? null : this.deliver(row);
  }

  private async deliver(row: OutboxRow): Promise<NextAttempt | null> {
    const { flagId, brandId } = row.payload;
    const flag = await new FlagRepository(this.database).find(eyesOf(brandId), flagId);
    if (flag === null || flag.state !== 'open') {
      if (await this.dropIfNeedless(row)) return null;
      return this.deliver(row);
    }
    try {
      await this.channel.send(await this.noticeOf(row, flag));
    } catch (error) {
      return this.failed(row, error instanceof Error ? error.message : String(error));
    }
    const at = new Date(this.clock.now());
    await this.database.transaction(async (tx) => {
      await new FlagRepository(tx).notified(flagId, at, this.channel.name);
      await new OutboxRepository(tx).done(row.id, at);
    });
    this.bus.publish('flags.changed', { flagIds: [flagId] });
    return null;
  }

  /**
   * Ends a notice whose flag nobody needs to be told of; false where it is open again by now. The flag is locked, so
   * that whoever gives it back either finds the notice still there, or finds it ended and has the deadline run again.
   */
  private dropIfNeedless(row: OutboxRow): Promise<boolean> {
    const { flagId, brandId } = row.payload;
    return this.database.transaction(async (tx) => {
      const [flag] = await new FlagRepository(tx).lock(eyesOf(brandId), [flagId]);
      if (flag?.state === 'open') return false;
      await new OutboxRepository(tx).done(row.id, new Date(this.clock.now()));
      return true;
    });
  }

  private async failed(row: OutboxRow, error: string): Promise<NextAttempt> {
    const now = this.clock.now();
    const next = { attempt: row.attempts + 1, afterMs: retryAfterMs(row.attempts) };
    await this.database.transaction(async (tx) => {
      await new OutboxRepository(tx).failed(row.id, error, new Date(now + next.afterMs));
      // Once in the flag's history; how it goes on is in the outbox, which an administrator sees.
      if (row.attempts > 1) return;
      await new FlagRepository(tx).record({
        flagId: row.payload.flagId,
        at: new Date(now),
        personId: null,
        act: 'notice-failed',
        detail: { channel: this.channel.name, error },
      });
    });
    return next;
  }

  private async noticeOf(row: OutboxRow, flag: Flag): Promise<Notice> {
    const excerpt = flag.excerpt ?? (await this.excerptOf(flag));
    const since = `${flag.receivedAt.slice(0, 19).replace('T', ' ')} UTC`;
    return {
      kind: 'flag-not-acknowledged',
      noticeId: `flag-${flag.id}-${row.id}`,
      flagId: flag.id,
      brandId: flag.brandId,
      vendorId: flag.vendorId,
      conversationId: flag.conversationId,
      category: flag.category,
      severity: flag.severity,
      receivedAt: flag.receivedAt,
      deadlineAt: flag.deadlineAt,
      excerpt,
      text: {
        'zh-CN': `会话 ${flag.conversationId} 的高危提示（${flag.category}）自 ${since} 起无人确认，请立即处理。`,
        en: `Nobody has acknowledged the ${flag.severity} flag (${flag.category}) in conversation ${flag.conversationId}, received ${since}. Please act now.`,
      },
    };
  }

  /** The message that the first evidence lies in, masked and cut. */
  private async excerptOf(flag: Flag): Promise<string | null> {
    const messageId = flag.findings.at(0)?.evidence.at(0)?.messageId;
    if (messageId === undefined) return null;
    const key = conversationKey(flag.brandId, flag.conversationId);
    const messages = await new TranscriptRepository(this.database).messages(key);
    const text = messages.find((message) => message.messageId === messageId)?.text;
    return text === undefined ? null : text.slice(0, excerptLength);
  }
}

/** The product itself, looking at one brand. */
function eyesOf(brandId: string): Scope {
  return { personId: '', roles: [], brandIds: [brandId], vendorIds: null };
}
