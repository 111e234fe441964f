/** What a fake route answers: a body, and a status other than 200. */
export interface FakeAnswer {
  status?: number;
  body?: unknown;
}

/** A call that the fake server got; `path` is without `/api/v1`, with its query. */
export interface FakeCall {
  method: string;
  path: string;
  body: unknown;
  /** Whether it outlives the page. */
  keepalive: boolean;
}

type Route = (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>;

/** For tests: answers `fetch` by routes such as `GET /flags`, and keeps every call. An unknown route is a 404. */
export class FakeServer {
  readonly calls: FakeCall[] = [];
  private readonly routes = new Map<string, Route>();

  /** Puts itself in the place of `fetch`. */
  static start(): FakeServer {
    const server = new FakeServer();
    globalThis.fetch = (address, init) => server.answer(String(address), init);
    return server;
  }

  /** Answers `METHOD /path` (without query) from now on. */
  on(route: string, answer: Route): this {
    this.routes.set(route, answer);
    return this;
  }

  /** How a route is answered now, to be put back later. */
  routeOf(route: string): Route {
    return this.routes.get(route) ?? (() => ({ status: 404, body: aProblem('not-found', 404) }));
  }

  /** Calls of one route so far. */
  callsOf(route: string): FakeCall[] {
    return this.calls.filter(({ method, path }) => `${method} ${path.split('?')[0]}` === route);
  }

  private async answer(address: string, init: RequestInit | undefined): Promise<Response> {
    const path = address.replace('/api/v1', '');
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    const call = { method: init?.method ?? 'GET', path, body, keepalive: init?.keepalive === true };
    this.calls.push(call);
    const route = this.routes.get(`${call.method} ${path.split('?')[0]}`);
    const answer = (await Promise.race([route?.(call), abortOf(init?.signal)])) ?? {
      status: 404,
      body: aProblem('not-found', 404),
    };
    const status = answer.status ?? 200;
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
    // jsdom has no Response; this is as much of one as the client reads.
    return {
      ok: status < 400,
      status,
      headers: { get: (name: string) => (name === 'date' ? new Date().toUTCString() : null) },
      json: () => Promise.resolve(JSON.parse(text) as unknown),
      text: () => Promise.resolve(text),
    } as unknown as Response;
  }
}

/** Rejects as `fetch` does when the call is given up; never resolves. */
function abortOf(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new DOMException('Given up.', 'AbortError'))),
  );
}

/** A problem body with its request id. */
export function aProblem(code: string, status: number): Record<string, unknown> {
  return { type: 'about:blank', title: code, status, code, detail: code, requestId: 'req-1' };
}
