/**
 * What can be wrong with the input of a selection function:
 *
 * - `bad-probability`: not a plain decimal from 0 to 1 (`'0.05'`; no sign, no exponent, no bare dot, <= 250 digits);
 * - `bad-key`: a key that is not 32 bytes, or a root shorter than that;
 * - `bad-id`: a plan, purpose, period or conversation id that is empty, holds U+0000 or a lone surrogate;
 * - `bad-schedule`: versions not in rising order of number and time, none at all, or one that starts in the past;
 * - `bad-time`: an instant that is not a finite number of milliseconds;
 * - `bad-count`: a number of units to draw that is not a whole number >= 0, or more than there are;
 * - `bad-size`: a size measure that is not a whole number >= 1;
 * - `duplicate-id`: an id that occurs twice in a list to draw from;
 * - `commitment-mismatch`: a revealed key that is not the one committed to;
 * - `unknown-stratum`: a stratum for which a plan states no rate.
 */
export type SelectionErrorCode =
  | 'bad-probability'
  | 'bad-key'
  | 'bad-id'
  | 'bad-schedule'
  | 'bad-time'
  | 'bad-count'
  | 'bad-size'
  | 'duplicate-id'
  | 'commitment-mismatch'
  | 'unknown-stratum';

/** The one error this library throws; compare `code`, the message is for people. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError';

  constructor(
    readonly code: SelectionErrorCode,
    detail: string,
  ) {
    super(detail);
  }
}
