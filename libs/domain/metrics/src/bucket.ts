import { DDSketch } from '@earshot/domain/statistics';

/**
 * What a bucket counts, in the order of its encoding: append, never reorder.
 * Each is attributed to the minute named behind it.
 */
export const counters = [
  'events', // of receipt
  'back-dated', // of receipt: event time more than 5 minutes before it
  'messages', // of the message
  'opened', // of the opening
  'closed', // of the first close; so are all of the next seven
  'resolved',
  'unresolved',
  'abandoned',
  'unanswered',
  'never-human',
  'complained',
  'bot-turns',
  'menu-steps',
  'first-responses-in-target', // of the moment a human was owed
  'ratings', // of the newest rating
  'ratings-sum-hundredths', // of 5
  'ratings-worst-two',
] as const;
export type Counter = (typeof counters)[number];

/** Which durations a bucket keeps as quantile sketches, in milliseconds. */
export const sketches = [
  'lag', // of receipt: event time -> receipt
  'first-response', // of the moment a human was owed
  'response', // of the run's first message
  'time-to-human', // of the opening
  'resolution', // of the last close
] as const;
export type Sketch = (typeof sketches)[number];

/** First responses within this time are counted as in target. */
export const firstResponseTargetMs = 30_000;
/** Events received later than this after their own time are counted as back-dated. */
export const backDatedMs = 300_000;

const counterIndex = new Map<Counter, number>(counters.map((id, index) => [id, index]));
const sketchIndex = new Map<Sketch, number>(sketches.map((id, index) => [id, index]));
const FORMAT = 1;

/**
 * Counts and quantile sketches of one span of time and one combination of dimensions. Buckets add and subtract,
 * so that a corrected fact is taken back where it was counted.
 */
export class Bucket {
  private readonly counts: number[] = new Array<number>(counters.length).fill(0);
  private readonly durations: (DDSketch | undefined)[] = new Array<DDSketch | undefined>(
    sketches.length,
  ).fill(undefined);
  /** Encoded sketches that are still to be added up, by index: most readers want one of the five. */
  private readonly pending: (Uint8Array[] | undefined)[] = [];

  count(id: Counter): number {
    return this.counts[indexOf(counterIndex, id)] ?? 0;
  }

  /** The sketch of `id`; empty where nothing was measured. Do not change it. */
  sketch(id: Sketch): DDSketch {
    return this.duration(indexOf(sketchIndex, id)) ?? new DDSketch();
  }

  add(id: Counter, times = 1): void {
    const index = indexOf(counterIndex, id);
    this.counts[index] = (this.counts[index] ?? 0) + times;
  }

  /** Records a duration (ms, rounded, not below 0) `times` times; −1 takes it back. */
  record(id: Sketch, ms: number, times = 1): void {
    const index = indexOf(sketchIndex, id);
    const sketch = this.duration(index) ?? (this.durations[index] = new DDSketch());
    sketch.add(Math.max(0, Math.round(ms)), times);
  }

  merge(other: Bucket): void {
    for (let index = 0; index < this.counts.length; index++) {
      this.counts[index] = (this.counts[index] ?? 0) + (other.counts[index] ?? 0);
    }
    for (let index = 0; index < this.durations.length; index++) {
      const theirs = other.duration(index);
      if (theirs === undefined) continue;
      const ours = this.duration(index) ?? (this.durations[index] = new DDSketch());
      ours.merge(theirs);
    }
  }

  /** Forgets what was counted and measured under these names. */
  forget(ids: readonly (Counter | Sketch)[]): void {
    for (const id of ids) {
      const index = counterIndex.get(id as Counter);
      if (index !== undefined) this.counts[index] = 0;
      else {
        const place = indexOf(sketchIndex, id as Sketch);
        this.pending[place] = undefined;
        this.durations[place] = undefined;
      }
    }
  }

  isEmpty(): boolean {
    return (
      this.counts.every((n) => n === 0) &&
      sketches.every((_, index) => this.duration(index)?.isEmpty() ?? true)
    );
  }

