import { type Browser } from 'playwright-core';
import { chromiumPath, launchBrowser } from './browser';

/** `describe`, or its skipped twin where there is no Chromium (the setup has said so). */
export const describeInBrowser = chromiumPath() === null ? describe.skip : describe;

/** One browser for a file, started before its first test and closed after its last. */
export function browserOfFile(): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return () => {
    if (browser === null) throw new Error('The browser is not started yet.');
    return browser;
  };
}
