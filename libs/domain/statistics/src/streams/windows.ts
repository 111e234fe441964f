import { requireCount, requireFinite, StatisticsError } from '../errors';

/** How a stream is cut into windows. **Units**: one unit of time of the caller's choosing, whole numbers. */
export interface WindowShape {
  /** Length of a window, > 0. */
  readonly size: number;
  /** Distance of the starts of two windows, a divisor of `size`; equal to `size` for tumbling windows. */
  readonly slide: number;
  /** How far the watermark stays behind the newest event, >= 0. */
  readonly watermarkDelay: number;
  /** How long after its end a window still takes late events, by the watermark, >= 0. */
  readonly allowedLateness: number;
}

/** What is kept for each window and key. `add` may change and return `state`. */
export interface Aggregate<Value, State> {
  readonly start: () => State;
  readonly add: (state: State, value: Value) => State;
}

/** One event. `at` is its own time, when it happened at the source. */
export interface TimedEvent<Value> {
  readonly at: number;
  readonly key: string;
  readonly value: Value;
}

/**
 * The figure of one window and key as it was told: `on-time` when the watermark reached the window's end,
 * `late-update` for each event taken after that (accumulating: it replaces the earlier one), `final` when no event
 * can change it any more. `from` is inside the window, `to` is not.
 */
export interface Pane<State> {
  readonly kind: 'on-time' | 'late-update' | 'final';
  readonly from: number;
  readonly to: number;
  readonly key: string;
  readonly state: State;
}

/** What one event brought about. A dropped event is to be counted, and repaired by a recomputation. */
export interface Arrival<State> {
  readonly isDropped: boolean;
  readonly panes: readonly Pane<State>[];
}

interface OpenWindow<State> {
  readonly from: number;
  readonly to: number;
  readonly states: Map<string, State>;
}

/**
 * Event-time windows: an event belongs to the windows of the time at which it happened, whenever it arrives.
 *
 * The watermark is the newest event time less the delay; it never goes back. A window tells its figure when the
 * watermark reaches its end, corrects it for events that come within the allowed lateness, and is final and
 * forgotten after that, so memory holds only windows that can still change.
 *
 * **Errors**: `out-of-range`, `not-an-integer`, `not-finite`. **Source**: Akidau et al., "The Dataflow Model", PVLDB
 * 8(12), 2015; the semantics of Apache Flink's allowed lateness with accumulating panes.
 *
 * Example (size 60, delay 30, lateness 0): events at 1020, 1032, 1052, then one at 1110: the watermark comes to 1080
 * and the window from 1020 to 1080 is told; an event at 1044 after that is dropped.
 */
export class EventTimeWindows<Value, State> {
  private readonly open = new Map<number, OpenWindow<State>>();
  private mark = -Infinity;

  constructor(
    private readonly shape: WindowShape,
    private readonly aggregate: Aggregate<Value, State>,
  ) {
    requireCount(shape.size, 'size', 1);
    requireCount(shape.slide, 'slide', 1);
    requireCount(shape.watermarkDelay, 'watermarkDelay');
    requireCount(shape.allowedLateness, 'allowedLateness');
    if (shape.size % shape.slide !== 0) {
      throw new StatisticsError('out-of-range', 'slide', 'expected a divisor of the size');
    }
  }

  /** Figures are complete until here; -Infinity before the first event. */
  get watermark(): number {
    return this.mark;
  }

  /** Takes one event, in order of arrival. */
  add(event: TimedEvent<Value>): Arrival<State> {
    requireFinite(event.at, 'at');
    const panes: Pane<State>[] = [];
    let taken = 0;
    for (const from of this.startsFor(event.at)) {
      const to = from + this.shape.size;
      if (this.mark >= to + this.shape.allowedLateness) continue;
      taken += 1;
      const state = this.fold(this.windowAt(from), event);
      if (this.mark >= to) panes.push({ kind: 'late-update', from, to, key: event.key, state });
    }
    panes.push(...this.advanceTo(event.at - this.shape.watermarkDelay));
    return { isDropped: taken === 0, panes };
  }

  /**
   * Moves the watermark to `watermark` if that is later, and gives what becomes due: for a source that has fallen
   * silent, or a watermark combined from several sources. Panes come by window, then key.
   */
  advanceTo(watermark: number): readonly Pane<State>[] {
    if (!(watermark > this.mark)) return [];
    const before = this.mark;
    this.mark = watermark;
    const onTime: Pane<State>[] = [];
    const final: Pane<State>[] = [];
    const starts = [...this.open.keys()].sort((a, b) => a - b);
    for (const start of starts) {
      const window = this.windowAt(start);
      if (before < window.to && watermark >= window.to) onTime.push(...panesOf(window, 'on-time'));
      if (watermark >= window.to + this.shape.allowedLateness) {
        final.push(...panesOf(window, 'final'));
        this.open.delete(start);
      }
    }
    return [...onTime, ...final];
  }

  /** The figures that can still change, as they stand, by window and key. */
  openStates(): readonly { from: number; to: number; key: string; state: State }[] {
    return [...this.open.values()]
      .sort((a, b) => a.from - b.from)
      .flatMap(({ from, to, states }) =>
        [...states].sort(byKey).map(([key, state]) => ({ from, to, key, state })),
      );
  }

  private *startsFor(at: number): Generator<number> {
    const { size, slide } = this.shape;
    const last = Math.floor(at / slide) * slide;
    for (let from = last - size + slide; from <= last; from += slide) yield from;
  }

  private windowAt(from: number): OpenWindow<State> {
    const known = this.open.get(from);
    if (known !== undefined) return known;
    const window = { from, to: from + this.shape.size, states: new Map<string, State>() };
    this.open.set(from, window);
    return window;
  }

  private fold(window: OpenWindow<State>, event: TimedEvent<Value>): State {
    const known = window.states.get(event.key);
    const state = this.aggregate.add(known ?? this.aggregate.start(), event.value);
    window.states.set(event.key, state);
    return state;
  }
}

/**
 * The watermark of several sources together: the least of those that are not idle, so that one slow partition holds
 * the figures back and one silent partition does not. All idle: the greatest. None at all: -Infinity.
 *
 * Example: 100, 70 and an idle 10 → 70.
 */
export function combineWatermarks(
  sources: readonly { readonly watermark: number; readonly isIdle: boolean }[],
): number {
  const active = sources.filter(({ isIdle }) => !isIdle).map(({ watermark }) => watermark);
  if (active.length > 0) return Math.min(...active);
  return Math.max(-Infinity, ...sources.map(({ watermark }) => watermark));
}

function panesOf<State>(window: OpenWindow<State>, kind: Pane<State>['kind']): Pane<State>[] {
  const { from, to, states } = window;
  return [...states].sort(byKey).map(([key, state]) => ({ kind, from, to, key, state }));
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : Number(a[0] > b[0]);
}
