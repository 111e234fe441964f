import { unpackFold } from '@earshot/domain/conversation';
import { silenceFinding, type Finding } from '@earshot/domain/detection';
import type { Folded } from '@earshot/domain/pipeline';
import type { Database, Transaction } from '@earshot/platform/database';
import { lockSwept, touchedBy, type Concluded } from './conversation-rows';
import type { Settled } from './idle-store';
import { writeFlags } from './flag-rows';
import type { IngestContext } from './types';

/** What the deadline of a human answer is called; its subject is the conversation's key. */
const answerDeadline = 'human-answer';
/** Deadlines looked at in one transaction. */
const BATCH = 200;

/** Notes by our own clock that a customer who told of danger waits for a human from now on, or no longer. */
export async function armAnswers(tx: Transaction, concluded: readonly Concluded[]): Promise<void> {
  const answered = concluded.flatMap(({ key, folded: { before, fold } }) =>
    before?.detection.waiting != null && fold.detection.waiting === null ? [key] : [],
  );
  if (answered.length > 0) {
    await tx.query('delete from deadlines where kind = $1 and subject_id = any($2)', [
      answerDeadline,
      answered,
    ]);
  }
  const rows = concluded.flatMap(({ key, folded: { before, fold }, receivedAt }) => {
    const { waiting } = fold.detection;
    if (waiting === null || waiting.isTold === true) return [];
    if (before?.detection.waiting?.messageId === waiting.messageId) return [];
    return [{ key, due_at: new Date(receivedAt + waiting.withinMs).toISOString() }];
  });
  if (rows.length === 0) return;
  await tx.query(
    `insert into deadlines (kind, subject_id, due_at)
     select $1, key, due_at from json_to_recordset($2::json) as r (key uuid, due_at timestamptz) order by key
     on conflict (kind, subject_id) do update set due_at = excluded.due_at, done_at = null, outcome = null`,
    [answerDeadline, JSON.stringify(rows)],
  );
}

/**
 * Notices, while it lasts, that nobody human answers a customer in danger. The conversation's own events give the same
 * finding later, or take it back where an answer in time came in late.
 */
export class SilenceStore {
  constructor(private readonly database: Database) {}

  /** Looks at up to 200 deadlines that have passed at `nowMs`. Call again while `looked` is 200. */
  async note(nowMs: number, context: IngestContext): Promise<Settled> {
    return this.database.transaction(async (tx) => {
      const now = new Date(nowMs).toISOString();
      const due = await tx.query<{ subject_id: string }>(
        `select subject_id from deadlines where kind = $1 and done_at is null and due_at <= $2
         order by due_at limit ${BATCH}`,
        [answerDeadline, now],
      );
      if (due.length === 0) return { looked: 0, outcome: { ...touchedBy([]), flagIds: [], reviewItems: 0 } };
      const candidates = due.map(({ subject_id }) => subject_id);
      // Conversations are locked first and deadlines after, as the intake does; what is due may have changed meanwhile.
      const open = await silent(tx, candidates);
      const still = await tx.query<{ subject_id: string }>(
        `select subject_id from deadlines where kind = $1 and done_at is null and due_at <= $2
           and subject_id = any($3) order by subject_id for update`,
        [answerDeadline, now, candidates],
      );
      const keys = still.map(({ subject_id }) => subject_id);
      const told = open.filter(({ key }) => keys.includes(key));
      const flagIds = await writeFlags(tx, told, [], {
        rules: context.rules,
        now: nowMs,
      });
      await tx.query(
        `update deadlines set done_at = $2, outcome = case when subject_id = any($4) then 'told' else 'answered' end
         where kind = $1 and subject_id = any($3)`,
        [answerDeadline, now, keys, told.map(({ key }) => key)],
      );
      return {
        looked: due.length,
        outcome: {
          ...touchedBy(told),
          flagIds,
          reviewItems: 0,
        },
      };
    });
  }
}

/** Those of the conversations in which somebody still waits. Locked against the answer that may be on the way. */
async function silent(tx: Transaction, keys: readonly string[]): Promise<Concluded[]> {
  const rows = await lockSwept(tx, keys);
  return rows.flatMap((row) => {
    const fold = unpackFold(row.fold);
    // Its time has passed by our clock; the finding names the instant on the conversation's own.
    const finding = silenceFinding(fold.detection, Number.POSITIVE_INFINITY);
    if (finding === null) return [];
    return [
      {
        key: row.key,
        brandId: row.brand_id,
        conversationId: row.conversation_id,
        version: Number(row.version),
        folded: unchanged(fold, finding),
        decided: row.decided,
        boundVendorId: row.bound_vendor_id,
        receivedAt: row.last_received_at.getTime(),
      },
    ];
  });
}

function unchanged(fold: Folded['fold'], finding: Finding): Folded {
  const nothing = { messages: [], responses: [] };
  return {
    before: fold,
    fold,
    findings: [finding],
    isRefolded: false,
    untrue: [],
    masks: [],
    gone: nothing,
    come: nothing,
  };
}
