import { Module } from '@nestjs/common';
import { io } from 'socket.io-client';
import { type Change, type FlagChange, type SafetyData, type Snapshot } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { RedisLiveBus } from '@earshot/platform/live-bus';
import { cookieOf, hasRedis, Rows, rowsNow, testApp, testDatabase, testRedis, until } from '@earshot/testing';
import { LiveModule, MeasureSource } from './index';

class NoMeasures extends MeasureSource {
  override overview(): ReturnType<MeasureSource['overview']> {
    return Promise.resolve({ overall: [], byVendor: [] });
  }
}

@Module({ providers: [NoMeasures], exports: [NoMeasures] })
class MeasuresOfTest {}

if (!hasRedis)
  console.warn('No redis-server here: the tests of live views beside one that hangs are skipped.');

(hasRedis ? describe : describe.skip)('a live view beside other processes, while Redis hangs', () => {
  const officer: Scope = {
    personId: '00000000-0000-0000-0000-000000000001',
    roles: ['safety'],
    brandIds: ['b'],
    vendorIds: null,
  };

  it('shows within 5 s what another process could not tell of, and is told again when Redis answers', async () => {
    const [test, redis] = await Promise.all([testDatabase(), testRedis()]);
    const rows = new Rows(test.database);
    await rows.brand('b', ['v1']);
    const elsewhere = new RedisLiveBus(redis.url, () => undefined);
    const app = await testApp({
      database: test.database,
      imports: [
        LiveModule.with({
          imports: [MeasuresOfTest],
          measures: NoMeasures,
          publicOrigin: null,
          noticeTarget: 'none',
        }),
      ],
      bus: new RedisLiveBus(redis.url, () => undefined),
      now: rowsNow.getTime(),
    });
    const areConnected = () => app.bus.state === 'connected' && elsewhere.state === 'connected';
    await until('both are connected', areConnected);

    const snapshots: Snapshot[] = [];
    const changes: Change[] = [];
    const client = io(`${app.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie: cookieOf(officer) },
    });
    client.on('snapshot', (message: Snapshot) => void snapshots.push(message));
    client.on('change', (message: Change) => void changes.push(message));
    client.emit('subscribe', { view: 'safety' });
    await until('there is a snapshot', () => snapshots.length === 1);
    let made = 0;
    const aFlag = async () => {
      const conversationId = `c${(made += 1)}`;
      await rows.conversation({ id: conversationId, vendorId: 'v1' });
      return rows.flag({ conversationId });
    };
    const wasPushed = (id: string) => () => changes.some(({ data }) => (data as FlagChange).flagId === id);

    // Written by the other process, whose message gets lost; then closed by it, which is lost as well.
    redis.freeze();
    const lost = await aFlag();
    elsewhere.publish('flags.changed', { flagIds: [lost] });
    await until('it was in vain', () => elsewhere.unheard === 1, 5_000);
    app.clock.advance(5_000);
    await until('it is shown', wasPushed(lost));
    await test.database.query(`update flags set state = 'closed', revision = revision + 1 where id = $1`, [
      lost,
    ]);
    elsewhere.publish('flags.changed', { flagIds: [lost] });
    app.clock.advance(5_000);
    await until('everything comes again', () => snapshots.length === 2);
    expect((snapshots[1]?.data as SafetyData).flags).toEqual([]);

    redis.thaw();
    await until('both are back', areConnected, 20_000);
    const told = await aFlag();
    await until('it is pushed at once', () => {
      elsewhere.publish('flags.changed', { flagIds: [told] });
      return wasPushed(told)();
    });
    // Numbered without gaps: to the client nothing was ever missing.
    const seqs = [...snapshots, ...changes].map(({ seq }) => seq).sort((a, b) => a - b);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));

    client.close();
    await app.close();
    await elsewhere.close();
    await Promise.all([test.close(), redis.close()]);
  }, 60_000);
});
