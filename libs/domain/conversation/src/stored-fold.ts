import { emptyDetectionState } from '@earshot/domain/detection';
import { begin, type Fold, type Identity } from './fold';

const blank: Fold = begin({ at: 0, sequence: 0, id: '', source: '' }, null);
const blankEntries = Object.entries(blank) as [keyof Fold, unknown][];
const blankIdentity = { platform: null, scenario: null, language: null, segments: [], customerHash: '' };

/**
 * A fold as it is stored with its conversation: JSON without what is still as it was before the first event. The
 * customer's hash has a column of its own and is left out, so a stored fold tells everything but that. It is written
 * for every batch that holds an event of the conversation, so it is made small, and without a replacer.
 */
export function packFold(fold: Fold): string {
  const packed: Partial<Record<keyof Fold, unknown>> = {};
  for (const [name, before] of blankEntries) {
    const value = fold[name];
    if (value === before) continue;
    if (name === 'responses' && fold.responses.n === 0) continue;
    packed[name] = value;
  }
  if (fold.identity !== null) packed.identity = { ...fold.identity, customerHash: undefined };
  return JSON.stringify(packed);
}

/** The fold that was stored. `identity.customerHash` is ''. */
export function unpackFold(stored: string): Fold {
  const packed = JSON.parse(stored) as Partial<Fold>;
  const { identity, detection } = packed;
  const whole = identity == null ? null : ({ ...blankIdentity, ...identity } satisfies Identity);
  const heard = detection === undefined ? blank.detection : { ...emptyDetectionState(), ...detection };
  return { ...blank, ...packed, identity: whole, detection: heard };
}
