import { Kafka, logLevel } from 'kafkajs';
import { listOffsets, resetOffset } from '@earshot/data-access';
import { ManualClock } from '@earshot/platform/clock';
import { InProcessLiveBus } from '@earshot/platform/live-bus';
import {
  anEvent,
  eventsNow,
  missingKafka,
  testDatabase,
  testKafka,
  until,
  type TestDatabase,
  type TestKafka,
} from '@earshot/testing';
import { type IntakeDesk } from './intake-desk';
import { KafkaIntake } from './kafka-intake';
import { ReadIntakeStatus } from './read-status';
import { intakeDeskOf } from './testing/intake-desk-of';
import { TopicWatch } from './topic-watch';

const topic = 'conversation.events';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const administrator = { personId: '', roles: ['administrator' as const], brandIds: ['b'], vendorIds: null };

const missing = missingKafka();
if (missing !== null) console.warn(`The test of a topic that is made anew is skipped: ${missing}`);

(missing === null ? describe : describe.skip)('a topic that is made anew', () => {
  let test: TestDatabase;
  let kafka: TestKafka;
  let desk: IntakeDesk;
  let client: Kafka;

  beforeAll(async () => {
    [test, kafka] = await Promise.all([testDatabase(), testKafka()]);
    client = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING });
    ({ desk } = await intakeDeskOf(test.database, eventsNow, new InProcessLiveBus(() => undefined)));
    await kafka.createTopic(topic);
  }, 120_000);
  afterAll(async () => {
    await kafka.close();
    await test.close();
  });

  function reading(): KafkaIntake {
    const intake = new KafkaIntake(
      { brokers: [kafka.brokers], topic, brandId: 'b', concurrency: 1 },
      desk,
      test.database,
      new ManualClock(eventsNow),
    );
    intake.start();
    return intake;
  }
  async function produce(from: number, count: number): Promise<void> {
    const producer = client.producer();
    await producer.connect();
    const messages = Array.from({ length: count }, (_, n) => {
      const id = `e${from + n}`;
      const event = anEvent('conversation.message.v1', {
        id,
        subject: `c${from + n}`,
        data: { messageId: id },
      });
      return { key: event.subject, value: JSON.stringify(event) };
    });
    await producer.send({ topic, messages });
    await producer.disconnect();
  }
  async function makeAnew(): Promise<void> {
    const admin = client.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await until('it is gone', async () => !(await admin.listTopics()).includes(topic), 20_000);
    await admin.disconnect();
    await kafka.createTopic(topic);
  }
  const known = async () =>
    Number((await test.database.query<{ n: string }>('select count(*) as n from messages'))[0]?.n);
  const stored = async () => (await listOffsets(test.database))[0];
  async function alarms(): Promise<readonly string[]> {
    const watch = new TopicWatch([kafka.brokers], topic, quiet);
    const bus = new InProcessLiveBus(() => undefined);
    const status = new ReadIntakeStatus(test.database, new ManualClock(eventsNow), watch, bus);
    const found = (await status.execute(administrator)).alarms.map(({ code }) => code);
    await watch.close();
    return found;
  }

  it('is not read from its middle once it has grown to the stored offset: only a reset lets it go on', async () => {
    let intake = reading();
    await produce(0, 10);
    await until('ten are read', async () => (await known()) === 10, 60_000);
    await intake.stop();

    await makeAnew();
    intake = reading();
    await until('it stands still', async () => (await stored())?.outside_since != null, 60_000);
    expect(await alarms()).toContain('offset-outside-log');
    await produce(10, 12);
    // Longer than it takes to look again.
    await new Promise((done) => setTimeout(done, 7_000));
    expect([await known(), (await stored())?.next_offset]).toEqual([10, '10']);
    expect(await alarms()).toContain('offset-outside-log');

    await intake.stop();
    intake = reading();
    await new Promise((done) => setTimeout(done, 12_000));
    expect([await known(), (await stored())?.next_offset]).toEqual([10, '10']);
    expect(await alarms()).toContain('offset-outside-log');

    const { cluster_id: clusterId = '' } = (await stored()) ?? {};
    await resetOffset(test.database, { clusterId, topic, partition: 0 }, '0');
    await until('all is read', async () => (await known()) === 22, 60_000);
    expect(await alarms()).toEqual([]);
    await intake.stop();
  }, 240_000);
});
