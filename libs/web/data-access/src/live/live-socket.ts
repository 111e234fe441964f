import { Injectable, inject, signal } from '@angular/core';
import {
  type Change,
  type ClientToServer,
  type LiveView,
  type ServerToClient,
  type Snapshot,
  type Subscribe,
} from '@earshot/contracts';
import { type Socket } from 'socket.io-client';
import { type Contracts, loadContracts } from '../http/contracts';
import { ServerClock } from '../server-clock';
import { type FeedShape, LiveFeed } from './live-feed';

type LiveConnection = Socket<ServerToClient, ClientToServer>;

/** `refused`: the server does not know our session. */
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
  snapshot: (message: Snapshot, contracts: Contracts) => void;
  change: (message: Change, contracts: Contracts) => void;
}

/** Opens socket.io's connection to our own origin; the library is loaded when it is first needed. */
@Injectable({ providedIn: 'root' })
export class SocketOpener {
  async open(): Promise<LiveConnection> {
    const { io } = await import('socket.io-client');
    return io('/live', { transports: ['websocket', 'polling'], reconnectionDelayMax: 5_000 });
  }
}

/**
 * The one live connection. Views are subscribed on it, again after every reconnect; `staleSince` says since when
 * what is on screen has had no connection behind it.
 */
@Injectable({ providedIn: 'root' })
export class LiveSocket {
  private readonly opener = inject(SocketOpener);
  private readonly clock = inject(ServerClock);
  private readonly currentState = signal<ConnectionState>('idle');
  private readonly lostAt = signal<number | null>(null);
  private readonly held = new Map<LiveView, Held>();
  private connection: Promise<LiveConnection> | null = null;

  readonly state = this.currentState.asReadonly();
  /** ms since 1970 by the server's clock; null while connected. */
  readonly staleSince = this.lostAt.asReadonly();

  /** Holds one view; a later subscription of the same view replaces it. */
  subscribe<D>(shape: FeedShape<D>, filter: Subscribe['filter']): Subscription<D> {
    const feed = new LiveFeed(shape, {
      resync: () => this.emit((s) => s.emit('resync', { view: shape.view })),
    });
    const held: Held = {
      subscribe: request(shape.view, filter),
      snapshot: (message, contracts) => feed.snapshot(message, contracts),
      change: (message, contracts) => feed.change(message, contracts),
    };
    this.held.set(shape.view, held);
    const renew = (next: Subscribe['filter']): void => {
      held.subscribe = request(shape.view, next);
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
        this.held.delete(shape.view);
        this.emit((s) => s.emit('unsubscribe', { view: shape.view }));
      },
    };
  }

  /** Ends the connection, as at logging out. */
  async disconnect(): Promise<void> {
    const connection = this.connection;
    this.connection = null;
    this.held.clear();
    this.currentState.set('idle');
    this.lostAt.set(null);
    (await connection)?.disconnect();
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
    const [socket, contracts] = await Promise.all([this.opener.open(), loadContracts()]);
    socket.on('connect', () => {
      this.currentState.set('connected');
      this.lostAt.set(null);
      for (const held of this.held.values()) socket.emit('subscribe', held.subscribe);
    });
    socket.on('disconnect', () => this.lost('lost'));
    socket.on('connect_error', (error) => this.lost(error.message === 'not-logged-in' ? 'refused' : 'lost'));
    socket.on('snapshot', (message) => this.held.get(message.view)?.snapshot(message, contracts));
    socket.on('change', (message) => this.held.get(message.view)?.change(message, contracts));
    return socket;
  }

  private lost(state: 'lost' | 'refused'): void {
    this.currentState.set(state);
    this.lostAt.update((since) => since ?? this.clock.instant());
  }
}

function request(view: LiveView, filter: Subscribe['filter']): Subscribe {
  return filter && Object.keys(filter).length > 0 ? { view, filter } : { view };
}
