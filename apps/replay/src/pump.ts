import type { TimedEvent, Truth } from './generator/conversation';
import type { Sent } from './generator/order';
import type { Pace } from './options';
import type { Delivered, Sink } from './sinks/sink';
import { Summary } from './summary';

/** A tick gathers what has become due, so that a fast live stream travels in batches. */
const tickMs = 20;

/** Sends events at their pace until they end or `stopping` is aborted; what is on its way then still arrives. */
export async function pump(options: {
  readonly events: Iterable<Sent>;
  /** Event time that belongs to the instant at which `pump` is called; for `times`. */
  readonly start: number;
  readonly sink: Sink;
  readonly pace: Pace;
  readonly rate?: number | undefined;
  readonly batch: number;
  /** How many batches may be on their way at once. */
  readonly inFlight: number;
  readonly stopping: AbortSignal;
  readonly onTruth?: (truth: Truth) => void;
  readonly onSent?: (summary: Summary) => void;
}): Promise<Summary> {
  const { sink, batch, stopping } = options;
  const began = Date.now();
  const summary = new Summary(began);
  const isDue = dueBy(options, began);
  const underway = new Set<Promise<void>>();
  const failure: { error?: unknown } = {};

  const dispatch = (events: readonly TimedEvent[]): void => {
    summary.sent += events.length;
    const sending: Promise<void> = sink
      .send(events)
      .then((delivered: Delivered) => {
        summary.add(delivered);
        options.onSent?.(summary);
      })
      .catch((error: unknown) => {
        summary.undelivered += events.length;
        failure.error ??= error;
      })
      .finally(() => underway.delete(sending));
    underway.add(sending);
  };

  const iterator = options.events[Symbol.iterator]();
  let next = iterator.next();
  let count = 0;
  while (!next.done && !stopping.aborted && failure.error === undefined) {
    const gathered: TimedEvent[] = [];
    const now = Date.now();
    while (!next.done && gathered.length < batch && isDue(next.value.event, count) <= now) {
      const { event, truth } = next.value;
      gathered.push(options.pace.kind === 'now' ? restamped(event, now) : event);
      if (truth !== undefined) options.onTruth?.(truth);
      count += 1;
      next = iterator.next();
    }
    if (gathered.length > 0) dispatch(gathered);
    if (underway.size >= options.inFlight) await Promise.race(underway);
    else if (gathered.length < batch && !next.done) {
      await rest(Math.min(1000, Math.max(tickMs, isDue(next.value.event, count) - Date.now())), stopping);
    }
  }
  await Promise.all(underway);
  summary.finish();
  if (failure.error !== undefined && !stopping.aborted) throw new PumpFailed(summary, failure.error);
  return summary;
}

/** Thrown by `pump` when the receiver refuses for good, with what had been delivered until then. */
export class PumpFailed extends Error {
  constructor(
    readonly summary: Summary,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Gives when (by the clock) the n-th event is due. */
function dueBy(
  { pace, rate, start }: { pace: Pace; rate?: number | undefined; start: number },
  began: number,
): (event: TimedEvent, count: number) => number {
  if (pace.kind === 'live') return ({ at }) => at;
  if (pace.kind === 'times') return ({ at }) => began + (at - start) / pace.speed;
  return rate === undefined ? () => began : (_, count) => began + (count * 1000) / rate;
}

function restamped(timed: TimedEvent, now: number): TimedEvent {
  return { at: now, key: timed.key, event: { ...timed.event, time: new Date(now).toISOString() } };
}

function rest(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stopping.addEventListener('abort', done, { once: true });
  });
}
