import { totalmem } from 'node:os';

/**
 * Gives the server parameters of the embedded PostgreSQL, and of the one that benchmarks measure: moderate, for a
 * machine that does other things too, and nothing that weakens durability.
 *
 * @returns {Record<string, string>}
 */
export function embeddedSettings() {
  const quarterMb = Math.floor(totalmem() / 4 / 1024 / 1024);
  return {
    shared_buffers: `${Math.max(128, Math.min(512, quarterMb))}MB`,
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    max_connections: '100',
    random_page_cost: '1.1',
    jit: 'off',
  };
}
