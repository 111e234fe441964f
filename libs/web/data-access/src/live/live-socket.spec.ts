import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeSocket } from '../testing/fake-socket';
import { aFlag, aLane } from '../testing/builders';
import { liveShape } from '../live-store';
import { safetyShape } from '../safety-store';
import { LiveSocket } from './live-socket';

const soon = (ms = 20): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function connected() {
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
  const live = TestBed.inject(LiveSocket);
  const subscription = live.subscribe(safetyShape, { vendorId: 'vendor-a' });
  await soon();
  socket.connect();
  return { socket, live, subscription };
}

describe('LiveSocket', () => {
  it('subscribes once connected, and again after a reconnect', async () => {
    const { socket, live } = await connected();
    const asked = { view: 'safety', filter: { vendorId: 'vendor-a' } };
    expect(socket.saidOf('subscribe')).toEqual([asked]);
    socket.drop();
    expect(live.state()).toBe('lost');
    socket.connect();
    expect(live.state()).toBe('connected');
    expect(socket.saidOf('subscribe')).toEqual([asked, asked]);
  });

  it('is stale from the loss to the snapshot, not to the connection', async () => {
    const { socket, subscription } = await connected();
    const { feed } = subscription;
    socket.snapshot('safety', 1, aLane([]));
    await soon(300);
    expect(feed.stale()).toBeNull();
    socket.drop();
    expect(feed.stale()).toMatchObject({ why: 'lost' });
    socket.connect();
    expect(feed.stale()).toMatchObject({ why: 'lost' });
    socket.snapshot('safety', 1, aLane([aFlag()]));
    await soon(300);
    expect(feed.stale()).toBeNull();
    expect(feed.data()?.flags).toHaveLength(1);
  });

  it('says of a view that is asked for while the connection is lost that it is', async () => {
    const { socket, live } = await connected();
    socket.drop();
    expect(live.subscribe(liveShape, undefined).feed.stale()).toMatchObject({ why: 'lost' });
  });

  it('asks again for a view that the server could not read, and is stale until it comes', async () => {
    const { socket, subscription } = await connected();
    socket.snapshot('safety', 1, aLane([]));
    await soon(300);
    socket.problem('safety', 'internal');
    expect(subscription.feed.stale()).toMatchObject({ why: 'waiting' });
    expect(subscription.feed.data()).not.toBeNull();
    await soon(700);
    expect(socket.saidOf('subscribe')).toHaveLength(2);
    socket.problem('safety', 'unavailable');
    await soon(1_200);
    expect(socket.saidOf('subscribe')).toHaveLength(3);
    socket.snapshot('safety', 1, aLane([]));
    await soon(300);
    expect(subscription.feed.stale()).toBeNull();
  });

  it('no longer shows what the person may not see any more', async () => {
    const { socket, subscription } = await connected();
    socket.snapshot('safety', 1, aLane([aFlag()]));
    await soon(300);
    socket.problem('safety', 'forbidden');
    expect(subscription.feed.data()).toBeNull();
    expect(subscription.feed.stale()).not.toBeNull();
    await soon(700);
    expect(socket.saidOf('subscribe')).toHaveLength(1);
  });

  it('says that a snapshot cannot be read, until one can', async () => {
    const { socket, subscription } = await connected();
    socket.snapshot('safety', 1, aLane([]));
    socket.snapshot('safety', 2, { flags: 'of a newer server' });
    expect(subscription.feed.stale()).toMatchObject({ why: 'unreadable' });
    socket.snapshot('safety', 3, aLane([aFlag()]));
    await soon(300);
    expect(subscription.feed.stale()).toBeNull();
    expect(subscription.feed.data()?.flags).toHaveLength(1);
  });

  it('brings snapshots and changes to the feed, parsed by the contract', async () => {
    const { socket, subscription } = await connected();
    socket.snapshot('safety', 1, aLane([aFlag()]));
    const flag = aFlag({ revision: 2, state: 'acknowledged' });
    socket.change('safety', 2, { kind: 'flag', data: { flagId: flag.id, flag } });
    await soon(300);
    expect(subscription.feed.data()?.flags).toEqual([flag]);
  });

  it('keeps the old data when a window is renewed, and drops it when the filter changes', async () => {
    const { socket, subscription } = await connected();
    socket.snapshot('safety', 1, aLane([]));
    await soon(300);
    subscription.renew({ vendorId: 'vendor-a' });
    expect(subscription.feed.data()).not.toBeNull();
    subscription.refilter({ vendorId: 'vendor-b' });
    await soon();
    expect(subscription.feed.data()).toBeNull();
    expect(socket.saidOf('subscribe').at(-1)).toEqual({ view: 'safety', filter: { vendorId: 'vendor-b' } });
  });

  it('asks for a resync of the view that has a gap', async () => {
    const { socket } = await connected();
    socket.snapshot('safety', 1, aLane([]));
    socket.change('safety', 3, { kind: 'presence', data: { officersLooking: 2 } });
    await soon();
    expect(socket.saidOf('resync')).toEqual([{ view: 'safety' }]);
  });
});
