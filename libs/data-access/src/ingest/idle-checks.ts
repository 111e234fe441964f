import type { Fold } from '@earshot/domain/conversation';
import type { Transaction } from '@earshot/platform/database';
import { BinaryCopy } from './binary-copy';

/** A conversation of which something came within this time is not closed for its silence yet. */
export const idleGraceMs = 60_000;

/** A conversation that is to be looked at for its silence. */
export interface IdleCheck {
  readonly key: string;
  readonly fold: Fold;
  /** When something of it was last received, ms. */
  readonly receivedAt: number;
}

/** Notes that conversations are looked at when they would have been silent for `idleMs`. */
export async function noteIdleChecks(
  tx: Transaction,
  checks: readonly IdleCheck[],
  idleMs: number,
): Promise<void> {
  const rows = new BinaryCopy(64 * checks.length + 64);
  for (const { key, fold, receivedAt } of checks) {
    rows.row(2);
    rows.uuid(key);
    rows.instant(Math.max(fold.newest.at + idleMs, receivedAt + idleGraceMs));
  }
  await rows.into(tx, 'idle_checks (conversation_key, due_at)');
}

/** Takes up to `most` checks that are due at `nowMs`; gives the conversations' keys. */
export async function takeIdleChecks(tx: Transaction, nowMs: number, most: number): Promise<string[]> {
  const taken = await tx.query<{ key: string }>(
    `with due as (select ctid from idle_checks where due_at <= $1 order by due_at limit ${most} for update skip locked)
     delete from idle_checks i using due where i.ctid = due.ctid returning i.conversation_key as key`,
    [new Date(nowMs).toISOString()],
  );
  return taken.map(({ key }) => key);
}
