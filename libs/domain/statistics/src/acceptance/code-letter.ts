import { requireCount, StatisticsError } from '../errors';

/** The sample-size code letters, in order; I and O are not used. S exists in one tightened plan only. */
export const codeLetters = [
  'A',
  'B',
  'C',
  'D',
  'E',
  'F',
  'G',
  'H',
  'J',
  'K',
  'L',
  'M',
  'N',
  'P',
  'Q',
  'R',
  'S',
] as const;

/** A sample-size code letter. */
export type CodeLetter = (typeof codeLetters)[number];

/** Inspection levels: general I to III (II unless agreed otherwise), special S-1 to S-4 for small samples. */
export type InspectionLevel = 'S-1' | 'S-2' | 'S-3' | 'S-4' | 'I' | 'II' | 'III';

/** The last lot size of each row of the table of code letters; the row after the last has no end. */
const rowEnds = [8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000] as const;

/** The letter of each row, by level. */
const rows: Record<InspectionLevel, string> = {
  'S-1': 'AAAABBBBCCCCDDD',
  'S-2': 'AAABBBCCCDDDEEE',
  'S-3': 'AABBCCDDEEFFGGH',
  'S-4': 'AABCCDEEFGGHJJK',
  I: 'AABCCDEFGHJKLMN',
  II: 'ABCDEFGHJKLMNPQ',
  III: 'BCDEFGHJKLMNPQR',
};

/**
 * The code letter for a lot.
 *
 * **Shape**: a lot of at least 2; a lot of one is inspected whole and needs no plan. **Errors**: `not-an-integer`,
 * `out-of-range`, `bad-choice` (level). **Source**: MIL-STD-105E table I, identical with ISO 2859-1 table 1.
 *
 * Example: a lot of 2,000 at level II → K.
 */
export function codeLetter(lotSize: number, level: InspectionLevel): CodeLetter {
  requireCount(lotSize, 'lotSize', 2);
  const letters = Object.hasOwn(rows, level) ? rows[level] : undefined;
  if (letters === undefined) throw new StatisticsError('bad-choice', 'level', `no such level: ${level}`);
  const row = rowEnds.findIndex((end) => lotSize <= end);
  const letter = letters.at(row);
  const found = codeLetters.find((one) => one === letter);
  if (found === undefined) throw new StatisticsError('infeasible', 'lotSize', 'no letter in the table');
  return found;
}
