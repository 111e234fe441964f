import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { aFlag, aMeasure } from '@earshot/web/data-access';
import { type Flag } from '@earshot/contracts';
import { provideWords } from '@earshot/web/i18n';
import { Tiles } from './tiles';

const at = Date.parse('2026-03-02T12:00:00.000Z');

async function criticalTile(given: { isBrand: boolean; critical: number; untaken: readonly Flag[] }) {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(Tiles);
  const flags = aMeasure({
    metric: 'open-flags',
    value: given.critical,
    denominator: null,
    parts: { critical: given.critical },
  });
  fixture.componentRef.setInput('measures', new Map([['open-flags', flags]]));
  fixture.componentRef.setInput('criticals', given.untaken);
  fixture.componentRef.setInput('isBrand', given.isBrand);
  fixture.componentRef.setInput('now', at + 48_000);
  await fixture.whenStable();
  const tile = (fixture.nativeElement as HTMLElement).querySelector('li:last-child');
  const pieces = [...(tile?.querySelectorAll('.title, .value, .lines span') ?? [])];
  return pieces.map((piece) => (piece.textContent ?? '').trim()).join(' ');
}

describe('the tile of critical flags', () => {
  const untaken = [aFlag({ receivedAt: new Date(at).toISOString() })];
  it.each([
    [
      'nobody has taken one of two',
      true,
      2,
      untaken,
      'Critical open 2 1 not taken, oldest 0:48 2 flags open',
    ],
    ['all are taken', true, 2, [], 'Critical open 2 all taken 2 flags open'],
    ['none is open', true, 0, [], 'Critical open 0 no critical flag is open 0 flags open'],
    ['one was passed on to the vendor', false, 1, [], 'Critical, passed on to you 1 1 flag passed on'],
  ])('%s', async (_name, isBrand, critical, flags, expected) => {
    expect(await criticalTile({ isBrand, critical, untaken: flags })).toContain(expected);
  });

  it('does not tell a vendor that there is none: it cannot know', async () => {
    const words = await criticalTile({ isBrand: false, critical: 0, untaken: [] });
    expect(words).toContain('none passed on to you');
    expect(words).not.toMatch(/\b0\b/);
  });
});
