import { limits } from '@earshot/contracts';
import { problem } from '@earshot/platform/http';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import type { Room } from './waiting-bytes';

/** What is read and thrown away of a body that is refused, so that its sender hears the answer. */
const MOST_DRAINED = 256 * 1024 * 1024;

/** For how long nothing may come of a body, ms. */
const MOST_SILENCE_MS = 10_000;

/** How a body is read. */
export interface Reading {
  /** Whether it may wait where there is no room for it; else it is refused. */
  readonly isPatient: boolean;
  /** For how long nothing may come, ms; ten seconds where it is not said. */
  readonly silenceMs?: number;
}

/**
 * The bytes of a body of at most 16 MiB, for which room is taken as they arrive. Problems, each with the rest read and
 * thrown away: `body-too-large`, `body-too-slow` (also where it breaks off), and `throttled` where there is no room.
 */
export function readBody(
  request: IncomingMessage,
  room: Room,
  { isPatient, silenceMs = MOST_SILENCE_MS }: Reading,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (error: Error) => {
      clearTimeout(silence);
      request.off('data', take);
      // The room for them is given back now, and the request may live for minutes yet.
      chunks.length = 0;
      drain(request);
      reject(error);
    };
    const silence = setTimeout(() => {
      // Not its sender but we are slow where it waits for room.
      if (request.isPaused()) silence.refresh();
      else refuse(tooSlow());
    }, silenceMs);
    const take = (chunk: Buffer) => {
      silence.refresh();
      size += chunk.length;
      if (size > limits.bodyBytes) return refuse(tooLarge());
      chunks.push(chunk);
      if (room.tryTake(chunk.length)) return;
      if (!isPatient) return refuse(crowded());
      request.pause();
      void room.take(chunk.length).then(() => {
        silence.refresh();
        request.resume();
      });
    };
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limits.bodyBytes) return refuse(tooLarge());
    // No room is held for what has not come, but a body that would be cut off on its way need not set out.
    if (!isPatient && !room.fits(announced)) return refuse(crowded());
    finished(request, { writable: false }, (error) => {
      clearTimeout(silence);
      if (error) reject(brokenOff(error));
      else resolve(Buffer.concat(chunks, size));
    });
    request.on('data', take);
  });
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

function tooLarge(): Error {
  return problem(
    'body-too-large',
    `Bodies hold at most ${limits.bodyBytes} bytes; send the events in several.`,
  );
}

function tooSlow(): Error {
  return problem('body-too-slow', 'Nothing of the body came for too long. Send the same events again.');
}

/** Nobody reads this answer; but left as it came, a reset connection would be taken for the database's. */
function brokenOff(cause: Error): Error {
  return problem('body-too-slow', 'The connection broke before the body was whole.', { cause });
}

function crowded(): Error {
  return problem('throttled', 'Too much is waiting to be written. Send the same events again later.', {
    retryAfterSeconds: 2,
  });
}
