import { createHmac } from 'node:crypto';
import { requireId } from './id';
import { SelectionKey } from './key';

/** Names the construction inside every hashed message; another construction gets another name. */
export const HASH_VERSION = 'qa-sample/v1';

/**
 * What a choice is for. Each purpose is an independent stream of random numbers over the same conversations: being
 * kept for one says nothing about being kept for another.
 */
export type Purpose = 'random' | 'trigger' | 'double-score' | 'gold' | 'calibration' | 'assign';

/** Every purpose, in a fixed order. */
export const PURPOSES: readonly Purpose[] = [
  'random',
  'trigger',
  'double-score',
  'gold',
  'calibration',
  'assign',
];

/**
 * Gives the permanent random number of a conversation under a plan and purpose, uniform on 0..2^64-1: the first 8
 * bytes, big endian, of `HMAC-SHA-256(key, "qa-sample/v1" 00 planId 00 purpose 00 conversationId)`.
 *
 * A function of its arguments alone, so a restart, a replay or another partition decides the same. Without the key
 * it cannot be predicted; with it anybody can recompute it.
 * **Shape**: ids are hashed as their UTF-8 bytes, as received. Bytes for `key` are convenient; a `SelectionKey` is
 * faster over many calls. **Errors**: `bad-id`, `bad-key`. **Source**: `docs/statistics.md`, "Selection".
 */
export function selectionHash(
  key: SelectionKey | Uint8Array,
  planId: string,
  purpose: Purpose,
  conversationId: string,
): bigint {
  const { secret } = key instanceof SelectionKey ? key : SelectionKey.fromBytes(key);
  const ids = `${requireId(planId, 'planId')}\0${purpose}\0${requireId(conversationId, 'conversationId')}`;
  return createHmac('sha256', secret).update(`${HASH_VERSION}\0${ids}`, 'utf8').digest().readBigUInt64BE();
}
