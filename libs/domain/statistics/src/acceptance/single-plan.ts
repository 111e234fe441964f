import { requireCount, StatisticsError } from '../errors';
import { codeLetter, codeLetters, type CodeLetter, type InspectionLevel } from './code-letter';

/**
 * The preferred acceptance quality limits that are a percentage of nonconforming items. (Those above 10 count
 * nonconformities per 100 items, which a conversation that passes or fails does not have.)
 */
export const aqls = [
  '0.010',
  '0.015',
  '0.025',
  '0.040',
  '0.065',
  '0.10',
  '0.15',
  '0.25',
  '0.40',
  '0.65',
  '1.0',
  '1.5',
  '2.5',
  '4.0',
  '6.5',
  '10',
] as const;

/** An acceptance quality limit in percent, by its name in the tables. */
export type Aql = (typeof aqls)[number];

/**
 * How strict inspection is. Reduced inspection is that of MIL-STD-105E, which has a gap between Ac and Re; ISO
 * 2859-1:1999 has other numbers for it (table 2-C), which are not in the public domain and not offered.
 */
export type PlanSeverity = 'normal' | 'tightened' | 'reduced-mil-105e';

/**
 * A single sampling plan. **Shape**: `letter` is the one of the plan used, after arrows; with `rejectionNumber`
 * above `acceptanceNumber` + 1 only in reduced inspection.
 */
export interface SinglePlan {
  readonly letter: CodeLetter;
  readonly n: number;
  readonly acceptanceNumber: number;
  readonly rejectionNumber: number;
}

/** A plan for one lot: the letter of the lot, and how many items of it are inspected, the whole lot at most. */
export interface LotPlan extends SinglePlan {
  readonly codeLetter: CodeLetter;
  readonly isWholeLot: boolean;
  readonly inspected: number;
}

/** What identifies the plan for a lot. **Shape**: `level` is II unless the agreement says otherwise. */
export interface LotTerms {
  readonly lotSize: number;
  readonly level: InspectionLevel;
  readonly aql: Aql;
  readonly severity: PlanSeverity;
}

/** What to do with an inspected lot: `accepted-but-normal-next` is the gap of reduced inspection. */
export type LotVerdict = 'accepted' | 'accepted-but-normal-next' | 'not-accepted';

type Cell = readonly [acceptanceNumber: number, rejectionNumber: number] | 'up' | 'down';

const sampleSizes: Record<PlanSeverity, readonly number[]> = {
  normal: [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000],
  tightened: [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150],
  'reduced-mil-105e': [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800],
};

/**
 * The tables repeat along their diagonals: the cell depends on k alone, the index of the letter plus that of the AQL.
 * Ac 0 stands on one diagonal, arrows beside it, and the series of Ac (with Re) begins after them; below all of that
 * one goes down, above it up.
 */
const diagonals: Record<PlanSeverity, { readonly zero: number; readonly series: readonly Cell[] }> = {
  normal: { zero: 14, series: ['up', 'down', ...single(1, 2, 3, 5, 7, 10, 14, 21)] },
  tightened: { zero: 15, series: ['down', 'down', ...single(1, 2, 3, 5, 8, 12, 18)] },
  'reduced-mil-105e': {
    zero: 14,
    series: ['up', 'down', [0, 2], [1, 3], [1, 4], [2, 5], [3, 6], [5, 8], [7, 10], [10, 13]],
  },
};

function single(...acceptanceNumbers: number[]): Cell[] {
  return acceptanceNumbers.map((acceptanceNumber) => [acceptanceNumber, acceptanceNumber + 1]);
}

/**
 * The single sampling plan of a letter and an AQL, arrows followed: where an arrow stands the plan it leads to is
 * used, **with the sample size of that plan**.
 *
 * **Errors**: `bad-choice` (no such letter, AQL or severity; S stands in no lot's row). **Source**: MIL-STD-105E
 * tables II-A to II-C (public domain); normal and tightened are identical with ISO 2859-1 tables 2-A and 2-B.
 *
 * Example: K at 0.10 → n 125, Ac 0; at 1.0 → Ac 3; at 4.0 → Ac 10. A at 0.15, normal → the plan of J, n 80, Ac 0.
 */
