import type { ServiceHandle } from './process.mjs';

export interface RedisHandle extends ServiceHandle {
  readonly url: string;
}
export function provideRedis(options?: { say?: (line: string) => void }): void;
export function startRedis(options: {
  dir: string;
  port?: number;
  say?: (line: string) => void;
}): Promise<RedisHandle>;
