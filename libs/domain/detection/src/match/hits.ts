/** Occurrences, as three parallel arrays that grow and are reused from scan to scan. */
export class Hits {
  patterns = new Int32Array(256);
  /** First unit of the occurrence. */
  starts = new Int32Array(256);
  /** One past its last unit. */
  ends = new Int32Array(256);
  length = 0;
  /** Steps of the last scan, for proofs that it is linear. */
  steps = 0;

  /** Drops the occurrences for which `isKept` says no. */
  keep(isKept: (start: number, end: number, pattern: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < this.length; i++) {
      const start = this.starts[i] as number;
      const end = this.ends[i] as number;
      const pattern = this.patterns[i] as number;
      if (!isKept(start, end, pattern)) continue;
      this.patterns[kept] = pattern;
      this.starts[kept] = start;
      this.ends[kept++] = end;
    }
    this.length = kept;
  }

  /** Makes the arrays twice as long. */
  grow(): void {
    const larger = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const twice = new Int32Array(array.length * 2);
      twice.set(array);
      return twice;
    };
    this.patterns = larger(this.patterns);
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
  }
}
