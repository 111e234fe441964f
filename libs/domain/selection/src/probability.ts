import { SelectionError } from './errors';

const PATTERN = /^(0|1)(?:\.(\d{1,250}))?$/;
const TWO_TO_64 = 1n << 64n;

/** A probability as the exact fraction `units / 10^digits`. */
interface Exact {
  readonly units: bigint;
  readonly digits: number;
}

function parse(p: string): Exact {
  const [, whole, fraction = ''] = PATTERN.exec(p) ?? [];
  const units = whole === undefined ? -1n : BigInt(whole + fraction);
  if (units < 0n || units > 10n ** BigInt(fraction.length)) {
    throw new SelectionError('bad-probability', `expected a decimal from 0 to 1 such as '0.05', got '${p}'`);
  }
  return { units, digits: fraction.length };
}

function format({ units, digits }: Exact): string {
  const padded = units.toString().padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const fraction = padded.slice(padded.length - digits).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

const MOST_REMEMBERED = 1_000;

/** The same function, with its latest values remembered: plans have few rates, and each is asked for again and again. */
function remembering<Value>(work: (rates: readonly string[]) => Value): (rates: readonly string[]) => Value {
  const known = new Map<string, Value>();
  return (rates) => {
    // Their number too: no list that is refused is written like one that was not.
    const key = `${rates.length} ${rates.join(' ')}`;
    let value = known.get(key);
    if (value === undefined) {
      value = work(rates);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(key, value);
    }
    return value;
  };
}

const complement = ({ units, digits }: Exact): Exact => ({ units: 10n ** BigInt(digits) - units, digits });

/**
 * Gives the integer below which a selection hash is kept: `floor(p * 2^64)`.
 *
 * **Shape**: 0 for `'0'` (nothing is kept) to 2^64 for `'1'` (everything is). Worked in integers from the decimal
 * string, because a float comparison decides differently in different languages at the edge.
 * **Errors**: `bad-probability`.
 *
 * Example: `threshold('0.5')` is 9223372036854775808.
 */
export function threshold(p: string): bigint {
  return thresholdOf([p]);
}

const thresholdOf = remembering(([p = '']) => {
  const { units, digits } = parse(p);
  return (units * TWO_TO_64) / 10n ** BigInt(digits);
});

/**
 * Whether a conversation with hash `u` is kept at rate `p`: `u < floor(p * 2^64)`.
 *
 * Raising `p` only ever adds conversations. **Errors**: `bad-probability`.
 */
export function isKept(u: bigint, p: string): boolean {
  return u < threshold(p);
}

/**
 * Gives the probability that at least one of several mechanisms with **independent** hashes keeps a conversation:
 * `1 - (1 - p1)(1 - p2)...`, as an exact decimal without trailing zeros. No mechanism gives `'0'`.
 *
 * **Errors**: `bad-probability`. **Source**: Bankier 1986 (single-frame view of a multiple-frame survey).
 */
export const combinedProbability = remembering((rates) => {
  const missed = rates
    .map((p) => complement(parse(p)))
    .reduce<Exact>((a, b) => ({ units: a.units * b.units, digits: a.digits + b.digits }), {
      units: 1n,
      digits: 0,
    });
  return format(complement(missed));
});

/**
 * Gives the inclusion probability of a conversation under the random and the trigger stream of a plan:
 * `1 - (1 - pRandom)(1 - pTrigger)`, as an exact decimal.
 *
 * **Errors**: `bad-probability`.
 *
 * Example: `inclusionProbability('0.02', '0.5')` is `'0.51'`; a plan without triggers passes `'0'`.
 */
export function inclusionProbability(pRandom: string, pTrigger: string): string {
  return combinedProbability([pRandom, pTrigger]);
}

/**
 * Gives the largest of several rates that share **one** hash, which is their joint inclusion probability (their
 * selections are nested, not independent): the rule for several triggers on one conversation. None gives `'0'`.
 *
 * **Errors**: `bad-probability`.
 *
 * Example: `sharedProbability(['0.2', '0.50'])` is `'0.5'`.
 */
export const sharedProbability = remembering((rates) => {
  const largest = rates
    .map(parse)
    .reduce<Exact>(
      (a, b) => (a.units * 10n ** BigInt(b.digits) >= b.units * 10n ** BigInt(a.digits) ? a : b),
      { units: 0n, digits: 0 },
    );
  return format(largest);
});

/**
 * Gives a rate times a whole factor, at most 1, as an exact decimal: the closer look at new agents.
 *
 * **Shape**: a whole factor >= 0. **Errors**: `bad-probability`, `bad-count`.
 *
 * Example: `scaledProbability('0.04', 3)` is `'0.12'`.
 */
export function scaledProbability(p: string, factor: number): string {
  if (!Number.isSafeInteger(factor) || factor < 0) {
    throw new SelectionError('bad-count', `expected a whole factor >= 0, got ${factor}`);
  }
  const { units, digits } = parse(p);
  const one = 10n ** BigInt(digits);
  const scaled = units * BigInt(factor);
  return format({ units: scaled > one ? one : scaled, digits });
}

/**
 * Gives the design weight `1 / pi` of a kept conversation.
 *
 * **Errors**: `bad-probability`, also for 0: what cannot be kept has no weight.
 *
 * Example: `designWeight('0.02')` is 50.
 */
export function designWeight(pi: string): number {
  const { units, digits } = parse(pi);
  if (units === 0n) {
    throw new SelectionError('bad-probability', 'a conversation with inclusion probability 0 has no weight');
  }
  return 10 ** digits / Number(units);
}
