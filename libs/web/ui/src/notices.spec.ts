import { provideZonelessChangeDetection, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Notices, undoMs } from './notices';

describe('Notices', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function notices(): Notices {
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
    return TestBed.inject(Notices);
  }

  it('offer undo for eight seconds', () => {
    const list = notices();
    const undone: string[] = [];
    list.done('Taken', () => undone.push('taken'));
    jest.advanceTimersByTime(undoMs - 1);
    expect(list.shown()).toHaveLength(1);
    expect(list.undoLast()).toBe(true);
    expect(undone).toEqual(['taken']);
    expect(list.undoLast()).toBe(false);
    list.done('Closed', () => undone.push('closed'));
    jest.advanceTimersByTime(undoMs);
    expect(list.shown()).toEqual([]);
    expect(list.undoLast()).toBe(false);
  });

  it('keep what failed until it is read', () => {
    const list = notices();
    list.failed('Not saved', 'req-1');
    jest.advanceTimersByTime(10 * undoMs);
    expect(list.shown()).toMatchObject([{ kind: 'failed', requestId: 'req-1' }]);
  });

  it('say since when the server is back, of what failed while it was away, and alarm no more', () => {
    const list = notices();
    const [isAway, backSince] = [signal(false), signal<number | null>(null)];
    TestBed.runInInjectionContext(() => list.follow({ isAway, backSince }));
    list.failed('Refused', 'req-1');
    isAway.set(true);
    list.failed('Not reached', null);
    TestBed.tick();
    expect(list.shown().map(({ kind }) => kind)).toEqual(['failed', 'failed']);
    isAway.set(false);
    backSince.set(1_000);
    TestBed.tick();
    expect(list.shown()).toMatchObject([
      { text: 'Refused', kind: 'failed', backSince: null },
      { text: 'Not reached', kind: 'said', backSince: 1_000 },
    ]);
    list.failed('Refused again', 'req-2');
    expect(list.shown().at(-1)).toMatchObject({ kind: 'failed', backSince: null });
  });
});
