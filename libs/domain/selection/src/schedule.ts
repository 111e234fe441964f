import { SelectionError } from './errors';
import { threshold } from './probability';

/** One version of something that changes over time, in force from `fromMs` (inclusive) to the next one's. */
export interface Scheduled<T> {
  /** 1, 2, 3 ...: rises by one with each version. */
  readonly version: number;
  /** Event time in ms since the epoch. The first version counts from the beginning of time, whatever this says. */
  readonly fromMs: number;
  readonly value: T;
}

/** The versions of something, oldest first. Never edited, only appended to. */
export type Schedule<T> = readonly Scheduled<T>[];

/** A sampling rate over time; each value is a decimal string such as `'0.05'`. */
export type RateSchedule = Schedule<string>;

/**
 * Gives `versions` back if they form a schedule: at least one, numbered upwards by one, each starting later than the
 * one before. **Errors**: `bad-schedule`.
 */
export function requireSchedule<T>(versions: Schedule<T>): Schedule<T> {
  if (versions.length === 0) {
    throw new SelectionError('bad-schedule', 'a schedule has at least one version');
  }
  versions.forEach((next, index) => {
    const previous = versions[index - 1];
    if (!Number.isFinite(next.fromMs) || !Number.isSafeInteger(next.version)) {
      throw new SelectionError('bad-schedule', `version ${next.version} from ${next.fromMs} is no version`);
    }
    if (previous && (next.version !== previous.version + 1 || next.fromMs <= previous.fromMs)) {
      throw new SelectionError('bad-schedule', `version ${next.version} does not follow ${previous.version}`);
    }
  });
  return versions;
}

/** Gives a schedule of rates from its versions. **Errors**: `bad-schedule`, `bad-probability`. */
export function rateSchedule(versions: RateSchedule): RateSchedule {
  versions.forEach(({ value }) => threshold(value));
  return requireSchedule(versions);
}

/**
 * Gives `schedule` with one more version, in force from `fromMs`, which must lie after `nowMs` and after the start
 * of the last one: what has been decided is never decided again under another rate.
 * **Units**: ms since the epoch. **Errors**: `bad-schedule`.
 */
export function withVersion<T>(
  schedule: Schedule<T>,
  change: { readonly fromMs: number; readonly value: T; readonly nowMs: number },
): Schedule<T> {
  if (!(change.fromMs > change.nowMs)) {
    throw new SelectionError('bad-schedule', 'a new version starts in the future');
  }
  const version = (schedule.at(-1)?.version ?? 0) + 1;
  return requireSchedule([...schedule, { version, fromMs: change.fromMs, value: change.value }]);
}

/**
 * Gives the version in force at an event time, never at a processing time. A version's own start belongs to it;
 * times before the first start belong to the first version.
 * **Units**: ms since the epoch. **Errors**: `bad-time`, `bad-schedule` for an empty schedule.
 */
export function versionAt<T>(schedule: Schedule<T>, eventTimeMs: number): Scheduled<T> {
  if (!Number.isFinite(eventTimeMs)) {
    throw new SelectionError('bad-time', `expected ms since the epoch, got ${eventTimeMs}`);
  }
  const found = schedule.findLast(({ fromMs }) => fromMs <= eventTimeMs) ?? schedule[0];
  if (!found) {
    throw new SelectionError('bad-schedule', 'a schedule has at least one version');
  }
  return found;
}

/**
 * Gives the rate in force at an event time, as its decimal string.
 *
 * **Units**: ms since the epoch. **Errors**: `bad-time`, `bad-schedule`.
 *
 * Example: with 0.05 from midnight and 0.10 from noon, a conversation closed at 12:00:00.000 has rate 0.10.
 */
export function rateAt(schedule: RateSchedule, eventTimeMs: number): string {
  return versionAt(schedule, eventTimeMs).value;
}
