import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopic, provideKafka, startKafka } from '../../../tools/services/kafka.mjs';

/** Why no real Kafka can be started here, or null where one can; its tests skip then, and say so. */
export function missingKafka(): string | null {
  try {
    provideKafka();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A private Kafka of one test. */
export interface TestKafka {
  readonly brokers: string;
  /** Makes a topic of one partition. */
  createTopic(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a Kafka with an empty log, on free ports. **Errors**: what `missingKafka` says. */
export async function testKafka(): Promise<TestKafka> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-kafka-'));
  const kafka = await startKafka({ dir: join(folder, 'kafka'), heap: '256m' });
  return {
    brokers: kafka.brokers,
    createTopic: async (name) => void (await createTopic(kafka.brokers, name, 1)),
    close: async () => {
      await kafka.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
