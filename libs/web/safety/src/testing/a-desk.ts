import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type SafetyData, type WhoAmI } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aFlag, aLane, aPerson } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { SafetyPage } from '../safety-page';

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** For tests: the safety desk of an officer, with this lane, at `address`. */
export async function aDesk({
  person = {},
  lane = aLane([aFlag()]),
  conversation,
  address = '/safety',
}: {
  person?: Partial<WhoAmI>;
  lane?: Pick<SafetyData, 'flags'>;
  conversation?: object;
  address?: string;
} = {}) {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start().on('GET /session/probe', () => ({
    body: { person: aPerson({ roles: ['safety'], ...person }) },
  }));
  if (conversation) server.on('GET /conversations/c-1', () => ({ body: conversation }));
  for (const { id } of lane.flags) {
    server.on(`GET /flags/${id}/acts`, () => ({ body: { acts: [], earlier: 0 } }));
  }
  const socket = new FakeSocket();
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([{ path: '**', component: SafetyPage }], withComponentInputBinding()),
      socket.provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const harness = await RouterTestingHarness.create(address);
  await soon(20);
  socket.connect();
  socket.snapshot('safety', 1, lane);
  await soon(350);
  await harness.fixture.whenStable();
  const page = harness.routeNativeElement as HTMLElement;
  document.body.append(page);
  const settle = async (): Promise<void> => {
    await soon(350);
    await harness.fixture.whenStable();
  };
  const press = async (key: string): Promise<void> => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settle();
  };
  return { server, socket, page, settle, press };
}
