import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeServer, SessionStore, aPerson } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { ConversationsPage } from './conversations-page';

async function aList(address: string) {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start()
    .on('GET /session/probe', () => ({ body: { person: aPerson() } }))
    .on('GET /conversations', () => ({ body: { items: [], nextCursor: null, total: null } }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([{ path: '**', component: ConversationsPage }], withComponentInputBinding()),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const harness = await RouterTestingHarness.create(address);
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await harness.fixture.whenStable();
  };
  await settle();
  const asked = (): string => server.callsOf('GET /conversations').at(-1)?.path ?? '';
  return { page: harness.routeNativeElement as HTMLElement, settle, asked };
}

describe('the list of conversations', () => {
  it('asks for what the address holds', async () => {
    const { asked } = await aList('/conversations?id=trip-4&category=fraud&ratedAtMost=2&agentId=a7');
    expect(asked()).toBe('/conversations?agentId=a7&id=trip-4&category=fraud&ratedAtMost=2');
  });

  it('asks for the worst in a window, also where the address names no start', async () => {
    const { asked } = await aList('/conversations?metric=response-time&sort=worst&to=2026-03-09T00:00:00Z');
    expect(asked()).toContain(`from=${encodeURIComponent('2026-03-02T00:00:00.000Z')}`);
  });

  it('searches by the beginning of an id, and puts it into the address', async () => {
    const { page, settle, asked } = await aList('/conversations?vendorId=vendor-a');
    const field = page.querySelector<HTMLInputElement>('input[type=search]');
    if (field) field.value = ' trip-4711 ';
    page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(TestBed.inject(Router).url).toBe('/conversations?vendorId=vendor-a&id=trip-4711');
    expect(asked()).toBe('/conversations?vendorId=vendor-a&id=trip-4711');
  });

  it('says that none fits, with a way out', async () => {
    const { page } = await aList('/conversations?id=nothing');
    expect(page.textContent).toContain('No conversation fits');
    expect(page.querySelector('es-empty button')?.textContent).toContain('Clear the filters');
  });
});
