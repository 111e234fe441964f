import { requireCount, requireFinite, requireProbability, StatisticsError } from '../errors';
import { DEFAULT_ALPHA, defaultMapping, LogMapping } from './log-mapping';
import { VarintReader, VarintWriter } from './varint';

/** A sketch in plain values. **Shape**: bins by ascending key, none of them 0. */
export interface DDSketchJson {
  readonly alpha: number;
  readonly zero: number;
  readonly sum: number;
  readonly bins: readonly (readonly [key: number, count: number])[];
}

const FORMAT_DEFAULT_ALPHA = 1;
const FORMAT_OWN_ALPHA = 2;
/** Keys beyond it belong to no value that a double holds. */
const MOST_KEY = 0x3fffffff;

/**
 * Quantile sketch of non-negative values: every quantile is within the relative error alpha of the exact one, and
 * sketches of parts add up to the sketch of the whole, exactly. A fact that was corrected is subtracted again.
 *
 * **Shape**: values from 0 to 2^53 − 1, zeros counted apart. Bins are never collapsed, so the guarantee holds for
 * every q, and what was added can be taken away; durations of 1 ms to 30 days fill at most about 1,100 bins. Counts
 * may be negative for a while (one writer's sketch may hold the subtraction of what another added); quantiles are
 * answered once the parts are merged.
 *
 * **The sum** counts each value rounded to the nearest whole unit (halves up), in integers, and so does not depend
 * on the order of additions: choose a unit whose fractions do not matter (we use milliseconds).
 *
 * The same additions and subtractions, in any order and any partition, give the same bytes.
 *
 * **Errors**: `StatisticsError`: `not-finite`, `out-of-range` (a negative value, a sum beyond 2^53 − 1),
 * `not-an-integer` (times), `bad-choice` (sketches of different alpha), `malformed` (decode, fromJSON).
 *
 * **Source**: Masson, Rim & Lee, PVLDB 12(12), 2019. Target of quantile q over n values: x_(⌊q(n−1)⌋+1).
 *
 * Example: of 1,000, 2,000, … 10,000 ms the sketch gives the median as 4,965.3 ms (exact: 5,000), the sum as
 * 55,000.
 */
export class DDSketch {
  private readonly mapping: LogMapping;
  /** Ascending; `counts` runs beside it. Two short arrays take a third of the memory of a Map and need no sorting. */
  private keys: number[] = [];
  private counts: number[] = [];
  private zero = 0;
  private total = 0;
  private summed = 0;

  /** **Shape**: 0 < alpha < 1, the relative error; 0.01 where not given. */
  constructor(alpha: number = DEFAULT_ALPHA) {
    this.mapping = alpha === DEFAULT_ALPHA ? defaultMapping : new LogMapping(alpha);
  }

  /** The relative error. */
  get alpha(): number {
    return this.mapping.alpha;
  }

  /** Additions minus subtractions. */
  get count(): number {
    return this.total;
  }

  /** The sum of the values, each rounded to a whole unit; divided by `count` it is the mean. */
  get sum(): number {
    return this.summed;
  }

