import { StatisticsError } from '../errors';
import type { Tally, UnitTally } from './tally';

/** What near-agreement is worth: nothing, or the more the nearer, in proportion or by the square. */
export type Weighting = 'identity' | 'linear' | 'quadratic';

/** A coefficient (p_a − p_e)/(1 − p_e) and its parts. */
export interface Agreement {
  readonly coefficient: number;
  /** p_a: the share of pairs of reviewers who agree, with near-agreement as weighted. */
  readonly observed: number;
  /** p_e: what chance is taken to give. */
  readonly expected: number;
  /** The standard error over conversations, none of them reviewed together; null where there is only one. */
  readonly standardError: number | null;
}

type Weight = (a: number, b: number) => number;

/** What a coefficient takes chance to be: overall, and the part one unit has in it (null: none). */
interface Chance {
  readonly expected: number;
  readonly ofUnit: ((unit: UnitTally) => number) | null;
}

/**
 * Fleiss' κ: agreement beyond chance for names and any number of reviewers, where chance is what the overall shares
 * of the categories give (Scott's π for two). Misleading where nearly all pass: read it beside AC1.
 *
 * **Shape**: conversations that not all scored take part (Gwet's extension). **Errors**: `not-estimable` (no unit
 * rated twice; one category only). **Source**: Fleiss, Psychological Bulletin 76(5), 1971; Gwet, "Handbook of
 * Inter-Rater Reliability".
 *
 * Example: the diagnoses of Fleiss 1971 → .430.
 */
export function fleissKappa(tally: Tally, weighting: Weighting = 'identity'): Agreement {
  const weight = weightOf(tally.categories, weighting);
  const shares = categoryShares(tally);
  const towards = shares.map((_, a) => shares.reduce((sum, share, b) => sum + share * weight(a, b), 0));
  const expected = shares.reduce((sum, share, at) => sum + share * (towards[at] ?? 0), 0);
  const ofUnit = ({ cells, reviewers }: UnitTally): number =>
    cells.reduce((sum, [category, count]) => sum + count * (towards[category] ?? 0), 0) / reviewers;
  return corrected(tally, weight, { expected, ofUnit });
}

/**
 * Gwet's AC1 (`identity`) and AC2: agreement beyond chance that stays steady where nearly all pass.
 *
 * **Shape**: the number of categories counts; give `tallyRatings` the full scale where some value was never given.
 * **Errors**: `not-estimable` (no unit rated twice; fewer than two categories). **Source**: Gwet, British Journal of
 * Mathematical and Statistical Psychology 61(1), 2008.
 *
 * Example: the table [[118, 5], [2, 0]] (94.4 % agreement, κ −0.02) → AC1 0.94.
 */
export function gwetAgreement(tally: Tally, weighting: Weighting = 'identity'): Agreement {
  const size = requireCategories(tally);
  const weight = weightOf(tally.categories, weighting);
  const shares = categoryShares(tally);
  const factor = totalWeight(size, weight) / (size * (size - 1));
  const expected = factor * shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const ofUnit = ({ cells, reviewers }: UnitTally): number =>
    (factor * cells.reduce((sum, [category, count]) => sum + count * (1 - (shares[category] ?? 0)), 0)) /
    reviewers;
  return corrected(tally, weight, { expected, ofUnit });
}

/**
 * Brennan and Prediger's coefficient: chance gives every category alike. For pass and fail and two reviewers it is
 * PABAK, 2p_o − 1.
 *
 * **Errors**: as {@link gwetAgreement}. **Source**: Brennan & Prediger, Educational and Psychological Measurement
 * 41(3), 1981. Example: the table [[45, 15], [25, 15]] → 0.20.
 */
export function brennanPrediger(tally: Tally, weighting: Weighting = 'identity'): Agreement {
  const size = requireCategories(tally);
  const weight = weightOf(tally.categories, weighting);
  return corrected(tally, weight, { expected: totalWeight(size, weight) / size ** 2, ofUnit: null });
}

/**
 * The z of Fleiss' κ under the hypothesis that reviewers agree by chance only: for "is there any agreement at all",
 * never for how much.
 *
 * **Shape**: the same number of reviewers, at least two, for every unit. **Errors**: `not-estimable`. **Source**:
 * Fleiss, Nee & Landis, Psychological Bulletin 86(5), 1979.
 *
 * Example: the diagnoses of Fleiss 1971 → z 17.65.
 */
