/**
 * Recomputes every decision of a plan's period from its revealed key, and holds it against what was published.
 *
 *   npx tsx --tsconfig tsconfig.base.json tools/statistics/replay.ts \
 *     --plan plan.json --conversations conversations.jsonl [--published selections.jsonl]
 *
 * Prints one line of JSON for each conversation, or with --published every difference and a summary. Exits with 1
 * where there is a difference, 2 where the input is wrong. The formats are in docs/statistics.md, "Check a selection
 * yourself".
 */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { z } from 'zod';
import {
  PURPOSES,
  type PublishedDecision,
  type ReplayRow,
  type RevealedPlan,
  SelectionError,
  compareDecisions,
  replay,
  streamsOf,
} from '@earshot/domain/selection';

const probability = z.string();
const planFile = z.object({
  planId: z.string(),
  key: z.string().regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hex digits'),
  commitment: z.string().regex(/^[0-9a-fA-F]{64}$/, 'expected 64 hex digits'),
  rates: z.record(
    z.string(),
    z.array(z.object({ version: z.number().int(), from: z.iso.datetime(), p: probability })),
  ),
});
const conversation = z.object({
  conversationId: z.string(),
  closedAt: z.iso.datetime(),
  stratum: z.string(),
  pTrigger: probability.default('0'),
});
const published = z.object({
  conversationId: z.string(),
  purpose: z.enum(PURPOSES).optional(),
  kept: z.boolean(),
  inclusionProbability: probability,
});

async function* lines<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    number++;
    if (line.trim() !== '') {
      const parsed = schema.safeParse(JSON.parse(line));
      if (!parsed.success) {
        throw new Error(`${file}, line ${number}: ${z.prettifyError(parsed.error)}`);
      }
      yield parsed.data;
    }
  }
}

function readPlan(file: string): RevealedPlan {
  const { planId, key, commitment, rates } = planFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    planId,
    commitment,
    key: Buffer.from(key, 'hex'),
    rates: Object.fromEntries(
      Object.entries(rates).map(([stratum, steps]) => [
        stratum,
        steps.map(({ version, from, p }) => ({ version, fromMs: Date.parse(from), value: p })),
      ]),
    ),
  };
}

async function main(): Promise<number> {
  const options = new Command()
    .requiredOption('--plan <file>', 'the revealed plan')
    .requiredOption('--conversations <file>', 'ids, times, strata and trigger rates, JSON Lines')
    .option('--published <file>', 'decisions as published, JSON Lines')
    .parse()
    .opts<{ plan: string; conversations: string; published?: string }>();
  const plan = readPlan(options.plan);
  const rows: ReplayRow[] = [];
  for await (const { closedAt, ...rest } of lines(options.conversations, conversation)) {
    rows.push({ ...rest, closedAtMs: Date.parse(closedAt) });
  }
  const decisions = replay(plan, rows);
  if (options.published === undefined) {
    for (const {
      conversationId,
      stratum,
      planVersion,
      kept,
      inclusionProbability,
      random,
      trigger,
    } of decisions) {
      const streams = { random: random.kept, trigger: trigger.kept };
      console.log(
        JSON.stringify({
          conversationId,
          stratum,
          planVersion,
          kept,
          inclusionProbability,
          streams,
          u: random.u.toString(),
        }),
      );
    }
    return 0;
  }
  const claims: PublishedDecision[] = [];
  for await (const claim of lines(options.published, published)) {
    claims.push(claim);
  }
  // A vendor is published the random stream alone: what is not published at all is not compared, and said.
  const streams = new Set(claims.flatMap(({ purpose }) => purpose ?? []));
  const recomputed: PublishedDecision[] =
    streams.size === 0
      ? [...decisions]
      : [...decisions]
          .flatMap(streamsOf)
          .filter(({ purpose }) => purpose !== undefined && streams.has(purpose));
  const differences = compareDecisions(claims, recomputed);
  differences.forEach((difference) => console.log(JSON.stringify(difference)));
  console.error(
    `the key is the one committed to; ${rows.length} conversations recomputed, ${claims.length} published` +
      `${streams.size === 0 ? '' : ` (${[...streams].join(', ')})`}, ${differences.length} differences`,
  );
  return differences.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const code = error instanceof SelectionError ? ` (${error.code})` : '';
    console.error(`${error instanceof Error ? error.message : String(error)}${code}`);
    process.exitCode = 2;
  },
);
