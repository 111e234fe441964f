import { Injectable, inject, signal } from '@angular/core';
import { type ProblemCode } from '@earshot/contracts';
import { ServerClock } from '../server-clock';
import { type Contracts, loadContracts } from './contracts';
import { RequestFailed } from './request-failed';
import { ServerReach } from './server-reach';

/** What the client needs of a zod schema. */
export interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } };
}

/** Picks a schema from the contracts, which are loaded with the first answer and not with the first view. */
export type PickSchema<T> = (contracts: Contracts) => Schema<T>;

/** Names and values of a query; what is undefined or null is left out. Empty means something: no known vendor. */
export type Query = Record<string, string | number | null | undefined>;

interface Call<T> {
  query?: Query;
  body?: unknown;
  /** Left out where the answer has no body that matters. */
  answer?: PickSchema<T>;
  signal?: AbortSignal;
  /** Lets the call outlive the page, where its body is small enough for that. */
  keepalive?: boolean;
}

/** Browsers refuse to keep more than 64 KiB in all alive after the page. */
const KEPT_ALIVE_BYTES = 60_000;

/** Writes a path with its query: `withQuery('/flags', {state: 'open', cursor: null})` is `/flags?state=open`. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/**
 * Calls of `/api/v1`. Every answer is parsed with its contract; everything that goes wrong is thrown as
 * `RequestFailed`. A 401 outside logging in marks the session as ended, which the frame shows.
 */
@Injectable({ providedIn: 'root' })
export class Api {
  private readonly clock = inject(ServerClock);
  private readonly reach = inject(ServerReach);
  private readonly ended = signal(false);

  /** Whether the server no longer knows our session. */
  readonly sessionEnded = this.ended.asReadonly();

  get<T>(path: string, call: Call<T> = {}): Promise<T> {
    return this.call('GET', path, call);
  }

  send<T = void>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, call: Call<T> = {}): Promise<T> {
    return this.call(method, path, call);
  }

  /** Forgets that a session ended, after a new one was made. */
  sessionBegun(): void {
    this.ended.set(false);
  }

  private async call<T>(method: string, path: string, call: Call<T>): Promise<T> {
    const response = await this.fetch(method, withQuery(`/api/v1${path}`, call.query), call);
    if (!response.ok) throw await this.failureOf(response, path);
    if (!call.answer) return undefined as T;
    const [contracts, value] = await Promise.all([loadContracts(), response.json() as Promise<unknown>]);
    const parsed = call.answer(contracts).safeParse(value);
    if (parsed.success) return parsed.data;
    throw new RequestFailed({
      code: 'answer-not-understood',
      detail: `${method} ${path}: ${parsed.error.message}`,
      status: response.status,
      requestId: response.headers.get('x-request-id'),
    });
  }

  private async fetch(method: string, address: string, call: Call<unknown>): Promise<Response> {
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    try {
      const response = await fetch(address, {
        method,
        credentials: 'same-origin',
        headers: body === null ? {} : { 'content-type': 'application/json' },
        body,
        signal: call.signal ?? null,
        keepalive: call.keepalive === true && new Blob([body ?? '']).size <= KEPT_ALIVE_BYTES,
      });
      this.clock.observe(response.headers.get('date'));
      if (response.ok) this.reach.observe(false);
      return response;
    } catch (cause) {
      if (call.signal?.aborted) throw cause;
      this.reach.observe(true);
      throw new RequestFailed({ code: 'connection-lost', detail: `${method} ${address}`, cause });
    }
  }

  private async failureOf(response: Response, path: string): Promise<RequestFailed> {
    const problem = await readProblem(response);
    // By its code: a server that says "too much to read at once" with the same status is there.
    this.reach.observe(problem.code === 'unavailable');
    if (response.status === 401 && problem.code !== 'wrong-credentials' && path !== '/session') {
      this.ended.set(true);
    }
    return new RequestFailed({
      ...problem,
      status: response.status,
      requestId: problem.requestId ?? response.headers.get('x-request-id'),
      retryAfterSeconds: secondsOf(response.headers.get('retry-after')),
    });
  }
}

interface ReadProblem {
  code: ProblemCode;
  detail: string;
  requestId: string | null;
  pointer: string | null;
}

/** The problem in an answer's body; a body that is none (a proxy's page) becomes the code nearest to its status. */
async function readProblem(response: Response): Promise<ReadProblem> {
  const body = await response.text();
  const { problemSchema } = await loadContracts();
  const parsed = problemSchema.safeParse(parseJson(body));
  if (parsed.success) return { pointer: null, ...parsed.data };
  const code =
    response.status === 401 ? 'not-logged-in' : response.status < 500 ? 'invalid-input' : 'unavailable';
  return { code, detail: `HTTP ${response.status}`, requestId: null, pointer: null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller answers by status.
    return null;
  }
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) ? seconds : null;
}
