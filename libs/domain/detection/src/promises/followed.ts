/** What can count as doing what was promised. */
export type Deed = 'reply' | 'transfer' | 'resolution';

/** One promise of a conversation, and what followed. Plain JSON, without the text. */
export interface Promised {
  readonly messageId: string;
  readonly atMs: number;
  /** By when something must follow. */
  readonly dueMs: number;
  /** Whether that time was promised; else it is KEPT_WITHIN_MS. */
  readonly isTimed: boolean;
  readonly state: 'open' | 'kept' | 'broken';
  /** When it was kept or broken; absent while it is open. */
  readonly settledMs?: number;
  /** What kept it. */
  readonly by?: Deed;
}

/** Where no time is promised ("as soon as possible", 马上), something must follow within this, ms. */
export const KEPT_WITHIN_MS = 30 * 60_000;
/** Promises remembered of a conversation: the latest. */
const KEPT = 12;

type Promises = readonly Promised[];

/** The promises with one more, made in a message: `withinMs` is the time that it names, null for none. */
export function promisesWith(
  promises: Promises,
  { messageId, atMs, withinMs }: { messageId: string; atMs: number; withinMs: number | null },
): Promises {
  const dueMs = atMs + (withinMs ?? KEPT_WITHIN_MS);
  const made: Promised = { messageId, atMs, dueMs, isTimed: withinMs !== null, state: 'open' };
  return [...promises, made].slice(-KEPT);
}

/** The promises as they stand at `atMs`: what was due before and is open was broken when it was due. */
export function promisesAt(promises: Promises, atMs: number): Promises {
  if (!promises.some(({ state, dueMs }) => state === 'open' && dueMs < atMs)) return promises;
  return settle(promises, ({ dueMs }) => (dueMs < atMs ? { state: 'broken', settledMs: dueMs } : null));
}

/** The promises after a deed at `atMs`: it keeps all that are open, and comes too late for what was due before. */
export function promisesKept(promises: Promises, by: Deed, atMs: number): Promises {
  return settle(promisesAt(promises, atMs), () => ({ state: 'kept', settledMs: atMs, by }));
}

/** The promises after the conversation was closed without resolution: what is open will not be kept. */
export function promisesBroken(promises: Promises, atMs: number): Promises {
  return settle(promisesAt(promises, atMs), () => ({ state: 'broken', settledMs: atMs }));
}

/** The same list where none is open. */
function settle(
  promises: Promises,
  outcomeOf: (promise: Promised) => Pick<Promised, 'state' | 'settledMs' | 'by'> | null,
): Promises {
  if (!promises.some(({ state }) => state === 'open')) return promises;
  return promises.map((promise) =>
    promise.state === 'open' ? { ...promise, ...outcomeOf(promise) } : promise,
  );
}
