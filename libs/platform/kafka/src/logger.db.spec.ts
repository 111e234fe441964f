import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka } from 'kafkajs';
import {
  createTopic,
  provideKafka,
  startKafka,
  type KafkaHandle,
} from '../../../../tools/services/kafka.mjs';
import { kafkaLogger } from './logger';

/** Why there is no Kafka here; null where there is. */
function missingKafka(): string | null {
  try {
    provideKafka();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
const missing = missingKafka();
if (missing !== null) console.warn(`The test of what kafkajs says is skipped: ${missing}`);

(missing === null ? describe : describe.skip)('kafkajs', () => {
  let kafka: KafkaHandle;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-kafka-'));
    kafka = await startKafka({ dir: join(folder, 'kafka'), heap: '256m' });
    await createTopic(kafka.brokers, 'topic', 1);
  }, 120_000);
  afterAll(async () => {
    await kafka.remove();
    rmSync(folder, { recursive: true, force: true });
  });

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
