import { hash } from 'node:crypto';

/**
 * The id of a derived row: the first 128 bits of SHA-256 over what it is derived from, written as a uuid. Parts
 * are separated by U+0000, which no id may hold.
 */
export function derivedId(kind: string, ...parts: readonly string[]): string {
  let content = kind;
  for (const part of parts) content += `\0${part}`;
  return hashedId(content);
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

const digits = Buffer.from('0123456789abcdef');
const dash = 45;
const scratch = Buffer.alloc(36);

/**
 * The first 128 bits of the SHA-256 of `content`, written as a uuid. Several are made for every event and kept until
 * it is written, so the text is made in one piece: one cut out of the hash's own text would keep all of its parts.
 */
export function hashedId(content: string): string {
  const bytes = hash('sha256', content, 'binary');
  let at = 0;
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) scratch[at++] = dash;
    const byte = bytes.charCodeAt(index);
    scratch[at++] = digits[byte >> 4] ?? 0;
    scratch[at++] = digits[byte & 15] ?? 0;
  }
  return scratch.toString('latin1');
}
