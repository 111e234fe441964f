import { EventProducer, type ProducedRecord, type StreamLogger } from '@earshot/platform/kafka';
import { toJson, type TimedEvent } from '../generator/conversation';
import type { Sink } from './sink';

/** How an event travels in a record: whole in its value, or with its attributes in `ce_*` headers. */
export type KafkaMode = 'structured' | 'binary';

/** Gives the Kafka record of an event (CloudEvents' Kafka protocol binding 1.0.2). */
export function toRecord(timed: TimedEvent, mode: KafkaMode): ProducedRecord {
  if (mode === 'structured') return { key: timed.key, value: toJson(timed), headers: structuredHeaders };
  const { data, datacontenttype, ...attributes } = timed.event;
  const headers: Record<string, string> = { 'content-type': datacontenttype ?? 'application/json' };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) headers[`ce_${name}`] = String(value);
  }
  return { key: timed.key, value: JSON.stringify(data), headers };
}

const structuredHeaders: Record<string, string> = {
  'content-type': 'application/cloudevents+json; charset=UTF-8',
};

const silent: StreamLogger = { error: () => undefined, warn: () => undefined, info: () => undefined };

/** Gives the sink that produces to a topic, which is made with 6 partitions if it is missing. */
export async function kafkaSink(options: {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly mode: KafkaMode;
  readonly signal: AbortSignal;
  /** Told of every send that has to be repeated, with the reason. */
  readonly onRetry?: (reason: string) => void;
}): Promise<Sink> {
  const { brokers, topic, mode, signal } = options;
  let producer = new EventProducer(brokers, topic, silent);
  await producer.connect();
  await producer.makeTopic(6);
  return {
    name: `${topic} on ${brokers.join(',')}`,
    async send(batch) {
      const records = batch.map((event) => toRecord(event, mode));
      for (;;) {
        signal.throwIfAborted();
        try {
          await producer.send(records);
          return { accepted: batch.length, duplicates: 0, rejected: {} };
        } catch (error) {
          // The producer has tried for long already. A new one begins afresh; what had arrived after all is a
          // duplicate, and known as such by its id.
          options.onRetry?.(error instanceof Error ? error.message : String(error));
          await producer.close().catch(() => undefined);
          producer = new EventProducer(brokers, topic, silent);
          await producer.connect().catch(() => undefined);
        }
      }
    },
    close: () => producer.close(),
  };
}
