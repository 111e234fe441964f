/** Random numbers from a seed: the same seed gives the same numbers, on every machine. */
export class Rng {
  private state: number;

  /** `index` gives independent numbers under one seed, so that the n-th conversation can be made without the others. */
  constructor(seed: string, index = 0) {
    let hash = 2166136261 ^ Math.imul(index + 1, 0x9e3779b1);
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 16777619);
    this.state = hash | 0;
    this.next();
    this.next();
  }

  /** A number in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number in [from, to]. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Whether something of this chance happens. */
  chance(p: number): boolean {
    return this.next() < p;
  }

  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)] as T;
  }

  /** One of `items`, each as often as its weight says; `total` is the sum of the weights. */
  weighted<T extends { readonly weight: number }>(items: readonly T[], total: number): T {
    let left = this.next() * total;
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return items[items.length - 1] as T;
  }

  /** A log-normal number: half of them below `median`; `sigma` is the spread of its logarithm. */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(sigma * normal);
  }

  /** `n` decimal digits. */
  digits(n: number): string {
    let text = '';
    for (let at = 0; at < n; at += 1) text += Math.floor(this.next() * 10);
    return text;
  }
}

/** Gives the sum of the weights. */
export const weightOf = (items: readonly { readonly weight: number }[]): number =>
  items.reduce((sum, { weight }) => sum + weight, 0);
