import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { liveNamespace, liveViewSchema, subscribeSchema, type LiveView } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { isAppError, isCrossSite, problem, SessionReader } from '@earshot/platform/http';
import { LiveBus } from '@earshot/platform/live-bus';
import { type Namespace } from 'socket.io';
import { type Feed } from './feed';
import { Feeds } from './feeds';
import { Officers } from './officers';
import { ConversationFeed, ReviewFeed } from './personal-feeds';
import { SafetyFeed } from './safety-feed';
import { Backlog, Subscriber, type LiveSocket } from './subscriber';
import { LiveReads, TilesFeed } from './tiles-feed';

/** Where the server is reached, as browsers see it. */
export abstract class LiveOrigin {
  /** Origin behind a proxy (`https://earshot.example`), or null where it is the server's own. */
  abstract readonly publicOrigin: string | null;
}

const tickMs = 100;
const sessionCheckMs = 10_000;

interface Looking {
  readonly subscriber: Subscriber;
  readonly feed: Feed<unknown>;
}

interface Connection {
  readonly looking: Map<LiveView, Looking>;
  readonly backlog: Backlog;
}

/** The socket namespace `/live`: sessions, subscriptions, and what the bus tells turned into reads. */
@Injectable()
@WebSocketGateway({ namespace: liveNamespace })
export class LiveGateway
  implements OnGatewayInit, OnGatewayConnection, OnModuleInit, BeforeApplicationShutdown
{
  @WebSocketServer() private readonly namespace!: Namespace;
  private readonly log = new Logger(LiveGateway.name);
  private readonly feeds: Feeds;
  private readonly officers: Officers;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly endings: (() => void)[] = [];

  constructor(
    private readonly sessions: SessionReader,
    private readonly bus: LiveBus,
    private readonly origin: LiveOrigin,
    private readonly reads: LiveReads,
  ) {
    this.officers = new Officers(bus, reads.database);
    const onError = (error: unknown) => this.log.error(error, 'A live view could not be read.');
    this.feeds = new Feeds({ ...reads, onError }, (brandIds) => this.officers.looking(brandIds));
  }

  async onModuleInit(): Promise<void> {
    const touch = (kind: typeof TilesFeed | typeof SafetyFeed | typeof ReviewFeed) => () => {
      for (const feed of this.feeds.all<Feed<unknown>>(kind)) feed.touch();
    };
    this.endings.push(
      await this.bus.subscribe('measures.changed', touch(TilesFeed)),
      await this.bus.subscribe('safety.presence-changed', touch(SafetyFeed)),
      await this.bus.subscribe('review.queue-changed', touch(ReviewFeed)),
      await this.bus.subscribe('flags.changed', ({ flagIds }) => this.flagsChanged(flagIds)),
      await this.bus.subscribe('conversations.changed', ({ conversationKeys }) => {
        for (const feed of this.feeds.all(ConversationFeed)) {
          if (conversationKeys.some((key) => feed.isAbout(key))) feed.touch();
        }
      }),
    );
    this.timers.push(
      setInterval(() => this.feeds.tick(this.reads.clock.now()), tickMs),
      setInterval(() => void this.checkSessions(), sessionCheckMs),
    );
  }

  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.admit(socket as LiveSocket).then(
        () => next(),
        (error: unknown) => next(connectionError(error)),
      );
    });
  }

  handleConnection(socket: LiveSocket): void {
    const looking = new Map<LiveView, Looking>();
    const backlog = new Backlog(socket);
    socket.on('subscribe', (message) => void this.subscribe(socket, { looking, backlog }, message));
    socket.on('unsubscribe', (message) => this.unsubscribe(socket, looking, message));
    socket.on('resync', (message) => {
      const view = liveViewSchema.safeParse((message as { view?: unknown } | null)?.view);
      const known = view.success ? looking.get(view.data) : undefined;
      if (known !== undefined) known.feed.resync(known.subscriber);
    });
    socket.on('disconnect', () => {
      for (const view of [...looking.keys()]) this.unsubscribe(socket, looking, { view });
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const end of this.endings) end();
    // Only our own: the others' processes go on.
    this.namespace.local.disconnectSockets(true);
    await this.officers
      .end()
      .catch((error: unknown) => this.log.warn(error, 'Who looks here is forgotten in half a minute.'));
  }

  private async admit(socket: LiveSocket): Promise<void> {
    const { headers } = socket.handshake;
    const site = headers['sec-fetch-site'];
    const from = {
      method: 'POST',
      origin: headers.origin,
      fetchSite: typeof site === 'string' ? site : undefined,
      host: headers.host,
      authorization: undefined,
    };
    if (isCrossSite(from, this.origin.publicOrigin))
      throw problem('cross-site', 'This page is of another site.');
    const scope = await this.sessions.read(headers.cookie);
    if (scope === null) throw problem('not-logged-in', 'Log in first.');
    scopes.set(socket, scope);
  }

  private async subscribe(
    socket: LiveSocket,
    { looking, backlog }: Connection,
    message: unknown,
  ): Promise<void> {
    const named = liveViewSchema.safeParse((message as { view?: unknown } | null)?.view);
    const view = named.success ? named.data : null;
    let subscriber: Subscriber | undefined;
    try {
      // Whatever becomes of this one, the view is no longer held as it was asked for before.
      if (view !== null) this.unsubscribe(socket, looking, { view });
      const asked = subscribeSchema.safeParse(message);
      if (!asked.success || view === null) throw problem('invalid-input', 'This is no subscription.');
      const scope = scopes.get(socket);
      if (scope === undefined) throw problem('not-logged-in', 'Log in first.');
      const feed = this.feeds.of(scope, asked.data);
      subscriber = new Subscriber(socket, backlog, view, scope);
      looking.set(view, { subscriber, feed });
      // Joined before anything is waited for: a feed that nobody has joined is given up.
      await Promise.all([
        feed.join(subscriber),
        view === 'safety' ? this.officers.comes(socket, scope) : undefined,
      ]);
      if (looking.get(view)?.subscriber !== subscriber || socket.disconnected) feed.leave(subscriber);
    } catch (error) {
      const known = isAppError(error) ? error : problem('internal', 'The view could not be read. Try again.');
      if (known !== error) this.log.error(error, 'A subscription failed.');
      if (view !== null && subscriber !== undefined) {
        // Another was asked for meanwhile: its answer is the one that counts.
        if (looking.get(view)?.subscriber !== subscriber) return;
        this.unsubscribe(socket, looking, { view });
      }
      socket.emit('problem', { view, code: known.code, detail: known.detail });
    }
  }

  private unsubscribe(socket: LiveSocket, looking: Map<LiveView, Looking>, message: unknown): void {
    const view = liveViewSchema.safeParse((message as { view?: unknown } | null)?.view);
    const known = view.success ? looking.get(view.data) : undefined;
    if (!view.success || known === undefined) return;
    looking.delete(view.data);
    known.feed.leave(known.subscriber);
    if (view.data === 'safety') {
      this.officers
        .goes(socket, known.subscriber.scope)
        .catch((error: unknown) => this.log.warn(error, 'Who looks is counted right in half a minute.'));
    }
  }

  private flagsChanged(flagIds: readonly string[]): void {
    const onError = (error: unknown) =>
      this.log.error(error, 'Flags could not be pushed; they follow within 5 s.');
    for (const feed of this.feeds.all(SafetyFeed)) feed.push(flagIds).catch(onError);
    for (const feed of this.feeds.all(TilesFeed)) feed.touch();
  }

  /** Ends the sockets of sessions that ended or whose rights changed; the client connects again, or logs in. */
  private async checkSessions(): Promise<void> {
    await this.officers
      .renew()
      .catch((error: unknown) => this.log.warn(error, 'Who looks could not be renewed; again in 10 s.'));
    for (const socket of this.namespace.sockets.values() as IterableIterator<LiveSocket>) {
      try {
        const scope = await this.sessions.read(socket.handshake.headers.cookie);
        if (JSON.stringify(scope) !== JSON.stringify(scopes.get(socket))) socket.disconnect(true);
      } catch (error) {
        this.log.error(error, 'A session could not be checked; it is checked again in 10 s.');
      }
    }
  }
}

/** The scope of each socket of this process. Not in `socket.data`, which other processes could read. */
const scopes = new WeakMap<LiveSocket, Scope>();

function connectionError(error: unknown): Error {
  const known = isAppError(error) ? error : problem('unavailable', 'Try again in a moment.');
  return Object.assign(new Error(known.code), { data: { code: known.code, detail: known.detail } });
}
