import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { sendNoticeJob, sendNoticeSchema, type SendNoticeJob } from '@earshot/contracts';
import { JobQueue } from '@earshot/platform/jobs';
import { SendNotices } from './send-notices';

/** Notices under way at once in one process: a target that hangs holds up this many, each for ten seconds. */
const concurrency = 20;

/**
 * Has notices sent as soon as they are due, by whichever worker is free, each by itself. The queue only hastens: a
 * notice is a row of the outbox before it is a job, so one whose job is lost with its Redis is sent by the sweep.
 */
@Injectable()
export class NoticeJobs implements OnModuleInit {
  private readonly log = new Logger(NoticeJobs.name);

  constructor(
    private readonly jobs: JobQueue,
    private readonly notices: SendNotices,
  ) {}

  onModuleInit(): void {
    // One attempt: when the next is due stands in the outbox, and a job is added for that time.
    const options = { concurrency, attempts: 1, backoffMs: 1_000 };
    this.jobs.handle(sendNoticeJob, options, ({ payload }) => this.send(payload));
  }

  /** Asks for notices to be sent now. Nothing waits for the queue: it may be away. */
  soon(outboxIds: readonly string[]): void {
    for (const outboxId of outboxIds) this.add(outboxId, 1, 0);
  }

  private async send(payload: unknown): Promise<void> {
    const { outboxId } = sendNoticeSchema.parse(payload);
    const again = await this.notices.executeOne(outboxId);
    if (again !== null) this.add(outboxId, again.attempt, again.afterMs);
  }

  private add(outboxId: string, attempt: number, delayMs: number): void {
    const payload: SendNoticeJob = { v: 1, outboxId };
    // An id for each attempt: the job of this one still runs when the next is added.
    this.jobs.add(sendNoticeJob, `${outboxId}/${attempt}`, payload, delayMs).catch((error: unknown) => {
      this.log.warn(error, `The job of notice ${outboxId} was not taken; the sweep sends it.`);
    });
  }
}
