import { limits } from '@earshot/contracts';
import { problem } from '@earshot/platform/http';
import type { IncomingMessage } from 'node:http';

/** What is read and thrown away of a body that is too large, so that its sender hears the answer. */
const MOST_DRAINED = 256 * 1024 * 1024;

/** What room is made for at first where a body does not say how long it is, as chunked ones do not. */
const UNANNOUNCED = 256 * 1024;

/** How many bytes to make room for before a body is read: what it announces; where it does not say, what most need. */
export function announcedBytes(request: IncomingMessage): number {
  const announced = Number(request.headers['content-length'] ?? UNANNOUNCED);
  return Math.min(announced, limits.bodyBytes);
}

/**
 * The bytes of a body of at most 16 MB. Problem `body-too-large`; the rest is then read and thrown away. `more` is told
 * of the bytes beyond what was announced, and may throw.
 */
export async function readBody(request: IncomingMessage, more: (bytes: number) => void): Promise<Buffer> {
  let room = announcedBytes(request);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limits.bodyBytes) throw tooLarge(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > limits.bodyBytes) throw tooLarge(request);
    if (size > room) {
      more(size - room);
      room = size;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

/** Reads what still comes and throws it away: a sender that is cut off never reads the answer. */
export function drain(request: IncomingMessage): void {
  let drained = 0;
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MOST_DRAINED) request.destroy();
  });
  request.on('error', () => request.destroy());
  request.resume();
}

function tooLarge(request: IncomingMessage): Error {
  drain(request);
  return problem(
    'body-too-large',
    `Bodies hold at most ${limits.bodyBytes} bytes; send the events in several.`,
  );
}
