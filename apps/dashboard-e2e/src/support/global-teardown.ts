import { running } from './running';

/** Once after all files: ends the server and removes its data. */
export default async function globalTeardown(): Promise<void> {
  await running.server?.stop();
}
