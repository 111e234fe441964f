import Bull from 'bull';
import Redis from 'ioredis';
import { JobQueue, type JobHandler, type JobOptions, type JobQueueState, type OnJobError } from './job-queue';

interface Kind {
  readonly options: JobOptions;
  readonly handler: JobHandler;
  readonly queue: Bull.Queue<Record<string, unknown>>;
}

/** Jobs of several processes, on Bull: one queue a name, so that one kind of work never waits for another. */
export class BullJobQueue extends JobQueue {
  private readonly kinds = new Map<string, Kind>();
  private readonly connections: Redis[] = [];
  private readonly shared: { client?: Redis; subscriber?: Redis } = {};
  private wasReady = false;
  private isClosed = false;

  constructor(
    private readonly url: string,
    private readonly onError: OnJobError,
  ) {
    super();
  }

  get state(): JobQueueState {
    return this.shared.client === undefined || this.shared.client.status === 'ready' ? 'connected' : 'away';
  }

  override handle<P extends object>(name: string, options: JobOptions, handler: JobHandler<P>): void {
    if (this.kinds.has(name)) throw new Error(`Jobs "${name}" have a handler already.`);
    const queue = new Bull<Record<string, unknown>>(name, {
      prefix: 'earshot:jobs',
      createClient: (type) => this.connection(type),
      settings: {
        lockDuration: 30_000,
        stalledInterval: 15_000,
        maxStalledCount: 2,
        backoffStrategies: { doubled: (made) => options.backoffMs * 2 ** (made - 1) },
      },
      defaultJobOptions: {
        attempts: options.attempts,
        backoff: { type: 'doubled' },
        // A job that is over leaves no trace in Redis, so that its id may be used again.
        removeOnComplete: true,
        removeOnFail: true,
      },
    });
    queue.on('error', (error) => this.onError(error));
    queue.on('failed', (job, error) => {
      if (job.attemptsMade >= options.attempts) this.onError(error, { name, id: String(job.id) });
    });
    this.kinds.set(name, { options, handler: handler as unknown as JobHandler, queue });
  }

  override async add(name: string, id: string, payload: object, delayMs = 0): Promise<void> {
    const kind = this.kinds.get(name);
    if (kind === undefined) throw new Error(`Nobody handles jobs "${name}".`);
    if (this.isClosed) return;
    // What is not refused now would wait with its caller until Redis is back. At the start a connection may be waited for.
    if (this.wasReady && this.state === 'away') throw new Error('Redis is away: no job can be added.');
    await kind.queue.add(payload as Record<string, unknown>, { jobId: id, delay: delayMs });
  }

  override start(): Promise<void> {
    for (const { queue, options, handler } of this.kinds.values()) {
      // The promise lasts as long as the queue; what it rejects with arrives as an `error` event too.
      queue
        .process(options.concurrency, (job) =>
          handler({ id: String(job.id), payload: job.data, attempt: job.attemptsMade + 1 }),
        )
        .catch((error: unknown) => this.onError(error));
    }
    return Promise.resolve();
  }

  override async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.kinds.values()].map(({ queue }) => queue.close().catch(this.onError)));
    for (const connection of this.connections) connection.disconnect();
  }

  /** Bull wants a blocking connection for each queue; the other two are shared by all. */
  private connection(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'bclient') return this.connect();
    return (this.shared[type] ??= this.connect());
  }

  private connect(): Redis {
    const connection = new Redis(this.url, {
      maxRetriesPerRequest: null,
      enableReadyCheck: false,
      retryStrategy: (attempt) => Math.min(2_000, attempt * 100),
    });
    connection.on('error', (error) => this.onError(error));
    connection.on('ready', () => (this.wasReady = true));
    connection.setMaxListeners(0);
    this.connections.push(connection);
    return connection;
  }
}
