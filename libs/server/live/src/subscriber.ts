import { type Change, type LiveView, type ServerToClient, type ClientToServer } from '@earshot/contracts';
import { type Socket } from 'socket.io';
import { type Scope } from '@earshot/domain/access';

/** Our socket, typed by the contract. */
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, Record<string, never>>;

/**
 * How many packets wait to be written to a client. The connection tells when it makes one, and when it hands all that
 * wait to the network, which it does not while an earlier write is under way.
 */
export class Backlog {
  private waiting = 0;

  constructor({ conn }: Pick<LiveSocket, 'conn'>) {
    conn.on('packetCreate', () => (this.waiting += 1));
    conn.on('flush', () => (this.waiting = 0));
  }

  get isLong(): boolean {
    return this.waiting > mostWaiting;
  }
}

/** Packets that may wait for a slow client before it is left behind. */
const mostWaiting = 16;

/**
 * One socket looking at one view. Messages are numbered without gaps. A client that reads too slowly gets no more
 * changes, and the newest snapshot as soon as it has caught up: never a queue that grows.
 */
export class Subscriber {
  private seq = 0;
  private behind = false;

  constructor(
    private readonly socket: LiveSocket,
    private readonly backlog: Backlog,
    readonly view: LiveView,
    readonly scope: Scope,
  ) {}

  /** Sends everything; whoever was left behind is up to date again. */
  snapshot(data: unknown): void {
    this.behind = false;
    this.seq += 1;
    this.socket.emit('snapshot', { view: this.view, seq: this.seq, data });
  }

  /** Sends a change, unless the client is behind. */
  change({ kind, data }: Pick<Change, 'kind' | 'data'>): void {
    if (this.behind || this.backlog.isLong) {
      this.behind = true;
      return;
    }
    this.seq += 1;
    this.socket.emit('change', { view: this.view, seq: this.seq, kind, data });
  }

  /** Whether the client was left behind and could now take a snapshot. */
  isReadyToCatchUp(): boolean {
    return this.behind && !this.backlog.isLong;
  }
}
