import { gravity, packFold, unpackFold, type Fold } from '@earshot/domain/conversation';
import type { Folded } from '@earshot/domain/pipeline';
import type { DataKeys } from '@earshot/platform/crypto';
import { isUniqueViolation, type Transaction } from '@earshot/platform/database';
import type { StoredConversation } from './admission';
import { plainArray } from './arrays';
import { BinaryCopy } from './binary-copy';
import { noteIdleChecks } from './idle-checks';
import type { KnownFolds } from './known-folds';
import { openPieces, sealPieces } from './piece-seal';
import { ConcurrentChange, type IngestOutcome } from './types';

/** A conversation of the batch with all that was found out about it. */
export interface Concluded {
  readonly key: string;
  readonly brandId: string;
  readonly conversationId: string;
  readonly version: number;
  readonly folded: Folded;
  readonly decided: string | null;
  readonly boundVendorId: string | null;
  readonly receivedAt: number;
}

/** Which brands, vendors and conversations a write has touched, for those who look. */
export function touchedBy(
  concluded: readonly Concluded[],
): Pick<IngestOutcome, 'brandIds' | 'vendorIds' | 'conversationKeys'> {
  return {
    brandIds: [...new Set(concluded.map(({ brandId }) => brandId))],
    vendorIds: [...new Set(concluded.map(({ folded: { fold } }) => fold.identity?.vendorId ?? null))],
    conversationKeys: concluded.map(({ key }) => key),
  };
}

/**
 * Reads the conversations with these keys and locks them until the end of the transaction, in the order of their
 * keys, so that two processes wait for each other in turn. Of what `folds` knows in its stored version, only the
 * version is read.
 */
export async function lockConversations(
  tx: Transaction,
  keys: readonly string[],
  { folds, dataKeys }: { readonly folds: KnownFolds; readonly dataKeys: DataKeys },
): Promise<Map<string, StoredConversation>> {
  const stored = new Map<string, StoredConversation>();
  if (keys.length === 0) return stored;
  const locked = await tx.query<{ key: string; version: string }>(
    'select key, version from conversations where key = any($1::uuid[]) order by key for update',
    [plainArray(keys, (key) => key)],
  );
  const unknown: string[] = [];
  for (const { key, version } of locked) {
    const known = folds.at(key, Number(version));
    if (known === null) unknown.push(key);
    else stored.set(key, known);
  }
  if (unknown.length === 0) return stored;
  const rows = await tx.query<Pick<SweptRow, 'key' | 'version' | 'fold' | 'decided' | 'bound_vendor_id'>>(
    'select key, version, fold, decided, bound_vendor_id from conversations where key = any($1::uuid[])',
    [plainArray(unknown, (key) => key)],
  );
  for (const { key, version, fold, decided, bound_vendor_id: boundVendorId } of rows)
    stored.set(key, {
      version: Number(version),
      fold: unpackFold(fold, (sealed) => openPieces(dataKeys, key, sealed)),
      decided,
      boundVendorId,
    });
  return stored;
}

/** What is read of a conversation that a sweep looks at. */
export interface SweptRow {
  key: string;
  brand_id: string;
  conversation_id: string;
  version: string;
  fold: string;
  decided: string | null;
  bound_vendor_id: string | null;
  last_received_at: Date;
}

/** Locks the conversations that a sweep looks at, those that are as `where` says, in the order of their keys as intake does. */
export function lockSwept(tx: Transaction, keys: readonly string[], where = 'true'): Promise<SweptRow[]> {
  return tx.query<SweptRow>(
    `select key, brand_id, conversation_id, version, fold, decided, bound_vendor_id, last_received_at
     from conversations
     where key = any($1::uuid[]) and ${where} order by key for update`,
    [plainArray(keys, (key) => key)],
  );
}

/**
 * Writes conversations as they now stand. Throws ConcurrentChange where one has moved since it was read. New rows are
 * streamed in; the others into a table of this connection's own, and taken over from there: PostgreSQL reads binary
 * rows at a third of the cost of JSON. `dataKeys` may be left out by who only closes conversations.
 */
export async function writeConversations(
  tx: Transaction,
  concluded: readonly Concluded[],
  idleMs: number,
  dataKeys: DataKeys | null = null,
): Promise<void> {
  if (concluded.length === 0) return;
  const pack = ({ key, folded: { fold } }: Concluded) =>
    packFold(fold, (text) => {
      if (dataKeys === null) throw new Error('only who has the keys may store a number in pieces');
      return sealPieces(dataKeys, key, text);
    });
  const sorted = [...concluded].sort((a, b) => (a.key < b.key ? -1 : 1));
  const born = new BinaryCopy(ROW_BYTES * sorted.length);
  const rows = new BinaryCopy(ROW_BYTES * sorted.length);
  let whole = 0;
  for (const it of sorted) {
    if (isNew(it)) {
      born.row(1 + identityColumns.length + movingColumns.length);
      born.uuid(it.key);
      addIdentity(born, it);
      addMoving(born, it, pack(it));
      continue;
    }
    const isItWhole = isWhole(it);
    if (isItWhole) whole++;
    rows.row(2 + identityColumns.length + movingColumns.length);
    rows.uuid(it.key);
    rows.boolean(isItWhole);
    if (isItWhole) addIdentity(rows, it);
    else for (const _ of identityColumns) rows.absent();
    addMoving(rows, it, pack(it));
  }
  await copyNew(tx, born);
  if (rows.rows > 0) {
    await tx.query(makeIncoming);
    await rows.into(
      tx,
      `incoming_conversations (${['key', 'whole', ...identityColumns, ...movingColumns].join(', ')})`,
    );
    if (whole > 0) await expectAll(tx, updateWhole, whole);
    if (whole < rows.rows) await expectAll(tx, updateMoved, rows.rows - whole);
  }
  const opened = sorted
    .filter(isOpened)
    .map(({ key, folded, receivedAt }) => ({ key, fold: folded.fold, receivedAt }));
  await noteIdleChecks(tx, opened, idleMs);
}

