import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeSocket } from '../testing/fake-socket';
import { aFlag, aLane } from '../testing/builders';
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
    expect(live.staleSince()).not.toBeNull();
    socket.connect();
    expect(socket.saidOf('subscribe')).toEqual([asked, asked]);
    expect(live.staleSince()).toBeNull();
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
