import { randomBytes } from 'node:crypto';
import { type AddressInfo } from 'node:net';
import { Global, Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { AuditLog } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Clock, ManualClock } from '@earshot/platform/clock';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { AccessGuard, ProblemFilter, requestId, SessionReader } from '@earshot/platform/http';
import { InProcessLiveBus, LiveBus } from '@earshot/platform/live-bus';

/** Reads the viewer from the cookie itself: `viewer=` and the scope as base64url JSON. For tests of features. */
export class CookieSessions extends SessionReader {
  /** People whose session has ended. */
  readonly ended = new Set<string>();

  override read(cookieHeader: string | undefined): Promise<Scope | null> {
    const value = /viewer=([\w-]+)/.exec(cookieHeader ?? '')?.[1];
    if (value === undefined) return Promise.resolve(null);
    const scope = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as Scope;
    return Promise.resolve(this.ended.has(scope.personId) ? null : scope);
  }
}

/** The `Cookie` header with which `CookieSessions` knows a person. */
export function cookieOf(scope: Scope): string {
  return `viewer=${Buffer.from(JSON.stringify(scope)).toString('base64url')}`;
}

/** A feature served over real HTTP, with guard, filter and everything the app provides. */
export interface TestApp {
  readonly url: string;
  readonly clock: ManualClock;
  readonly bus: LiveBus;
  readonly keys: DataKeys;
  readonly audit: AuditLog;
  readonly sessions: CookieSessions;
  /** The answer to a call in the eyes of a person; `body` is parsed JSON, or null. */
  call(scope: Scope | null, request: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** A provider of the app. */
  get<T>(token: Type<T>): T;
  close(): Promise<void>;
}

/** Serves feature modules on a free port of the loopback. `now` in ms. */
export async function testApp(given: {
  database: Database;
  imports: NonNullable<ModuleMetadata['imports']>;
  providers?: Provider[];
  /** The one of the process where none is given. */
  bus?: LiveBus;
  now: number;
}): Promise<TestApp> {
  const clock = new ManualClock(given.now);
  const bus =
    given.bus ??
    new InProcessLiveBus((error) => {
      throw error;
    });
  const keys = new DataKeys([{ id: 'test', bytes: randomBytes(32) }]);
  const audit = new AuditLog(clock);
  const sessions = new CookieSessions();
  const providers: Provider[] = [
    { provide: Database, useValue: given.database },
    { provide: Clock, useValue: clock },
    { provide: LiveBus, useValue: bus },
    { provide: DataKeys, useValue: keys },
    { provide: AuditLog, useValue: audit },
    { provide: SessionReader, useValue: sessions },
    ...(given.providers ?? []),
  ];
  const exported = providers.map((provider) => ('provide' in provider ? provider.provide : provider));

  @Global()
  @Module({ providers, exports: exported as NonNullable<ModuleMetadata['exports']> })
  class World {}

  @Module({
    imports: [World, ...given.imports],
    providers: [
      { provide: APP_GUARD, useClass: AccessGuard },
      {
        provide: APP_FILTER,
        useValue: new ProblemFilter({ error: (fields) => console.error(fields), debug: () => undefined }),
      },
    ],
  })
  class Root {}

  const app = await NestFactory.create(Root, { logger: ['error'] });
  app.use(requestId);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    clock,
    bus,
    keys,
    audit,
    sessions,
    call: async (scope, request, body) => {
      const [method = 'GET', path = ''] = request.split(' ');
      const answer = await fetch(url + path, {
        method,
        headers: {
          ...(scope !== null && { cookie: cookieOf(scope) }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    get: (token) => app.get(token, { strict: false }),
    close: async () => {
      await app.close();
      await bus.close();
    },
  };
}
