import { limits } from '@earshot/contracts';
import type { Fold } from '@earshot/domain/conversation';
import { rejectionOf, type Prepared, type Rejection } from '@earshot/domain/pipeline';
import { isUniqueViolation, type Transaction } from '@earshot/platform/database';
import { plainArray } from './arrays';
import { BinaryCopy } from './binary-copy';
import type { BatchItem } from './types';

/** Which items of a batch are new, in their order, and why the others are not taken. */
export interface Admission {
  readonly fresh: readonly BatchItem[];
  /** Indexes of events that are known already. */
  readonly duplicates: readonly number[];
  readonly refused: readonly Refusal[];
  /** The vendors whose bound keys spoke of conversations of which none had, by conversation key. */
  readonly bound: ReadonlyMap<string, string>;
}

interface Refusal {
  readonly item: BatchItem;
  readonly rejection: Rejection;
}

/** A conversation as the database has it. */
export interface StoredConversation {
  readonly fold: Fold;
  readonly version: number;
  readonly decided: string | null;
  /** The vendor whose bound intake key first spoke of it; null while none has. */
  readonly boundVendorId: string | null;
}

/** The conversations of a batch that are stored, by key. */
type Stored = ReadonlyMap<string, StoredConversation>;

/**
 * Decides what of a batch is taken, in the order of arrival: the vendor that opened a conversation first, or whose
 * bound key first spoke of it, keeps it; a known (source, id) is a duplicate, or `id-reused` where its content differs;
 * a known message id is refused, and so is what a conversation has no room for. Writes the receipts of what is taken.
 */
export async function admit(tx: Transaction, items: readonly BatchItem[], known: Stored): Promise<Admission> {
  const refused: Refusal[] = [];
  const fresh: BatchItem[] = [];
  const duplicates: number[] = [];
  const owners = new Map<string, Owner>();
  const digests = new Map<string, string>();
  let pending = await withRoom(tx, items, { known, digests, refused });
  // Nearly always one round: what claims an id that an earlier one of the batch claims waits for what becomes of it,
  // and so does what an earlier word of another vendor would refuse.
  const messageKeys = new Set<string>();
  while (pending.length > 0) {
    const ofItsVendor = pending.filter((item) => {
      const rejection = vendorFault(item, known, owners);
      if (rejection !== null) refused.push({ item, rejection });
      return rejection === null;
    });
    const { candidates, waiting } = claimsOf(ofItsVendor, known);
    const inserted = await insertReceipts(tx, candidates);
    const isKnownAll = inserted.size === candidates.length && waiting.length === 0;
    const stored = isKnownAll ? null : await knownDigests(tx, ofItsVendor);
    for (const [key, digest] of stored ?? []) digests.set(key, digest);
    // Else each of many that claim one id would wait a round of its own to be refused for its message.
    for (const key of await knownMessages(tx, waiting)) messageKeys.add(key);
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
        noteOwner(item, owners);
      }
    }
    pending = waiting.filter((item) => !decide(item));
  }
  fresh.sort((a, b) => a.prepared.index - b.prepared.index);
  return { fresh, duplicates, refused, bound: newlyBound(fresh, known) };
}

/**
 * The items for which their conversations have room; the others are refused. Known events need none: where a batch
 * may fill a conversation, it is looked up which these are. An item that is then refused for another reason leaves its
 * room unused.
 */
async function withRoom(
  tx: Transaction,
  items: readonly BatchItem[],
  { known, digests, refused }: { known: Stored; digests: Map<string, string>; refused: Refusal[] },
): Promise<readonly BatchItem[]> {
  const crowded = crowdedBy(items, known);
  // Nearly always.
  if (crowded.length === 0) return items;
  for (const [key, digest] of await knownDigests(tx, crowded)) digests.set(key, digest);
  const claims = new Map<string, Set<string>>();
  const beyond = new Set<BatchItem>();
  for (const item of crowded) {
    const { receipt, conversationKey } = item.prepared;
    if (conversationKey === null || digests.has(receipt.key)) continue;
    const claimed = claims.get(conversationKey) ?? new Set();
    claims.set(conversationKey, claimed);
    if (claimed.has(receipt.key)) continue;
    if (claimed.size < roomIn(known.get(conversationKey))) claimed.add(receipt.key);
    else beyond.add(item);
  }
  for (const item of beyond) refused.push({ item, rejection: conversationFull });
  return items.filter((item) => !beyond.has(item));
}

/** Items of conversations that have no room for all that the batch holds of them. */
function crowdedBy(items: readonly BatchItem[], known: Stored): BatchItem[] {
  let least = roomIn(undefined);
  for (const conversation of known.values()) least = Math.min(least, roomIn(conversation));
  if (items.length <= least) return [];
  const counts = new Map<string, number>();
  for (const { prepared } of items)
    if (prepared.conversationKey !== null)
      counts.set(prepared.conversationKey, (counts.get(prepared.conversationKey) ?? 0) + 1);
  return items.filter(({ prepared: { conversationKey: key } }) => {
    return key !== null && (counts.get(key) ?? 0) > roomIn(known.get(key));
  });
}

function roomIn(conversation: StoredConversation | undefined): number {
  return limits.conversationEvents - (conversation?.fold.events ?? 0);
}

