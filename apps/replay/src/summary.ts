import type { Delivered } from './sinks/sink';

/** What was sent and what became of it. `sent` = accepted + duplicates + rejected + undelivered, at the end. */
export class Summary {
  sent = 0;
  accepted = 0;
  duplicates = 0;
  undelivered = 0;
  /** By code. */
  readonly rejected: Record<string, number> = {};
  private seconds = 0;

  constructor(private readonly began: number) {}

  /** Adds what became of a batch. */
  add({ accepted, duplicates, rejected }: Delivered): void {
    this.accepted += accepted;
    this.duplicates += duplicates;
    for (const [code, n] of Object.entries(rejected)) this.rejected[code] = (this.rejected[code] ?? 0) + n;
  }

  /** Stops the watch. */
  finish(now = Date.now()): void {
    this.seconds = Math.max(0.001, (now - this.began) / 1000);
  }

  /** Events a second from the first to the last, undelivered ones left out. */
  get rate(): number {
    return (this.sent - this.undelivered) / this.seconds;
  }

  /** Gives the summary as lines for a person. */
  lines(receiver: string): string[] {
    const rejected = Object.values(this.rejected).reduce((sum, n) => sum + n, 0);
    const row = (name: string, n: number): string => `  ${name.padEnd(12)} ${String(n).padStart(10)}`;
    return [
      `${receiver}: ${this.sent} events in ${this.seconds.toFixed(1)} s, ${Math.round(this.rate)} a second`,
      row('accepted', this.accepted),
      row('duplicates', this.duplicates),
      row('rejected', rejected),
      ...Object.entries(this.rejected)
        .sort(([left], [right]) => left.localeCompare(right))
        .map(([code, n]) => `    ${code}: ${n}`),
      ...(this.undelivered > 0 ? [row('undelivered', this.undelivered)] : []),
    ];
  }
}
