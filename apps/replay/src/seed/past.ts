import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@earshot/platform/database';
import { agentEvents } from '../generator/agents';
import { arrivalsOverDay } from '../generator/arrivals';
import type { ConversationSource, Truth } from '../generator/conversation';
import { generated } from '../generator/generated';
import type { Sent } from '../generator/order';
import { pump } from '../pump';
import type { Sink } from '../sinks/sink';
import type { Summary } from '../summary';
import { handleFlags } from './flags';
import { pastSeed } from './past-seed';
import { demoBrand } from './people';
import { forgetReceipts, receiveInTime } from './receipts';
import { submitReviews } from './reviews';

const dayMs = 24 * 3600_000;
const minuteMs = 60_000;

/** How much past there is. */
export interface PastSize {
  readonly days: number;
  readonly conversations: number;
}

/** Three weeks of a small desk: enough that every vendor has well over forty reviews. */
export const demoPast: PastSize = { days: 21, conversations: 4000 };

/** What became of the past. `done` is false where it was there already. */
export type PastResult =
  | { readonly done: false }
  | { readonly done: true; readonly summary: Summary; readonly flags: number; readonly reviews: number };

/**
 * Plays the past of the demo through the intake and then writes down what people did about it: flags acknowledged
 * and closed, reviews submitted, all marked as demo. It is played once: a note in `dataDir` keeps the instant that
 * it ends at, so that a broken run is taken up with the same events, and a finished one is left alone.
 */
export async function seedPast(options: {
  readonly database: Database;
  readonly sink: Sink;
  readonly dataDir: string;
  readonly now: number;
  readonly stopping: AbortSignal;
  readonly size?: PastSize;
}): Promise<PastResult> {
  const { database, sink, stopping, size = demoPast } = options;
  const note = new PastNote(options.dataDir);
  const begun = note.read();
  if (begun?.done === true) return { done: false };
  if (begun === undefined && (await isThere(database))) return { done: false };
  const end = begun?.end ?? options.now;
  note.write({ end, done: false });

  const truths = new Map<string, Truth>();
  const began = Date.now();
  const summary = await pump({
    events: pastEvents(size, end, truths),
    start: end,
    sink,
    pace: { kind: 'flat' },
    batch: 1000,
    inFlight: 2,
    stopping,
  });
  if (stopping.aborted) throw new Error('stopped before the past was whole; it goes on at the next start');
  await markDemo(database);
  await forgetReceipts(database, began, Date.now());
  await receiveInTime(database, `^c-${pastSeed}-`);
  const flags = await handleFlags(database, {
    ids: `^c-${pastSeed}-[0-9]+$`,
    truthOf: (conversationId) => truths.get(conversationId),
    end,
  });
  const reviews = await submitReviews(database, truths, end);
  note.write({ end, done: true });
  return { done: true, summary, flags, reviews };
}

/**
 * Gives the events of the past, one conversation after the other, and notes the truth about each. What would still
 * run at `end` is left out: live traffic has its own.
 */
export function* pastEvents(size: PastSize, end: number, truths: Map<string, Truth>): Generator<Sent> {
  const start = end - size.days * dayMs;
  for (const event of agentEvents(pastSeed, start)) yield { event, truth: undefined };
  const make: ConversationSource = generated(pastSeed);
  const opensAt = arrivalsOverDay({
    seed: pastSeed,
    start,
    spanMs: size.days * dayMs - 15 * minuteMs,
    count: size.conversations,
  });
  for (let index = 0; index < size.conversations; index += 1) {
    const { events, truth } = make(index, opensAt(index));
    const last = events[events.length - 1];
    if (last === undefined || last.at >= end - minuteMs) continue;
    truths.set(truth.conversationId, truth);
    for (const event of events) yield { event, truth: undefined };
  }
}

async function isThere(database: Database): Promise<boolean> {
  const rows = await database.query('select 1 from conversations where brand_id = $1 and demo limit 1', [
    demoBrand,
  ]);
  return rows.length > 0;
}

/** Marks what the past left behind as demo data; flags and reviews are marked where they are written. */
async function markDemo(database: Database): Promise<void> {
  const mine = `brand_id = $1 and conversation_id like 'c-${pastSeed}-%' and not demo`;
  for (const table of ['conversations', 'selections', 'review_items']) {
    await database.query(`update ${table} set demo = true where ${mine}`, [demoBrand]);
  }
}

/** The note that a past has begun, and when it ends; kept beside the embedded database. */
class PastNote {
  private readonly file: string;

  constructor(dataDir: string) {
    this.file = join(dataDir, 'demo-past.json');
  }

  read(): { end: number; done: boolean } | undefined {
    return existsSync(this.file)
      ? (JSON.parse(readFileSync(this.file, 'utf8')) as { end: number; done: boolean })
      : undefined;
  }

  write(note: { end: number; done: boolean }): void {
    writeFileSync(this.file, JSON.stringify(note));
  }
}
