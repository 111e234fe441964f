import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { aLane } from '../testing/builders';
import { safetyShape } from '../safety-store';
import { LiveSocket, SocketOpener } from './live-socket';

/** A server of the namespace that answers every subscription; `refusals` are given to the next that connect. */
class LiveServer {
  readonly refusals: string[] = [];
  attempts = 0;
  private http: HttpServer | null = null;
  private io: Server | null = null;
  port = 0;

  async start(): Promise<void> {
    this.http = createServer();
    // Polling alone: jsdom finds the websockets of browsers only, and what ends and returns is the same.
    this.io = new Server(this.http, { cors: { origin: '*' }, transports: ['polling'] });
    const namespace = this.io.of('/live');
    namespace.use((_socket, next) => {
      this.attempts += 1;
      const refusal = this.refusals.shift();
      next(refusal === undefined ? undefined : new Error(refusal));
    });
    namespace.on('connection', (socket) => {
      socket.on('subscribe', ({ view }) => socket.emit('snapshot', { view, seq: 1, data: aLane([]) }));
    });
    await new Promise<void>((done) => this.http?.listen(this.port, '127.0.0.1', done));
    this.port = (this.http.address() as AddressInfo).port;
  }

  /** Ends all sockets as the gateway does, at its end and where a session ended or its rights changed. */
  endSockets(): void {
    this.io?.of('/live').local.disconnectSockets(true);
  }

  async stop(): Promise<void> {
    await this.io?.close();
  }
}

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > giveUpAt) throw new Error('It did not come to pass within 10 s.');
    await soon(20);
  }
}
const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('LiveSocket on a real connection', () => {
  let server: LiveServer;
  let live: LiveSocket;

  beforeEach(async () => {
    server = new LiveServer();
    await server.start();
    const open = () =>
      Promise.resolve(
        io(`http://127.0.0.1:${server.port}/live`, { transports: ['polling'], forceNew: true }),
      );
    TestBed.configureTestingModule({
      providers: [provideZonelessChangeDetection(), { provide: SocketOpener, useValue: { open } }],
    });
    live = TestBed.inject(LiveSocket);
  });
  afterEach(async () => {
    await live.disconnect();
    await server.stop();
  });

  async function watching() {
    const { feed } = live.subscribe(safetyShape, undefined);
    await until(() => feed.data() !== null);
    return feed;
  }

  it('comes back after an orderly restart of the server, with its views', async () => {
    const feed = await watching();
    server.endSockets();
    await until(() => feed.stale() !== null);
    await server.stop();
    await soon(1_000);
    expect(live.state()).toBe('lost');
    await server.start();
    await until(() => live.state() === 'connected' && feed.stale() === null);
  }, 20_000);

  it('comes back where the server ended it, as when rights have changed', async () => {
    const feed = await watching();
    server.endSockets();
    await until(() => feed.stale() !== null);
    await until(() => live.state() === 'connected' && feed.stale() === null);
  }, 20_000);

  it('comes back after refusals that pass', async () => {
    server.refusals.push('unavailable', 'unavailable');
    const feed = await watching();
    expect(feed.stale()).toBeNull();
    expect(server.attempts).toBe(3);
  }, 20_000);

  it('rests while nobody is logged in, and goes on when somebody is', async () => {
    const feed = await watching();
    server.refusals.push('not-logged-in');
    server.endSockets();
    await until(() => live.state() === 'refused');
    await soon(1_500);
    expect(server.attempts).toBe(2);
    await live.reconnect();
    await until(() => live.state() === 'connected' && feed.stale() === null);
  }, 20_000);

  it('stays away after logging out', async () => {
    await watching();
    await live.disconnect();
    await soon(1_500);
    expect(live.state()).toBe('idle');
    expect(server.attempts).toBe(1);
  }, 20_000);
});
