import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type WhoAmI } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aMeasure, aPerson } from '@earshot/web/data-access';
import { Words, provideWords } from '@earshot/web/i18n';
import { Appearance } from '@earshot/web/ui';
import { LivePage } from './live-page';

async function aPage(
  person: Partial<WhoAmI> = {},
  socket = new FakeSocket(),
): Promise<ComponentFixture<LivePage>> {
  localStorage.setItem('earshot.language', 'en');
  FakeServer.start()
    .on('GET /session/probe', () => ({ body: { person: aPerson(person) } }))
    .on('GET /measures', () => ({ body: { items: [], nextCursor: null } }))
    .on('GET /conversations', () => ({ body: { items: [], nextCursor: null, total: 0 } }));
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), provideRouter([]), socket.provide()],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const fixture = TestBed.createComponent(LivePage);
  await fixture.whenStable();
  return fixture;
}

async function aWall(person: Partial<WhoAmI> = {}): Promise<{
  fixture: ComponentFixture<LivePage>;
  shown: () => string | undefined;
}> {
  const fixture = await aPage(person);
  TestBed.inject(Appearance).showOnWall(true);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  return { fixture, shown: () => page.querySelector('.shown')?.textContent?.trim() };
}

describe('the wallboard', () => {
  it('says in words which window, vendors and channels it shows', async () => {
    const { fixture, shown } = await aWall();
    expect(shown()).toBe('Last hour · All vendors · All channels');
    await TestBed.inject(Words).choose('zh-CN');
    await fixture.whenStable();
    expect(shown()).toBe('近 1 小时 · 全部供应商 · 全部渠道');
  });

  it('follows what the address narrows it to', async () => {
    const { fixture, shown } = await aWall();
    const narrowed = { window: '4h', vendorId: 'vendor-b', channel: 'email', scenario: 'complaint' };
    for (const [name, value] of Object.entries(narrowed)) fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    expect(shown()).toBe('Last 4 hours · Vendor B · e-mail · complaint');
  });

  it('names to those of a vendor whose figures they are', async () => {
    const { shown } = await aWall({
      roles: ['vendor-manager'],
      vendorIds: ['vendor-a'],
      vendors: [{ vendorId: 'vendor-a', name: 'Vendor A' }],
    });
    expect(shown()).toBe('Last hour · Vendor A · All channels');
  });
});

it('gives the focus back to the figure whose list Escape closes', async () => {
  const socket = new FakeSocket();
  const fixture = await aPage({}, socket);
  const page = fixture.nativeElement as HTMLElement;
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await fixture.whenStable();
  };
  await settle();
  socket.connect();
  const asOf = new Date().toISOString();
  const measures = [aMeasure({ value: 27_000, numerator: 5, denominator: 6 })];
  socket.snapshot('live', 1, { asOf, lastEventAt: asOf, windowMinutes: 60, measures, byVendor: [] });
  await settle();
  const tile = page.querySelector<HTMLButtonElement>('es-tiles .tile:not([disabled])');
  tile?.focus();
  tile?.click();
  fixture.componentRef.setInput('figure', 'first-response-time');
  await settle();
  const within = page.querySelector<HTMLButtonElement>('es-figure-panel header button');
  within?.focus();
  expect(document.activeElement).toBe(within);
  within?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  await settle();
  expect(document.activeElement).toBe(tile);
});
