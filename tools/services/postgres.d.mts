import type { ServiceHandle } from './process.mjs';

export interface PostgresHandle extends ServiceHandle {
  readonly url: string;
}
export function startPostgres(options: {
  dir: string;
  port?: number;
  database?: string;
  settings?: Record<string, string>;
}): Promise<PostgresHandle>;
