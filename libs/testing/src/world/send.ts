import type { CloudEvent } from '@earshot/contracts';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { worldIntakeKey } from './world';

/** How events go out. */
export interface Sending {
  readonly events: readonly CloudEvent[];
  /** Events a second; all at once where not given. */
  readonly rate?: number;
}

const KAFKA_CHUNK = 100;
const HTTP_CHUNK = 200;

/** Writes events to a topic, keyed by conversation; again and again where the broker is away. */
export async function sendToTopic(brokers: string, topic: string, { events, rate }: Sending): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers], clientId: 'proof-producer', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  try {
    await inChunks(events, { size: KAFKA_CHUNK, rate }, async (chunk) => {
      const messages = chunk.map((event) => ({ key: event.subject, value: JSON.stringify(event) }));
      await producer.send({ topic, messages });
    });
  } finally {
    await producer.disconnect();
  }
}

/** Posts events to a server; again and again where it is down. `url` is asked anew each time. */
export async function sendOverHttp(url: () => string, { events, rate }: Sending): Promise<void> {
  await inChunks(events, { size: HTTP_CHUNK, rate }, async (chunk) => {
    const answer = await fetch(`${url()}/api/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${worldIntakeKey}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(chunk),
    });
    if (answer.status !== 202) throw new Error(`the intake answered ${answer.status}`);
    const { rejected } = (await answer.json()) as { rejected: unknown[] };
    if (rejected.length > 0) throw new RefusedError(JSON.stringify(rejected[0]));
  });
}

class RefusedError extends Error {}

async function inChunks(
  events: readonly CloudEvent[],
  { size, rate }: { size: number; rate: number | undefined },
  send: (chunk: readonly CloudEvent[]) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  for (let at = 0; at < events.length; at += size) {
    const chunk = events.slice(at, at + size);
    await persistently(() => send(chunk));
    const due = rate === undefined ? 0 : began + ((at + size) / rate) * 1000 - performance.now();
    if (due > 0) await sleep(due);
  }
}

/** Sends until it is taken: what was taken without our hearing of it is a duplicate the next time. */
async function persistently(send: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (error instanceof RefusedError || performance.now() > deadline) throw error;
      await sleep(300);
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
