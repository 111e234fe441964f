import Redis, { type RedisOptions } from 'ioredis';

/** A Redis that answers nothing for so long is given up, ms; that is noticed after twice as long at most. */
const longestSilenceMs = 1_000;

/**
 * A connection to Redis that is opened, and opened again, in the background. One on which nothing is answered any more
 * (a process that hangs, a network that drops packets) is broken off: left alone it looks connected, and whatever is
 * asked of it waits for ever.
 */
export function openRedis(url: string, options: RedisOptions = {}, silenceMs = longestSilenceMs): Redis {
  const client = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(2_000, attempt * 100),
    ...options,
  });
  breakSilence(client, silenceMs);
  return client;
}

/** Ends a connection, whatever state it is in. */
export async function endRedis(client: Redis): Promise<void> {
  // `quit` waits for an answer: of one that is away there is none, and one that hangs is broken off as ever.
  if (client.status === 'ready') await client.quit().catch(() => undefined);
  if (client.status !== 'end') client.disconnect();
}

/** Asks once in a while, and breaks the connection where the last question found no answer. */
function breakSilence(client: Redis, silenceMs: number): void {
  let unanswered = 0;
  const answered = () => void (unanswered = 0);
  const timer = setInterval(() => {
    const { status } = client;
    if (status !== 'ready' && status !== 'connect') return answered();
    if (unanswered > 0) {
      // An answer may lie in the socket unread, where this process itself stood still: it is read before this runs.
      setImmediate(() => {
        if (unanswered > 1) client.stream.destroy(new Error(`Redis has not answered for ${silenceMs} ms.`));
      });
    }
    unanswered += 1;
    // Before it is ready ioredis itself has asked.
    if (status === 'ready') client.ping().then(answered, () => undefined);
  }, silenceMs);
  timer.unref();
  client.on('ready', answered);
  client.on('close', answered);
  client.on('end', () => clearInterval(timer));
}
