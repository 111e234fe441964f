import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { type Problem, type ProblemCode } from '@earshot/contracts';
import { isTooSlow, isTransient } from '@earshot/platform/database';
import { type Response } from 'express';
import { isAppError, problem, type AppError } from './app-error';
import { problemTable } from './problem-table';
import { type AppRequest } from './request';

/** What the filter tells the log: our own faults as errors, the caller's only on request. */
export interface ProblemLog {
  error(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

/** Problems of Express, body parser and Nest by status; anything else that they refuse is invalid input. */
const codeByStatus: Record<number, ProblemCode> = {
  401: 'not-logged-in',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'body-too-large',
  429: 'throttled',
  503: 'unavailable',
};

/**
 * The problem that a caller is told for whatever was thrown. A lost database connection is `unavailable`,
 * what we do not know is `internal` with nothing said of its inside.
 */
export function asProblem(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (hasField(error, 'type', 'entity.parse.failed')) {
    return problem('malformed-json', 'The body is not valid JSON.', { cause: error });
  }
  if (hasField(error, 'type', 'entity.too.large')) {
    return problem('body-too-large', 'The body is larger than this route takes.', { cause: error });
  }
  if (isTooSlow(error)) {
    return problem('too-much', 'It took too long to read. Narrow the time range, or the filter.', {
      cause: error,
    });
  }
  const status = statusOf(error);
  if (status !== undefined && status < 500) {
    const code = codeByStatus[status] ?? 'invalid-input';
    return problem(code, error instanceof Error ? error.message : problemTable[code].title, { cause: error });
  }
  if (status === 503 || isTransient(error)) {
    return problem('unavailable', 'The database is away. Try again in a moment.', {
      retryAfterSeconds: 2,
      cause: error,
    });
  }
  return problem('internal', 'Quote the request id to your administrator.', { cause: error });
}

/** The `application/problem+json` body of a problem. */
export function problemBody(error: AppError, requestId: string): Problem {
  const { status, title } = problemTable[error.code];
  return {
    type: `urn:earshot:problem:${error.code}`,
    title,
    status: error.status ?? status,
    code: error.code,
    detail: error.detail,
    ...(error.pointer === undefined ? {} : { pointer: error.pointer }),
    requestId,
  };
}

/** Sends a problem, for Express middleware outside Nest. */
export function sendProblem(error: unknown, request: AppRequest, response: Response): AppError {
  const known = asProblem(error);
  const body = problemBody(known, request.requestId);
  if (response.headersSent) {
    response.destroy();
    return known;
  }
  if (known.retryAfterSeconds !== undefined) response.setHeader('Retry-After', known.retryAfterSeconds);
  response
    .status(body.status)
    .setHeader('Content-Type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
  return known;
}

/** Turns everything thrown under a route into `application/problem+json` with the request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: ProblemLog) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<AppRequest>();
    const known = sendProblem(error, request, host.switchToHttp().getResponse<Response>());
    const fields = { requestId: request.requestId, method: request.method, path: request.path };
    if (problemTable[known.code].status >= 500) {
      this.log.error({ ...fields, err: known.cause ?? known }, `${known.code}: ${known.detail}`);
    } else {
      this.log.debug(fields, `${known.code}: ${known.detail}`);
    }
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function hasField(error: unknown, name: string, value: string): boolean {
  return typeof error === 'object' && error !== null && (error as Record<string, unknown>)[name] === value;
}
