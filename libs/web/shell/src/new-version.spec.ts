import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FreshPage } from './fresh-page';
import { NewVersion, isMissingPart } from './new-version';
import { RememberedPages } from './testing/remembered-pages';

function aVersion() {
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), RememberedPages.provide()],
  });
  return { version: TestBed.inject(NewVersion), pages: TestBed.inject(FreshPage) as RememberedPages };
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
    const { version, pages } = aVersion();
    version.navigationFailed({ error: gone, url: '/review' });
    expect(pages.opened).toEqual(['/review']);
    expect(version.isMissing()).toBe(false);
    version.navigationFailed({ error: gone, url: '/review' });
    expect(pages.opened).toEqual(['/review']);
    expect(version.isMissing()).toBe(true);
    version.reload();
    expect(pages.opened).toEqual(['/review', '/review']);
  });

  it('is only said where a page is shown: what was written there stays', () => {
    const { version, pages } = aVersion();
    version.suspect(new Error('something else'));
    expect(version.isMissing()).toBe(false);
    version.suspect(gone);
    expect(pages.opened).toEqual([]);
    expect(version.isMissing()).toBe(true);
  });
});
