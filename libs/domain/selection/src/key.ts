import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SelectionError } from './errors';
import { requireId } from './id';

const KEY_BYTES = 32;
const COMMITMENT_LABEL = 'qa-sample-seed-commit/v1';
const PERIOD_LABEL = 'qa-sample-period-key/v1';
const BRAND_PERIOD_LABEL = 'qa-sample-period-key/v2';

function requireKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) {
    throw new SelectionError('bad-key', `expected ${KEY_BYTES} bytes, got ${key.length}`);
  }
  return key;
}

/**
 * The secret key of one plan and period, held so that it hashes fast and does not show in logs or JSON.
 *
 * Who knows it can predict every choice, so it stays secret until the period is over, and is then revealed.
 */
export class SelectionKey {
  /** Used by `selectionHash` only. */
  readonly secret: KeyObject;

  private constructor(secret: KeyObject) {
    this.secret = secret;
  }

  /** Gives a key from its 32 bytes, which are copied. **Errors**: `bad-key`. */
  static fromBytes(key: Uint8Array): SelectionKey {
    return new SelectionKey(createSecretKey(requireKey(key)));
  }

  /** Keeps the key out of JSON. */
  toJSON(): string {
    return '[selection key]';
  }
}

/**
 * Gives the commitment to a key, 64 lower-case hex digits: `SHA-256("qa-sample-seed-commit/v1" 00 planId 00 key)`.
 *
 * It is published before the period; when the key is revealed after it, anybody can check that it is the key that
 * was committed to. **Errors**: `bad-key`, `bad-id`.
 */
export function commitment(planId: string, key: Uint8Array): string {
  return createHash('sha256')
    .update(`${COMMITMENT_LABEL}\0${requireId(planId, 'planId')}\0`, 'utf8')
    .update(requireKey(key))
    .digest('hex');
}

/**
 * Whether a revealed key is the one that was committed to. **Shape**: `committed` in hex, either case.
 * **Errors**: `bad-key`, `bad-id`.
 */
export function isCommittedKey(committed: string, planId: string, key: Uint8Array): boolean {
  return commitment(planId, key) === committed.toLowerCase();
}

/**
 * Gives the 32-byte key of one plan in one period, derived from a root that is never revealed:
 * `HKDF-SHA-256(root, no salt, info = "qa-sample-period-key/v1" 00 planId 00 period)`.
 *
 * Revealing one period's key tells nothing about another's, nor about the root; but brands whose plans have the same
 * name share it, so only periods that were committed to with it keep it (`deriveBrandPeriodKey`).
 * **Shape**: `root` at least 32 bytes; `period` any name without U+0000, e.g. `'2026-03'`.
 * **Errors**: `bad-key`, `bad-id`. **Source**: RFC 5869.
 */
export function derivePeriodKey(root: Uint8Array, planId: string, period: string): Uint8Array {
  return derive(root, `${PERIOD_LABEL}\0${requireId(planId, 'planId')}\0${requireId(period, 'period')}`);
}

/** One period of one brand's plan. */
export interface BrandPeriod {
  readonly brandId: string;
  readonly planId: string;
  readonly period: string;
}

/**
 * Gives the 32-byte key of one brand's plan in one period:
 * `HKDF-SHA-256(root, no salt, info = "qa-sample-period-key/v2" 00 brandId 00 planId 00 period)`.
 *
 * Plans of several brands may have the same name: to reveal the key of one must tell nothing of another's sample.
 * **Shape** and **errors** as `derivePeriodKey`, which it replaces for periods that are committed to from now on.
 */
export function deriveBrandPeriodKey(root: Uint8Array, { brandId, planId, period }: BrandPeriod): Uint8Array {
  const ids = [requireId(brandId, 'brandId'), requireId(planId, 'planId'), requireId(period, 'period')];
  return derive(root, [BRAND_PERIOD_LABEL, ...ids].join('\0'));
}

/**
 * The key that was committed to for a period, by whichever derivation was in use then; null where none from this root
 * is the one. `isOfBrand`: no other brand has it.
 */
export function committedPeriodKey(
  root: Uint8Array,
  of: BrandPeriod,
  committed: string,
): { readonly bytes: Uint8Array; readonly isOfBrand: boolean } | null {
  const own = deriveBrandPeriodKey(root, of);
  if (isCommittedKey(committed, of.planId, own)) return { bytes: own, isOfBrand: true };
  const shared = derivePeriodKey(root, of.planId, of.period);
  return isCommittedKey(committed, of.planId, shared) ? { bytes: shared, isOfBrand: false } : null;
}

function derive(root: Uint8Array, info: string): Uint8Array {
  if (root.length < KEY_BYTES) {
    throw new SelectionError('bad-key', `expected a root of at least ${KEY_BYTES} bytes, got ${root.length}`);
  }
  return new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), Buffer.from(info, 'utf8'), KEY_BYTES));
}
