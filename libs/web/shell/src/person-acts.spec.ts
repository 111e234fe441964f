import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeServer, FakeSocket, SessionStore, aPerson, aProblem } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { Notices } from '@earshot/web/ui';
import { FreshPage } from './fresh-page';
import { PersonActs } from './person-acts';
import { RememberedPages } from './testing/remembered-pages';

async function aPage() {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson() } }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      new FakeSocket().provide(),
      RememberedPages.provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const { opened } = TestBed.inject(FreshPage) as RememberedPages;
  return { server, opened, acts: TestBed.inject(PersonActs) };
}

describe('logging out', () => {
  it('loads the page anew, so that nothing that was seen is left to the next', async () => {
    const { server, opened, acts } = await aPage();
    server.on('DELETE /session', () => ({ status: 204 }));
    await acts.logOut();
    expect(opened).toEqual(['/login']);
  });

  it('says that it failed, and stays', async () => {
    const { server, opened, acts } = await aPage();
    server.on('DELETE /session', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    await acts.logOut();
    expect(opened).toEqual([]);
    expect(TestBed.inject(Notices).shown()).toHaveLength(1);
  });
});
