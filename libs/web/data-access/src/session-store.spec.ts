import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { LiveSocket } from './live/live-socket';
import { SafetyStore } from './safety-store';
import { SessionStore } from './session-store';
import { aPerson } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

const soon = (ms = 50): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function aSession() {
  let person = aPerson({ roles: ['safety'] });
  const server = FakeServer.start()
    .on('GET /session/probe', () => ({ body: { person } }))
    .on('POST /session', () => ({ body: person }));
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
  const session = TestBed.inject(SessionStore);
  await session.load();
  TestBed.inject(SafetyStore).watch();
  await soon();
  socket.connect();
  await soon();
  const becomes = (over: Parameters<typeof aPerson>[0]): void => void (person = aPerson(over));
  return { server, socket, session, becomes };
}

describe('SessionStore', () => {
  it('connects anew when somebody logs in, and says so while nobody is', async () => {
    const { socket, session } = await aSession();
    socket.refusal = 'not-logged-in';
    socket.endByServer();
    await soon(800);
    expect(session.ended()).toBe(true);
    socket.refusal = null;
    await session.logIn('p@example.test', 'secret');
    expect(TestBed.inject(LiveSocket).state()).toBe('connected');
    expect(session.ended()).toBe(false);
    expect(session.isSomebodyElse()).toBe(false);
  });

  it('knows that somebody else has logged in, whose connection this page must not use', async () => {
    const { session, becomes } = await aSession();
    becomes({ email: 'another@example.test' });
    await session.logIn('another@example.test', 'secret');
    expect(session.isSomebodyElse()).toBe(true);
    expect(TestBed.inject(LiveSocket).state()).toBe('idle');
  });

  it.each([
    ['other rights', { roles: ['auditor' as const] }, false],
    ['somebody else, as from another tab', { email: 'another@example.test' }, true],
  ])('learns of %s when the server ended the connection', async (_name, over, isSomebodyElse) => {
    const { socket, session, becomes } = await aSession();
    becomes(over);
    socket.endByServer();
    await soon(800);
    expect(session.who()).toMatchObject(over);
    expect(session.isSomebodyElse()).toBe(isSomebodyElse);
  });

  it('logs out of a session that has ended already, and of no other that fails', async () => {
    const { server, session } = await aSession();
    server.on('DELETE /session', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    await expect(session.logOut()).rejects.toMatchObject({ code: 'unavailable' });
    server.on('DELETE /session', () => ({ status: 401, body: aProblem('not-logged-in', 401) }));
    await session.logOut();
    expect(session.who()).toBeNull();
  });
});
