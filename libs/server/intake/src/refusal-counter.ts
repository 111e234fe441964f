import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { RejectedEventRepository } from '@earshot/data-access';

const FLUSH_MS = 1_000;

/** Counts what is refused whole and not kept, and writes the counts once a second. */
@Injectable()
export class RefusalCounter implements BeforeApplicationShutdown {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private readonly log = new Logger(RefusalCounter.name);

  constructor(private readonly rejected: RejectedEventRepository) {}

  count(code: string): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { counts } = this;
    this.counts = new Map();
    try {
      await this.rejected.addRefusals(counts);
    } catch (error) {
      this.log.warn({ err: error }, 'refused requests could not be counted yet');
      for (const [code, n] of counts) this.counts.set(code, (this.counts.get(code) ?? 0) + n);
    }
  }
}
