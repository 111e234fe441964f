import { missingKafka, testKafka, type TestKafka } from '@earshot/testing';
import { Kafka } from 'kafkajs';
import { kafkaLogger } from './logger';

const missing = missingKafka();
if (missing !== null) console.warn(`The test of what kafkajs says is skipped: ${missing}`);

(missing === null ? describe : describe.skip)('kafkajs', () => {
  let kafka: TestKafka;
  beforeAll(async () => {
    kafka = await testKafka();
    await kafka.createTopic('topic');
  }, 120_000);
  afterAll(() => kafka.close());

  it('tells where it goes to the start of a log of its own accord', async () => {
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    let tell: (partition: number) => void = () => undefined;
    const told = new Promise<number>((resolve) => (tell = resolve));
    const client = new Kafka({ brokers: [kafka.brokers], logCreator: kafkaLogger(quiet, (n) => tell(n)) });
    const consumer = client.consumer({ groupId: 'g' });
    await consumer.connect();
    await consumer.subscribe({ topic: 'topic', fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    consumer.seek({ topic: 'topic', partition: 0, offset: '5000' });
    expect(await told).toBe(0);
    await consumer.disconnect();
  }, 60_000);
});
