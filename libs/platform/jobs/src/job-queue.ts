/** How a job of one name is run. */
export interface JobOptions {
  /** Jobs of this name at once, in one process. */
  readonly concurrency: number;
  /** How often it is tried at most. */
  readonly attempts: number;
  /** Wait before the second attempt; doubled before each further one. */
  readonly backoffMs: number;
}

/** What a handler is given. Payloads are JSON, carry a version, and name rows: the truth is in PostgreSQL. */
export interface Job<P extends object = Record<string, unknown>> {
  readonly id: string;
  readonly payload: P;
  /** 1 at first. */
  readonly attempt: number;
}

export type JobHandler<P extends object = Record<string, unknown>> = (job: Job<P>) => Promise<void>;

/** `away`: Redis is gone, or hangs; jobs cannot be added or taken until it is back. */
export type JobQueueState = 'in-process' | 'connected' | 'away';

/** Told of a job whose last attempt failed, and of trouble with the queue itself (job undefined). */
export type OnJobError = (error: unknown, job?: { name: string; id: string }) => void;

/**
 * Work to be done soon or at a time. It only hastens: what must not be lost stands in PostgreSQL and is swept from
 * there, so an implementation may forget jobs when its process or its Redis dies, and may run one twice.
 */
export abstract class JobQueue {
  /** Says how jobs of this name are run; once for a name, before `start`. */
  abstract handle<P extends object>(name: string, options: JobOptions, handler: JobHandler<P>): void;

  /**
   * Adds a job. While one of the same name and id waits, is delayed or runs, adding it again changes nothing.
   * Rejects for a name that nobody handles here, and where Redis is away; within a second where it hangs.
   */
  abstract add(name: string, id: string, payload: object, delayMs?: number): Promise<void>;

  /** Begins to run jobs. A process that only adds them never calls it. */
  abstract start(): Promise<void>;

  /** Takes no more jobs, waits for those that run, and closes. */
  abstract close(): Promise<void>;

  abstract readonly state: JobQueueState;
}
