import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ConversationStore } from './conversation-store';
import { aConversation } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

const soon = (ms = 350): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function aStore() {
  let version = 1;
  const server = FakeServer.start();
  const answers = () => server.on('GET /conversations/c-1', () => ({ body: aConversation({ version }) }));
  const fails = (status: number) =>
    server.on('GET /conversations/c-1', () => ({ status, body: aProblem('unavailable', status) }));
  const socket = new FakeSocket();
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), socket.provide(), ConversationStore],
  });
  const store = TestBed.inject(ConversationStore);
  const moved = async (to: number): Promise<void> => {
    version = to;
    socket.change('conversation', to, { kind: 'updated', data: { conversationId: 'c-1', version } });
    await soon();
  };
  const open = async (): Promise<void> => {
    store.show({ id: 'c-1', brandId: null });
    await soon(50);
    socket.connect();
    socket.snapshot('conversation', 1, { conversationId: 'c-1', version: 1 });
    await soon();
  };
  return { server, socket, store, answers, fails, moved, open };
}

describe('ConversationStore', () => {
  it('keeps what it has read where reading again fails, and reads again at the next change', async () => {
    const { store, answers, fails, moved, open } = await aStore();
    answers();
    await open();
    expect(store.conversation()?.version).toBe(1);
    fails(503);
    await moved(2);
    expect(store.resource.error()).toBeDefined();
    expect(store.conversation()?.version).toBe(1);
    answers();
    await moved(3);
    expect(store.resource.error()).toBeUndefined();
    expect(store.conversation()?.version).toBe(3);
  });

  it('reads again what failed when the connection is back', async () => {
    const { store, socket, answers, fails, moved, open } = await aStore();
    answers();
    await open();
    fails(503);
    await moved(2);
    expect(store.stale()).toBeNull();
    socket.drop();
    expect(store.stale()?.why).toBe('lost');
    answers();
    socket.connect();
    socket.snapshot('conversation', 1, { conversationId: 'c-1', version: 2 });
    await soon();
    expect(store.stale()).toBeNull();
    expect(store.conversation()?.version).toBe(2);
  });

  it('reads again what never came, as soon as the server says anything', async () => {
    const { store, answers, fails, moved, open } = await aStore();
    fails(503);
    await open();
    expect(store.conversation()).toBeNull();
    answers();
    await moved(2);
    expect(store.conversation()?.version).toBe(2);
  });

  it.each([403, 404])('shows it no longer where the server withholds it: %s', async (status) => {
    const { store, answers, fails, moved, open } = await aStore();
    answers();
    await open();
    fails(status);
    await moved(2);
    expect(store.conversation()).toBeNull();
  });

  it('never shows one conversation under the name of another', async () => {
    const { server, store, answers, open } = await aStore();
    answers();
    await open();
    server.on('GET /conversations/c-2', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    store.show({ id: 'c-2', brandId: null });
    await soon();
    expect(store.conversation()).toBeNull();
  });
});
