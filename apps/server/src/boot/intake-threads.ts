import { Worker } from 'node:worker_threads';
import { relayLive, type LiveBus } from '@earshot/platform/live-bus';
import { type Logger } from '@earshot/platform/logging';

/** What a thread is told at its start; all else it reads from the environment, as the process did. */
export interface ThreadData {
  readonly name: string;
  readonly pretty: boolean;
}

/** What a thread says beside what is for the live bus: it has begun to read. */
export interface ThreadWord {
  readonly kind: 'reading';
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

/** A thread that fails is started again after this; twice as long each time it fails soon again, at most the last. */
const RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 30_000;
/** A thread that read for so long before it failed has not failed soon. */
const STEADY_MS = 60_000;

/**
 * The threads that read the topic. Each is a member of the consumer group with a database pool of its own, so they
 * share the partitions as processes would, and a burst of events never makes a person or a socket wait. A thread that
 * fails is started again; its partitions go to the others meanwhile.
 */
export class IntakeThreads {
  private readonly running = new Map<number, Worker>();
  private readonly reading = new Map<number, number>();
  private readonly failures = new Map<number, number>();
  private isStopping = false;

  constructor(
    private readonly options: ThreadOptions,
    private readonly bus: LiveBus,
    private readonly logger: Logger,
  ) {}

  start(): void {
    for (let n = 1; n <= this.options.count; n++) this.startOne(n);
  }

  /** How many read the topic, of how many, and how often in a row one has failed by now. */
  get state(): { readonly reading: number; readonly of: number; readonly failures: number } {
    const failures = Math.max(0, ...this.failures.values());
    return { reading: this.reading.size, of: this.options.count, failures };
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
    const worker = new Worker(this.options.file, { name, workerData: data });
    this.running.set(n, worker);
    worker.on('message', (said: unknown) => {
      if (isReading(said)) this.reading.set(n, performance.now());
      else if (!relayLive(said, this.bus)) {
        this.logger.warn({ thread: name }, 'A thread said something unknown.');
      }
    });
    worker.on('error', (error) => this.logger.error({ err: error, thread: name }, 'A thread failed.'));
    worker.on('exit', (code) => {
      this.running.delete(n);
      if (this.isStopping) return void this.reading.delete(n);
      const wait = this.pauseAfterFailure(n);
      this.logger.error({ thread: name, code, wait }, 'A thread of the intake ended; it is started again.');
      setTimeout(() => {
        if (!this.isStopping) this.startOne(n);
      }, wait);
    });
  }

  /** What kills a thread may kill the next one that is given it, and each start makes the others share anew. */
  private pauseAfterFailure(n: number): number {
    const since = this.reading.get(n);
    this.reading.delete(n);
    const isSteady = since !== undefined && performance.now() - since > STEADY_MS;
    const failures = isSteady ? 1 : (this.failures.get(n) ?? 0) + 1;
    this.failures.set(n, failures);
    return Math.min(LONGEST_RESTART_MS, RESTART_MS * 2 ** (failures - 1));
  }
}

function isReading(said: unknown): boolean {
  return (said as ThreadWord | null)?.kind === 'reading';
}
