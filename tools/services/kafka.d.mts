import type { ServiceHandle } from './process.mjs';

export const kafkaVersion: string;
export interface KafkaHandle extends ServiceHandle {
  /** `host:port` */
  readonly brokers: string;
  readonly controllerPort: number;
}
export function provideKafka(options?: { say?: (line: string) => void }): string;
export function createTopic(brokers: string, topic: string, partitions?: number): Promise<boolean>;
export function startKafka(options: {
  dir: string;
  port?: number;
  controllerPort?: number;
  settings?: Record<string, string>;
  heap?: string;
  say?: (line: string) => void;
}): Promise<KafkaHandle>;
