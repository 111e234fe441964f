/** A seeded stream of uniform numbers in [0, 1): sfc32, 128 bits of state. The same seed gives the same stream. */
export class SeededRandom {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number) {
    this.a = 0x9e3779b9;
    this.b = 0x243f6a88;
    this.c = seed >>> 0;
    for (let i = 0; i < 20; i++) {
      this.next();
    }
  }

  /** Gives the next number. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** Gives the number of successes in `n` independent trials of chance `p`, by jumping from success to success. */
  binomial(n: number, p: number): number {
    if (p <= 0 || n === 0) {
      return 0;
    }
    if (p > 0.5) {
      return n - this.binomial(n, 1 - p);
    }
    const step = Math.log1p(-p);
    let count = 0;
    for (let at = this.jump(step); at < n; at += 1 + this.jump(step)) {
      count++;
    }
    return count;
  }

  private jump(step: number): number {
    return Math.floor(Math.log(1 - this.next()) / step);
  }
}
