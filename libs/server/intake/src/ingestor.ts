import {
  IngestStore,
  StaleOffset,
  type BatchItem,
  type IngestContext,
  type IngestOutcome,
  type KeptRejection,
  type OffsetMove,
} from '@earshot/data-access';
import {
  decode,
  prepare,
  rejectionOf,
  salvage,
  signalsIn,
  type IntakeEvent,
  type Rejection,
  type Salvaged,
} from '@earshot/domain/pipeline';
import type { Signal } from '@earshot/domain/detection';
import { isDatabaseTrouble, isEndedIdle } from '@earshot/platform/database';
import type { RawEvent } from './raw-event';
import { Turns } from './turns';

/** Whose events these are and when they came. */
export interface IngestRequest {
  readonly events: readonly RawEvent[];
  readonly brandId: string;
  /** The vendor that the intake key is bound to; null for none. */
  readonly boundVendorId: string | null;
  /** See IngestBatch. */
  readonly writer: string | null;
  readonly offset: OffsetMove | null;
  readonly receivedAt: number;
  /** Called whenever others have had the event loop, to show that a long batch is still worked on. May throw. */
  readonly onTurn?: () => Promise<void>;
}

/** How old and how far ahead an event may be, ms. */
export interface IngestLimits {
  readonly retentionMs: number;
  readonly futureMs: number;
}

/** Events that take one step before the next is taken with them. */
const EVENTS_AT_A_STEP = 500;

/** Told of an event on which our own code fails. */
export type OnDefect = (error: unknown, raw: RawEvent) => void;

/**
 * Takes raw events from any transport: decodes, scans and masks them, and writes them in one transaction. An event
 * on which our own code fails, or is at work for longer than PostgreSQL waits, is found by halving and kept as rejected;
 * the rest goes on.
 */
export class Ingestor {
  constructor(
    private readonly store: IngestStore,
    private readonly context: IngestContext,
    private readonly limits: IngestLimits,
    private readonly onDefect: OnDefect,
  ) {}

  /** Throws StaleOffset, or what is the database's own trouble; then nothing of the last part was written. */
  ingest(request: IngestRequest): Promise<IngestOutcome> {
    return this.write(request, false);
  }

  private async write(request: IngestRequest, isAgain: boolean): Promise<IngestOutcome> {
    const rejected: KeptRejection[] = [];
    const items: BatchItem[] = [];
    const turns = new Turns(request.onTurn);
    for (let from = 0; from < request.events.length; from += EVENTS_AT_A_STEP) {
      const part = request.events.slice(from, from + EVENTS_AT_A_STEP);
      for (const item of await this.itemsOf(part, request, { rejected, turns })) items.push(item);
    }
    const { writer, offset, receivedAt } = request;
    try {
      return await this.store.write({ items, rejected, writer, offset, receivedAt }, this.context);
    } catch (error) {
      if (error instanceof StaleOffset || (isDatabaseTrouble(error) && !isEndedIdle(error))) throw error;
      // A process that was frozen has its transaction ended too, which says nothing of a single event: only twice does.
      if (request.events.length === 1 && isEndedIdle(error) && !isAgain) return this.write(request, true);
      return this.isolate(request, error);
    }
  }

  /**
   * Some of the events, ready to be written. One step for all of them before the next: what a step reads stays in the
   * processor's cache meanwhile. Not for all of the request: what is made on the way would live as long as the write.
   */
  private async itemsOf(
    events: readonly RawEvent[],
    request: IngestRequest,
    batch: Making,
  ): Promise<BatchItem[]> {
    const read = await stage(events, (raw) => this.read(raw, request), batch);
    const heard = await stage(read, (it) => this.hear(it, request), batch);
    return stage(heard, (it) => this.prepare(it, request), batch);
  }

  private async isolate(request: IngestRequest, error: unknown): Promise<IngestOutcome> {
    const { events, offset } = request;
    const [first] = events;
    if (first === undefined) throw error;
    if (events.length === 1) {
      this.onDefect(error, first);
      return this.keepDefective(request, first);
    }
    const middle = events[events.length >> 1];
    const at = middle?.position?.offset ?? null;
    const halves = [events.slice(0, events.length >> 1), events.slice(events.length >> 1)] as const;
    const left = await this.ingest({
      ...request,
      events: halves[0],
      offset: offset === null || at === null ? null : { ...offset, to: at },
    });
    const right = await this.ingest({
      ...request,
      events: halves[1],
      offset: offset === null || at === null ? null : { ...offset, from: at },
    });
    return joined(left, right);
  }

  private read(raw: RawEvent, request: IngestRequest): Read | KeptRejection {
    if (raw.fault !== null) return this.keep(raw, raw.fault, request);
    return this.guarded(raw, request, () => {
      const decoded = decode(raw.value, {
        oldest: request.receivedAt - this.limits.retentionMs,
        newest: request.receivedAt + this.limits.futureMs,
      });
      if (!decoded.ok) return this.keep(raw, decoded.rejection, request);
      const fault = ownerFault(decoded.event, request);
      return fault === null ? { raw, event: decoded.event } : this.keep(raw, fault, request);
    });
  }

