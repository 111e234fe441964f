import { EventEmitter } from 'node:events';
import { Backlog, Subscriber, type LiveSocket } from './subscriber';

/** A connection that writes only when told to, as one to a slow client. */
class SlowSocket {
  readonly conn = new EventEmitter();
  readonly sent: { name: string; seq: number }[] = [];

  emit(name: string, { seq }: { seq: number }): void {
    this.sent.push({ name, seq });
    this.conn.emit('packetCreate');
  }

  write(): void {
    this.conn.emit('flush');
  }
}

describe('a subscriber that reads too slowly', () => {
  const scope = { personId: 'p', roles: [], brandIds: [], vendorIds: null };

  it('is left behind instead of queued for, and then given one snapshot, numbered without a gap', () => {
    const socket = new SlowSocket();
    const live = socket as unknown as LiveSocket;
    const subscriber = new Subscriber(live, new Backlog(live), 'live', scope);
    subscriber.snapshot({});
    for (let n = 0; n < 1000; n += 1) subscriber.change({ kind: 'measures', data: n });
    const queued = socket.sent.length;
    expect(queued).toBeLessThan(20);
    expect(subscriber.isReadyToCatchUp()).toBe(false);
    socket.write();
    expect(subscriber.isReadyToCatchUp()).toBe(true);
    subscriber.change({ kind: 'measures', data: 'out of order until the snapshot' });
    expect(socket.sent).toHaveLength(queued);
    subscriber.snapshot({});
    expect(subscriber.isReadyToCatchUp()).toBe(false);
    subscriber.change({ kind: 'measures', data: 'again' });
    expect(socket.sent.map(({ seq }) => seq)).toEqual(socket.sent.map((_, index) => index + 1));
    expect(socket.sent.slice(-2).map(({ name }) => name)).toEqual(['snapshot', 'change']);
  });

  it('gets every change while it keeps up', () => {
    const socket = new SlowSocket();
    const live = socket as unknown as LiveSocket;
    const subscriber = new Subscriber(live, new Backlog(live), 'safety', scope);
    for (let n = 0; n < 100; n += 1) {
      subscriber.change({ kind: 'flag', data: n });
      socket.write();
    }
    expect(socket.sent).toHaveLength(100);
  });
});