export function planOf(letter: CodeLetter, aql: Aql, severity: PlanSeverity): SinglePlan {
  const column = requireAql(aql);
  const row = codeLetters.indexOf(letter);
  const sizes = Object.hasOwn(sampleSizes, severity) ? sampleSizes[severity] : undefined;
  if (sizes === undefined)
    throw new StatisticsError('bad-choice', 'severity', `no such severity: ${severity}`);
  if (row < 0 || letter === 'S') throw new StatisticsError('bad-choice', 'letter', `no row ${letter}`);
  const from = { row, column, severity };
  const step = cellAt(row, column, severity) === 'up' ? -1 : 1;
  // At the edge of the table an arrow that would lead out of it points the other way.
  const found = walk(from, step) ?? walk(from, step === 1 ? -1 : 1);
  const n = found && sizes[found.row];
  const named = found && codeLetters[found.row];
  if (found === undefined || n === undefined || named === undefined) {
    throw new StatisticsError('infeasible', 'aql', `no plan for ${letter} at ${aql}`);
  }
  const [acceptanceNumber, rejectionNumber] = found.cell;
  return { letter: named, n, acceptanceNumber, rejectionNumber };
}

/**
 * The single sampling plan for a lot. Where the sample is as large as the lot, the whole lot is inspected, by the
 * Ac of the table.
 *
 * **Errors**: as {@link codeLetter} and {@link planOf}.
 *
 * Example: 2,000 conversations, level II, AQL 4.0, normal → K, n 125, Ac 10, Re 11.
 */
export function lotPlan(terms: LotTerms): LotPlan {
  const letter = codeLetter(terms.lotSize, terms.level);
  const plan = planOf(letter, terms.aql, terms.severity);
  const isWholeLot = plan.n >= terms.lotSize;
  return { ...plan, codeLetter: letter, isWholeLot, inspected: Math.min(plan.n, terms.lotSize) };
}

/**
 * What `nonconforming` nonconforming items in the sample mean for the lot: accepted at Ac or fewer, not accepted at
 * Re or more; between them (reduced inspection only) accepted, and normal inspection from the next lot on.
 * **Errors**: `not-an-integer`, `out-of-range` (more than were inspected).
 *
 * Example: plan n 125, Ac 10, Re 11: 10 → accepted, 11 → not accepted.
 */
export function judgeLot(plan: SinglePlan, nonconforming: number): LotVerdict {
  requireCount(nonconforming, 'nonconforming');
  if (nonconforming > plan.n) {
    throw new StatisticsError('out-of-range', 'nonconforming', `${nonconforming} in a sample of ${plan.n}`);
  }
  if (nonconforming <= plan.acceptanceNumber) return 'accepted';
  return nonconforming >= plan.rejectionNumber ? 'not-accepted' : 'accepted-but-normal-next';
}

/** The AQL one step tighter, or null where there is none. Example: 1.0 → 0.65. **Errors**: `bad-choice`. */
export function oneStepTighter(aql: Aql): Aql | null {
  return aqls[requireAql(aql) - 1] ?? null;
}

function requireAql(aql: Aql): number {
  const index = aqls.indexOf(aql);
  if (index < 0) throw new StatisticsError('bad-choice', 'aql', `no such limit: ${aql}`);
  return index;
}

function cellAt(row: number, column: number, severity: PlanSeverity): Cell {
  const { zero, series } = diagonals[severity];
  const k = row + column;
  if (k < zero) return 'down';
  // The table of tightened inspection leaves its first row without a plan: two items are too few for Ac 0 there.
  if (k === zero) return severity === 'tightened' && row === 0 ? 'down' : [0, 1];
  return series[k - zero - 1] ?? 'up';
}

/** The first plan in one direction from a cell, that of the cell itself first. */
function walk(
  from: { row: number; column: number; severity: PlanSeverity },
  step: 1 | -1,
): { row: number; cell: readonly [number, number] } | undefined {
  for (let row = from.row; row >= 0 && row < sampleSizes[from.severity].length; row += step) {
    const cell = cellAt(row, from.column, from.severity);
    if (typeof cell !== 'string') return { row, cell };
  }
  return undefined;
}
