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
  const openings = new Map<string, Opening>();
  let pending = items;
  // Nearly always one round: what claims an id that an earlier one of the batch claims waits for what becomes of it,
  // and so does what an earlier opening for another vendor would refuse.
  const digests = new Map<string, string>();
  const messageKeys = new Set<string>();
  while (pending.length > 0) {
    const ofItsVendor = pending.filter((item) => {
      const rejection = vendorFault(item, known, openings);
      if (rejection !== null) refused.push({ item, rejection });
      return rejection === null;
    });
    const { candidates, waiting } = claimsOf(ofItsVendor, known);
    const inserted = await insertReceipts(tx, candidates);
    const isKnownAll = inserted.size === candidates.length && waiting.length === 0;
    const stored = isKnownAll ? null : await knownDigests(tx, ofItsVendor);
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
      if (!isInserted) decide(item);
      else {
        fresh.push(item);
        noteOpening(item, openings);
      }
    }
    pending = waiting.filter((item) => !decide(item));
  }
  fresh.sort((a, b) => a.prepared.index - b.prepared.index);
  return { fresh, duplicates, refused };
}

/**
 * Those that can be decided now: the first of the batch to claim their id and their message's, and not behind an
 * opening for another vendor that may yet be refused; and the others.
 */
function claimsOf(
  items: readonly BatchItem[],
  known: ReadonlyMap<string, StoredConversation>,
): { candidates: BatchItem[]; waiting: BatchItem[] } {
  const keys = new Set<string>();
  const opening = new Map<string, string | typeof SEVERAL>();
  const candidates: BatchItem[] = [];
  const waiting: BatchItem[] = [];
  for (const item of items) {
    const { key, messageKey } = item.prepared.receipt;
    const isClaimed = keys.has(key) || (messageKey !== null && keys.has(messageKey));
    if (waitsForOpening(item, known, opening) || isClaimed) waiting.push(item);
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

/** The opening of a conversation that this batch has taken. */
interface Opening {
  readonly vendorId: string;
  /** Its place in the batch: what came before it was not yet held against it. */
  readonly index: number;
}

/** The vendor that an item says its conversation is with; null where it says nothing of it. */
function vendorTold({ prepared: { event }, boundVendorId }: BatchItem): string | null {
  return event.type === 'conversation.opened.v1' ? event.data.vendorId : boundVendorId;
}

/** Openings for several vendors stand before an item. */
const SEVERAL = Symbol('several');

/** Whether an opening for another vendor stands before the item, undecided; notes the item's own in `opening`. */
function waitsForOpening(
  item: BatchItem,
  known: ReadonlyMap<string, StoredConversation>,
  opening: Map<string, string | typeof SEVERAL>,
): boolean {
  const { event, conversationKey } = item.prepared;
  const vendorId = vendorTold(item);
  if (conversationKey === null || vendorId === null) return false;
  const before = opening.get(conversationKey);
  const waits = before !== undefined && before !== vendorId;
  if (event.type === 'conversation.opened.v1' && isUnowned(known.get(conversationKey)))
    opening.set(conversationKey, waits ? SEVERAL : vendorId);
  return waits;
}

function isUnowned(conversation: StoredConversation | undefined): boolean {
  return conversation?.fold.identity == null;
}

/** The vendor whose opening was taken keeps the conversation. */
function noteOpening({ prepared }: BatchItem, openings: Map<string, Opening>): void {
  const { event, conversationKey, index } = prepared;
  if (event.type !== 'conversation.opened.v1' || conversationKey === null) return;
  const known = openings.get(conversationKey);
  if (known === undefined || index < known.index)
    openings.set(conversationKey, { vendorId: event.data.vendorId, index });
}

function vendorFault(
  item: BatchItem,
  known: ReadonlyMap<string, StoredConversation>,
  openings: ReadonlyMap<string, Opening>,
): Rejection | null {
  const { event, conversationKey, index } = item.prepared;
  const vendorId = vendorTold(item);
  if (conversationKey === null || vendorId === null) return null;
  const opening = openings.get(conversationKey);
  const owner =
    known.get(conversationKey)?.fold.identity?.vendorId ??
    (opening !== undefined && opening.index < index ? opening.vendorId : undefined);
  if (owner === undefined || owner === vendorId) return null;
  return event.type === 'conversation.opened.v1' ? ofAnotherVendor : vendorMismatch;
}

const ofAnotherVendor: Rejection = {
  code: 'conversation-of-another-vendor',
  detail:
    'A conversation with this id was opened before for another vendor. Use ids that are unique within the brand.',
  pointer: '/data/vendorId',
};
const vendorMismatch: Rejection = {
  code: 'vendor-mismatch',
  detail: 'This intake key belongs to a vendor that this conversation is not with.',
  pointer: '/subject',
};

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
