import { totalmem } from 'node:os';

/**
 * Settings of the PostgreSQL in the box, for a machine that does other things too; nothing that weakens durability.
 * Its memory is an eighth of the machine's, at most 4 GB: what a day of busy intake touches. The log may grow before a
 * checkpoint, since after each one every page that is touched is written into the log whole: receipts have random keys,
 * so under a flood that is nearly every page of their indexes.
 *
 * @returns {Record<string, string>}
 */
export function boxedSettings() {
  const eighthMb = Math.floor(totalmem() / 8 / 1024 / 1024);
  return {
    shared_buffers: `${Math.max(128, Math.min(4096, eighthMb))}MB`,
    max_wal_size: '8GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
  };
}