/**
 * Those that can be decided now: the first of the batch to claim their id and their message's, and not behind another
 * vendor's word that may yet be refused; and the others.
 */
function claimsOf(
  items: readonly BatchItem[],
  known: Stored,
): { candidates: BatchItem[]; waiting: BatchItem[] } {
  const keys = new Set<string>();
  const owners = new Map<string, string | typeof SEVERAL>();
  const candidates: BatchItem[] = [];
  const waiting: BatchItem[] = [];
  for (const item of items) {
    const { key, messageKey } = item.prepared.receipt;
    const isClaimed = keys.has(key) || (messageKey !== null && keys.has(messageKey));
    if (waitsForOwner(item, known, owners) || isClaimed) waiting.push(item);
    else {
      keys.add(key);
      if (messageKey !== null) keys.add(messageKey);
      candidates.push(item);
    }
  }
  return { candidates, waiting };
}

const idReused = rejectionOf('id-reused', { fault: 'id-reused', pointer: '/id' });
const messageIdReused = rejectionOf('message-id-reused', {
  fault: 'message-id-reused',
  pointer: '/data/messageId',
});
const conversationFull = rejectionOf('conversation-full', {
  fault: 'conversation-full',
  pointer: '/subject',
  values: { most: limits.conversationEvents },
});

/** Whose a conversation is by what of this batch was taken. */
interface Owner {
  readonly vendorId: string;
  /** The place of what told so in the batch: what came before it was not yet held against it. */
  readonly index: number;
}

/** The vendor that an item says its conversation is with; null where it says nothing of it. */
function vendorTold({ prepared: { event }, boundVendorId }: BatchItem): string | null {
  return event.type === 'conversation.opened.v1' ? event.data.vendorId : boundVendorId;
}

/** Several vendors are told of before an item. */
const SEVERAL = Symbol('several');

/** Whether another vendor is told of before the item, undecided; notes in `owners` whom the item tells of itself. */
function waitsForOwner(
  item: BatchItem,
  known: Stored,
  owners: Map<string, string | typeof SEVERAL>,
): boolean {
  const { conversationKey } = item.prepared;
  const vendorId = vendorTold(item);
  if (conversationKey === null || vendorId === null) return false;
  const before = owners.get(conversationKey);
  const waits = before !== undefined && before !== vendorId;
  if (ownerOf(known.get(conversationKey)) === null) owners.set(conversationKey, waits ? SEVERAL : vendorId);
  return waits;
}

/** The vendor that opened a conversation, or whose bound key spoke of it before anybody did; null where none has. */
function ownerOf(conversation: StoredConversation | undefined): string | null {
  return conversation?.fold.identity?.vendorId ?? conversation?.boundVendorId ?? null;
}

/** The vendor that is told of first, by what is taken, keeps the conversation. */
function noteOwner(item: BatchItem, owners: Map<string, Owner>): void {
  const { conversationKey, index } = item.prepared;
  const vendorId = vendorTold(item);
  if (conversationKey === null || vendorId === null) return;
  const known = owners.get(conversationKey);
  if (known === undefined || index < known.index) owners.set(conversationKey, { vendorId, index });
}

/** See `Admission.bound`. */
function newlyBound(fresh: readonly BatchItem[], known: Stored): Map<string, string> {
  const bound = new Map<string, string>();
  for (const { prepared, boundVendorId } of fresh) {
    const { conversationKey } = prepared;
    if (conversationKey === null || boundVendorId === null || bound.has(conversationKey)) continue;
    if (known.get(conversationKey)?.boundVendorId == null) bound.set(conversationKey, boundVendorId);
  }
  return bound;
}

function vendorFault(item: BatchItem, known: Stored, owners: ReadonlyMap<string, Owner>): Rejection | null {
  const { event, conversationKey, index } = item.prepared;
  const vendorId = vendorTold(item);
  if (conversationKey === null || vendorId === null) return null;
  const told = owners.get(conversationKey);
  const owner =
    ownerOf(known.get(conversationKey)) ?? (told !== undefined && told.index < index ? told.vendorId : null);
  if (owner === null || owner === vendorId) return null;
  return event.type === 'conversation.opened.v1' ? ofAnotherVendor : vendorMismatch;
}

const ofAnotherVendor = rejectionOf('conversation-of-another-vendor', {
  fault: 'opened-for-another-vendor',
  pointer: '/data/vendorId',
});
const vendorMismatch = rejectionOf('vendor-mismatch', {
  fault: 'conversation-of-another-vendor',
  pointer: '/subject',
});

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

/** The messages of some items that are known, by key. */
async function knownMessages(tx: Transaction, items: readonly BatchItem[]): Promise<string[]> {
  const keys = items.flatMap(({ prepared }) => prepared.receipt.messageKey ?? []);
  if (keys.length === 0) return [];
  const rows = await tx.query<{ key: string }>(
    'select message_key as key from receipts where message_key = any($1::uuid[])',
    [plainArray(keys, (key) => key)],
  );
  return rows.map(({ key }) => key);
}

async function knownDigests(tx: Transaction, items: readonly BatchItem[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; digest: string }>(
    'select key, digest from receipts where key = any($1::uuid[])',
    [plainArray(items, ({ prepared }) => prepared.receipt.key)],
  );
  return new Map(rows.map(({ key, digest }) => [key, digest]));
}
