import type { Finding } from '@earshot/domain/detection';
import { compareEvents } from './event';
import { worsened, type Fold } from './fold';

/** One conversation three times: as it is known, and as what is still stored tells it without and with late events. */
export interface Told {
  readonly known: Fold;
  readonly before: Fold;
  readonly after: Fold;
}

/**
 * The fold of a conversation some of whose events were let go with their month, after events that are not its newest
 * (docs/adr/0004). What is known stays, and the late events change what they change among those still stored: what
 * counts adds the difference, what was first stays first, and what is last follows them. `found`: what they add.
 */
export function foldOntoKnown({ known, before, after }: Told, found: readonly Finding[]): Fold {
  const first = <K extends keyof Fold>(name: K): Fold[K] =>
    isSame(before[name], known[name]) ? after[name] : known[name];
  const counted = (name: 'events' | 'messages' | 'humanMessages' | 'botTurns') =>
    Math.max(0, known[name] + after[name] - before[name]);
  const last = changedIn(known, before, after);
  return {
    ...last,
    // Whoever still waits has waited since the earliest that anything tells of.
    runSince: earliest(last.runSince, known.runSince),
    owedAt: earliest(last.owedAt, known.owedAt),
    newest: compareEvents(after.newest, known.newest) > 0 ? after.newest : known.newest,
    firstAt: known.firstAt,
    isPartial: true,
    identity: known.identity ?? after.identity,
    events: counted('events'),
    messages: counted('messages'),
    humanMessages: counted('humanMessages'),
    botTurns: counted('botTurns'),
    menuSteps: Math.max(known.menuSteps, after.menuSteps),
    responses: {
      n: known.responses.n + after.responses.n - before.responses.n,
      sumMs: known.responses.sumMs + after.responses.sumMs - before.responses.sumMs,
      longestMs: Math.max(known.responses.longestMs, after.responses.longestMs),
    },
    firstResponse: first('firstResponse'),
    humanAt: first('humanAt'),
    firstCloseAt: first('firstCloseAt'),
    complainedAt: first('complainedAt'),
    rating: later(known.rating, after.rating),
    danger: worsened(known.danger, found),
    detection: {
      ...changedIn(known.detection, before.detection, after.detection),
      dangers: { ...after.detection.dangers, ...known.detection.dangers },
      told: known.detection.told ?? after.detection.told,
    },
  };
}

/** What is known, with what differs between `before` and `after` as `after` has it. */
function changedIn<T extends object>(known: T, before: T, after: T): T {
  const old = new Map<string, unknown>(Object.entries(before));
  const changed = Object.entries(after).filter(([name, value]) => !isSame(old.get(name), value));
  return { ...known, ...(Object.fromEntries(changed) as Partial<T>) };
}

function earliest(ms: number | null, known: number | null): number | null {
  return ms === null || known === null ? ms : Math.min(ms, known);
}

function later<T extends { readonly at: number }>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return b.at > a.at ? b : a;
}

/** Whether two values say the same as JSON, in whatever order their fields stand. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), Object.entries(b)];
  return (
    left.size === right.length &&
    right.every(([name, value]) => left.has(name) && isSame(left.get(name), value))
  );
}
