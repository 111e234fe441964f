import { begin, type Fold, type Identity } from './fold';

const blank: Fold = begin({ at: 0, sequence: 0, id: '', source: '' }, null);
const blankIdentity = { platform: null, scenario: null, language: null, segments: [], customerHash: '' };

/**
 * A fold as it is stored with its conversation: JSON without what is null. The customer's hash has a column of its
 * own and is left out, so a stored fold tells everything but that.
 */
export function packFold(fold: Fold): string {
  return JSON.stringify(fold, (key, value: unknown) =>
    value === null || key === 'customerHash' ? undefined : value,
  );
}

/** The fold that was stored. `identity.customerHash` is ''. */
export function unpackFold(stored: Partial<Fold>): Fold {
  const { identity } = stored;
  const whole = identity == null ? null : ({ ...blankIdentity, ...identity } satisfies Identity);
  return { ...blank, ...stored, identity: whole };
}