  private hear({ raw, event }: Read, request: IngestRequest): Heard | KeptRejection {
    return this.guarded(raw, request, () => ({ raw, event, signals: signalsIn(event, this.context.rules) }));
  }

  private prepare({ raw, event, signals }: Heard, request: IngestRequest): BatchItem | KeptRejection {
    const { brandId, receivedAt, boundVendorId } = request;
    return this.guarded(raw, request, () => {
      const { index, itemIndex = index } = raw;
      const arrival = { brandId, receivedAt, index };
      const prepared = prepare(event, arrival, this.context.rules, signals);
      return { prepared, itemIndex, boundVendorId, position: raw.position, raw: raw.raw };
    });
  }

  private guarded<T>(raw: RawEvent, request: IngestRequest, step: () => T): T | KeptRejection {
    try {
      return step();
    } catch (error) {
      this.onDefect(error, raw);
      return this.keep(raw, defect, request);
    }
  }

  /** Keeps one event that could not be written; with nothing made of it where even that is what fails. */
  private async keepDefective(request: IngestRequest, raw: RawEvent): Promise<IngestOutcome> {
    const { writer, offset, receivedAt } = request;
    const kept = this.keep(raw, defect, request);
    const write = (salvaged: Salvaged) =>
      this.store.write(
        { items: [], rejected: [{ ...kept, salvage: salvaged }], writer, offset, receivedAt },
        this.context,
      );
    try {
      return await write(kept.salvage);
    } catch (error) {
      if (error instanceof StaleOffset || isDatabaseTrouble(error)) throw error;
      this.onDefect(error, raw);
      return write(nothingMade);
    }
  }

  private keep(raw: RawEvent, rejection: Rejection, request: IngestRequest): KeptRejection {
    const { brandId, receivedAt, boundVendorId } = request;
    const saved = this.salvaged(raw, receivedAt);
    const { index, itemIndex = index } = raw;
    return {
      index,
      itemIndex,
      brandId,
      position: raw.position,
      receivedAt,
      rejection,
      raw: raw.raw(),
      salvage: { ...saved, vendorId: boundVendorId ?? saved.vendorId },
    };
  }

  private salvaged(raw: RawEvent, receivedAt: number): Salvaged {
    try {
      return salvage(raw.value, this.context.rules.detectorAt(receivedAt));
    } catch (error) {
      // The event is kept all the same, and the alarm says that nobody has read its text.
      this.onDefect(error, raw);
      return nothingMade;
    }
  }
}

/** A raw event that is one, and what was found in its text. */
interface Read {
  readonly raw: RawEvent;
  readonly event: IntakeEvent;
}
interface Heard extends Read {
  readonly signals: readonly Signal[];
}

/** A batch while it is made. */
interface Making {
  readonly rejected: KeptRejection[];
  readonly turns: Turns;
}

/** Takes one step with each; gives what goes on, and adds what does not to `rejected`. */
async function stage<From, To extends object>(
  items: readonly From[],
  step: (item: From) => To | KeptRejection,
  { rejected, turns }: Making,
): Promise<To[]> {
  const passed: To[] = [];
  for (const item of items) {
    if (turns.isOver) await turns.next();
    const result = step(item);
    if ('rejection' in result) rejected.push(result);
    else passed.push(result);
  }
  return passed;
}

const defect = rejectionOf('internal-error', { fault: 'internal-error', pointer: '' });
const nothingMade: Salvaged = {
  eventId: null,
  conversationId: null,
  vendorId: null,
  excerpt: '',
  signals: [],
};

function ownerFault(event: IntakeEvent, { brandId, boundVendorId }: IngestRequest): Rejection | null {
  if (
    event.type === 'conversation.opened.v1' &&
    event.data.brandId !== undefined &&
    event.data.brandId !== brandId
  ) {
    return rejectionOf('brand-mismatch', { fault: 'key-of-another-brand', pointer: '/data/brandId' });
  }
  const names = event.type === 'conversation.opened.v1' || event.type === 'agent.updated.v1';
  if (names && boundVendorId !== null && event.data.vendorId !== boundVendorId) {
    return rejectionOf('vendor-mismatch', { fault: 'key-of-another-vendor', pointer: '/data/vendorId' });
  }
  return null;
}

function joined(a: IngestOutcome, b: IngestOutcome): IngestOutcome {
  const union = <T>(x: readonly T[], y: readonly T[]) => [...new Set([...x, ...y])];
  return {
    accepted: a.accepted + b.accepted,
    duplicates: [...a.duplicates, ...b.duplicates],
    rejected: [...a.rejected, ...b.rejected],
    brandIds: union(a.brandIds, b.brandIds),
    vendorIds: union(a.vendorIds, b.vendorIds),
    conversationKeys: union(a.conversationKeys, b.conversationKeys),
    flagIds: union(a.flagIds, b.flagIds),
    reviewItems: a.reviewItems + b.reviewItems,
  };
}
