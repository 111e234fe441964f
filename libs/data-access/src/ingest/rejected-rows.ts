import type { DataKeys } from '@earshot/platform/crypto';
import type { Transaction } from '@earshot/platform/database';
import { strayConversationId } from '../flags/flag-ids';
import type { StrayFinding } from './flag-rows';
import { conversationKey, derivedId } from '@earshot/domain/pipeline';
import type { KeptRejection } from './types';

/** What is authenticated with a rejected event's encrypted original. */
export function rejectionContext(id: string): string {
  return `rejected ${id}`;
}

/**
 * Keeps rejected events, encrypted, with their reason, and gives the danger found in them: a plea for help in an
 * event that cannot be taken is still a plea.
 */
export async function writeRejected(
  tx: Transaction,
  rejected: readonly KeptRejection[],
  keys: DataKeys,
): Promise<StrayFinding[]> {
  if (rejected.length === 0) return [];
  const first = new Map<string, KeptRejection>();
  for (const it of rejected) {
    const id = idOf(it);
    if (!first.has(id)) first.set(id, it);
  }
  const rows = [...first].map(([id, it]) => ({
    it,
    row: rowOf(id, it, keys.seal(it.raw, rejectionContext(id))),
  }));
  await tx.query(insert, [JSON.stringify(rows.map(({ row }) => row))]);
  return rows.flatMap(({ it, row }) => strayOf(it, row.id) ?? []);
}

/**
 * A record that is read again is the same row; another record at its place (a topic made anew) is another. So is a
 * body that is sent again because its answer was lost: what was in it is kept once, and alarms once, wherever it stands
 * in its body.
 */
function idOf({ position, raw, brandId, rejection }: KeptRejection): string {
  if (position === null) return rejectedIdOf(brandId, rejection.code, raw);
  const { topic, partition, offset } = position;
  return derivedId('rejected', topic, String(partition), offset, raw);
}

/** The id under which an event that came over HTTP is kept where it is rejected. */
export function rejectedIdOf(brandId: string | null, code: string, raw: string): string {
  return derivedId('rejected', brandId ?? '', code, raw);
}

function rowOf(id: string, it: KeptRejection, sealed: { secret: Buffer; keyId: string }) {
  const { salvage, position, rejection } = it;
  return {
    id,
    brand_id: it.brandId,
    vendor_id: salvage.vendorId,
    via: position === null ? 'http' : 'kafka',
    topic: position?.topic ?? null,
    partition: position?.partition ?? null,
    record_offset: position?.offset ?? null,
    item_index: position === null ? it.itemIndex : null,
    event_id: salvage.eventId,
    conversation_id: salvage.conversationId,
    code: rejection.code,
    detail: rejection.detail,
    fault: rejection.fault,
    pointer: rejection.pointer,
    excerpt: salvage.excerpt,
    secret: sealed.secret.toString('hex'),
    key_id: sealed.keyId,
    received_at: new Date(it.receivedAt).toISOString(),
  };
}

function strayOf(it: KeptRejection, rejectedEventId: string): StrayFinding | null {
  const { salvage, brandId } = it;
  const signals = salvage.signals.filter(({ opensFlag }) => opensFlag);
  if (signals.length === 0 || brandId === null) return null;
  const conversationId = strayConversationId(salvage.conversationId, rejectedEventId);
  const at = new Date(it.receivedAt).toISOString();
  return {
    flag: {
      brand_id: brandId,
      vendor_id: salvage.vendorId,
      conversation_key: conversationKey(brandId, conversationId),
      conversation_id: conversationId,
      opened_at: at,
      received_at: at,
      rejected_event_id: rejectedEventId,
      excerpt: salvage.excerpt,
    },
    findings: signals.map(({ ruleId, category, severity, score, reasons }) => ({
      id: `${ruleId}@${rejectedEventId}`,
      ruleId,
      category,
      severity,
      score,
      reasons: [...reasons, 'found-in: rejected event'],
      messageId: '',
      evidence: [],
      atMs: it.receivedAt,
    })),
  };
}

const columns = `id, brand_id, vendor_id, via, topic, partition, record_offset, item_index, event_id, conversation_id,
  code, detail, fault, pointer, excerpt`;

const insert = `
  insert into rejected_events (${columns}, secret, key_id, received_at)
  select ${columns}, decode(secret, 'hex'), key_id, received_at
  from json_to_recordset($1::json) as r (id uuid, brand_id text, vendor_id text, via text, topic text,
    partition integer, record_offset bigint, item_index integer, event_id text, conversation_id text, code text,
    detail text, fault json, pointer text, excerpt text, secret text, key_id text, received_at timestamptz)
  on conflict (id) do nothing`;
