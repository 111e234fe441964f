import Bull from 'bull';
import { openRedis } from '@earshot/platform/redis';
import type Redis from 'ioredis';
import { JobQueue, type JobHandler, type JobOptions, type JobQueueState, type OnJobError } from './job-queue';

interface Kind {
  readonly options: JobOptions;
  readonly handler: JobHandler;
  readonly queue: Bull.Queue<Record<string, unknown>>;
}

/** How long an addition is waited for: what has not come to Redis by then is found by a sweep. */
const patienceMs = 1_000;
/** A connection that waits for the next job, 5 s at a time, answers nothing else meanwhile. */
const blockedMs = 12_000;

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
    const added = kind.queue.add(payload as Record<string, unknown>, { jobId: id, delay: delayMs });
    // One that hangs is taken for connected until it is found out. It may take the job all the same, when it is back.
    await within(patienceMs, added, 'Redis does not answer: the job may not have been added.');
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
    if (type === 'bclient') return this.connect(type);
    return (this.shared[type] ??= this.connect(type));
  }

  private connect(type: 'client' | 'subscriber' | 'bclient'): Redis {
    // Bull forbids the check for the others. Without it one that hangs is ready as soon as the network reaches it.
    const options = { enableReadyCheck: type === 'client' };
    const connection =
      type === 'bclient' ? openRedis(this.url, options, blockedMs) : openRedis(this.url, options);
    connection.on('error', (error) => this.onError(error));
    connection.on('ready', () => (this.wasReady = true));
    connection.setMaxListeners(0);
    this.connections.push(connection);
    return connection;
  }
}

async function within(ms: number, work: Promise<unknown>, complaint: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
