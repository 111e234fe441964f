import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SendNotices } from './send-notices';
import { SweepDeadlines } from './sweep-deadlines';

const everyMs = 1_000;

/**
 * Sweeps deadlines and notices every second, for the worker role. Each has a loop of its own, so that a webhook that
 * hangs holds up no deadline. One sweep of a kind at a time; a failed one is tried again.
 */
@Injectable()
export class SafetySweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(SafetySweeper.name);
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly deadlines: SweepDeadlines,
    private readonly notices: SendNotices,
  ) {}

  onApplicationBootstrap(): void {
    this.again('deadlines', () => this.deadlines.execute());
    this.again('notices', () => this.notices.execute());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.running.values());
  }

  private again(name: string, sweep: () => Promise<unknown>): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.running.set(
        name,
        this.guarded(name, sweep).finally(() => this.again(name, sweep)),
      );
    }, everyMs);
    this.timers.set(name, timer);
  }

  private async guarded(name: string, sweep: () => Promise<unknown>): Promise<void> {
    try {
      await sweep();
    } catch (error) {
      // The rows are still there: the next second tries again.
      this.log.error(error, `The sweep of ${name} failed.`);
    }
  }
}
