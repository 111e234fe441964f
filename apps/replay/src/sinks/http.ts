import { intakeAnswerSchema } from '@earshot/contracts';
import { toJson, type TimedEvent } from '../generator/conversation';
import { SinkRefused, type Delivered, type Sink } from './sink';

/** Answers that say "not now": the batch is sent again. */
const again = new Set([408, 425, 429, 500, 502, 503, 504]);
const longestPauseMs = 10_000;

/** Gives the sink that posts batches to the HTTP intake at `url`, with `key` as bearer token. */
export function httpSink(options: {
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
  /** Told of every attempt that has to be repeated, with the reason. */
  readonly onRetry?: (reason: string) => void;
}): Sink {
  const endpoint = new URL('/api/v1/events', options.url);

  async function send(batch: readonly TimedEvent[]): Promise<Delivered> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await post(`[${batch.map(toJson).join(',')}]`);
      if (answer.status === 202) return tally(answer.body);
      if (answer.status === 413 && batch.length > 1) {
        const half = batch.length >> 1;
        return sum(await send(batch.slice(0, half)), await send(batch.slice(half)));
      }
      if (answer.status !== undefined && !again.has(answer.status)) {
        throw new SinkRefused(`${endpoint.href} answered ${answer.status}: ${answer.body.slice(0, 300)}`);
      }
      options.onRetry?.(answer.status === undefined ? answer.body : `HTTP ${answer.status}`);
      await pause(answer.retryAfterMs ?? Math.min(longestPauseMs, 100 * 2 ** Math.min(attempt, 10)));
    }
  }

  async function post(body: string): Promise<{ status?: number; body: string; retryAfterMs?: number }> {
    options.signal.throwIfAborted();
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/cloudevents-batch+json',
          authorization: `Bearer ${options.key}`,
        },
        body,
        signal: options.signal,
      });
      const retryAfterMs = retryAfter(response.headers.get('retry-after'));
      const text = await response.text();
      return { status: response.status, body: text, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    } catch (error) {
      options.signal.throwIfAborted();
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { body: cause instanceof Error ? cause.message : String(cause) };
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(options.signal.reason as Error);
      };
      const timer = setTimeout(() => {
        options.signal.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      options.signal.addEventListener('abort', onAbort, { once: true });
    });

  return { name: endpoint.origin, send, close: () => Promise.resolve() };
}

/** Gives a `Retry-After` (seconds, or a date) in ms from now; undefined where there is none that can be read. */
export function retryAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function tally(body: string): Delivered {
  const answer = intakeAnswerSchema.parse(JSON.parse(body));
  const rejected: Record<string, number> = {};
  for (const { code } of answer.rejected) rejected[code] = (rejected[code] ?? 0) + 1;
  return { accepted: answer.accepted, duplicates: answer.duplicates, rejected };
}

/** Gives two results added up. */
export function sum(left: Delivered, right: Delivered): Delivered {
  const rejected: Record<string, number> = { ...left.rejected };
  for (const [code, n] of Object.entries(right.rejected)) rejected[code] = (rejected[code] ?? 0) + n;
  return {
    accepted: left.accepted + right.accepted,
    duplicates: left.duplicates + right.duplicates,
    rejected,
  };
}
