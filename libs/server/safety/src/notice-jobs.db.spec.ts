import { FlagRepository, OutboxRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { ManualClock } from '@earshot/platform/clock';
import { BullJobQueue, InProcessJobQueue, type JobQueue } from '@earshot/platform/jobs';
import { InProcessLiveBus, RedisLiveBus, type LiveBus } from '@earshot/platform/live-bus';
import {
  hasRedis,
  Rows,
  rowsNow,
  testDatabase,
  testRedis,
  until,
  type TestDatabase,
  type TestRedis,
} from '@earshot/testing';
import { NoticeChannel, type Notice } from './notice-channels';
import { NoticeJobs } from './notice-jobs';
import { retryAfterMs, SendNotices } from './send-notices';
import { SweepDeadlines } from './sweep-deadlines';

if (!hasRedis) console.warn('No redis-server here: the tests of notices on Bull are skipped.');

/** A target that notes what it is sent, and takes it or not. */
class Target extends NoticeChannel {
  readonly name = 'test';
  readonly received: Notice[] = [];
  isUp = true;
  /** What an answer waits for. */
  holding: Promise<void> = Promise.resolve();

  override async send(notice: Notice): Promise<void> {
    this.received.push(notice);
    await this.holding;
    if (!this.isUp) throw new Error('it is down');
  }
}

type Added = Parameters<JobQueue['add']>;

/** A queue that notes what it is given. */
class NotingQueue extends InProcessJobQueue {
  readonly added: Added[] = [];

  override add(...job: Added): Promise<void> {
    this.added.push(job);
    return super.add(...job);
  }
}
/** The same on Redis: the jobs that it has taken. */
class NotingBull extends BullJobQueue {
  taken = 0;

  override async add(...job: Added): Promise<void> {
    await super.add(...job);
    this.taken += 1;
  }
}

const brand: Scope = { personId: '', roles: [], brandIds: ['b'], vendorIds: null };

describe('notices by way of the queue', () => {
  let test: TestDatabase;
  let rows: Rows;
  let clock: ManualClock;
  let target: Target;
  let made = 0;
  const queues: JobQueue[] = [];

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', ['v1']);
  });
  beforeEach(async () => {
    await test.database.query('delete from outbox');
    clock = new ManualClock(rowsNow.getTime());
    target = new Target();
  });
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  });
  afterAll(() => test.close());

  /** One worker process on a queue. */
  function worker(queue: JobQueue, bus: LiveBus = new InProcessLiveBus(() => undefined)) {
    queues.push(queue);
    const sending = new SendNotices(test.database, clock, target, bus);
    const jobs = new NoticeJobs(queue, sending);
    jobs.onModuleInit();
    return { queue, sending, sweeping: new SweepDeadlines(test.database, clock, jobs) };
  }
  async function aDueFlag(): Promise<string> {
    const conversationId = `c${(made += 1)}`;
    await rows.conversation({ id: conversationId });
    const id = await rows.flag({ conversationId, columns: { deadline_at: rowsNow } });
    await rows.insert('deadlines', { kind: 'acknowledge-critical', subject_id: id, due_at: rowsNow });
    return id;
  }
  const notifiedAt = async (id: string) =>
    (await new FlagRepository(test.database).find(brand, id))?.notifiedAt ?? null;
  const isNotified = (id: string) => async () => (await notifiedAt(id)) !== null;

  it('go at once, and the sweep finds nothing left', async () => {
    const { queue, sweeping, sending } = worker(new InProcessJobQueue(console.error));
    await queue.start();
    const id = await aDueFlag();
    await sweeping.execute();
    await until('it is sent', isNotified(id));
    expect(await sending.execute()).toBe(0);
    expect(target.received).toMatchObject([{ flagId: id }]);
  });

  it('do not wait for one whose target hangs', async () => {
    const { queue, sweeping } = worker(new InProcessJobQueue(console.error));
    await queue.start();
    let release = () => undefined as void;
    target.holding = new Promise((resolve) => (release = resolve));
    const first = await aDueFlag();
    await sweeping.execute();
    await until('it hangs', () => target.received.length === 1);
    target.holding = Promise.resolve();
    const second = await aDueFlag();
    await sweeping.execute();
    await until('the other is sent', isNotified(second));
    expect(await notifiedAt(first)).toBeNull();
    release();
    await until('it is sent', isNotified(first));
  });

  it('are tried again by the queue when their time has come', async () => {
    const queue = new NotingQueue(console.error);
    const { sweeping } = worker(queue);
    await queue.start();
    target.isUp = false;
    const id = await aDueFlag();
    await sweeping.execute();
    await until('it is to be tried again', () => queue.added.length === 2);
    const [, attempt, payload, delayMs] = queue.added[1] ?? [];
    expect([attempt, delayMs]).toEqual([expect.stringMatching(/^\d+\/2$/), retryAfterMs(1)]);
    expect(await new OutboxRepository(test.database).overdue('notify-flag')).toMatchObject({ count: 1 });
    target.isUp = true;
    clock.advance(retryAfterMs(1));
    await queue.add('send-notice', 'now', payload ?? {});
    await until('it is sent', isNotified(id));
  });

  (hasRedis ? describe : describe.skip)('on Bull', () => {
    let redis: TestRedis;
    beforeAll(async () => (redis = await testRedis()));
    afterAll(() => redis.close());
    const bull = () => new BullJobQueue(redis.url, () => undefined);

    it('go once, by whichever worker is free', async () => {
      const [one, other] = [worker(bull()), worker(bull())];
      await Promise.all([one.queue.start(), other.queue.start()]);
      const ids = await Promise.all(Array.from({ length: 12 }, aDueFlag));
      await Promise.all([one.sweeping.execute(), other.sweeping.execute()]);
      await Promise.all([one.sending.execute(), other.sending.execute()]);
      for (const id of ids) await until('it is sent', isNotified(id));
      expect(target.received.map(({ flagId }) => flagId).sort()).toEqual(ids.sort());
    });

    it('reach their target though Redis dies, with their jobs in it, before any was run', async () => {
      const queue = new NotingBull(redis.url, () => undefined);
      const { sweeping, sending } = worker(queue);
      const ids = await Promise.all([aDueFlag(), aDueFlag()]);
      expect(await sweeping.execute()).toBe(2);
      await until('Redis has the jobs', () => queue.taken === 2);
      await redis.stop();
      expect(target.received).toEqual([]);
      expect(await sending.execute()).toBe(2);
      await redis.start();
      await queue.start();
      await until('Redis is back', () => queue.state === 'connected', 20_000);
      expect(await sending.execute()).toBe(0);
      expect(target.received.map(({ flagId }) => flagId).sort()).toEqual(ids.sort());
      for (const id of ids) expect(await notifiedAt(id)).not.toBeNull();
    }, 60_000);

    it('are asked for and sent by the sweeps while Redis is away, which hold nothing up', async () => {
      const { queue, sweeping, sending } = worker(bull());
      await queue.start();
      await queue.add('send-notice', 'first', { v: 1, outboxId: '0' });
      await redis.stop();
      await until('it is seen to be away', () => queue.state === 'away');
      const id = await aDueFlag();
      expect(await sweeping.execute()).toBe(1);
      expect(await sending.execute()).toBe(1);
      expect(await notifiedAt(id)).not.toBeNull();
      await redis.start();
      await until('Redis is back', () => queue.state === 'connected', 20_000);
    }, 60_000);

    it('are asked for and sent by the sweeps while Redis hangs, one after the other', async () => {
      const bus = new RedisLiveBus(redis.url, () => undefined);
      const { queue, sweeping, sending } = worker(bull(), bus);
      await queue.start();
      await until('all is connected', () => bus.state === 'connected');
      await queue.add('send-notice', 'first', { v: 1, outboxId: '0' });
      redis.freeze();
      for (let round = 0; round < 3; round += 1) {
        const ids = [await aDueFlag(), await aDueFlag()];
        const started = performance.now();
        expect(await sweeping.execute()).toBe(2);
        expect(await sending.execute()).toBe(2);
        expect(performance.now() - started).toBeLessThan(1_000);
        for (const id of ids) expect(await notifiedAt(id)).not.toBeNull();
      }
      expect(target.received).toHaveLength(6);
      await until('it is seen', () => bus.state === 'away' && queue.state === 'away', 5_000);
      redis.thaw();
      await until('Redis is back', () => queue.state === 'connected', 20_000);
      // The jobs that it took all the same find nothing left to send.
      await queue.add('send-notice', 'last', { v: 1, outboxId: '0' });
      expect(target.received).toHaveLength(6);
      await bus.close();
    }, 60_000);
  });
});
