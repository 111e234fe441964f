import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { toJson } from '../generator/conversation';
import type { Sink } from './sink';

/**
 * Gives the sink that writes events to a file, one a line. With a delimiter each line is the key, the delimiter and
 * the event, as `kcat -P -K` reads it.
 */
export async function fileSink(options: {
  readonly path: string;
  readonly keyDelimiter?: string;
}): Promise<Sink> {
  const stream = createWriteStream(options.path, 'utf8');
  await once(stream, 'open');
  const delimiter = options.keyDelimiter;
  return {
    name: options.path,
    async send(batch) {
      const lines = batch.map((event) =>
        delimiter === undefined ? `${toJson(event)}\n` : `${event.key}${delimiter}${toJson(event)}\n`,
      );
      if (!stream.write(lines.join(''))) await once(stream, 'drain');
      return { accepted: batch.length, duplicates: 0, rejected: {} };
    },
    close: () =>
      new Promise((resolve, reject) => {
        stream.once('error', reject);
        stream.end(() => resolve());
      }),
  };
}
