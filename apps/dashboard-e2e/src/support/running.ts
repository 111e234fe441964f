import { type StartedServer } from './server';

/** What the setup started and the teardown ends: they share one process and one module. */
export const running: { server: StartedServer | null } = { server: null };
