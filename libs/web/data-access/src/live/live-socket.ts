import { Injectable, inject, signal } from '@angular/core';
import {
  type Change,
  type ClientToServer,
  type LiveProblem,
  type LiveView,
  type ServerToClient,
  type Snapshot,
  type Subscribe,
} from '@earshot/contracts';
import { type Socket } from 'socket.io-client';
import { type Contracts, loadContracts } from '../http/contracts';
import { ServerClock } from '../server-clock';
import { Backoff } from './backoff';
import { type FeedShape, LiveFeed } from './live-feed';

type LiveConnection = Socket<ServerToClient, ClientToServer>;

/** `refused`: the server does not know our session; the only state that does not end by itself. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'lost' | 'refused';

/** A subscription that is held until it is closed. */
export interface Subscription<D> {
  readonly feed: LiveFeed<D>;
  /** Asks for the same view with another filter; the data is empty until its snapshot. */
  refilter(filter: Subscribe['filter']): void;
  /** Asks again with a filter that means the same (a window that has grown); the data stays until its snapshot. */
  renew(filter: Subscribe['filter']): void;
  close(): void;
}

interface Held {
  subscribe: Subscribe;
  readonly feed: Pick<LiveFeed<unknown>, 'snapshot' | 'change' | 'outdate' | 'clear'>;
  readonly retry: Backoff;
}

/** Refusals that stay: asking again would be answered the same, and what was shown is no longer for this person. */
const finalProblems: readonly string[] = ['forbidden', 'not-found', 'invalid-input'];

/** Opens socket.io's connection to our own origin; the library is loaded when it is first needed. */
@Injectable({ providedIn: 'root' })
export class SocketOpener {
  async open(): Promise<LiveConnection> {
    const { io } = await import('socket.io-client');
    return io('/live', { transports: ['websocket', 'polling'], reconnectionDelayMax: 5_000 });
  }
}

/**
 * The one live connection. It comes back by itself whatever ended it, the network, a restart of the server or changed
 * rights, unless nobody is logged in. Views are subscribed on it, again after every reconnect; each feed says for
 * itself since when what is on screen has nothing live behind it.
 */
@Injectable({ providedIn: 'root' })
export class LiveSocket {
  private readonly opener = inject(SocketOpener);
  private readonly clock = inject(ServerClock);
  private readonly currentState = signal<ConnectionState>('idle');
  private readonly held = new Map<LiveView, Held>();
  private readonly retry = new Backoff();
  private connection: Promise<LiveConnection> | null = null;

  readonly state = this.currentState.asReadonly();

  /** Holds one view; a later subscription of the same view replaces it. */
  subscribe<D>(shape: FeedShape<D>, filter: Subscribe['filter']): Subscription<D> {
    const feed = new LiveFeed(shape, {
      resync: () => this.emit((s) => s.emit('resync', { view: shape.view })),
      instant: () => this.clock.instant(),
    });
    const held: Held = { subscribe: request(shape.view, filter), feed, retry: new Backoff() };
    this.held.get(shape.view)?.retry.reset();
    this.held.set(shape.view, held);
    if (this.isLost()) feed.outdate('lost');
    const renew = (next: Subscribe['filter']): void => {
      held.subscribe = request(shape.view, next);
      held.retry.reset();
      this.ask(held);
    };
    this.ask(held);
    return {
      feed,
      renew,
      refilter: (next) => {
        feed.clear();
        renew(next);
      },
      close: () => {
        if (this.held.get(shape.view) !== held) return;
        held.retry.reset();
        this.held.delete(shape.view);
        this.emit((s) => s.emit('unsubscribe', { view: shape.view }));
      },
    };
  }

  /** Ends the connection, as at logging out. */
  async disconnect(): Promise<void> {
    const opened = this.opened();
    this.connection = null;
    this.retry.reset();
    for (const { retry } of this.held.values()) retry.reset();
    this.held.clear();
    this.currentState.set('idle');
    (await opened)?.disconnect();
  }

  /** Connects anew, in the eyes of whoever is logged in now; what is held is asked for again. */
  async reconnect(): Promise<void> {
    const socket = await this.opened();
    if (!socket) return;
    this.lost('lost');
    this.retry.reset();
    socket.disconnect();
    socket.connect();
  }

  private ask(held: Held): void {
    this.emit((socket) => {
      // While it is not connected, `connect` will ask for everything that is held.
      if (socket.connected) socket.emit('subscribe', held.subscribe);
    });
  }

  private emit(say: (socket: LiveConnection) => void): void {
    this.connection ??= this.connect();
    void this.connection.then(say);
  }

  private async connect(): Promise<LiveConnection> {
    this.currentState.set('connecting');
    const [socket, contracts] = await this.load();
    socket.on('connect', () => {
      this.retry.reset();
      this.currentState.set('connected');
      for (const held of this.held.values()) {
        held.retry.reset();
        socket.emit('subscribe', held.subscribe);
      }
    });
    socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      this.lost('lost');
      this.connectAgain(socket);
    });
    socket.on('connect_error', ({ message }) => {
      if (message === 'not-logged-in') return this.lost('refused');
      this.lost('lost');
      this.connectAgain(socket);
    });
    socket.on('snapshot', (message) => this.snapshot(message, contracts));
    socket.on('change', (message: Change) => this.held.get(message.view)?.feed.change(message, contracts));
    socket.on('problem', (message) => this.problem(message));
    return socket;
  }

  private async load(): Promise<[LiveConnection, Contracts]> {
    try {
      return await Promise.all([this.opener.open(), loadContracts()]);
    } catch (failed) {
      // A part of the application did not come: tried again, and told, as it may be gone with an update.
      this.connection = null;
      this.lost('lost');
      this.retry.again(() => this.emit(() => undefined));
      throw failed;
    }
  }

  /** The connection as far as there is one; null too where its code could not be loaded, which `load` has told. */
  private async opened(): Promise<LiveConnection | null> {
    return (await this.connection?.catch(() => null)) ?? null;
  }

  /** socket.io connects again by itself after a loss, but neither when the server ended it nor after a refusal. */
  private connectAgain(socket: LiveConnection): void {
    if (!socket.active) this.retry.again(() => socket.connect());
  }

  private snapshot(message: Snapshot, contracts: Contracts): void {
    const held = this.held.get(message.view);
    if (held?.feed.snapshot(message, contracts)) held.retry.reset();
  }

  private problem({ view, code }: LiveProblem): void {
    const held = view && this.held.get(view);
    if (!held) return;
    const isFinal = finalProblems.includes(code);
    if (isFinal) held.feed.clear();
    held.feed.outdate('waiting');
    if (!isFinal) held.retry.again(() => this.ask(held));
  }

  private isLost(): boolean {
    return this.currentState() === 'lost' || this.currentState() === 'refused';
  }

  private lost(state: 'lost' | 'refused'): void {
    this.currentState.set(state);
    for (const { feed } of this.held.values()) feed.outdate('lost');
  }
}

function request(view: LiveView, filter: Subscribe['filter']): Subscribe {
  return filter && Object.keys(filter).length > 0 ? { view, filter } : { view };
}