  /** Adds `value` `times` times; a negative `times` takes it away again. */
  add(value: number, times = 1): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) refuseValue(value);
    if (!Number.isSafeInteger(times)) requireCount(times, 'times');
    const summed = this.summed + Math.round(value) * times;
    const total = this.total + times;
    if (!Number.isSafeInteger(summed) || !Number.isSafeInteger(total)) refuseSum();
    this.summed = summed;
    this.total = total;
    if (value > 0) this.addToBin(this.mapping.key(value), times);
    else this.zero += times;
  }

  /** Adds all that `other` holds; `other` stays as it is. */
  merge(other: DDSketch): void {
    this.combine(other, 1);
  }

  /** Takes away all that `other` holds; `other` stays as it is. */
  subtract(other: DDSketch): void {
    this.combine(other, -1);
  }

  /**
   * The q-quantile, or null of an empty sketch. Exact zero for zeros, else within alpha of x_(⌊q(n−1)⌋+1).
   * **Errors**: `out-of-range` (q), `not-estimable` while more of some value was taken away than added.
   */
  quantile(q: number): number | null {
    requireProbability(q, 'q');
    this.requireWhole();
    if (this.total === 0) return null;
    const rank = q * (this.total - 1);
    let below = this.zero;
    if (below > rank) return 0;
    for (let at = 0; at < this.keys.length; at += 1) {
      below += this.counts[at] ?? 0;
      if (below > rank) return this.mapping.representative(this.keys[at] ?? 0);
    }
    // q(n−1) can be rounded up to n−1 at most, and `below` ends at n.
    throw new StatisticsError('no-convergence', 'sketch', 'counts do not add up to the total');
  }

  /**
   * How many values are at most `value`, as the narrowest bounds the bins allow: the true number lies in
   * [low, high], and differs from either by the values within one bin of `value`. A contract's "within 60 s" is
   * counted exactly by `TargetCount` instead.
   */
  countAtMost(value: number): { low: number; high: number } {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) refuseValue(value);
    this.requireWhole();
    let low = this.zero;
    let high = this.zero;
    const last = value > 0 ? this.mapping.key(value) : -Infinity;
    for (let at = 0; at < this.keys.length; at += 1) {
      const key = this.keys[at] ?? 0;
      if (key > last) break;
      high += this.counts[at] ?? 0;
      if (key < last) low = high;
    }
    return { low, high };
  }

  /** Whether nothing is left: as many subtractions as additions of every value. */
  isEmpty(): boolean {
    return this.keys.length === 0 && this.zero === 0 && this.summed === 0;
  }

  /** Whether both hold the same: same alpha, bins, zeros and sum. */
  equals(other: DDSketch): boolean {
    return (
      this.alpha === other.alpha &&
      this.zero === other.zero &&
      this.summed === other.summed &&
      this.keys.length === other.keys.length &&
      this.keys.every((key, at) => key === other.keys[at] && this.counts[at] === other.counts[at])
    );
  }

  /** The sketch in plain values, for people and for tests; `encode` is the compact form. */
  toJSON(): DDSketchJson {
    const bins = this.keys.map((key, at) => [key, this.counts[at] ?? 0] as const);
    return { alpha: this.alpha, zero: this.zero, sum: this.summed, bins };
  }

  /** The sketch that gave `json`. **Errors**: `malformed`, and those of the constructor. */
  static fromJSON(json: DDSketchJson): DDSketch {
    const sketch = new DDSketch(json.alpha);
    sketch.zero = wholeNumber(json.zero, 'zero');
    sketch.summed = wholeNumber(json.sum, 'sum');
    for (const [key, count] of json.bins) sketch.append(key, count);
    sketch.total = wholeNumber(
      sketch.counts.reduce((total, count) => total + count, sketch.zero),
      'bins',
    );
    return sketch;
  }

  /**
   * Canonical bytes: equal sketches give equal bytes. Format byte (1 = the default alpha, 2 = alpha follows as eight
   * bytes), zeros, sum, number of bins, first key, then count and distance to the next key less one, all varints.
   * A bin takes two to three bytes: a minute of 300 waits about 275.
   */
  encode(): Uint8Array {
    const writer = new VarintWriter();
    if (this.alpha === DEFAULT_ALPHA) {
      writer.byte(FORMAT_DEFAULT_ALPHA);
    } else {
      writer.byte(FORMAT_OWN_ALPHA);
      writer.float64(this.alpha);
    }
    writer.signed(this.zero);
    writer.signed(this.summed);
    writer.unsigned(this.keys.length);
    let previous: number | undefined;
    for (const [at, key] of this.keys.entries()) {
      if (previous === undefined) writer.signed(key);
      else writer.unsigned(key - previous - 1);
      writer.signed(this.counts[at] ?? 0);
      previous = key;
    }
    return writer.done();
  }

  /** The sketch whose `encode` gave `bytes`. **Errors**: `malformed` for anything else. */
  static decode(bytes: Uint8Array): DDSketch {
    const read = readSketch(bytes);
    const sketch = new DDSketch(read.alpha);
    sketch.keys = read.keys.slice();
    sketch.counts = read.counts.slice();
    sketch.zero = read.zero;
    sketch.total = read.total;
    sketch.summed = read.sum;
    return sketch;
  }

  /**
   * The sum of the sketches whose `encode` gave `parts`, all of the default alpha: `merge(decode(…))` of each, without
   * making any of them, at a fraction of the cost. **Errors**: those of `decode` and `merge`.
   */
  static sumOfEncoded(parts: Iterable<Uint8Array>): DDSketch {
    const sum = new DDSketch();
    const strays: Uint8Array[] = [];
    dense.fill(0);
    let end = 0;
    for (const bytes of parts) {
      const { alpha, keys, counts, zero, sum: added, total } = readSketch(bytes);
      const last = keys.at(-1) ?? -1;
      if (alpha !== DEFAULT_ALPHA || (keys[0] ?? 0) < 0 || last >= DENSE_KEYS) {
        strays.push(bytes);
        continue;
      }
      sum.addTotals(added, total);
      sum.zero += zero;
      end = Math.max(end, last + 1);
      for (let at = 0; at < keys.length; at += 1) {
        const key = keys[at] ?? 0;
        dense[key] = (dense[key] ?? 0) + (counts[at] ?? 0);
      }
    }
    for (let key = 0; key < end; key += 1) {
      const count = dense[key] ?? 0;
      if (count === 0) continue;
      sum.keys.push(key);
      sum.counts.push(count);
    }
    for (const bytes of strays) sum.merge(DDSketch.decode(bytes));
    return sum;
  }

  private combine(other: DDSketch, sign: 1 | -1): void {
    if (other.alpha !== this.alpha) {
      throw new StatisticsError('bad-choice', 'other', `alpha ${other.alpha} beside ${this.alpha}`);
    }
    this.addTotals(sign * other.summed, sign * other.total);
    this.zero += sign * other.zero;
    this.combineBins(other, sign);
  }

  private addTotals(sum: number, count: number): void {
    const summed = this.summed + sum;
    const total = this.total + count;
    if (!Number.isSafeInteger(summed) || !Number.isSafeInteger(total)) refuseSum();
    this.summed = summed;
    this.total = total;
  }

  /** Walks both ascending lists once, into new ones; so a sketch may be merged with itself. */
  private combineBins(other: DDSketch, sign: 1 | -1): void {
    const keys: number[] = [];
    const counts: number[] = [];
    let ours = 0;
    let theirs = 0;
    while (ours < this.keys.length || theirs < other.keys.length) {
      const ourKey = this.keys[ours] ?? Infinity;
      const theirKey = other.keys[theirs] ?? Infinity;
      const key = ourKey < theirKey ? ourKey : theirKey;
      let count = 0;
      if (ourKey === key) {
        count += this.counts[ours] ?? 0;
        ours += 1;
      }
      if (theirKey === key) {
        count += sign * (other.counts[theirs] ?? 0);
        theirs += 1;
      }
      if (count !== 0) {
        keys.push(key);
        counts.push(count);
      }
    }
    this.keys = keys;
    this.counts = counts;
  }

  private addToBin(key: number, times: number): void {
    if (times === 0) return;
    const { keys, counts } = this;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    if (keys[low] !== key) {
      keys.splice(low, 0, key);
      counts.splice(low, 0, times);
      return;
    }
    const count = (counts[low] ?? 0) + times;
    if (count !== 0) {
      counts[low] = count;
    } else {
      keys.splice(low, 1);
      counts.splice(low, 1);
    }
  }

  private append(key: number, count: number): void {
    const previous = this.keys.at(-1) ?? -Infinity;
    if (!Number.isInteger(key) || Math.abs(key) > MOST_KEY || key <= previous) {
      throw new StatisticsError('malformed', 'bins', `key ${key} after ${previous}`);
    }
    if (wholeNumber(count, 'bins') === 0) throw new StatisticsError('malformed', 'bins', 'an empty bin');
    this.keys.push(key);
    this.counts.push(count);
  }

  private requireWhole(): void {
    if (this.zero < 0 || this.counts.some((count) => count < 0)) {
      throw new StatisticsError('not-estimable', 'sketch', 'more was taken away than was added');
    }
  }
}

