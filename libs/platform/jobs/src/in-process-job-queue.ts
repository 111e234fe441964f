import { JobQueue, type JobHandler, type JobOptions, type JobQueueState, type OnJobError } from './job-queue';

interface Kind {
  readonly options: JobOptions;
  readonly handler: JobHandler;
  readonly waiting: Held[];
  running: number;
}
interface Held {
  readonly id: string;
  readonly json: string;
  attempt: number;
}

/** Jobs of one process that does everything; forgotten at its end, and armed anew from PostgreSQL. */
export class InProcessJobQueue extends JobQueue {
  readonly state: JobQueueState = 'in-process';
  private readonly kinds = new Map<string, Kind>();
  private readonly known = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private isStarted = false;
  private isClosed = false;

  constructor(private readonly onError: OnJobError) {
    super();
  }

  override handle<P extends object>(name: string, options: JobOptions, handler: JobHandler<P>): void {
    if (this.kinds.has(name)) throw new Error(`Jobs "${name}" have a handler already.`);
    this.kinds.set(name, { options, handler: handler as unknown as JobHandler, waiting: [], running: 0 });
  }

  override add(name: string, id: string, payload: object, delayMs = 0): Promise<void> {
    const kind = this.kinds.get(name);
    if (kind === undefined) return Promise.reject(new Error(`Nobody handles jobs "${name}".`));
    const key = `${name}\0${id}`;
    if (this.isClosed || this.known.has(key)) return Promise.resolve();
    this.known.add(key);
    this.later(delayMs, name, { id, json: JSON.stringify(payload), attempt: 1 });
    return Promise.resolve();
  }

  override start(): Promise<void> {
    this.isStarted = true;
    for (const name of this.kinds.keys()) this.takeNext(name);
    return Promise.resolve();
  }

  override async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.running);
  }

  private later(delayMs: number, name: string, held: Held): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.kinds.get(name)?.waiting.push(held);
      this.takeNext(name);
    }, delayMs);
    this.timers.add(timer);
  }

  private takeNext(name: string): void {
    const kind = this.kinds.get(name);
    while (
      kind !== undefined &&
      this.isStarted &&
      !this.isClosed &&
      kind.running < kind.options.concurrency
    ) {
      const held = kind.waiting.shift();
      if (held === undefined) return;
      kind.running += 1;
      const run = this.run(name, kind, held).finally(() => {
        kind.running -= 1;
        this.running.delete(run);
        this.takeNext(name);
      });
      this.running.add(run);
    }
  }

  private async run(name: string, { options, handler }: Kind, held: Held): Promise<void> {
    const { id, json, attempt } = held;
    try {
      await handler({ id, payload: JSON.parse(json) as Record<string, unknown>, attempt });
      this.known.delete(`${name}\0${id}`);
    } catch (error) {
      if (attempt < options.attempts && !this.isClosed) {
        this.later(options.backoffMs * 2 ** (attempt - 1), name, { ...held, attempt: attempt + 1 });
        return;
      }
      this.known.delete(`${name}\0${id}`);
      this.onError(error, { name, id });
    }
  }
}
