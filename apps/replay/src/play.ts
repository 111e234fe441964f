import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { ConversationSource } from './generator/conversation';
import { generated } from './generator/generated';
import { readRecorded, recorded } from './generator/recorded';
import { type Pace } from './options';
import { pump, PumpFailed } from './pump';
import { fileSink } from './sinks/file';
import { httpSink } from './sinks/http';
import { kafkaSink, type KafkaMode } from './sinks/kafka';
import type { Sink } from './sinks/sink';
import { type Summary } from './summary';
import { traffic } from './traffic';
import { UsageError } from './usage';

/** The command line of `play` and `write`, parsed. */
export interface PlayOptions {
  readonly file?: string;
  readonly to?: string;
  readonly key?: string;
  readonly brokers?: string;
  readonly topic: string;
  readonly mode: KafkaMode;
  readonly out?: string;
  readonly keyDelimiter?: string;
  readonly seed?: string;
  readonly conversations?: number;
  readonly events?: number;
  readonly duration?: number;
  readonly start?: number;
  readonly span: number;
  readonly warm: number;
  readonly pace: Pace;
  readonly rate?: number;
  readonly interleave?: number;
  readonly agents: boolean;
  readonly truth?: string;
  readonly batch?: number;
  readonly quiet?: boolean;
}

/** After the first signal what is on its way may still arrive; so long. */
const graceMs = 1500;

/** Plays conversations to wherever the options say and gives the exit code. */
export async function play(options: PlayOptions): Promise<number> {
  const now = Date.now();
  const endless = options.pace.kind === 'live' || options.pace.kind === 'now';
  // Without a start the times differ from run to run, and then the ids must too.
  const seed = options.seed ?? (options.start === undefined ? now.toString(36) : '1');
  const { make, inFile } = await sourceOf(options, seed);
  const stopping = new AbortController();
  const giveUp = new AbortController();
  const sink = await sinkOf(options, giveUp.signal);
  const release = onSignals(() => {
    stopping.abort();
    setTimeout(() => giveUp.abort(new Error('stopped')), graceMs).unref();
  });
  const limit =
    options.duration === undefined ? undefined : setTimeout(() => stopping.abort(), options.duration);

  const planned = traffic({
    ...options,
    make,
    seed,
    conversations: conversationsOf(options, endless, inFile),
    events: options.events ?? Infinity,
    spanMs: options.span,
    warmMs: options.warm,
    now,
  });
  const truth = options.truth === undefined ? undefined : createWriteStream(options.truth, 'utf8');
  const bar = barFor(options, planned.conversations);
  try {
    const summary = await pump({
      events: planned.events,
      start: planned.start,
      sink,
      pace: options.pace,
      rate: options.pace.kind === 'live' ? undefined : options.rate,
      batch: options.batch ?? (options.brokers === undefined ? 500 : 1000),
      inFlight: options.out === undefined && !endless ? 3 : 1,
      stopping: stopping.signal,
      onTruth: (known) => {
        truth?.write(`${JSON.stringify(known)}\n`);
        bar?.conversation();
      },
      onSent: (so) => bar?.show(so),
    });
    bar?.stop();
    report(options, summary, sink.name);
    return summary.undelivered > 0 ? 1 : 0;
  } catch (error) {
    bar?.stop();
    if (!(error instanceof PumpFailed)) throw error;
    report(options, error.summary, sink.name);
    console.error(error.message);
    return 1;
  } finally {
    clearTimeout(limit);
    release();
    await sink.close();
    await closed(truth);
  }
}

function report(options: PlayOptions, summary: Summary, receiver: string): void {
  if (options.quiet !== true) console.log(summary.lines(receiver).join('\n'));
}

async function sourceOf(
  options: PlayOptions,
  seed: string,
): Promise<{ make: ConversationSource; inFile?: number }> {
  if (options.file === undefined) return { make: generated(seed) };
  const conversations = await readRecorded(options.file);
  return { make: recorded(conversations, seed), inFile: conversations.length };
}

/** A run without any bound ends by itself: a file with its end, generated ones after a thousand, a live run never. */
function conversationsOf(options: PlayOptions, endless: boolean, inFile: number | undefined): number {
  if (options.conversations !== undefined) return options.conversations;
  if (endless) return Infinity;
  // No conversation has fewer than three events, so this many cannot run out before.
  if (options.events !== undefined) return Math.ceil(options.events / 3);
  return inFile ?? 1000;
}

async function sinkOf(options: PlayOptions, signal: AbortSignal): Promise<Sink> {
  if (options.out !== undefined) {
    return fileSink({
      path: options.out,
      ...(options.keyDelimiter === undefined ? {} : { keyDelimiter: options.keyDelimiter }),
    });
  }
  let said = '';
  const onRetry = (reason: string): void => {
    if (options.quiet !== true && reason !== said) console.error(`trying again: ${reason}`);
    said = reason;
  };
  if (options.brokers !== undefined) {
    const { topic, mode } = options;
    return kafkaSink({ brokers: options.brokers.split(','), topic, mode, signal, onRetry });
  }
  if (options.to === undefined) throw new UsageError('Say where to: --to URL --key KEY, or --brokers LIST.');
  if (options.key === undefined)
    throw new UsageError('--to needs the intake key: --key KEY or EARSHOT_INTAKE_KEY.');
  return httpSink({ url: options.to, key: options.key, signal, onRetry });
}

function onSignals(stop: () => void): () => void {
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}

interface Bar {
  conversation(): void;
  show(summary: Summary): void;
  stop(): void;
}

function barFor(options: PlayOptions, conversations: number): Bar | undefined {
  if (options.quiet === true || !process.stderr.isTTY) return undefined;
  const format = Number.isFinite(conversations)
    ? '{bar} {percentage} % | {value}/{total} conversations | {events} events | {rate}/s'
    : '{value} conversations | {events} events | {rate}/s';
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, fps: 5 });
  bar.start(Number.isFinite(conversations) ? conversations : 1, 0, { events: 0, rate: 0 });
  const began = Date.now();
  return {
    conversation: () => bar.increment(),
    show: ({ sent }) =>
      bar.update({ events: sent, rate: Math.round((sent * 1000) / Math.max(1, Date.now() - began)) }),
    stop: () => bar.stop(),
  };
}

async function closed(stream: WriteStream | undefined): Promise<void> {
  if (stream === undefined) return;
  stream.end();
  await once(stream, 'close');
}
