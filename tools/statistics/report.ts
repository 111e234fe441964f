import { type LotCheck, type TriggerEffect } from './checks';
import { PRESETS } from './presets';
import { type Coverage } from './simulate';

/** Band in which the coverage of a 95 % dashboard interval must lie. */
export const BAND = { low: 0.935, high: 0.97 } as const;
const Z_999 = 3.2905;

/** Gives the 99.9 % Monte Carlo interval of a coverage seen in `weeks` weeks (Wilson). */
export function monteCarlo(coverage: number, weeks: number): { low: number; high: number } {
  const zz = (Z_999 * Z_999) / weeks;
  const reach = Z_999 * Math.sqrt((coverage * (1 - coverage)) / weeks + zz / (4 * weeks));
  return { low: (coverage + zz / 2 - reach) / (1 + zz), high: (coverage + zz / 2 + reach) / (1 + zz) };
}

/** Whether a preset and size is judged: on average 30 reviews a week, and enough weeks that have them. */
export const isJudged = ({ meanReviews, judged }: Coverage): boolean => meanReviews >= 30 && judged >= 200;

/** Whether a coverage as seen lies in the band. */
export const isWithinBand = (coverage: number): boolean => coverage >= BAND.low && coverage <= BAND.high;

/** Gives what is wrong with the coverages: an empty list is a pass. */
export function failures(coverages: readonly Coverage[]): string[] {
  return coverages.filter(isJudged).flatMap((row) => {
    const name = `${row.preset}, ${row.N} conversations`;
    const dashboard = monteCarlo(row.dashboard, row.judged);
    const contracts = [row.contract, row.contractRandom].filter((one) => one !== null);
    return [
      ...(dashboard.high < BAND.low || dashboard.low > BAND.high
        ? [`${name}: the dashboard interval covers ${percent(row.dashboard)}`]
        : []),
      ...contracts
        .filter((one) => monteCarlo(one, row.judged).high < 0.95)
        .map((one) => `${name}: a contract interval covers ${percent(one)}`),
    ];
  });
}

const percent = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '–' : `${(value * 100).toFixed(1)} %`;
const points = (value: number): string => `${(value * 100).toFixed(2)}`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What the page reports. */
export interface Results {
  readonly weeks: number;
  readonly seed: number;
  readonly coverages: readonly Coverage[];
  /** Rows seen outside the band, simulated again with other random numbers and more weeks. */
  readonly rechecks: readonly Coverage[];
  readonly triggers: readonly TriggerEffect[];
  readonly lots: LotCheck;
}

/** Gives docs/statistics-coverage.md. */
export function page({ weeks, seed, coverages, rechecks, triggers, lots }: Results): string {
  const wrong = [...failures(coverages), ...failures(rechecks)];
  const again = rechecks.map(
    (row) => `- ${row.preset}, ${row.N} conversations: ${percent(row.dashboard)} of ${row.judged} weeks\n`,
  );
  const rows = coverages.map((row) => [
    row.preset,
    String(row.N),
    row.meanReviews.toFixed(0),
    isJudged(row) ? `**${percent(row.dashboard)}**` : percent(row.judged < 50 ? null : row.dashboard),
    percent(row.small),
    percent(row.hidden),
    percent(row.contract),
    percent(row.contractRandom),
    percent(row.plain),
    points(row.bias),
    points(row.plainBias),
  ]);
  return `# Do the intervals keep their promise?

Written by \`npx tsx --tsconfig tsconfig.base.json tools/statistics/coverage.ts\` (seed ${seed}, ${weeks} weeks for each row); do
not edit. The simulator makes up vendors whose true pass rate it knows, selects, "reviews" and estimates as the product
does (\`qaPassRate\`), and counts how often the interval holds the truth of that week's conversations.

**Verdict: ${wrong.length === 0 ? 'every row keeps its promise' : `${wrong.length} rows fail`}.** A row is judged where a week has 30 reviews on average; it fails where the
99.9 % Monte Carlo interval of its coverage lies wholly outside ${percent(BAND.low)} to ${percent(BAND.high)} (dashboard), or wholly below
95 % (contract).
${wrong.map((one) => `- ${one}\n`).join('')}
${again.length === 0 ? '' : `Rows seen outside the band were simulated again, with other random numbers:\n\n${again.join('')}`}
![Coverage of the dashboard interval by preset and size](statistics-coverage.svg)

## Coverage

Presets:

${PRESETS.map(({ id, description }) => `- \`${id}\`: ${description}`).join('\n')}

Columns: conversations and mean reviews a week; coverage of the dashboard interval in weeks with at least 30 reviews
(bold: judged) and in weeks with fewer, beside the share of weeks in which the rule for insufficient data hides the
number; coverage of the contract intervals (Korn–Graubard on the weighted estimate; Clopper–Pearson on the random
stream where it has one rate); coverage of a plain x-of-n Wilson interval; mean error of the estimate and of the plain
mean, in percentage points.

${table(
  ['preset', 'N', 'n', 'dashboard', 'n < 30', 'hidden', 'contract', 'exact', 'plain', 'bias', 'plain bias'],
  rows,
)}

Read it so: the weighted estimate is off by hundredths of a point, the plain mean by up to ${points(Math.max(...coverages.map(({ plainBias }) => Math.abs(plainBias))))} points; its interval holds
the truth almost never once a trigger is on. Over many thin cells (\`thin-strata\`, \`strata\`) MOVER-Wilson alone covers about
92 %; the pooling of thin cells in \`qaPassRate\` brings that back.

## A better trigger does not change the pass rate

3,000 conversations a week of which 8 % fail, random 5 %, trigger 50 % on 6 % of the conversations. Only the share of
failing conversations that the trigger hits differs.

![Estimate and plain mean by quality of the trigger](statistics-trigger.svg)

${table(
  ['fails hit by the trigger', 'truth', 'mean estimate', '± (2 SE)', 'mean of the plain average'],
  triggers.map(({ hitRate, truth, meanEstimate, se, meanPlain }) => [
    percent(hitRate),
    percent(truth),
    `${(meanEstimate * 100).toFixed(2)} %`,
    points(2 * se),
    percent(meanPlain),
  ]),
)}

## Triggered reviews do not change a lot's verdict

${lots.lots} lots of 1,200 conversations (7 % fail; level II, AQL 6.5), drawn with real keyed hashes: ${lots.accepted} accepted;
**${lots.changed} verdicts changed** when the triggered reviews of the same lots were added. Had the triggered fails been counted,
${lots.wouldChange} verdicts would have changed.
`;
}
