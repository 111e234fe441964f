import { compareEvents, type Fold, type FoldEvent } from '@earshot/domain/conversation';
import { BucketChanges, type Series } from '@earshot/domain/metrics';
import {
  countFolded,
  countReceipt,
  foldConversation,
  judge,
  seriesOf,
  type Folded,
  type Prepared,
} from '@earshot/domain/pipeline';
import type { DataKeys } from '@earshot/platform/crypto';
import { isTransient, type Database, type Transaction } from '@earshot/platform/database';
import { admit, type Admission, type StoredConversation } from './admission';
import { writeAgents } from './agent-rows';
import { writeBuckets } from './bucket-rows';
import { lockConversations, touchedBy, writeConversations, type Concluded } from './conversation-rows';
import { writeFlags } from './flag-rows';
import { readHistory, type History } from './history';
import { KnownFolds } from './known-folds';
import { writeEvents } from './message-rows';
import { moveOffset } from './offsets';
import { joinPieces } from './pieces';
import { writeRemasked } from './remasked-rows';
import { takeWriter } from './writers';
import { writeRejected } from './rejected-rows';
import { writeSelections, type Judged } from './selection-rows';
import { armAnswers } from './silence-store';
import {
  ConcurrentChange,
  TooMuchAtOnce,
  type BatchItem,
  type IngestBatch,
  type IngestContext,
  type IngestOutcome,
  type KeptRejection,
} from './types';

const MOST_ATTEMPTS = 10;
/** About 2 kB each. */
const KNOWN_FOLDS = 10_000;
/** Stored events read at once for folding conversations again; about 5 kB each while they are. */
const MOST_READ_AGAIN = 50_000;

/**
 * Writes batches of events, each in one transaction: events, messages, conversations, flags, selections, buckets,
 * and the partition's offset. The result does not depend on the order of arrival.
 */
export class IngestStore {
  private readonly folds = new KnownFolds(KNOWN_FOLDS);

  constructor(
    private readonly database: Database,
    private readonly keys: DataKeys,
    private readonly mostReadAgain = MOST_READ_AGAIN,
  ) {}

