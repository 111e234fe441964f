import { chromiumPath, expectedChromium } from './browser';
import { startServer } from './server';
import { running } from './running';

/** Once before all files: the server, unless there is no browser to look at it. */
export default async function globalSetup(): Promise<void> {
  if (chromiumPath() === null) {
    console.warn(
      `\nNo Chromium at ${expectedChromium}: the browser suite is skipped.\n` +
        'Install it ("apt-get install chromium") or say where it is: E2E_CHROMIUM=/path/to/chrome',
    );
    return;
  }
  const server = await startServer();
  running.server = server;
  process.env['E2E_URL'] = server.url;
  process.env['E2E_PASSWORD'] = server.password;
  process.env['E2E_INTAKE_KEY'] = server.intakeKey;
}
