import { ManualClock } from '@earshot/platform/clock';
import { RedisLiveBus } from '@earshot/platform/live-bus';
import {
  anEvent,
  eventsNow,
  hasRedis,
  testDatabase,
  testRedis,
  until,
  type TestDatabase,
  type TestRedis,
} from '@earshot/testing';
import { HttpIntake } from './http-intake';
import { eventsOfBody } from './raw-event';
import { ReadIntakeStatus } from './read-status';
import { intakeDeskOf } from './testing/intake-desk-of';
import { TopicWatch } from './topic-watch';

const fail = (): void => {
  throw new Error('there is no topic');
};

if (!hasRedis)
  console.warn('No redis-server here: the tests of the intake beside one that hangs are skipped.');

(hasRedis ? describe : describe.skip)('the HTTP intake while Redis hangs', () => {
  let test: TestDatabase;
  let redis: TestRedis;
  let bus: RedisLiveBus;
  let intake: HttpIntake;

  beforeAll(async () => {
    [test, redis] = await Promise.all([testDatabase(), testRedis()]);
    bus = new RedisLiveBus(redis.url, () => undefined);
    const { desk } = await intakeDeskOf(test.database, eventsNow, bus);
    intake = new HttpIntake(desk, new ManualClock(eventsNow));
    await until('the bus is connected', () => bus.state === 'connected');
  });
  afterAll(async () => {
    await bus.close();
    await Promise.all([test.close(), redis.close()]);
  });

  const post = (n: number) => {
    const event = anEvent('conversation.message.v1', {
      id: `e${n}`,
      subject: `c${n}`,
      data: { messageId: `m${n}` },
    });
    return intake.take({ brandId: 'b', vendorId: null }, eventsOfBody(event) ?? [], true);
  };

  it('answers each request after its commit', async () => {
    await post(0);
    redis.freeze();
    for (let n = 1; n <= 5; n += 1) {
      const started = performance.now();
      expect(await post(n)).toMatchObject({ accepted: 1, rejected: [] });
      expect(performance.now() - started).toBeLessThan(2_000);
    }
    await until('it is seen that Redis hangs', () => bus.state === 'away', 5_000);
    const administrator = {
      personId: '',
      roles: ['administrator' as const],
      brandIds: ['b'],
      vendorIds: null,
    };
    const topic = new TopicWatch(null, null, { info: fail, warn: fail, error: fail });
    const status = await new ReadIntakeStatus(test.database, new ManualClock(eventsNow), topic, bus).execute(
      administrator,
    );
    expect(status.alarms).toMatchObject([{ code: 'redis-away' }]);
    expect(await post(6)).toMatchObject({ accepted: 1 });
    redis.thaw();
    await until('Redis is back', () => bus.state === 'connected', 20_000);
    expect(await post(7)).toMatchObject({ accepted: 1 });
  }, 60_000);
});
