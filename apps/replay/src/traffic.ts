import { agentEvents } from './generator/agents';
import { arrivalsOverDay, steadyArrivals } from './generator/arrivals';
import type { ConversationSource } from './generator/conversation';
import { byTime, interleaved, oneAfterTheOther, type Sent } from './generator/order';
import type { Pace } from './options';

const hourMs = 3600_000;
/** Events of the past that a live run sends at once to begin warm are at most these. */
const mostWarmEvents = 20_000;
/** Nothing of a conversation comes later than this after the last opening: bounded by the aftermath and slow mail. */
const tailMs = 3 * hourMs;

/** Which events are wanted. */
export interface TrafficOptions {
  readonly make: ConversationSource;
  readonly seed: string;
  /** Infinity: without end. */
  readonly conversations: number;
  /** At most so many events; Infinity for no bound. */
  readonly events: number;
  /** ms since the epoch; unset: chosen so that nothing lies in the future. */
  readonly start?: number | undefined;
  readonly spanMs: number;
  readonly warmMs: number;
  readonly interleave?: number | undefined;
  readonly pace: Pace;
  /** Events a second; live: what the arrivals aim at. */
  readonly rate?: number | undefined;
  /** Whether the agents' own events come first. */
  readonly agents: boolean;
  readonly now: number;
}

/** The events to be sent, in order, and when their clock starts. */
export interface Traffic {
  readonly events: Iterable<Sent>;
  /** Event time (ms since the epoch) of the beginning. */
  readonly start: number;
  /** How many conversations there are; Infinity: without end. */
  readonly conversations: number;
}

/** Gives the traffic that the options describe. Pure but for the time it takes: same options, same events. */
export function traffic(options: TrafficOptions): Traffic {
  const { make, seed, conversations, pace, interleave, now } = options;
  const isLive = pace.kind === 'live' || pace.kind === 'now';
  const shape = shapeOf(make, now);
  const start = options.start ?? startFor(options, shape.durationMs);
  const events = (): Iterable<Sent> => {
    if (interleave !== undefined && interleave > 1) {
      return interleaved({ make, start, open: interleave, conversations });
    }
    const opensAt = isLive
      ? steadyArrivals({ seed, start, meanGapMs: (1000 * shape.events) / (options.rate ?? 6) })
      : arrivalsOverDay({ seed, start, spanMs: options.spanMs, count: conversations });
    return interleave === 1
      ? oneAfterTheOther({ make, opensAt, conversations })
      : byTime({ make, opensAt, conversations });
  };
  const agents = options.agents ? agentEvents(`${seed}-${start}`, start) : [];
  return { start, conversations, events: limited(agents, events(), options.events) };
}

function startFor(options: TrafficOptions, durationMs: number): number {
  const { pace, now, interleave, conversations, spanMs } = options;
  if (pace.kind === 'now') return now;
  if (pace.kind === 'live') {
    const rate = options.rate ?? 6;
    return now - Math.min(options.warmMs, (mostWarmEvents / rate) * 1000);
  }
  const needed =
    interleave !== undefined && interleave > 1 ? (1.2 * conversations * durationMs) / interleave : 0;
  return Math.floor(now - Math.max(spanMs, needed) - tailMs);
}

/** Gives how many events a conversation has and how long it lasts, on average of the first ones. */
function shapeOf(make: ConversationSource, at: number): { events: number; durationMs: number } {
  const looked = 200;
  let events = 0;
  let durationMs = 0;
  for (let index = 0; index < looked; index += 1) {
    const conversation = make(index, at);
    events += conversation.events.length;
    durationMs += (conversation.events[conversation.closeIndex]?.at ?? at) - at;
  }
  return { events: events / looked, durationMs: durationMs / looked };
}

function* limited(
  agents: ReturnType<typeof agentEvents>,
  events: Iterable<Sent>,
  most: number,
): Generator<Sent> {
  let left = most;
  for (const event of agents) {
    if (left <= 0) return;
    left -= 1;
    yield { event, truth: undefined };
  }
  for (const sent of events) {
    if (left <= 0) return;
    left -= 1;
    yield sent;
  }
}
