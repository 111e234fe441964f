import { randomUUID } from 'node:crypto';
import { type NextFunction, type Request, type Response } from 'express';
import { problem } from './app-error';
import { sendProblem } from './problem.filter';
import { type AppRequest } from './request';

/** Gives each request an id, or takes the caller's `X-Request-Id` if it is plain, and answers with it. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  (request as AppRequest).requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a browser tells of where a request comes from. */
export interface RequestOrigin {
  readonly method: string;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/**
 * Whether a request may have been made by a page of another site: it changes something, it is not authorised by a
 * header of its own (an intake key), and its `Origin` is neither this host nor `publicOrigin`. Without an `Origin`
 * (no browser, or an old one) `Sec-Fetch-Site` decides; without both, SameSite cookies are the guard.
 */
export function isCrossSite(from: RequestOrigin, publicOrigin: string | null): boolean {
  if (safeMethods.has(from.method) || from.authorization !== undefined) return false;
  if (from.origin === undefined) {
    return from.fetchSite !== undefined && from.fetchSite !== 'same-origin' && from.fetchSite !== 'none';
  }
  if (from.origin === publicOrigin) return false;
  return !URL.canParse(from.origin) || new URL(from.origin).host !== from.host;
}

/** Refuses cross-site requests that change something, with 403 `cross-site`. `publicOrigin`: as seen through a proxy. */
export function originCheck(publicOrigin: string | null) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { headers, method } = request;
    const from = {
      method,
      origin: headers.origin,
      fetchSite: typeof headers['sec-fetch-site'] === 'string' ? headers['sec-fetch-site'] : undefined,
      host: headers.host,
      authorization: headers.authorization,
    };
    if (!isCrossSite(from, publicOrigin)) return next();
    sendProblem(
      problem('cross-site', 'This request comes from a page of another site.'),
      request as AppRequest,
      response,
    );
  };
}
