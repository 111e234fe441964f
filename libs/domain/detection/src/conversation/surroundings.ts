import { type Channel } from '@earshot/contracts';
import { MOST_LOOKED_BACK, type EventKind, type Since } from '../rules/pack-schema';
import { type Conditions, type Looked, type Signal } from '../types';

/** Which of the latest messages held what rules look back at. Plain JSON; bounded by the rules that ask. */
export interface Said {
  /** By mark: place of the message in its conversation, counted from 1, and its time in ms; oldest first. */
  readonly marks: Readonly<Record<string, readonly (readonly [place: number, atMs: number])[]>>;
  /** Place of the latest agent's message since the first mark; 0 where there was none. */
  readonly answered: number;
}

/** When each thing that some rule asks about last happened to the conversation, ms. */
export type Happened = Readonly<Partial<Record<EventKind, number>>>;

/** What is known around a message when its signals are decided: of what came before it in the order of events. */
export interface Surroundings {
  /** null while nobody has told. */
  readonly channel: Channel | null;
  readonly segments: readonly string[];
  /** Place of the message in its conversation, counted from 1. */
  readonly place: number;
  /** NaN where it is not known. */
  readonly atMs: number;
  /** null where earlier messages are not known; then nothing that asks for them is so, `unless` neither. */
  readonly said: Said | null;
  /** null where it is not known. */
  readonly happened: Happened | null;
}

/** Nothing was said before. */
export const UNSAID: Said = Object.freeze({ marks: Object.freeze({}), answered: 0 });

/**
 * Gives those of the signals that count in these surroundings, in their order: of a rule's several the first, marks
 * left out, each saying what was so. Where none asks for anything, that is `signals` itself.
 */
export function decided(signals: readonly Signal[], around: Surroundings): readonly Signal[] {
  if (!signals.some((signal) => signal.if !== undefined || signal.mark !== undefined)) return signals;
  const spoken = new Set<string>();
  const counting: Signal[] = [];
  for (const { if: conditions, ...signal } of signals) {
    if (signal.mark !== undefined || spoken.has(signal.ruleId)) continue;
    const because = conditions === undefined ? [] : fulfilled(conditions, around);
    if (because === null) continue;
    spoken.add(signal.ruleId);
    counting.push(because.length === 0 ? signal : { ...signal, reasons: [...signal.reasons, ...because] });
  }
  return counting;
}

/** What was said up to and with the message at `place`. */
export function saidWith(
  said: Said,
  signals: readonly Signal[],
  { place, atMs }: Pick<Surroundings, 'place' | 'atMs'>,
): Said {
  const marks: Record<string, Said['marks'][string]> = { ...said.marks };
  for (const { mark } of signals) {
    if (mark === undefined) continue;
    const recent = (marks[mark] ?? []).filter(([at]) => at > place - MOST_LOOKED_BACK && at < place);
    marks[mark] = [...recent, [place, atMs]];
  }
  return { ...said, marks };
}

/** Reasons why the conditions are met; null where they are not. */
function fulfilled(
  { channel, segments, after, unless, since }: Conditions,
  around: Surroundings,
): string[] | null {
  const because: string[] = [];
  if (channel !== undefined) {
    if (around.channel === null || !channel.includes(around.channel)) return null;
    because.push(`on-channel: ${around.channel}`);
  }
  if (segments !== undefined) {
    const its = around.segments.find((segment) => segments.includes(segment));
    if (its === undefined) return null;
    because.push(`in-segment: ${its}`);
  }
  if (since !== undefined) {
    if (!isSince(since, around)) return null;
    because.push(`since: ${since.event}`);
  }
  if (after !== undefined) {
    const times = timesSaid(after, around);
    if (times === null || times < after.times) return null;
    because.push(`said-before: ${times}`);
  }
  if (unless !== undefined) {
    const times = timesSaid(unless, around);
    if (times === null || times >= unless.times) return null;
  }
  return because;
}

function timesSaid(looked: Looked, { said, place, atMs }: Surroundings): number | null {
  if (said === null) return null;
  const { mark, messages, withinSeconds, atLeastSeconds, unanswered } = looked;
  const from = Math.max(place - messages, unanswered === true ? said.answered + 1 : 1);
  let times = 0;
  for (const [at, whenMs] of said.marks[mark] ?? []) {
    if (at < from || at >= place) continue;
    const seconds = (atMs - whenMs) / 1000;
    // NaN where a time is not known: then no limit of time is kept.
    if (withinSeconds !== undefined && !(seconds <= withinSeconds)) continue;
    if (atLeastSeconds !== undefined && !(seconds >= atLeastSeconds)) continue;
    times++;
  }
  return times;
}

function isSince(
  { event, never, withinSeconds, atLeastSeconds }: Since,
  { atMs, happened }: Surroundings,
): boolean {
  if (happened === null || Number.isNaN(atMs)) return false;
  const at = happened[event];
  if (never === true) return at === undefined;
  if (withinSeconds !== undefined && (at === undefined || atMs - at > withinSeconds * 1000)) return false;
  if (atLeastSeconds === undefined) return true;
  const from = at ?? happened.opened;
  return from !== undefined && atMs - from >= atLeastSeconds * 1000;
}
