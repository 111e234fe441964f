import { type ProblemCode } from '@earshot/contracts';

/** Codes of failures that never reached the server's own code, beside those of the contract. */
export type FailureCode = ProblemCode | 'connection-lost' | 'answer-not-understood';

/**
 * Why a call failed, fit to be shown: `code` names the text to show, `requestId` is what a person quotes to an
 * administrator, `pointer` the field at fault. Compare `code`, never the message.
 */
export class RequestFailed extends Error {
  readonly code: FailureCode;
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly requestId: string | null;
  readonly pointer: string | null;
  /** Seconds to wait before another try, where the server says so. */
  readonly retryAfterSeconds: number | null;

  constructor(failure: {
    code: FailureCode;
    detail: string;
    status?: number;
    requestId?: string | null;
    pointer?: string | null;
    retryAfterSeconds?: number | null;
    cause?: unknown;
  }) {
    super(failure.detail, { cause: failure.cause });
    this.name = 'RequestFailed';
    this.code = failure.code;
    this.status = failure.status ?? 0;
    this.requestId = failure.requestId ?? null;
    this.pointer = failure.pointer ?? null;
    this.retryAfterSeconds = failure.retryAfterSeconds ?? null;
  }
}

/** The failure behind anything thrown; a thing that is no `RequestFailed` is our own bug and is thrown on. */
export function asRequestFailed(thrown: unknown): RequestFailed {
  if (thrown instanceof RequestFailed) return thrown;
  throw thrown;
}

/** Whether the call was given up by ourselves because a newer one replaced it. */
export function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
