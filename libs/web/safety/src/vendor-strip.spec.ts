import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type VendorIntake } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aPerson } from '@earshot/web/data-access';
import { Format, provideWords } from '@earshot/web/i18n';
import { VendorStrip } from './vendor-strip';

const now = Date.parse('2026-03-02T12:00:00.000Z');
const heard = (vendorId: string | null, agoMs: number | null): VendorIntake => {
  const at = agoMs === null ? null : new Date(now - agoMs).toISOString();
  return { vendorId, lastEventAt: at, lastReceivedAt: at, lagP50Ms: null, lagP99Ms: null };
};

it('keeps every source that is known: what has fallen silent stands as silent, with when it was last heard', async () => {
  localStorage.setItem('earshot.language', 'en');
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson() } }));
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), new FakeSocket().provide()],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const fixture = TestBed.createComponent(VendorStrip);
  const hour = 3_600_000;
  fixture.componentRef.setInput('vendors', [
    heard('vendor-a', 4_000),
    heard('vendor-b', 3 * hour),
    heard(null, 26 * hour),
    heard('vendor-c', null),
  ]);
  fixture.componentRef.setInput('now', now);
  await fixture.whenStable();
  const strip = fixture.nativeElement as HTMLElement;
  const shown = [...strip.querySelectorAll('li')].map((one) =>
    `${one.classList.contains('silent') ? '!' : ''}${one.textContent ?? ''}`.replace(/\s+/g, ' ').trim(),
  );
  const at = (agoMs: number): string => TestBed.inject(Format).moment(now - agoMs, now);
  expect(shown).toEqual([
    'Vendor A last event 4 s ago',
    `!Vendor B silent for 3 h, last heard ${at(3 * hour)}: calm, or cut off?`,
    `!Unknown vendor silent for 1 d 2 h, last heard ${at(26 * hour)}: calm, or cut off?`,
    '!vendor-c never heard',
  ]);
});
