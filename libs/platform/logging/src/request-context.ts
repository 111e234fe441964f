import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<{ readonly requestId: string }>();

/** Runs `work` such that every log line under it, however deep, carries the request's id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return current.run({ requestId }, work);
}

/** The id of the request that is being answered, or undefined outside one. */
export function currentRequestId(): string | undefined {
  return current.getStore()?.requestId;
}
