import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Flag } from '@earshot/contracts';
import {
  FakeServer,
  FakeSocket,
  OpenCriticals,
  SafetyStore,
  SessionStore,
  aFlag,
  aLane,
  aPerson,
} from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { Alarm } from '@earshot/web/ui';
import { CriticalAlarm } from './critical-alarm';

const soon = (ms = 350): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function anOfficer() {
  localStorage.setItem('earshot.language', 'en');
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson({ roles: ['safety'] }) } }));
  const socket = new FakeSocket();
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), socket.provide(), CriticalAlarm],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  let rung = 0;
  TestBed.inject(Alarm).ring = () => void (rung += 1);
  const stops = [TestBed.inject(OpenCriticals).watch(), TestBed.inject(SafetyStore).watch()];
  const alarm = TestBed.inject(CriticalAlarm);
  await soon(20);
  socket.connect();
  let seq = 1;
  socket.snapshot('safety', seq, aLane([]));
  await soon();
  /** Says what became of a flag, and gives how often it rang for that. */
  const becomes = async (flag: Flag): Promise<number> => {
    const before = rung;
    socket.change('safety', (seq += 1), { kind: 'flag', data: { flag } });
    await soon();
    return rung - before;
  };
  const stop = (): void => stops.forEach((end) => end());
  return { alarm, becomes, stop };
}

describe('the alarm of a critical flag', () => {
  it('rings for a new one, and no more for what changes of it', async () => {
    const { becomes, stop } = await anOfficer();
    expect(await becomes(aFlag())).toBe(1);
    expect(await becomes(aFlag({ revision: 2, notifiedAt: aFlag().openedAt }))).toBe(0);
    expect(await becomes(aFlag({ revision: 3, state: 'acknowledged' }))).toBe(0);
    stop();
  });

  it('rings again for one that was closed and is opened again', async () => {
    const { alarm, becomes, stop } = await anOfficer();
    await becomes(aFlag());
    const first = alarm.announcement();
    await becomes(aFlag({ revision: 2, state: 'closed', outcome: 'acted' }));
    await soon(1_000);
    expect(await becomes(aFlag({ revision: 3 }))).toBe(1);
    expect(alarm.announcement()).not.toBe(first);
    stop();
  });

  it('has a second one of the same kind and vendor read aloud too', async () => {
    const { alarm, becomes, stop } = await anOfficer();
    await becomes(aFlag());
    const first = alarm.announcement();
    expect(first).toMatch(/^At \d\d:\d\d:\d\d .*harassment, Vendor A\. 1 not taken\.$/);
    expect(await becomes(aFlag({ id: 'flag-2', conversationId: 'c-2' }))).toBe(1);
    expect(alarm.announcement()).not.toBe(first);
    expect(alarm.announcement()).toContain('2 not taken');
    stop();
  });
});
