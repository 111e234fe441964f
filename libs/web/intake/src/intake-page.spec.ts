import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeServer } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { IntakePage } from './intake-page';

it('does not look live for a moment longer than the server answers', async () => {
  localStorage.setItem('earshot.language', 'en');
  const asOf = new Date().toISOString();
  let isThere = true;
  FakeServer.start()
    .on('GET /intake/status', () => {
      if (!isThere) throw new TypeError('Failed to fetch');
      const kafka = { state: 'consuming', detail: null };
      const nothing = { partitions: [], rejected: {}, refused: {}, lastEventAt: {}, vendors: [], alarms: [] };
      return { body: { asOf, kafka, ...nothing } };
    })
    .on('GET /intake/rejected', () => ({ body: { items: [], nextCursor: null } }));
  jest.useFakeTimers({ doNotFake: ['setTimeout', 'queueMicrotask', 'Date', 'requestAnimationFrame'] });
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), provideRouter([])],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(IntakePage);
  const page = fixture.nativeElement as HTMLElement;
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await fixture.whenStable();
  };
  await settle();
  const corner = () => page.querySelector('es-as-of')?.textContent ?? '';
  expect(corner()).toContain('● live');
  expect(page.querySelector('es-intake-status')?.classList).not.toContain('stale');
  isThere = false;
  jest.advanceTimersByTime(3_000);
  await settle();
  expect(corner()).toContain('connection lost');
  expect(corner()).not.toContain('●');
  expect(page.querySelector('es-intake-status')?.classList).toContain('stale');
  fixture.destroy();
  jest.useRealTimers();
});