export function fleissZ(tally: Tally): number {
  const reviewers = tally.units[0]?.reviewers ?? 0;
  if (reviewers < 2 || tally.units.some((unit) => unit.reviewers !== reviewers)) {
    throw new StatisticsError(
      'not-estimable',
      'ratings',
      'expected as many reviewers for every unit, at least two',
    );
  }
  const shares = categoryShares(tally);
  const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const skew = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0);
  const pairs = unitCount(tally) * reviewers * (reviewers - 1);
  const variance = (2 * (spread ** 2 - skew)) / (pairs * spread ** 2);
  return fleissKappa(tally).coefficient / Math.sqrt(variance);
}

/** p_a of one unit; 0 where fewer than two reviewers scored it. */
function unitAgreement({ cells, reviewers }: UnitTally, weight: Weight): number {
  if (reviewers < 2) return 0;
  let pairs = 0;
  for (const [a, countA] of cells) {
    let alike = -1;
    for (const [b, countB] of cells) alike += countB * weight(a, b);
    pairs += countA * alike;
  }
  return pairs / (reviewers * (reviewers - 1));
}

function corrected(tally: Tally, weight: Weight, { expected, ofUnit }: Chance): Agreement {
  const all = unitCount(tally);
  const twice = tally.units.reduce((sum, { reviewers, times }) => sum + (reviewers >= 2 ? times : 0), 0);
  if (twice === 0) throw new StatisticsError('not-estimable', 'ratings', 'no unit was rated twice');
  if (!(expected < 1)) throw new StatisticsError('not-estimable', 'ratings', 'all ratings are the same');
  const observed =
    tally.units.reduce((sum, unit) => sum + unit.times * unitAgreement(unit, weight), 0) / twice;
  const coefficient = (observed - expected) / (1 - expected);
  // Gwet's linearised variance: what each unit adds by its own agreement, and by moving the chance agreement.
  const squares = tally.units.reduce((sum, unit) => {
    const own = unit.reviewers >= 2 ? (unitAgreement(unit, weight) - expected) / (1 - expected) : 0;
    const moved = ofUnit === null ? 0 : (ofUnit(unit) - expected) / (1 - expected);
    const part = (all / twice) * own - 2 * (1 - coefficient) * moved;
    return sum + unit.times * (part - coefficient) ** 2;
  }, 0);
  const standardError = all < 2 ? null : Math.sqrt(squares / (all * (all - 1)));
  return { coefficient, observed, expected, standardError };
}

/** π_k: the mean over units of the share of its reviewers who gave category k. */
function categoryShares(tally: Tally): number[] {
  const shares = tally.categories.map(() => 0);
  for (const { cells, reviewers, times } of tally.units) {
    for (const [category, count] of cells) {
      shares[category] = (shares[category] ?? 0) + (times * count) / reviewers;
    }
  }
  const all = unitCount(tally);
  return shares.map((share) => share / all);
}

function weightOf(values: readonly number[], weighting: Weighting): Weight {
  if (weighting === 'identity') return (a, b) => (a === b ? 1 : 0);
  if (weighting !== 'linear' && weighting !== 'quadratic') {
    throw new StatisticsError('bad-choice', 'weighting', `no such weighting: ${String(weighting)}`);
  }
  const range = (values.at(-1) ?? 0) - (values[0] ?? 0);
  const power = weighting === 'linear' ? 1 : 2;
  return (a, b) => (a === b ? 1 : 1 - (Math.abs((values[a] ?? 0) - (values[b] ?? 0)) / range) ** power);
}

function totalWeight(size: number, weight: Weight): number {
  let sum = 0;
  for (let a = 0; a < size; a += 1) for (let b = 0; b < size; b += 1) sum += weight(a, b);
  return sum;
}

function requireCategories({ categories }: Tally): number {
  if (categories.length >= 2) return categories.length;
  throw new StatisticsError(
    'not-estimable',
    'ratings',
    'one category leaves nothing to agree on; give the scale',
  );
}

function unitCount({ units }: Tally): number {
  return units.reduce((sum, { times }) => sum + times, 0);
}