  /**
   * Writes one batch. Tries again where another process was in the way. Throws StaleOffset where the partition was
   * lost, TooMuchAtOnce where it asks for more than fits into memory (never one event alone), and whatever else went
   * wrong; nothing is written then.
   */
  async write(batch: IngestBatch, context: IngestContext): Promise<IngestOutcome> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { outcome, concluded } = await this.database.transaction((tx) =>
          this.writeOnce(tx, batch, context),
        );
        for (const { key, version, folded, decided, boundVendorId } of concluded)
          this.folds.keep(key, { version, fold: folded.fold, decided, boundVendorId });
        return outcome;
      } catch (error) {
        const isWorthRepeating = error instanceof ConcurrentChange || isConflict(error);
        if (!isWorthRepeating || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  private async writeOnce(
    tx: Transaction,
    batch: IngestBatch,
    context: IngestContext,
  ): Promise<{ outcome: IngestOutcome; concluded: readonly Concluded[] }> {
    if (batch.offset !== null) await moveOffset(tx, batch.offset);
    const { folds, keys: dataKeys, mostReadAgain } = this;
    const stored = await lockConversations(tx, keysOf(batch.items), { folds, dataKeys });
    const admission = await admit(tx, batch.items, stored);
    const fresh = admission.fresh.map(({ prepared }) => prepared);
    const rejected = [...batch.rejected, ...refusalsOf(admission, context)].sort((a, b) => a.index - b.index);

    const { idleMs } = context.rules;
    const folded = await foldFresh(tx, fresh, { stored, idleMs, dataKeys, mostReadAgain });
    const { concluded, judged } = conclude(folded, { stored, bound: admission.bound }, context);
    const moved = movedReceipts(folded, stored);
    const pieces = await joinPieces(tx, folded);
    // Those of one conversation together: they are read together later, and go to one place of the index.
    const byConversation = [...folded.values()].flatMap(({ events }) => events);
    await writeEvents(tx, pieces.masked(byConversation), dataKeys);
    await writeAgents(tx, fresh);
    await writeConversations(tx, concluded, idleMs, dataKeys);
    const stray = await writeRejected(tx, rejected, dataKeys);
    const flagIds = await writeFlags(tx, concluded, stray, {
      rules: context.rules,
      now: batch.receivedAt,
    });
    await armAnswers(tx, concluded);
    const reviewItems = await writeSelections(tx, judged);
    const pointing = await writeRemasked(tx, pieces.remasked);
    await this.writeFigures(tx, batch, { concluded, fresh, moved });
    const outcome: IngestOutcome = {
      accepted: fresh.length,
      duplicates: admission.duplicates,
      rejected: rejected.map(({ index, salvage, rejection }) => ({ index, id: salvage.eventId, rejection })),
      ...touchedBy(concluded),
      flagIds: [...new Set([...flagIds, ...pointing])],
      reviewItems,
    };
    return { outcome, concluded };
  }

  private async writeFigures(
    tx: Transaction,
    batch: IngestBatch,
    { concluded, fresh, moved }: Figures,
  ): Promise<void> {
    if (fresh.length === 0) return;
    const changes = new BucketChanges();
    const series = new Map(concluded.map((it) => [it.key, seriesOf(it.brandId, it.folded.fold)]));
    for (const { brandId, folded } of concluded) countFolded(changes, brandId, folded);
    for (const { key, brandId, before, arrivals } of moved) {
      const now = series.get(key);
      if (now === undefined) continue;
      for (const arrival of arrivals) {
        countReceipt(changes, seriesOf(brandId, before), arrival, -1);
        countReceipt(changes, now, arrival);
      }
    }
    for (const { event, brandId, conversationKey, receivedAt } of fresh) {
      const arrival = { at: event.at, receivedAt };
      const its = conversationKey === null ? undefined : series.get(conversationKey);
      if (its !== undefined) countReceipt(changes, its, arrival);
      else if (event.type === 'agent.updated.v1') {
        countReceipt(changes, { brandId, vendorId: event.data.vendorId, channel: '', scenario: '' }, arrival);
      }
    }
    const writer = batch.writer ?? (await takeWriter(tx));
    await writeBuckets(tx, changes.finish(), writer);
    await writeClock(tx, fresh, series, writer);
  }
}

/** What of a batch is counted. */
interface Figures {
  readonly concluded: readonly Concluded[];
  readonly fresh: readonly Prepared[];
  readonly moved: readonly MovedReceipts[];
}

/** Receipts that were counted for what the conversation was taken for until an earlier opening, or the first, was told. */
interface MovedReceipts {
  readonly key: string;
  readonly brandId: string;
  readonly before: Fold;
  readonly arrivals: History['arrivals'];
}

/** What became of one conversation of the batch. */
interface FoldedFresh {
  readonly folded: Folded;
  readonly events: readonly Prepared[];
  /** What was stored before, where it had to be read. */
  readonly history: History | null;
}

interface Fresh {
  readonly events: readonly Prepared[];
  readonly foldEvents: readonly FoldEvent[];
}

/** What folding needs besides the events themselves. */
interface Known {
  readonly stored: ReadonlyMap<string, StoredConversation>;
  readonly idleMs: number;
  readonly dataKeys: DataKeys;
  readonly mostReadAgain: number;
}

async function foldFresh(
  tx: Transaction,
  fresh: readonly Prepared[],
  { stored, idleMs, dataKeys, mostReadAgain }: Known,
): Promise<Map<string, FoldedFresh>> {
  const folded = new Map<string, FoldedFresh>();
  const needing = new Map<string, Fresh>();
  for (const [key, group] of groupByConversation(fresh)) {
    const simple = foldConversation(stored.get(key)?.fold ?? null, group.foldEvents, null, idleMs);
    if (simple === null) needing.set(key, group);
    else folded.set(key, { folded: simple, events: group.events, history: null });
  }
  if (needing.size === 0) return folded;
  let again = 0;
  for (const key of needing.keys()) again += stored.get(key)?.fold.events ?? 0;
  if (needing.size > 1 && again > mostReadAgain) throw new TooMuchAtOnce(again);
  const stories = await readHistory(tx, [...needing.keys()], dataKeys);
  for (const [key, { foldEvents, events }] of needing) {
    const history = stories.get(key) ?? { events: [], arrivals: [], texts: new Map() };
    const again = foldConversation(stored.get(key)?.fold ?? null, foldEvents, history.events, idleMs);
    if (again !== null) folded.set(key, { folded: again, events, history });
  }
  return folded;
}

/**
 * A vendor that tells of the opening last has its lag and its back-dating counted all the same; and where an earlier
 * opening says another channel or scenario, they are counted for that. Both come with the conversation folded again.
 */
function movedReceipts(
  folded: ReadonlyMap<string, FoldedFresh>,
  stored: ReadonlyMap<string, StoredConversation>,
): MovedReceipts[] {
  const moved: MovedReceipts[] = [];
  for (const [key, { folded: its, events, history }] of folded) {
    const before = stored.get(key)?.fold;
    const [first] = events;
    if (before === undefined || first === undefined || history === null) continue;
    const { brandId } = first;
    if (isSameSeries(seriesOf(brandId, before), seriesOf(brandId, its.fold))) continue;
    moved.push({ key, brandId, before, arrivals: history.arrivals });
  }
  return moved;
}

function isSameSeries(a: Series, b: Series): boolean {
  return a.vendorId === b.vendorId && a.channel === b.channel && a.scenario === b.scenario;
}

function groupByConversation(fresh: readonly Prepared[]): Map<string, Fresh> {
  const groups = new Map<string, { events: Prepared[]; foldEvents: FoldEvent[] }>();
  for (const prepared of fresh) {
    const { conversationKey, foldEvent } = prepared;
    if (conversationKey === null || foldEvent === null) continue;
    const group = groups.get(conversationKey);
    if (group === undefined) groups.set(conversationKey, { events: [prepared], foldEvents: [foldEvent] });
    else {
      group.events.push(prepared);
      group.foldEvents.push(foldEvent);
    }
  }
  for (const { foldEvents } of groups.values()) foldEvents.sort(compareEvents);
  return groups;
}

function conclude(
  folded: ReadonlyMap<string, FoldedFresh>,
  { stored, bound }: Pick<Known, 'stored'> & Pick<Admission, 'bound'>,
  context: IngestContext,
): { concluded: Concluded[]; judged: Judged[] } {
  const concluded: Concluded[] = [];
  const judged: Judged[] = [];
  for (const [key, { folded: its, events }] of folded) {
    const [first] = events;
    if (first === undefined) continue;
    const before = stored.get(key);
    const conversationId = first.event.subject;
    const plan = context.planOf(first.brandId);
    const known = before?.decided ?? null;
    const verdict = plan === null ? null : judge(plan, { key, conversationId, fold: its.fold }, known);
    const conversation: Concluded = {
      key,
      brandId: first.brandId,
      conversationId,
      version: (before?.version ?? 0) + 1,
      folded: its,
      decided: verdict?.signature ?? known,
      boundVendorId: before?.boundVendorId ?? bound.get(key) ?? null,
      receivedAt: first.receivedAt,
    };
    concluded.push(conversation);
    if (verdict !== null) judged.push({ conversation, verdict, isFirst: known === null });
  }
  return { concluded, judged };
}

function refusalsOf({ refused }: Admission, context: IngestContext): KeptRejection[] {
  return refused.map(({ item, rejection }) => {
    const salvage = context.salvage(item);
    return {
      index: item.prepared.index,
      itemIndex: item.itemIndex,
      brandId: item.prepared.brandId,
      position: item.position,
      receivedAt: item.prepared.receivedAt,
      rejection,
      raw: item.raw(),
      salvage: { ...salvage, vendorId: item.boundVendorId ?? salvage.vendorId },
    };
  });
}

function keysOf(items: readonly BatchItem[]): string[] {
  const keys = new Set<string>();
  for (const {
    prepared: { conversationKey },
  } of items)
    if (conversationKey !== null) keys.add(conversationKey);
  return [...keys];
}

/** Deadlock or failed serialisation; a lost connection is the caller's affair. */
function isConflict(error: unknown): boolean {
  return (
    isTransient(error) &&
    error instanceof Error &&
    'code' in error &&
    ['40001', '40P01'].includes(String(error.code))
  );
}

async function writeClock(
  tx: Transaction,
  fresh: readonly Prepared[],
  series: ReadonlyMap<string, { brandId: string; vendorId: string }>,
  writer: string,
): Promise<void> {
  const newest = new Map<string, { brand_id: string; vendor_id: string; at: number; received: number }>();
  for (const { event, conversationKey, receivedAt } of fresh) {
    const its = conversationKey === null ? undefined : series.get(conversationKey);
    if (its === undefined) continue;
    const key = `${its.brandId}\0${its.vendorId}`;
    const known = newest.get(key);
    if (known === undefined) {
      newest.set(key, { brand_id: its.brandId, vendor_id: its.vendorId, at: event.at, received: receivedAt });
    } else {
      known.at = Math.max(known.at, event.at);
      known.received = Math.max(known.received, receivedAt);
    }
  }
  if (newest.size === 0) return;
  await tx.query(
    `insert into intake_clock (brand_id, vendor_id, writer, last_event_at, last_received_at)
     select brand_id, vendor_id, $2, to_timestamp(at / 1000.0), to_timestamp(received / 1000.0)
     from json_to_recordset($1::json) as r (brand_id text, vendor_id text, at float8, received float8)
     on conflict (brand_id, vendor_id, writer) do update set
       last_event_at = greatest(intake_clock.last_event_at, excluded.last_event_at),
       last_received_at = greatest(intake_clock.last_received_at, excluded.last_received_at)`,
    [JSON.stringify([...newest.values()]), writer],
  );
}
