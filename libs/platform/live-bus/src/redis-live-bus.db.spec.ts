import { hasRedis, liveBusConformance, testRedis, until, type TestRedis } from '@earshot/testing';
import { RedisLiveBus } from './redis-live-bus';

if (!hasRedis) console.warn('No redis-server here: the tests of RedisLiveBus are skipped.');

(hasRedis ? describe : describe.skip)('RedisLiveBus', () => {
  let redis: TestRedis;
  beforeAll(async () => void (redis = await testRedis()));
  afterAll(() => redis.close());

  liveBusConformance((onError) => new RedisLiveBus(redis.url, onError));

  it('reaches another process; while Redis is away only its own, and both again when it is back', async () => {
    const errors: unknown[] = [];
    const [here, there] = [
      new RedisLiveBus(redis.url, (error) => errors.push(error)),
      new RedisLiveBus(redis.url, () => undefined),
    ];
    const heard = { here: 0, there: 0 };
    await here.subscribe('flags.changed', () => (heard.here += 1));
    await there.subscribe('flags.changed', () => (heard.there += 1));
    const both = () => here.state === 'connected' && there.state === 'connected';
    await until('both are connected', both);
    here.publish('flags.changed', { flagIds: [] });
    await until('both heard', () => heard.here === 1 && heard.there === 1);

    await redis.stop();
    await until('it is seen to be away', () => here.state === 'away');
    here.publish('flags.changed', { flagIds: [] });
    await until('it heard itself', () => heard.here === 2);
    expect(heard).toEqual({ here: 2, there: 1 });
    expect(errors.length).toBeGreaterThan(0);

    await redis.start();
    await until('both are back', both, 20_000);
    await until('both hear again', async () => {
      here.publish('flags.changed', { flagIds: [] });
      await new Promise((done) => setTimeout(done, 50));
      return heard.there > 1 && heard.here > 2;
    });
    await Promise.all([here.close(), there.close()]);
  }, 60_000);

  it('holds nobody up while Redis hangs, says so, and goes on when it answers again', async () => {
    const errors: unknown[] = [];
    const [here, there] = [
      new RedisLiveBus(redis.url, (error) => errors.push(error)),
      new RedisLiveBus(redis.url, () => undefined),
    ];
    const heard: Record<'here' | 'there', string[]> = { here: [], there: [] };
    await here.subscribe('flags.changed', ({ flagIds }) => heard.here.push(...flagIds));
    await there.subscribe('flags.changed', ({ flagIds }) => heard.there.push(...flagIds));
    const both = () => here.state === 'connected' && there.state === 'connected';
    await until('both are connected', both);

    redis.freeze();
    for (const id of ['1', '2', '3']) here.publish('flags.changed', { flagIds: [id] });
    await until('this process has heard them', () => heard.here.length >= 3, 5_000);
    expect(heard).toEqual({ here: ['1', '2', '3'], there: [] });
    expect([here.state, here.unheard]).toEqual(['away', 3]);
    expect(errors).toMatchObject([{ message: expect.stringContaining('has not answered') as string }]);
    // Neither a subscription nor the next message waits.
    await there.subscribe('measures.changed', () => undefined);
    here.publish('flags.changed', { flagIds: ['4'] });
    await until('this process has heard it', () => heard.here.includes('4'), 1_000);

    redis.thaw();
    await until('both are back', both, 20_000);
    await until('both hear again', async () => {
      here.publish('flags.changed', { flagIds: ['5'] });
      await new Promise((done) => setTimeout(done, 50));
      return heard.there.includes('5') && heard.here.includes('5');
    });
    redis.freeze();
    const started = performance.now();
    await Promise.all([here.close(), there.close()]);
    expect(performance.now() - started).toBeLessThan(5_000);
    redis.thaw();
  }, 60_000);
});
