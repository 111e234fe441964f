import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Flag } from '@earshot/contracts';
import { FakeServer, FakeSocket, aFlag } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { Notices, undoMs } from '@earshot/web/ui';
import { FlagActs } from './flag-acts';

describe('the undo of a close of several flags', () => {
  afterEach(() => jest.useRealTimers());

  const flags = ['harassment', 'threat', 'fraud', 'self-harm'].map((category, n) =>
    aFlag({ id: `flag-${n}`, category: category as Flag['category'], vendorId: null }),
  );
  const closed = flags.map((flag) => ({ ...flag, state: 'closed' as const, revision: 2 }));

  async function whoCloses() {
    localStorage.setItem('earshot.language', 'en');
    const server = FakeServer.start().on('POST /flags/close', () => ({ body: { flags: closed, left: [] } }));
    TestBed.configureTestingModule({
      providers: [provideZonelessChangeDetection(), provideWords(), new FakeSocket().provide()],
    });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    const [acts, notices] = [TestBed.inject(FlagActs), TestBed.inject(Notices)];
    jest.useFakeTimers({ doNotFake: ['queueMicrotask'] });
    await acts.close(flags, { outcome: 'acted', reason: 'The person is helped.' });
    const said = (): string[] => notices.shown().map(({ text }) => text);
    const undo = async (): Promise<void> => {
      notices.undoLast();
      await jest.advanceTimersByTimeAsync(50);
    };
    return { server, notices, said, undo };
  }

  it('is offered for its time, and goes', async () => {
    const { said } = await whoCloses();
    expect(said()).toEqual(['4 flags closed, Unknown vendor']);
    await jest.advanceTimersByTimeAsync(undoMs);
    expect(said()).toEqual([]);
  });

  it('is one call for all of them, after which nothing is left to undo', async () => {
    const { server, notices, said, undo } = await whoCloses();
    const again = closed.map((flag) => ({ ...flag, state: 'acknowledged', revision: 3 }));
    server.on('POST /flags/reopen', () => ({ body: { flags: again, left: [] } }));
    await undo();
    expect(server.callsOf('POST /flags/reopen').map(({ body }) => body)).toEqual([
      { ids: flags.map(({ id }) => id) },
    ]);
    expect(said()).toEqual(['4 flags open again, Unknown vendor']);
    expect(notices.undoLast()).toBe(false);
    await jest.advanceTimersByTimeAsync(undoMs);
    expect(said()).toEqual([]);
  });

  it('tells by name of what somebody else has done meanwhile, and leaves it', async () => {
    const { server, said, undo } = await whoCloses();
    const again = closed.slice(1).map((flag) => ({ ...flag, state: 'acknowledged', revision: 3 }));
    const left = [{ id: 'flag-0', why: 'not-closed', flag: { ...flags[0], revision: 4 } }];
    server.on('POST /flags/reopen', () => ({ body: { flags: again, left } }));
    await undo();
    expect(said()).toEqual(['harassment: it is not closed.', '3 flags open again, Unknown vendor']);
  });
});
