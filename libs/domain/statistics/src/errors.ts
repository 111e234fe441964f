/**
 * What can be wrong with the input of a statistical function:
 *
 * - `not-finite`: a number is NaN or infinite;
 * - `out-of-range`: a number lies outside the range the method is defined on (a probability outside 0..1, n < x);
 * - `not-an-integer`: a count is not a whole number, or too large to be one exactly;
 * - `bad-decimal`: a decimal string is malformed;
 * - `bad-choice`: a name is not one of those offered (a method, a level, a code letter);
 * - `empty`: nothing to compute on (no strata, no observations, an empty stratum);
 * - `duplicate`: an id or a key occurs twice;
 * - `length-mismatch`: two lists that belong together differ in length;
 * - `infeasible`: no answer satisfies the constraints (minima above the total, a plan that cannot exist);
 * - `not-estimable`: the data do not determine the quantity (disconnected reviewers, no variation, one unit);
 * - `malformed`: bytes or a stored record are not what this library writes;
 * - `no-convergence`: a numerical search did not reach its tolerance; a defect of ours.
 */
export type StatisticsErrorCode =
  | 'not-finite'
  | 'out-of-range'
  | 'not-an-integer'
  | 'bad-decimal'
  | 'bad-choice'
  | 'empty'
  | 'duplicate'
  | 'length-mismatch'
  | 'infeasible'
  | 'not-estimable'
  | 'malformed'
  | 'no-convergence';

/**
 * The one error this library throws. Impossible input is never answered with NaN or a clamped value.
 *
 * **Shape**: `code` is stable and meant to be compared; `argument` names the offending input in the words of the
 * signature (`'strata[2].n'`); the message is for people.
 */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';

  constructor(
    readonly code: StatisticsErrorCode,
    readonly argument: string,
    detail: string,
  ) {
    super(`${argument}: ${detail}`);
  }
}

/** Gives `value` back if it is a finite number. **Errors**: `not-finite`. */
export function requireFinite(value: number, argument: string): number {
  if (!Number.isFinite(value)) {
    throw new StatisticsError('not-finite', argument, `expected a finite number, got ${value}`);
  }
  return value;
}

/** Gives `value` back if it is a whole number >= `least` (0). **Errors**: `not-an-integer`, `out-of-range`. */
export function requireCount(value: number, argument: string, least = 0): number {
  if (!Number.isSafeInteger(value)) {
    throw new StatisticsError('not-an-integer', argument, `expected a whole number, got ${value}`);
  }
  if (value < least) {
    throw new StatisticsError('out-of-range', argument, `expected at least ${least}, got ${value}`);
  }
  return value;
}

/** Gives `value` back if it is a probability, 0 and 1 included. **Errors**: `not-finite`, `out-of-range`. */
export function requireProbability(value: number, argument: string): number {
  requireFinite(value, argument);
  if (value < 0 || value > 1) {
    throw new StatisticsError('out-of-range', argument, `expected a fraction from 0 to 1, got ${value}`);
  }
  return value;
}

/**
 * Gives `value` back if it lies strictly between 0 and 1, as a confidence level or an error rate must.
 * **Errors**: `not-finite`, `out-of-range`.
 */
export function requireOpenFraction(value: number, argument: string): number {
  requireFinite(value, argument);
  if (value <= 0 || value >= 1) {
    throw new StatisticsError(
      'out-of-range',
      argument,
      `expected a fraction strictly between 0 and 1, got ${value}`,
    );
  }
  return value;
}

/** Gives `value` back if it is finite and > 0. **Errors**: `not-finite`, `out-of-range`. */
export function requirePositive(value: number, argument: string): number {
  requireFinite(value, argument);
  if (value <= 0) {
    throw new StatisticsError('out-of-range', argument, `expected a number above 0, got ${value}`);
  }
  return value;
}
