import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const POOL_NONCES = 4096;

/** One named 32-byte data key (`kid:base64` in EARSHOT_DATA_KEYS). */
export interface DataKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A text encrypted: nonce (12 bytes), ciphertext, tag (16 bytes), and the key's id. */
export interface Sealed {
  readonly secret: Buffer;
  readonly keyId: string;
}

/**
 * Encrypts originals (AES-256-GCM) and makes keyed hashes. The first key encrypts, all decrypt.
 * `context` is authenticated, not stored: a ciphertext moved to another row does not open.
 * Nonces are random; a key should be changed well before 2^32 texts ("Keys" in docs/operations.md says how and when).
 */
export class DataKeys {
  private readonly cipherKeys = new Map<string, KeyObject>();
  private readonly current: { id: string; key: KeyObject };
  private readonly hashKey: KeyObject;
  private readonly pool = Buffer.allocUnsafe(NONCE_BYTES * POOL_NONCES);
  private drawn = POOL_NONCES;

  constructor(keys: readonly DataKey[]) {
    const [first] = keys;
    const last = keys.at(-1);
    if (first === undefined || last === undefined) throw new Error('at least one data key is needed');
    for (const { id, bytes } of keys) this.cipherKeys.set(id, derive(bytes, 'earshot/seal/v1'));
    this.current = { id: first.id, key: derive(first.bytes, 'earshot/seal/v1') };
    // The oldest key hashes, so that rotation (a new key put first) keeps customers joinable.
    this.hashKey = derive(last.bytes, 'earshot/hash/v1');
  }

  seal(text: string, context: string): Sealed {
    const nonce = this.nonce();
    const cipher = createCipheriv('aes-256-gcm', this.current.key, nonce);
    cipher.setAAD(Buffer.from(context));
    const body = cipher.update(text, 'utf8');
    cipher.final();
    return { secret: Buffer.concat([nonce, body, cipher.getAuthTag()]), keyId: this.current.id };
  }

  /** Whether what was sealed with this key can be opened. */
  has(keyId: string): boolean {
    return this.cipherKeys.has(keyId);
  }

  /** The text. Throws where the key is unknown or the bytes or the context were changed. */
  open(sealed: Sealed, context: string): string {
    const key = this.cipherKeys.get(sealed.keyId);
    if (key === undefined) throw new Error(`data key ${sealed.keyId} is not configured`);
    const { secret } = sealed;
    const decipher = createDecipheriv('aes-256-gcm', key, secret.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(secret.subarray(secret.length - TAG_BYTES));
    const body = decipher.update(secret.subarray(NONCE_BYTES, secret.length - TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  }

  /** Keyed hash (HMAC-SHA-256, 32 bytes) for joining rows without the value. */
  hash(value: string, purpose: string): Buffer {
    return createHmac('sha256', this.hashKey).update(purpose).update('\0').update(value).digest();
  }

  private nonce(): Buffer {
    if (this.drawn === POOL_NONCES) {
      randomFillSync(this.pool);
      this.drawn = 0;
    }
    const at = this.drawn++ * NONCE_BYTES;
    return Buffer.from(this.pool.subarray(at, at + NONCE_BYTES));
  }
}

function derive(key: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync('sha256', key, '', purpose, 32)));
}
