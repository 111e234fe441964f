import { readDetectionState, type StoredDetectionState } from '@earshot/domain/detection';
import { begin, type Fold, type Identity } from './fold';
import type { Pieces } from './pieces';

const blank: Fold = begin({ at: 0, sequence: 0, id: '', source: '' }, null);
const blankEntries = Object.entries(blank) as [keyof Fold, unknown][];
const blankIdentity = { platform: null, scenario: null, language: null, segments: [], customerHash: '' };

/**
 * A fold as it is stored with its conversation: JSON without what is still as it was before the first event. The
 * customer's hash has a column of its own and is left out, so a stored fold tells everything but that. It is written
 * for every batch that holds an event of the conversation, so it is made small, and without a replacer. What it
 * remembers of a number in pieces is encrypted by `seal`: a short number could be worked out from it.
 */
export function packFold(fold: Fold, seal: (text: string) => string): string {
  const packed: Partial<Record<keyof Fold, unknown>> = {};
  for (const [name, before] of blankEntries) {
    const value = fold[name];
    if (isAsBefore(value, before)) continue;
    if (name === 'responses' && fold.responses.n === 0) continue;
    packed[name] = value;
  }
  if (fold.identity !== null) packed.identity = told({ ...fold.identity, customerHash: '' }, blankIdentity);
  if (packed.detection !== undefined) packed.detection = told(fold.detection, blank.detection);
  if (fold.pieces !== null) packed.pieces = seal(JSON.stringify(fold.pieces));
  return JSON.stringify(packed);
}

/** What of `whole` is not as it was before the first event. */
function told<T extends object>(whole: T, before: Partial<T>): Partial<T> {
  const packed: Partial<T> = {};
  for (const name in whole) if (!isAsBefore(whole[name], before[name])) packed[name] = whole[name];
  return packed;
}

/** Whether a value is what it was: the same, or as empty. */
function isAsBefore(value: unknown, before: unknown): boolean {
  if (value === before) return true;
  return isEmptyObject(value) && isEmptyObject(before);
}

function isEmptyObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const name in value) if (Object.hasOwn(value, name)) return false;
  return true;
}

/**
 * The fold that was stored. `identity.customerHash` is ''. `open` gives what `seal` was given, or null where its key
 * is gone: a number in pieces is then not followed any further. Without it, which is for those who only read and for
 * who closes the conversation, `pieces` is null.
 */
export function unpackFold(stored: string, open?: (sealed: string) => string | null): Fold {
  const packed = JSON.parse(stored) as Partial<Omit<Fold, 'pieces' | 'detection'>> & {
    readonly pieces?: string | null;
    readonly detection?: StoredDetectionState;
  };
  const { identity, detection } = packed;
  const remembered = packed.pieces == null ? null : (open?.(packed.pieces) ?? null);
  const pieces = remembered === null ? null : (JSON.parse(remembered) as Pieces);
  const whole = identity == null ? null : ({ ...blankIdentity, ...identity } satisfies Identity);
  const heard = detection === undefined ? blank.detection : readDetectionState(detection);
  // What was stored before events were counted tells its messages, which are nearly all of them.
  const events = packed.events ?? packed.messages ?? 0;
  return { ...blank, ...packed, events, identity: whole, detection: heard, pieces };
}
