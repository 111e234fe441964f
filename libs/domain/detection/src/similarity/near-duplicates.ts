import { Normaliser } from '../normalise/normalise';

/** Hashes in a signature. The standard error of `similarity` is at most √(¼ / 64) = 0.0625. */
const HASHES = 64;
/** Hashes that must agree as a block for two texts to be compared. */
const BAND = 4;
/** Units in one shingle. */
const SHINGLE = 3;
/** Similarity from which two replies are nearly the same. */
const NEARLY_SAME = 0.7;
/** Hashes in which they may then differ. */
const MAY_DIFFER = HASHES - Math.ceil(NEARLY_SAME * HASHES);

/** MinHash signature of a text: comparable with every other, independent of the process. */
export type Signature = Uint32Array;

const multipliers = Uint32Array.from({ length: HASHES }, (_, i) => Math.imul(i * 2 + 1, 0x9e3779b1) | 1);
const reader = new Normaliser();

/**
 * Gives the MinHash signature of the normalised text's shingles of three units. Digits count as one digit, so that a
 * template with another number is the same template. Source: Broder 1997.
 */
export function signatureOf(text: string): Signature {
  reader.read(text);
  const { units, length } = reader;
  const signature = new Uint32Array(HASHES).fill(0xffffffff);
  for (let i = 0; i + SHINGLE <= Math.max(length, SHINGLE); i++) {
    let hash = 0x811c9dc5;
    for (let k = i; k < Math.min(i + SHINGLE, length); k++) {
      const unit = units[k] as number;
      hash = Math.imul(hash ^ (unit >= 48 && unit <= 57 ? 48 : unit), 0x01000193);
    }
    hash ^= hash >>> 15;
    for (let h = 0; h < HASHES; h++) {
      let mixed = Math.imul(hash ^ (h * 0x85ebca6b), multipliers[h] as number);
      mixed = (mixed ^ (mixed >>> 13)) >>> 0;
      if (mixed < (signature[h] as number)) signature[h] = mixed;
    }
  }
  return signature;
}

/** Gives the estimated share of shingles that two texts have in common (Jaccard), 0 to 1. */
export function similarity(a: Signature, b: Signature): number {
  let equal = 0;
  for (let h = 0; h < HASHES; h++) if (a[h] === b[h]) equal++;
  return equal / HASHES;
}

/** Whether two texts are nearly the same: `similarity` from 0.7. Stops at the twentieth hash in which they differ. */
export function isNearlySame(a: Signature, b: Signature): boolean {
  let different = 0;
  for (let h = 0; h < HASHES; h++) if (a[h] !== b[h] && ++different > MAY_DIFFER) return false;
  return true;
}

/**
 * Remembers the latest replies and says which of them a new one nearly repeats. Memory is bounded: `capacity`
 * signatures of 256 bytes and 16 keys each. Of two texts that share 80 % of their shingles it misses one pair in ten
 * thousand, of 60 % about one in ten ((1 − s⁴)¹⁶).
 */
export class ReplyMemory {
  private readonly signatures: (Signature | undefined)[];
  private readonly ids: string[];
  private readonly bands = new Map<string, number[]>();
  private next = 0;

  constructor(private readonly capacity: number) {
    this.signatures = new Array<Signature | undefined>(capacity);
    this.ids = new Array<string>(capacity).fill('');
  }

  /** Gives the remembered replies at least `least` similar to `text`, most similar first, and remembers it as `id`. */
  seen(id: string, text: string, least = NEARLY_SAME): { id: string; similarity: number }[] {
    const signature = signatureOf(text);
    const keys = bandKeys(signature);
    const places = new Set(keys.flatMap((key) => this.bands.get(key) ?? []));
    const found = [...places]
      .map((place) => ({
        id: this.ids[place] ?? '',
        similarity: similarity(signature, this.signatures[place] ?? signature),
      }))
      .filter((other) => other.similarity >= least)
      .sort((a, b) => b.similarity - a.similarity);
    this.remember(id, signature, keys);
    return found;
  }

  private remember(id: string, signature: Signature, keys: readonly string[]): void {
    const place = this.next;
    this.next = (place + 1) % this.capacity;
    const old = this.signatures[place];
    if (old !== undefined) {
      for (const key of bandKeys(old)) {
        const rest = (this.bands.get(key) ?? []).filter((other) => other !== place);
        if (rest.length === 0) this.bands.delete(key);
        else this.bands.set(key, rest);
      }
    }
    this.signatures[place] = signature;
    this.ids[place] = id;
    for (const key of keys)
      this.bands.set(key, [...(this.bands.get(key) ?? []), place].slice(-MOST_PER_BAND));
  }
}

/** Replies kept under one key: a template that everybody uses must not make every look-up long. */
const MOST_PER_BAND = 32;

function bandKeys(signature: Signature): string[] {
  return Array.from(
    { length: HASHES / BAND },
    (_, band) => `${band}:${signature.subarray(band * BAND, (band + 1) * BAND).join()}`,
  );
}