  /** Names and values of what is not zero, for dumps and tests. */
  toJSON(): Record<string, unknown> {
    const shown: Record<string, unknown> = {};
    counters.forEach((id, index) => {
      if (this.counts[index] !== 0) shown[id] = this.counts[index];
    });
    sketches.forEach((id, index) => {
      const sketch = this.duration(index);
      if (sketch !== undefined && !sketch.isEmpty()) shown[id] = sketch.toJSON();
    });
    return shown;
  }

  /** Canonical bytes: equal buckets give equal bytes. Format byte, counters (index, zig-zag varint), sketches. */
  encode(): Uint8Array {
    const bytes: number[] = [FORMAT];
    const counted = this.counts.map((n, index) => [index, n] as const).filter(([, n]) => n !== 0);
    bytes.push(counted.length);
    for (const [index, n] of counted) {
      bytes.push(index);
      pushVarint(bytes, n >= 0 ? n * 2 : -n * 2 - 1);
    }
    for (let index = 0; index < sketches.length; index++) {
      const sketch = this.duration(index);
      if (sketch === undefined || sketch.isEmpty()) continue;
      const encoded = sketch.encode();
      bytes.push(index);
      pushVarint(bytes, encoded.length);
      for (const byte of encoded) bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }

  /** The bucket of such bytes. Throws on another format. */
  static decode(bytes: Uint8Array): Bucket {
    const bucket = new Bucket();
    bucket.read(bytes, (index, encoded) => (bucket.durations[index] = DDSketch.decode(encoded)));
    return bucket;
  }

  /**
   * The sum of the buckets of such bytes, without making each of them: a month by the hour is many thousands. A sketch
   * is added up when it is first asked for; the bytes must stay as they are.
   */
  static sumOfEncoded(parts: readonly Uint8Array[]): Bucket {
    const sum = new Bucket();
    for (const bytes of parts) sum.read(bytes, (index, sketch) => (sum.pending[index] ??= []).push(sketch));
    return sum;
  }

  /** The sketch at an index, undefined where nothing was measured. */
  private duration(index: number): DDSketch | undefined {
    const encoded = this.pending[index];
    if (encoded !== undefined) {
      this.pending[index] = undefined;
      this.durations[index] = DDSketch.sumOfEncoded(encoded);
    }
    return this.durations[index];
  }

  /** Adds the counters of encoded bytes, and hands out their sketches. */
  private read(bytes: Uint8Array, onSketch: (index: number, encoded: Uint8Array) => void): void {
    if (bytes[0] !== FORMAT) throw new Error(`bucket format ${bytes[0] ?? 'none'} is not known`);
    const cursor = { at: 2 };
    const { counts } = this;
    for (let left = bytes[1] ?? 0; left > 0; left--) {
      const index = bytes[cursor.at++] ?? 0;
      const zigzag = readVarint(bytes, cursor);
      counts[index] = (counts[index] ?? 0) + (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
    }
    while (cursor.at < bytes.length) {
      const index = bytes[cursor.at++] ?? 0;
      const length = readVarint(bytes, cursor);
      onSketch(index, bytes.subarray(cursor.at, cursor.at + length));
      cursor.at += length;
    }
  }
}

/** The sum of buckets. */
export function sumOf(buckets: Iterable<Bucket>): Bucket {
  const sum = new Bucket();
  for (const bucket of buckets) sum.merge(bucket);
  return sum;
}

function indexOf<K>(index: ReadonlyMap<K, number>, id: K): number {
  const found = index.get(id);
  if (found === undefined) throw new Error(`no such counter or sketch: ${String(id)}`);
  return found;
}

// Counts may pass 2^31, so arithmetic instead of bit operations; exact up to 2^53.
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  let unit = 1;
  for (;;) {
    const byte = bytes[cursor.at++] ?? 0;
    value += (byte % 128) * unit;
    if (byte < 128) return value;
    unit *= 128;
  }
}
