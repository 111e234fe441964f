import { Injectable } from '@nestjs/common';
import { DeadlineRepository, FlagRepository, OutboxRepository } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { NoticeJobs } from './notice-jobs';

/**
 * Takes the deadlines that have passed. A critical flag that is still open gets an outbox row, in the same
 * transaction that marks its deadline, so that it is notified once and never forgotten, whichever process dies.
 */
@Injectable()
export class SweepDeadlines {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: NoticeJobs,
  ) {}

  /** How many deadlines were dealt with. */
  async execute(): Promise<number> {
    const now = new Date(this.clock.now());
    const { due, outboxIds } = await this.settle(now);
    this.jobs.soon(outboxIds);
    return due;
  }

  private settle(now: Date): Promise<{ due: number; outboxIds: readonly string[] }> {
    return this.database.transaction(async (tx) => {
      const deadlines = new DeadlineRepository(tx);
      const due = await deadlines.takeDue('acknowledge-critical', now);
      if (due.length === 0) return { due: 0, outboxIds: [] };
      const open = await new FlagRepository(tx).stillOpen(due);
      const outcomes = new Map(due.map((id) => [id, open.has(id) ? 'notified' : 'met']));
      const payloads = [...open].map(([flagId, brandId]) => ({ flagId, brandId }));
      const outboxIds =
        payloads.length === 0 ? [] : await new OutboxRepository(tx).add('notify-flag', payloads, now);
      await deadlines.finish('acknowledge-critical', outcomes, now);
      return { due: due.length, outboxIds };
    });
  }
}
