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
    await here.publish('flags.changed', { flagIds: [] });
    await until('both heard', () => heard.here === 1 && heard.there === 1);

    await redis.stop();
    await until('it is seen to be away', () => here.state === 'away');
    await here.publish('flags.changed', { flagIds: [] });
    expect(heard).toEqual({ here: 2, there: 1 });
    expect(errors.length).toBeGreaterThan(0);

    await redis.start();
    await until('both are back', both, 20_000);
    await until('both hear again', async () => {
      await here.publish('flags.changed', { flagIds: [] });
      await new Promise((done) => setTimeout(done, 50));
      return heard.there > 1 && heard.here > 2;
    });
    await Promise.all([here.close(), there.close()]);
  }, 60_000);
});