/** Whether nobody looks after its silence yet: it is new, or open again. */
function isOpened({ folded: { before, fold } }: Concluded): boolean {
  return fold.state === 'open' && before?.state !== 'open';
}

/** Whether it was not stored when it was read. */
function isNew({ folded }: Concluded): boolean {
  return folded.before === null;
}

/** Of what is stored, who a conversation is with changes only where it is folded again. */
function isWhole({ folded: { before, fold, isRefolded } }: Concluded): boolean {
  // What was told by an event that was let go is not told again: a stored fold lacks the customer's hash.
  return isRefolded && (!fold.isPartial || fold.identity !== before?.identity);
}

/** Writes conversations that nobody had stored when they were read. */
async function copyNew(tx: Transaction, rows: BinaryCopy): Promise<void> {
  try {
    await rows.into(tx, `conversations (${columns})`);
  } catch (error) {
    // Somebody has stored one meanwhile.
    if (isUniqueViolation(error)) throw new ConcurrentChange();
    throw error;
  }
}

async function expectAll(tx: Transaction, statement: string, expected: number): Promise<void> {
  const [written] = await tx.query<{ n: string }>(statement);
  if (Number(written?.n) !== expected) throw new ConcurrentChange();
}

function addIdentity(rows: BinaryCopy, it: Concluded): void {
  const { fold } = it.folded;
  const { identity } = fold;
  rows.text(it.brandId);
  rows.text(it.conversationId);
  rows.text(identity?.vendorId ?? null);
  rows.text(identity?.channel ?? null);
  rows.text(identity?.platform ?? null);
  rows.text(identity?.scenario ?? null);
  rows.text(identity?.language ?? null);
  rows.texts(identity?.segments ?? []);
  rows.blob(identity === null ? null : Buffer.from(identity.customerHash, 'hex'));
  rows.instant(identity?.openedAt ?? fold.firstAt);
}

function addMoving(
  rows: BinaryCopy,
  { version, folded: { fold }, decided, boundVendorId, receivedAt }: Concluded,
  packed: string,
): void {
  const { close } = fold;
  rows.text(fold.agentId);
  rows.text(fold.teamId);
  rows.text(fold.state);
  rows.text(close?.outcome ?? null);
  rows.boolean(close?.derived ?? false);
  rows.instant(fold.state === 'closed' && close !== null ? close.at : null);
  rows.instant(fold.firstCloseAt);
  rows.instant(fold.newest.at);
  rows.instant(receivedAt);
  rows.instant(fold.runSince);
  rows.int32(fold.messages);
  rows.real(fold.rating?.outOf5 ?? null);
  rows.boolean(fold.complainedAt !== null);
  const severity = worst(fold);
  if (severity === null) rows.absent();
  else rows.int16(severity);
  rows.text(packed);
  rows.text(decided);
  rows.text(boundVendorId);
  rows.int64(version);
}

function worst({ danger }: Fold): number | null {
  const codes = Object.values(danger).map((severity) => gravity[severity]);
  return codes.length === 0 ? null : Math.min(...codes);
}

const ROW_BYTES = 1_024;
const identityColumns = [
  'brand_id',
  'conversation_id',
  'vendor_id',
  'channel',
  'platform',
  'scenario',
  'language',
  'segments',
  'customer_hash',
  'opened_at',
] as const;
const movingColumns = [
  'agent_id',
  'team_id',
  'state',
  'outcome',
  'derived_close',
  'closed_at',
  'first_closed_at',
  'last_event_at',
  'last_received_at',
  'waiting_since',
  'messages',
  'rating',
  'complained',
  'worst_severity',
  'fold',
  'decided',
  'bound_vendor_id',
  'version',
] as const;
const columns = ['key', ...identityColumns, ...movingColumns].join(', ');

// Its columns are those of the table, without what they must hold; emptied by every commit.
const makeIncoming = `
  create temporary table if not exists incoming_conversations on commit delete rows as
  select false as whole, ${columns} from conversations with no data`;

const update = (whole: string, names: readonly string[]) => `
  with written as (
    update conversations c set ${names.map((column) => `${column} = r.${column}`).join(', ')}
    from incoming_conversations r
    where c.key = r.key and ${whole} and c.version = r.version - 1
    returning 1
  ) select count(*) as n from written`;

const updateWhole = update('r.whole', [...identityColumns, ...movingColumns]);
const updateMoved = update('not r.whole', movingColumns);
