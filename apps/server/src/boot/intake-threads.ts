import { Worker } from 'node:worker_threads';
import { relayLive, type LiveBus } from '@earshot/platform/live-bus';
import { type Logger } from '@earshot/platform/logging';

/** What a thread is told at its start; all else it reads from the environment, as the process did. */
export interface ThreadData {
  readonly name: string;
  readonly pretty: boolean;
}

/** What a thread is told later. */
export interface ThreadOrder {
  readonly kind: 'stop';
}

export interface ThreadOptions {
  /** The built program of a thread. */
  readonly file: string;
  readonly count: number;
  readonly pretty: boolean;
}

const RESTART_MS = 1_000;
/** Most of what a batch makes is garbage when it is written: a young generation that holds several spares copying. */
const limits = { maxYoungGenerationSizeMb: 192 };

/**
 * The threads that read the topic. Each is a member of the consumer group with a database pool of its own, so they
 * share the partitions as processes would, and a burst of events never makes a person or a socket wait. A thread that
 * fails is started again; its partitions go to the others meanwhile.
 */
export class IntakeThreads {
  private readonly running = new Map<number, Worker>();
  private isStopping = false;

  constructor(
    private readonly options: ThreadOptions,
    private readonly bus: LiveBus,
    private readonly logger: Logger,
  ) {}

  start(): void {
    for (let n = 1; n <= this.options.count; n++) this.startOne(n);
  }

  /** How many run, of how many. */
  get state(): { readonly running: number; readonly of: number } {
    return { running: this.running.size, of: this.options.count };
  }

  /** Lets the batches under way finish; resolves when every thread has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(
      [...this.running.values()].map(
        (worker) =>
          new Promise<void>((done) => {
            worker.once('exit', () => done());
            worker.postMessage({ kind: 'stop' } satisfies ThreadOrder);
          }),
      ),
    );
  }

  private startOne(n: number): void {
    const name = `intake-${n}`;
    const data: ThreadData = { name, pretty: this.options.pretty };
    const worker = new Worker(this.options.file, { name, workerData: data, resourceLimits: limits });
    this.running.set(n, worker);
    worker.on('message', (said: unknown) => {
      if (!relayLive(said, this.bus)) this.logger.warn({ thread: name }, 'A thread said something unknown.');
    });
    worker.on('error', (error) => this.logger.error({ err: error, thread: name }, 'A thread failed.'));
    worker.on('exit', (code) => {
      this.running.delete(n);
      if (this.isStopping) return;
      this.logger.error({ thread: name, code }, 'A thread of the intake ended; it is started again.');
      setTimeout(() => {
        if (!this.isStopping) this.startOne(n);
      }, RESTART_MS);
    });
  }
}
