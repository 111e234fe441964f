import { hash } from 'node:crypto';

/**
 * The id of a derived row: the first 128 bits of SHA-256 over what it is derived from, written as a uuid. Parts
 * are separated by U+0000, which no id may hold.
 */
export function derivedId(kind: string, ...parts: readonly string[]): string {
  return asUuid(hash('sha256', `${kind}\0${parts.join('\0')}`, 'hex'));
}

const MOST_KNOWN_KEYS = 20_000;
let knownBrand = '';
const knownKeys = new Map<string, string>();

/**
 * Key of a conversation: of its brand and its id. The keys of conversations that run are asked for again with every
 * event, so the latest ones of one brand are remembered.
 */
export function conversationKey(brandId: string, conversationId: string): string {
  if (brandId !== knownBrand || knownKeys.size >= MOST_KNOWN_KEYS) {
    knownKeys.clear();
    knownBrand = brandId;
  }
  let key = knownKeys.get(conversationId);
  if (key === undefined) {
    key = derivedId('conversation', brandId, conversationId);
    knownKeys.set(conversationId, key);
  }
  return key;
}

/** The first 128 bits of a hash, written as a uuid. */
export function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
