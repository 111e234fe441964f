import type { Fold } from '@earshot/domain/conversation';
import type { Rejection } from '@earshot/domain/pipeline';
import type { Transaction } from '@earshot/platform/database';
import { plainArray } from './arrays';
import type { BatchItem } from './types';

/** Which items of a batch are new, in their order, and why the others are not taken. */
export interface Admission {
  readonly fresh: readonly BatchItem[];
  /** Indexes of events that are known already. */
  readonly duplicates: readonly number[];
  readonly refused: readonly { item: BatchItem; rejection: Rejection }[];
}

/** A conversation as the database has it. */
export interface StoredConversation {
  readonly fold: Fold;
  readonly version: number;
  readonly decided: string | null;
}

/**
 * Decides what of a batch is taken, in the order of arrival: the vendor that opened a conversation first keeps it;
 * a known (source, id) is a duplicate, or `id-reused` where its content differs; a known message id is refused.
 * Writes the receipts of what is taken.
 */
export async function admit(
  tx: Transaction,
  items: readonly BatchItem[],
  known: ReadonlyMap<string, StoredConversation>,
): Promise<Admission> {
  const refused: { item: BatchItem; rejection: Rejection }[] = [];
  const candidates = new Map<string, BatchItem>();
  const messageKeys = new Set<string>();
  const vendors = new Map<string, string>();
  const duplicates: number[] = [];
  for (const item of items) {
    const { key, messageKey, digest } = item.prepared.receipt;
    const twin = candidates.get(key);
    if (twin !== undefined) {
      if (twin.prepared.receipt.digest === digest) duplicates.push(item.prepared.index);
      else refused.push({ item, rejection: idReused });
      continue;
    }
    const foreign = vendorFault(item, known, vendors);
    if (foreign !== null) {
      refused.push({ item, rejection: foreign });
      continue;
    }
    if (messageKey !== null) {
      if (messageKeys.has(messageKey)) {
        refused.push({ item, rejection: messageIdReused });
        continue;
      }
      messageKeys.add(messageKey);
    }
    candidates.set(key, item);
  }
  const inserted = await insertReceipts(tx, [...candidates.values()]);
  if (inserted.size === candidates.size) return { fresh: [...candidates.values()], duplicates, refused };

  const strangers = [...candidates.values()].filter((item) => !inserted.has(item.prepared.receipt.key));
  const digests = await knownDigests(tx, strangers);
  for (const item of strangers) {
    const digest = digests.get(item.prepared.receipt.key);
    if (digest === item.prepared.receipt.digest) duplicates.push(item.prepared.index);
    else refused.push({ item, rejection: digest === undefined ? messageIdReused : idReused });
  }
  const fresh = [...candidates.values()].filter((item) => inserted.has(item.prepared.receipt.key));
  return { fresh, duplicates, refused };
}

const idReused: Rejection = {
  code: 'id-reused',
  detail:
    'An event with this source and id was taken before, with other content. Give each event an id of its own.',
  pointer: '/id',
};
const messageIdReused: Rejection = {
  code: 'message-id-reused',
  detail: 'Another event of this conversation has this messageId. Give each message an id of its own.',
  pointer: '/data/messageId',
};

function vendorFault(
  { prepared, boundVendorId }: BatchItem,
  known: ReadonlyMap<string, StoredConversation>,
  opened: Map<string, string>,
): Rejection | null {
  const { event, conversationKey } = prepared;
  if (conversationKey === null) return null;
  const owner = known.get(conversationKey)?.fold.identity?.vendorId ?? opened.get(conversationKey);
  if (event.type === 'conversation.opened.v1') {
    const { vendorId } = event.data;
    if (owner !== undefined && owner !== vendorId) {
      return {
        code: 'conversation-of-another-vendor',
        detail:
          'A conversation with this id was opened before for another vendor. Use ids that are unique within the brand.',
        pointer: '/data/vendorId',
      };
    }
    opened.set(conversationKey, vendorId);
    return null;
  }
  if (boundVendorId === null || owner === undefined || owner === boundVendorId) return null;
  return {
    code: 'vendor-mismatch',
    detail: 'This intake key belongs to a vendor that this conversation is not with.',
    pointer: '/subject',
  };
}

async function insertReceipts(tx: Transaction, items: readonly BatchItem[]): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  // One order of keys in every process, so that two of them wait for each other in turn and never in a circle.
  const sorted = [...items].sort((a, b) => (a.prepared.receipt.key < b.prepared.receipt.key ? -1 : 1));
  const rows = await tx.query<{ key: string }>(
    `insert into receipts (key, message_key, digest, at)
     select key, message_key, digest, timestamptz 'epoch' + at * interval '1 millisecond'
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) as r (key, message_key, digest, at)
     on conflict do nothing returning key`,
    [
      plainArray(sorted, ({ prepared }) => prepared.receipt.key),
      plainArray(sorted, ({ prepared }) => prepared.receipt.messageKey),
      plainArray(sorted, ({ prepared }) => prepared.receipt.digest),
      plainArray(sorted, ({ prepared }) => String(prepared.event.at)),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

async function knownDigests(tx: Transaction, items: readonly BatchItem[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; digest: string }>(
    'select key, digest from receipts where key = any($1::uuid[])',
    [plainArray(items, ({ prepared }) => prepared.receipt.key)],
  );
  return new Map(rows.map(({ key, digest }) => [key, digest]));
}