/** What encoded bytes say; `keys` and `counts` are used again by the next reading: copy them, or be done with them. */
interface ReadSketch {
  readonly keys: number[];
  readonly counts: number[];
  alpha: number;
  zero: number;
  sum: number;
  total: number;
}

/** Keys of the default alpha for 1 to 2^53 lie below it: sums are made in one array, by key. */
const DENSE_KEYS = 2048;
const dense = new Float64Array(DENSE_KEYS);
const lastRead: ReadSketch = { keys: [], counts: [], alpha: DEFAULT_ALPHA, zero: 0, sum: 0, total: 0 };

/** Reads the whole of it before anything is made of it. **Errors**: `malformed`. */
function readSketch(bytes: Uint8Array): ReadSketch {
  const reader = new VarintReader(bytes);
  const { keys, counts } = lastRead;
  lastRead.alpha = readAlpha(reader);
  lastRead.zero = reader.signed();
  lastRead.sum = reader.signed();
  const size = reader.unsigned();
  keys.length = 0;
  counts.length = 0;
  let key = 0;
  let total = lastRead.zero;
  for (let at = 0; at < size; at += 1) {
    key = at === 0 ? reader.signed() : key + 1 + reader.unsigned();
    const count = reader.signed();
    if (key > MOST_KEY || key < -MOST_KEY) throw new StatisticsError('malformed', 'bins', `key ${key}`);
    if (count === 0) throw new StatisticsError('malformed', 'bins', 'an empty bin');
    keys.push(key);
    counts.push(count);
    total += count;
  }
  reader.end();
  lastRead.total = wholeNumber(total, 'bins');
  return lastRead;
}

function readAlpha(reader: VarintReader): number {
  const format = reader.byte();
  if (format === FORMAT_DEFAULT_ALPHA) return DEFAULT_ALPHA;
  if (format !== FORMAT_OWN_ALPHA) {
    throw new StatisticsError('malformed', 'bytes', `unknown format ${format}`);
  }
  const alpha = reader.float64();
  if (alpha > 0 && alpha < 1 && alpha !== DEFAULT_ALPHA) return alpha;
  throw new StatisticsError('malformed', 'bytes', `alpha ${alpha}`);
}

function wholeNumber(value: number, argument: string): number {
  if (!Number.isSafeInteger(value)) {
    throw new StatisticsError('malformed', argument, `expected a whole number, got ${value}`);
  }
  return value;
}

function refuseValue(value: number): never {
  requireFinite(value, 'value');
  throw new StatisticsError('out-of-range', 'value', `expected 0 to 2^53 - 1, got ${value}`);
}

function refuseSum(): never {
  throw new StatisticsError('out-of-range', 'sum', 'the sum or the count leaves the exact integers');
}
