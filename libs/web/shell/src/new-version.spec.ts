import { Injectable, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NewVersion, isMissingPart } from './new-version';

@Injectable()
class Remembering extends NewVersion {
  readonly loaded: string[] = [];

  protected override load(url: string): void {
    this.loaded.push(url);
  }
}

function aVersion(): Remembering {
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), Remembering] });
  return TestBed.inject(Remembering);
}

const gone = new TypeError('Failed to fetch dynamically imported module: http://x/chunk-1.js');

describe('a part of the application that is gone', () => {
  beforeEach(() => sessionStorage.clear());

  it.each([
    ['Chromium', gone],
    ['Firefox', new TypeError('error loading dynamically imported module: http://x/chunk-1.js')],
    ['Safari', new TypeError('Importing a module script failed.')],
    ['wrapped', new Error('Uncaught (in promise)', { cause: gone })],
  ])('is known as %s tells of it', (_browser, error) => expect(isMissingPart(error)).toBe(true));

  it.each([[new TypeError('x is not a function')], ['a text'], [undefined]])('is not %p', (thrown) =>
    expect(isMissingPart(thrown)).toBe(false),
  );

  it('is loaded anew with its page, once; then said', () => {
    const version = aVersion();
    version.navigationFailed({ error: gone, url: '/review' });
    expect(version.loaded).toEqual(['/review']);
    expect(version.isMissing()).toBe(false);
    version.navigationFailed({ error: gone, url: '/review' });
    expect(version.loaded).toEqual(['/review']);
    expect(version.isMissing()).toBe(true);
    version.reload();
    expect(version.loaded).toEqual(['/review', '/review']);
  });

  it('is only said where a page is shown: what was written there stays', () => {
    const version = aVersion();
    version.suspect(new Error('something else'));
    expect(version.isMissing()).toBe(false);
    version.suspect(gone);
    expect(version.loaded).toEqual([]);
    expect(version.isMissing()).toBe(true);
  });
});
