import type { Fold } from '@earshot/domain/conversation';
import type { Prepared, Rejection } from '@earshot/domain/pipeline';
import { isUniqueViolation, type Transaction } from '@earshot/platform/database';
import { plainArray } from './arrays';
import { BinaryCopy } from './binary-copy';
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
  const fresh: BatchItem[] = [];
  const duplicates: number[] = [];
  const vendors = new Map<string, string>();
  let pending: readonly BatchItem[] = items.filter((item) => {
    const rejection = vendorFault(item, known, vendors);
    if (rejection !== null) refused.push({ item, rejection });
    return rejection === null;
  });
  // Nearly always one round: what claims an id that an earlier one of the batch claims waits for what becomes of it.
  const digests = new Map<string, string>();
  const messageKeys = new Set<string>();
  while (pending.length > 0) {
    const { candidates, waiting } = claimsOf(pending);
    const inserted = await insertReceipts(tx, candidates);
    const isKnownAll = inserted.size === candidates.length && waiting.length === 0;
    const stored = isKnownAll ? null : await knownDigests(tx, pending);
    for (const [key, digest] of stored ?? []) digests.set(key, digest);
    const decide = (item: BatchItem): boolean => {
      const { key, messageKey, digest } = item.prepared.receipt;
      const taken = digests.get(key);
      if (taken === digest) duplicates.push(item.prepared.index);
      else if (taken !== undefined) refused.push({ item, rejection: idReused });
      else if (messageKey !== null && messageKeys.has(messageKey))
        refused.push({ item, rejection: messageIdReused });
      else return false;
      return true;
    };
    for (const item of candidates) {
      const { key, messageKey } = item.prepared.receipt;
      const isInserted = inserted.has(key);
      // Neither inserted nor known by its own id: it is its message that is known.
      if (messageKey !== null && (isInserted || !digests.has(key))) messageKeys.add(messageKey);
      if (isInserted) fresh.push(item);
      else decide(item);
    }
    pending = waiting.filter((item) => !decide(item));
  }
  fresh.sort((a, b) => a.prepared.index - b.prepared.index);
  return { fresh, duplicates, refused };
}

/** Those that are the first of the batch to claim their id and their message's, and the others. */
function claimsOf(items: readonly BatchItem[]): { candidates: BatchItem[]; waiting: BatchItem[] } {
  const keys = new Set<string>();
  const candidates: BatchItem[] = [];
  const waiting: BatchItem[] = [];
  for (const item of items) {
    const { key, messageKey } = item.prepared.receipt;
    if (keys.has(key) || (messageKey !== null && keys.has(messageKey))) waiting.push(item);
    else {
      keys.add(key);
      if (messageKey !== null) keys.add(messageKey);
      candidates.push(item);
    }
  }
  return { candidates, waiting };
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

/** Fewer are not worth two more round trips. */
const WORTH_A_COPY = 100;

/** Writes the receipts of what is new; gives the keys of those. */
async function insertReceipts(tx: Transaction, items: readonly BatchItem[]): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  // One order of keys in every process, so that two of them wait for each other in turn and never in a circle.
  const ordered = items
    .map(({ prepared }) => prepared)
    .sort((a, b) => (a.receipt.key < b.receipt.key ? -1 : 1));
  if (ordered.length >= WORTH_A_COPY && (await copyReceipts(tx, ordered)))
    return new Set(ordered.map(({ receipt }) => receipt.key));
  return insertUnknown(tx, ordered);
}

/** Writes receipts at half the cost of looking at each; false, and nothing is written, where one of them is known. */
async function copyReceipts(tx: Transaction, events: readonly Prepared[]): Promise<boolean> {
  const rows = new BinaryCopy(80 * events.length);
  for (const { receipt, event } of events) {
    const { key, messageKey, digest } = receipt;
    rows.row(4);
    rows.uuid(key);
    if (messageKey === null) rows.absent();
    else rows.uuid(messageKey);
    rows.uuid(digest);
    rows.instant(event.at);
  }
  await tx.query('savepoint receipts');
  try {
    await rows.into(tx, 'receipts (key, message_key, digest, at)');
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await tx.query('rollback to savepoint receipts');
    // Left open, it would give what is written next another transaction id than the batch's own.
    await tx.query('release savepoint receipts');
    return false;
  }
  await tx.query('release savepoint receipts');
  return true;
}

/** Writes the receipts of those that are not known. */
async function insertUnknown(tx: Transaction, events: readonly Prepared[]): Promise<Set<string>> {
  const keys = plainArray(events, ({ receipt }) => receipt.key);
  const [written] = await tx.query<{ n: string }>(
    `with written as (
       insert into receipts (key, message_key, digest, at)
       select key, message_key, digest, timestamptz 'epoch' + at * interval '1 millisecond'
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) as r (key, message_key, digest, at)
       on conflict do nothing returning 1
     ) select count(*) as n from written`,
    [
      keys,
      plainArray(events, ({ receipt }) => receipt.messageKey),
      plainArray(events, ({ receipt }) => receipt.digest),
      plainArray(events, ({ event }) => String(event.at)),
    ],
  );
  if (Number(written?.n) === events.length) return new Set(events.map(({ receipt }) => receipt.key));
  // Some were known. Which are new is what this transaction has written.
  const rows = await tx.query<{ key: string }>(
    'select key from receipts where key = any($1::uuid[]) and xmin = pg_current_xact_id()::xid',
    [keys],
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
