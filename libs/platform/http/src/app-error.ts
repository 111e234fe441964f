import { type ProblemCode } from '@earshot/contracts';

/** What goes with a problem besides its code. */
export interface ProblemDetail {
  /** JSON pointer to the part of the input that is wrong. */
  readonly pointer?: string;
  /** Seconds after which the same call may work; sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Only where the code's own status does not fit: a wrong query value is `invalid-input`, yet a 400. */
  readonly status?: 400;
  readonly cause?: unknown;
}

/**
 * The one thrown class of our own: a problem that the caller is to be told of. Never subclassed; compare `code`.
 * Made by `problem`. Anything else that is thrown is our fault, and is answered as a bland 500.
 */
export class AppError extends Error {
  readonly pointer: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly status: 400 | undefined;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    more: ProblemDetail = {},
  ) {
    super(`${code}: ${detail}`, { cause: more.cause });
    this.name = 'AppError';
    this.pointer = more.pointer;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.status = more.status;
  }
}

/**
 * A problem to throw: `throw problem('not-found', 'No such flag.')`. `detail` says what happened and what to do,
 * in a sentence that the caller may read; it never holds personal data. The third argument is a JSON pointer, or
 * pointer, Retry-After and cause.
 */
export function problem(code: ProblemCode, detail: string, more: string | ProblemDetail = {}): AppError {
  return new AppError(code, detail, typeof more === 'string' ? { pointer: more } : more);
}

/** Whether `error` is an AppError, by its shape: a second copy of this module still counts. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error && 'detail' in error;
}
