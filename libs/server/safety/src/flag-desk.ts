import { Injectable } from '@nestjs/common';
import {
  type ClosingOutcome,
  type Flag,
  type FlagLeft,
  type FlagsDone,
  type Severity,
} from '@earshot/contracts';
import {
  AuditLog,
  DeadlineRepository,
  FlagRepository,
  type FlagChanges,
  type LockedFlag,
} from '@earshot/data-access';
import { isOfBrand, type Scope } from '@earshot/domain/access';
import { gravity } from '@earshot/domain/conversation';
import { Clock } from '@earshot/platform/clock';
import { Database, type Transaction } from '@earshot/platform/database';
import { problem, type AppError } from '@earshot/platform/http';
import { LiveBus } from '@earshot/platform/live-bus';
import { decideFlag, type FlagDecision, type FlagDeed } from './flag-rules';

/** Why something was done to a flag, masked, with the original sealed. */
export interface KeptReason {
  readonly reason: string;
  readonly reasonSecret: Buffer;
  readonly keyId: string;
}

/** What closing leaves: the outcome and the reason. */
export interface Closing extends KeptReason {
  readonly outcome: ClosingOutcome;
}

/** A flag as the person saw it; what is left out may be whatever it is now. */
export interface SeenFlag {
  readonly id: string;
  /** A flag that has another by now is left. */
  readonly revision?: number;
  /** A flag that is graver by now is left. */
  readonly severity?: Severity;
}

/** One deed to some flags. */
export interface FlagAsk {
  readonly deed: FlagDeed;
  readonly flags: readonly SeenFlag[];
  /** Needed to close: what it leaves on each flag, by its id. */
  readonly closing?: (flagId: string) => Closing;
  /** Why they are opened again, by a flag's id; left out where the close is undone at once. */
  readonly why?: (flagId: string) => KeptReason;
}

/** One deed to one flag. */
export type OneFlagAsk = Omit<FlagAsk, 'flags'> & { readonly flag: SeenFlag };

const actOf = {
  acknowledge: 'acknowledged',
  release: 'released',
  close: 'closed',
  reopen: 'reopened',
} as const satisfies Record<FlagDeed, string>;

