import type { Answer } from '@earshot/contracts';
import { maskForReview, toGivenOffset, toMaskedOffset, type Masked } from '@earshot/domain/privacy';
import type { Transaction } from '@earshot/platform/database';
import { spansOf, type Remasked } from './pieces';

/**
 * Writes the new texts of stored messages, and what points into them: flags whose evidence is shown in other offsets
 * count up, reviewers' evidence moves with its characters, and a draft that was read before has to be read again before
 * it is saved. Gives the ids of those flags. Call it after selections are written: review items are locked first.
 */
export async function writeRemasked(tx: Transaction, remasked: readonly Remasked[]): Promise<string[]> {
  if (remasked.length === 0) return [];
  const rows = remasked.map(({ conversationKey, messageId, after }) => ({
    key: conversationKey,
    message_id: messageId,
    masked: after.text,
    spans: after.spans.length === 0 ? null : spansOf(after),
  }));
  const json = JSON.stringify(rows);
  const since = Math.min(...remasked.map(({ firstAt }) => firstAt));
  const keys = [...new Set(remasked.map(({ conversationKey }) => conversationKey))];
  await tx.query(updateMessages, [json, since, keys]);
  await moveReviewEvidence(tx, remasked, keys);
  const flags = await tx.query<{ id: string }>(countUpFlags, [json]);
  return flags.map(({ id }) => id);
}

// The keys are given once more by themselves: of rows that come as JSON the planner expects so many that it would read
// the tables whole.
const updateMessages = `
  update messages m set masked = r.masked, spans = r.spans
  from json_to_recordset($1::json) as r (key uuid, message_id text, masked text, spans jsonb)
  where m.conversation_key = any($3::uuid[]) and m.conversation_key = r.key and m.message_id = r.message_id and m.at >= to_timestamp($2::float8 / 1000)`;

// Each is looked up by itself, for the same reason.
const countUpFlags = `
  update flags f set revision = f.revision + 1
  where f.id in (
    select l.id from json_to_recordset($1::json) as r (key uuid, message_id text)
      cross join lateral (select l.id from flags l
        where l.conversation_key = r.key and l.rejected_event_id is null offset 0) l
      cross join lateral (select 1 from findings d where d.flag_id = l.id
        and d.evidence @> jsonb_build_array(jsonb_build_object('messageId', r.message_id)) offset 0) d)
  returning f.id`;

interface ReviewRow {
  id: string;
  key: string;
  state: string;
  answers: Record<string, Answer>;
}

async function moveReviewEvidence(
  tx: Transaction,
  remasked: readonly Remasked[],
  keys: readonly string[],
): Promise<void> {
  // The items first, as reviewers' acts do: two orders would be a deadlock.
  const items = await tx.query<{ id: string }>(
    'select id from review_items where conversation_key = any($1) order by id for update',
    [keys],
  );
  if (items.length === 0) return;
  const reviews = await tx.query<ReviewRow>(
    `select r.id, i.conversation_key as key, r.state, r.answers from reviews r join review_items i on i.id = r.item_id
     where r.item_id = any($1) order by r.id for update of r`,
    [items.map(({ id }) => id)],
  );
  const changed = new Map(remasked.map((it) => [`${it.conversationKey} ${it.messageId}`, it]));
  const rows = reviews.flatMap(({ id, key, state, answers }) => {
    const moved = movedAnswers(answers, (messageId) => changed.get(`${key} ${messageId}`));
    return moved !== null || state === 'draft' ? [{ id, answers: moved ?? answers }] : [];
  });
  if (rows.length === 0) return;
  await tx.query(
    `update reviews v set answers = r.answers, revision = v.revision + 1
     from json_to_recordset($1::json) as r (id uuid, answers jsonb) where v.id = r.id`,
    [JSON.stringify(rows)],
  );
}

/** The answers with their evidence where its characters now are; null where none of it lies in a changed message. */
function movedAnswers(
  answers: Readonly<Record<string, Answer>>,
  changeOf: (messageId: string) => Remasked | undefined,
): Record<string, Answer> | null {
  let isMoved = false;
  const entries = Object.entries(answers).map(([criterion, answer]) => {
    const evidence = answer.evidence.map((span) => {
      const change = changeOf(span.messageId);
      if (change === undefined) return span;
      isMoved = true;
      const at = (offset: number, side: 'start' | 'end') => movedOffset(change, offset, side);
      return { ...span, start: at(span.start, 'start'), end: at(span.end, 'end') };
    });
    return [criterion, { ...answer, evidence }] as const;
  });
  return isMoved ? Object.fromEntries(entries) : null;
}

/** Offsets of a review are of the text as its readers see it: back to the original, and forth to the new text. */
function movedOffset({ before, after }: Remasked, offset: number, side: 'start' | 'end'): number {
  const back = (masked: Masked, at: number) => toGivenOffset(masked, at, side);
  const forth = (masked: Masked, at: number) => toMaskedOffset(masked, at, side);
  const original = back(before, back(maskForReview(before.text), offset));
  return forth(maskForReview(after.text), forth(after, original));
}
