import { provideZonelessChangeDetection } from '@angular/core';
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
});