/** Does a deed to flags: locked, by the rules, each with its own history and audit row, and one live message. */
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
   * (naming who), `conflict` (also where it is not as the person saw it).
   */
  async act(scope: Scope, { flag: seen, ...ask }: OneFlagAsk): Promise<Flag> {
    const { flags, refused } = await this.perform(scope, { ...ask, flags: [seen] });
    const [flag] = flags;
    if (refused[0] !== undefined) throw refusal(refused[0]);
    if (flag === undefined) throw problem('not-found', 'No such flag.');
    return flag;
  }

  /**
   * The flags after the deed, done in one transaction, and those that were left as they are, each with why: one that
   * may not be acted on holds up none of the others. Asked again, it answers the same. **Errors**: `forbidden` for a
   * person of a vendor.
   */
  async actOnAll(scope: Scope, ask: FlagAsk): Promise<FlagsDone> {
    const { flags, refused } = await this.perform(scope, ask);
    const now = await new FlagRepository(this.database).byIds(
      scope,
      refused.map(({ id }) => id),
    );
    const left = refused.map(({ id, why }) => ({
      id,
      why,
      flag: now.find((flag) => flag.id === id) ?? null,
    }));
    return { flags, left };
  }

  private async perform(scope: Scope, ask: FlagAsk): Promise<{ flags: Flag[]; refused: Refused[] }> {
    if (!isOfBrand(scope)) throw problem('forbidden', 'Only a person of the brand acts on a flag.');
    const askedAt = new Date(this.clock.now());
    const asked = new Map(ask.flags.map((flag) => [flag.id, flag]));
    const { done, changed, refused } = await this.database.transaction((tx) =>
      this.decideAndWrite(tx, { scope, ask, askedAt, asked }),
    );
    if (changed.length > 0) this.bus.publish('flags.changed', { flagIds: changed });
    const read = await new FlagRepository(this.database).byIds(scope, done);
    const place = new Map([...asked.keys()].map((id, at) => [id, at]));
    return { flags: read.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)), refused };
  }

  private async decideAndWrite(tx: Transaction, given: Given): Promise<Performed> {
    const { scope, ask, askedAt, asked } = given;
    const locked = new Map(
      (await new FlagRepository(tx).lock(scope, [...asked.keys()])).map((f) => [f.id, f]),
    );
    // It is done now, after whatever wait for the lock: who may still undo it counts from the answer.
    const now = new Date(this.clock.now());
    const deeds: Deed[] = [];
    const done: string[] = [];
    const refused: Refused[] = [];
    for (const [id, seen] of asked) {
      const flag = locked.get(id) ?? null;
      const decision = decisionOn(flag, { scope, ask, askedAt, seen });
      if (!decision.ok) {
        refused.push({ id, why: decision.error, flag });
        continue;
      }
      done.push(id);
      if (flag === null || decision.unchanged) continue;
      const closing = ask.closing?.(id);
      deeds.push({ scope, flag, deed: ask.deed, now, state: decision.state, closing, why: ask.why?.(id) });
    }
    for (const deed of deeds) await this.write(tx, deed);
    // All audit rows last: until the transaction ends other writers of the chain wait.
    for (const deed of deeds) await this.note(tx, deed);
    return { done, changed: deeds.map(({ flag }) => flag.id), refused };
  }

  private async write(tx: Transaction, given: Deed): Promise<void> {
    const { scope, flag, deed, now, state, closing, why = closing } = given;
    const mine = { at: now, by: scope.personId };
    const taken =
      flag.acknowledgedAt === null || flag.acknowledgedBy === null
        ? mine
        : { at: flag.acknowledgedAt, by: flag.acknowledgedBy };
    const detail = {
      ...(closing && { outcome: closing.outcome }),
      ...(why && { reason: why.reason }),
    };
    await new FlagRepository(tx).change(
      {
        state,
        acknowledged: state === 'open' ? null : taken,
        closed: closing === undefined ? null : { ...mine, ...closing },
      },
      { flagId: flag.id, at: now, personId: scope.personId, act: actOf[deed], detail, sealed: why ?? null },
    );
    if (state === 'open') await new DeadlineRepository(tx).rearm('acknowledge-critical', flag.id);
  }

  private async note(tx: Transaction, { scope, flag, deed, closing }: Deed): Promise<void> {
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

interface Given {
  readonly scope: Scope;
  readonly ask: FlagAsk;
  readonly askedAt: Date;
  readonly asked: ReadonlyMap<string, SeenFlag>;
}

interface Performed {
  /** As asked now, also those that were so before. */
  readonly done: string[];
  readonly changed: string[];
  readonly refused: Refused[];
}

interface Refused {
  readonly id: string;
  readonly why: FlagLeft;
  readonly flag: LockedFlag | null;
}

interface Deed {
  readonly scope: Scope;
  readonly flag: LockedFlag;
  readonly deed: FlagDeed;
  readonly now: Date;
  readonly state: FlagChanges['state'];
  readonly closing: Closing | undefined;
  readonly why: KeptReason | undefined;
}

type Decision = Exclude<FlagDecision, { ok: false }> | { readonly ok: false; readonly error: FlagLeft };

function decisionOn(
  flag: LockedFlag | null,
  { scope, ask, askedAt, seen }: Pick<Given, 'scope' | 'ask' | 'askedAt'> & { seen: SeenFlag },
): Decision {
  if (flag === null) return { ok: false, error: 'not-found' };
  if (isClosedThus(flag, scope.personId, ask)) return { ok: true, state: 'closed', unchanged: true };
  const decision = decideFlag({
    deed: ask.deed,
    state: flag.state,
    acknowledgedBy: flag.acknowledgedBy,
    acknowledgedAtMs: flag.acknowledgedAt?.getTime() ?? null,
    closedBy: flag.closedBy,
    closedAtMs: flag.closedAt?.getTime() ?? null,
    hasReason: ask.why !== undefined,
    personId: scope.personId,
    nowMs: askedAt.getTime(),
  });
  const isNews = decision.ok && !decision.unchanged && hasChanged(flag, seen);
  return isNews ? { ok: false, error: 'changed' } : decision;
}

function hasChanged(flag: LockedFlag, { revision, severity }: SeenFlag): boolean {
  const isGraver = severity !== undefined && gravity[flag.severity] < gravity[severity];
  return isGraver || (revision !== undefined && revision !== flag.revision);
}

/** The same person closed it with the same words: the answer to the first request was lost. */
function isClosedThus(flag: LockedFlag, personId: string, { deed, closing }: FlagAsk): boolean {
  if (deed !== 'close' || flag.state !== 'closed' || flag.closedBy !== personId) return false;
  const asked = closing?.(flag.id);
  return asked !== undefined && flag.outcome === asked.outcome && flag.reason === asked.reason;
}

function refusal({ why, flag }: Refused): AppError {
  const who = flag?.acknowledgedByName ?? 'somebody';
  const at = flag?.acknowledgedAt?.toISOString() ?? '';
  switch (why) {
    case 'not-found':
      return problem('not-found', 'No such flag.');
    case 'changed':
      return problem('conflict', `It changed after you read it and is ${flag?.severity} now. Read it again.`);
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
    case 'reason-needed':
      return problem(
        'invalid-input',
        'Say why it is opened again: without a reason only whoever closed it may take that back, within 8 seconds.',
        { pointer: '/reason' },
      );
  }
}
