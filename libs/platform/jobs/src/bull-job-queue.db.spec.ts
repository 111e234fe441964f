import { hasRedis, jobQueueConformance, testRedis, until, type TestRedis } from '@earshot/testing';
import Redis from 'ioredis';
import { BullJobQueue } from './bull-job-queue';

if (!hasRedis) console.warn('No redis-server here: the tests of BullJobQueue are skipped.');

(hasRedis ? describe : describe.skip)('BullJobQueue', () => {
  let redis: TestRedis;
  let admin: Redis;
  beforeAll(async () => {
    redis = await testRedis();
    admin = new Redis(redis.url);
    admin.on('error', () => undefined);
  });
  beforeEach(async () => void (await admin.flushall()));
  afterAll(async () => {
    admin.disconnect();
    await redis.close();
  });

  jobQueueConformance((onError) => new BullJobQueue(redis.url, onError));

  it('shares work between two processes: each job once', async () => {
    const seen: string[] = [];
    const queues = [new BullJobQueue(redis.url, console.error), new BullJobQueue(redis.url, console.error)];
    for (const queue of queues) {
      queue.handle(
        'share',
        { concurrency: 1, attempts: 1, backoffMs: 1 },
        async ({ id }) => void seen.push(id),
      );
    }
    await Promise.all(queues.map((queue) => queue.start()));
    const ids = Array.from({ length: 40 }, (_, n) => String(n));
    for (const id of ids) await queues[0]?.add('share', id, {});
    await until('all ran', () => seen.length >= ids.length);
    expect([...seen].sort()).toEqual([...ids].sort());
    await Promise.all(queues.map((queue) => queue.close()));
  });

  it('goes on after a flush and after Redis was away', async () => {
    const seen: string[] = [];
    const queue = new BullJobQueue(redis.url, () => undefined);
    queue.handle(
      'go-on',
      { concurrency: 1, attempts: 1, backoffMs: 1 },
      async ({ id }) => void seen.push(id),
    );
    await queue.start();
    await queue.add('go-on', 'lost', {}, 60_000);
    await admin.flushall();
    await queue.add('go-on', 'after the flush', {});
    await until('it ran', () => seen.includes('after the flush'));
    await redis.stop();
    await until('it is seen to be away', () => queue.state === 'away');
    await expect(queue.add('go-on', 'while it is away', {})).rejects.toThrow('Redis is away');
    await redis.start();
    await until('it is back', () => queue.state === 'connected', 20_000);
    await queue.add('go-on', 'after the crash', {});
    await until('it ran', () => seen.includes('after the crash'), 20_000);
    await queue.close();
  }, 60_000);

  it('holds nobody up while Redis hangs, says so, and goes on when it answers again', async () => {
    const seen: string[] = [];
    const queue = new BullJobQueue(redis.url, () => undefined);
    queue.handle('hang', { concurrency: 1, attempts: 1, backoffMs: 1 }, async ({ id }) => void seen.push(id));
    await queue.start();
    await queue.add('hang', 'before', {});
    await until('it ran', () => seen.includes('before'));

    redis.freeze();
    const started = performance.now();
    await expect(queue.add('hang', 'while it hangs', {})).rejects.toThrow(/Redis/);
    expect(performance.now() - started).toBeLessThan(3_000);
    await until('it is seen to be away', () => queue.state === 'away', 5_000);
    await expect(queue.add('hang', 'later', {})).rejects.toThrow('Redis is away');

    redis.thaw();
    await until('it is back', () => queue.state === 'connected', 20_000);
    await queue.add('hang', 'after', {});
    await until('it ran', () => seen.includes('after'), 30_000);
    await queue.close();
  }, 60_000);
});
