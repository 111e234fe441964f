import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { IntakeAnswer } from '@earshot/contracts';
import { worldIntakeKey, type Place, type ServerProcess } from '@earshot/testing';

const replay = join(resolve(__dirname, '../../../..'), 'dist/apps/replay/main.js');
const password = 'server suite password';

/** Puts the demo's people, vendors and plan into the database of a place. */
export async function seedPeople(place: Place): Promise<void> {
  await promisify(execFile)(process.execPath, [replay, 'seed', '--database-url', place.databaseUrl], {
    env: { PATH: process.env['PATH'], EARSHOT_DEMO_PASSWORD: password },
  });
}

/** What an HTTP call was answered. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** Posts `body` (bytes or text as they are, anything else as JSON) to the intake. */
export async function post(
  server: ServerProcess,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<IntakeAnswer & { code?: string }>> {
  const answer = await fetch(`${server.url}/api/v1/events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${worldIntakeKey}`,
      'content-type': 'application/cloudevents-batch+json',
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as IntakeAnswer & { code?: string },
    headers: answer.headers,
  };
}

/** A person who is logged in. */
export class Visitor {
  private constructor(
    private readonly server: ServerProcess,
    readonly cookie: string,
  ) {}

  /** Logs a demo person in: the part of the address before `@`. */
  static async of(server: ServerProcess, login: string): Promise<Visitor> {
    const answer = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${login}@demo.earshot.test`, password }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    if (!answer.ok || cookie === undefined) throw new Error(`${login} cannot log in: ${answer.status}`);
    return new Visitor(server, cookie);
  }

  async get<Body = unknown>(path: string): Promise<Answer<Body>> {
    return this.call<Body>('GET', path);
  }

  async call<Body = unknown>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const answer = await fetch(`${this.server.url}/api/v1/${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: (text === '' ? null : JSON.parse(text)) as Body,
      headers: answer.headers,
    };
  }

  /** Every item of a list, page by page. */
  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { status, body } = await this.get<{ items: Item[]; nextCursor: string | null }>(query);
      if (status !== 200) throw new Error(`GET ${query}: ${status} ${JSON.stringify(body)}`);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  }
}
