import { derivedId, type Verdict } from '@earshot/domain/pipeline';
import type { Transaction } from '@earshot/platform/database';
import { BinaryCopy } from './binary-copy';
import type { Concluded } from './conversation-rows';

/** A conversation about which something was decided anew. */
export interface Judged {
  readonly conversation: Concluded;
  readonly verdict: Verdict;
  /** Nothing was ever decided about it before. */
  readonly isFirst: boolean;
}

/**
 * Records decisions: the new ones stand, earlier ones of the same conversations stay on record as superseded.
 * What a stream keeps becomes a review item. Gives the number of items that wait anew. Call it after the
 * conversations themselves are written: that no other process decides about them meanwhile is known from there.
 */
export async function writeSelections(tx: Transaction, judged: readonly Judged[]): Promise<number> {
  if (judged.length === 0) return 0;
  // Most conversations are judged once, and their rows are new for certain.
  const again = judged.filter(({ isFirst }) => !isFirst);
  await insertFirst(
    tx,
    judged.filter(({ isFirst }) => isFirst),
  );
  if (again.length > 0) await decideAgain(tx, again);
  const kept = judged.flatMap((it) => itemOf(it) ?? []);
  if (kept.length > 0) await tx.query(insertItems, [JSON.stringify(kept)]);
  return kept.length;
}

async function insertFirst(tx: Transaction, judged: readonly Judged[]): Promise<void> {
  const rows = new BinaryCopy(ROW_BYTES * 2 * judged.length);
  for (const { conversation, verdict } of judged) {
    const { key, brandId, conversationId, folded } = conversation;
    for (const decision of verdict.decisions) {
      rows.row(selectionColumns.length);
      rows.uuid(decision.id);
      rows.text(brandId);
      rows.text(folded.fold.identity?.vendorId ?? null);
      rows.uuid(key);
      rows.text(conversationId);
      rows.text(decision.planId);
      rows.int32(decision.planVersion);
      rows.text(decision.period);
      rows.text(decision.purpose);
      rows.boolean(decision.kept);
      rows.text(decision.u);
      rows.text(decision.p);
      rows.text(decision.inclusionProbability);
      rows.text(decision.stratum);
      rows.text(decision.reason);
      rows.instant(decision.decidedAt);
      rows.boolean(decision.outsideEstimates);
    }
  }
  await rows.into(tx, `selections (${selectionColumns.join(', ')})`);
}

async function decideAgain(tx: Transaction, judged: readonly Judged[]): Promise<void> {
  const rows = judged.flatMap(({ conversation: { key, brandId, conversationId, folded }, verdict }) =>
    verdict.decisions.map((decision) => ({
      id: decision.id,
      brand_id: brandId,
      vendor_id: folded.fold.identity?.vendorId ?? null,
      conversation_key: key,
      conversation_id: conversationId,
      plan_id: decision.planId,
      plan_version: decision.planVersion,
      period: decision.period,
      purpose: decision.purpose,
      kept: decision.kept,
      u: decision.u,
      p: decision.p,
      inclusion_probability: decision.inclusionProbability,
      stratum: decision.stratum,
      reason: decision.reason,
      decided_at: new Date(decision.decidedAt).toISOString(),
      outside_estimates: decision.outsideEstimates,
    })),
  );
  await tx.query(
    `update selections set superseded_at = clock_timestamp()
     where conversation_key = any($1) and superseded_at is null and id <> all($2)`,
    [judged.map(({ conversation }) => conversation.key), rows.map(({ id }) => id)],
  );
  await tx.query(insertSelections, [JSON.stringify(rows)]);
  const dropped = judged.filter(({ verdict }) => verdict.priority === null);
  if (dropped.length > 0) {
    await tx.query(
      `update review_items set state = 'withdrawn' where state = 'waiting' and conversation_key = any($1)`,
      [dropped.map(({ conversation }) => conversation.key)],
    );
  }
}

function itemOf({ conversation: { key, brandId, conversationId, folded }, verdict }: Judged) {
  const [decision] = verdict.decisions;
  if (decision === undefined || verdict.priority === null) return null;
  const { identity } = folded.fold;
  return {
    id: derivedId('review-item', key, decision.planId),
    brand_id: brandId,
    vendor_id: identity?.vendorId ?? null,
    conversation_key: key,
    conversation_id: conversationId,
    plan_id: decision.planId,
    scenario: identity?.scenario ?? null,
    language: identity?.language ?? null,
    priority: verdict.priority,
    decided_at: new Date(decision.decidedAt).toISOString(),
  };
}

const ROW_BYTES = 448;
const selectionColumns = [
  'id',
  'brand_id',
  'vendor_id',
  'conversation_key',
  'conversation_id',
  'plan_id',
  'plan_version',
  'period',
  'purpose',
  'kept',
  'u',
  'p',
  'inclusion_probability',
  'stratum',
  'reason',
  'decided_at',
  'outside_estimates',
] as const;

const insertSelections = `
  insert into selections (${selectionColumns.join(', ')})
  select ${selectionColumns.join(', ')} from json_to_recordset($1::json) as r (id uuid, brand_id text, vendor_id text,
    conversation_key uuid, conversation_id text, plan_id text, plan_version integer, period text, purpose text,
    kept boolean, u text, p text, inclusion_probability text, stratum text, reason text, decided_at timestamptz,
    outside_estimates boolean)
  on conflict (conversation_key, id) do update set superseded_at = null, vendor_id = excluded.vendor_id,
    inclusion_probability = excluded.inclusion_probability`;

const insertItems = `
  insert into review_items (id, brand_id, vendor_id, conversation_key, conversation_id, plan_id, scenario, language,
    priority, decided_at)
  select id, brand_id, vendor_id, conversation_key, conversation_id, plan_id, scenario, language, priority, decided_at
  from json_to_recordset($1::json) as r (id uuid, brand_id text, vendor_id text, conversation_key uuid,
    conversation_id text, plan_id text, scenario text, language text, priority smallint, decided_at timestamptz)
  on conflict (id) do update set priority = least(review_items.priority, excluded.priority),
    vendor_id = excluded.vendor_id,
    state = case when review_items.state = 'withdrawn' then 'waiting' else review_items.state end`;
