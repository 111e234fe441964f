import { Injectable } from '@nestjs/common';
import { type Flag, type FlagOutcome } from '@earshot/contracts';
import {
  AuditLog,
  DeadlineRepository,
  FlagRepository,
  type FlagChanges,
  type LockedFlag,
} from '@earshot/data-access';
import { isOfBrand, type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Database, type Transaction } from '@earshot/platform/database';
import { problem, type AppError } from '@earshot/platform/http';
import { LiveBus } from '@earshot/platform/live-bus';
import { decideFlag, type FlagDecision, type FlagDeed } from './flag-rules';

/** What closing leaves: the outcome, and the reason masked with the original sealed. */
export interface Closing {
  readonly outcome: FlagOutcome;
  readonly reason: string;
  readonly reasonSecret: Buffer;
  readonly keyId: string;
}

const actOf = {
  acknowledge: 'acknowledged',
  release: 'released',
  close: 'closed',
  reopen: 'reopened',
} as const satisfies Record<FlagDeed, string>;

/** Does one deed to one flag: locked, by the rules, with its history, the audit row and the live message. */
@Injectable()
export class FlagDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly bus: LiveBus,
  ) {}

  /**
   * The flag after the deed. **Errors**: `forbidden` for a person of a vendor, `not-found`, `already-acknowledged`
   * (naming who), `conflict`.
   */
  async act(scope: Scope, id: string, deed: FlagDeed, closing?: Closing): Promise<Flag> {
    if (!isOfBrand(scope)) throw problem('forbidden', 'Only a person of the brand acts on a flag.');
    const now = new Date(this.clock.now());
    await this.database.transaction(async (tx) => {
      const flag = await new FlagRepository(tx).lock(scope, id);
      if (flag === null) throw problem('not-found', 'No such flag.');
      const decision = decideFlag({
        deed,
        state: flag.state,
        acknowledgedBy: flag.acknowledgedBy,
        acknowledgedAtMs: flag.acknowledgedAt?.getTime() ?? null,
        personId: scope.personId,
        nowMs: now.getTime(),
      });
      if (!decision.ok) throw refusal(decision.error, flag);
      if (decision.unchanged) return;
      await this.write(tx, { scope, flag, deed, now, state: decision.state, closing });
    });
    await this.bus.publish('flags.changed', { flagIds: [id] });
    const flag = await new FlagRepository(this.database).find(scope, id);
    if (flag === null) throw problem('not-found', 'No such flag.');
    return flag;
  }

  private async write(tx: Transaction, { scope, flag, deed, now, state, closing }: Deed): Promise<void> {
    const mine = { at: now, by: scope.personId };
    const taken =
      flag.acknowledgedAt === null || flag.acknowledgedBy === null
        ? mine
        : { at: flag.acknowledgedAt, by: flag.acknowledgedBy };
    const detail = closing === undefined ? {} : { outcome: closing.outcome, reason: closing.reason };
    await new FlagRepository(tx).change(
      {
        state,
        acknowledged: state === 'open' ? null : taken,
        closed: closing === undefined ? null : { ...mine, ...closing },
      },
      { flagId: flag.id, at: now, personId: scope.personId, act: actOf[deed], detail },
    );
    if (state === 'open') await new DeadlineRepository(tx).rearm('acknowledge-critical', flag.id);
    await this.audit.append(tx, {
      personId: scope.personId,
      act: `flag.${actOf[deed]}`,
      subject: `flag ${flag.id}`,
      detail: {
        brandId: flag.brandId,
        conversationId: flag.conversationId,
        ...(closing && { outcome: closing.outcome }),
      },
    });
  }
}

interface Deed {
  readonly scope: Scope;
  readonly flag: LockedFlag;
  readonly deed: FlagDeed;
  readonly now: Date;
  readonly state: FlagChanges['state'];
  readonly closing: Closing | undefined;
}

function refusal(error: Extract<FlagDecision, { ok: false }>['error'], flag: LockedFlag): AppError {
  const who = flag.acknowledgedByName ?? 'somebody';
  const at = flag.acknowledgedAt?.toISOString() ?? '';
  switch (error) {
    case 'already-acknowledged':
      return problem('already-acknowledged', `${who} acknowledged it at ${at}.`);
    case 'not-yours':
      return problem('conflict', `${who} acknowledged it at ${at}; only that person can take it back.`);
    case 'too-late':
      return problem(
        'conflict',
        'It can be taken back within 8 seconds only. Close it with an outcome instead.',
      );
    case 'closed':
      return problem('conflict', 'It is closed. Reopen it first.');
    case 'withdrawn':
      return problem('conflict', 'It was withdrawn: what had raised it became untrue.');
    case 'not-acknowledged':
      return problem('conflict', 'Nobody has acknowledged it.');
    case 'not-closed':
      return problem('conflict', 'It is not closed.');
  }
}
