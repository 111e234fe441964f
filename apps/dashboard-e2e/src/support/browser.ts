import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium should be: `E2E_CHROMIUM`, else where Debian puts it. */
export const expectedChromium = process.env['E2E_CHROMIUM'] ?? '/usr/bin/chromium';

/** Where Chromium is; null where there is none. */
export function chromiumPath(): string | null {
  return existsSync(expectedChromium) ? expectedChromium : null;
}

/** Starts Chromium without a screen, as root too, and without asking the network for anything of its own. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null)
    throw new Error('No Chromium: install it, or say where it is in E2E_CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
