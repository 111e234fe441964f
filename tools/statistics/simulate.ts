import {
  clopperPearson,
  hajekMean,
  kornGraubard,
  qaPassRate,
  wilson,
  type Interval,
  type Observation,
} from '@earshot/domain/statistics';
import { type Preset } from './presets';
import { type SeededRandom } from './random';

/** What the simulated weeks of one preset and vendor size showed. */
export interface Coverage {
  readonly preset: string;
  readonly N: number;
  readonly weeks: number;
  /** Mean number of reviews in a week. */
  readonly meanReviews: number;
  /** Weeks with at least 30 reviews. */
  readonly judged: number;
  /** Share of those whose dashboard interval holds the true pass rate of that week's conversations. */
  readonly dashboard: number;
  /** Share of the weeks with fewer than 30 reviews (and at least one), likewise; null where there are few (< 50). */
  readonly small: number | null;
  /** Share of all weeks in which the rule hides the number. */
  readonly hidden: number;
  /** Share of the weeks shown by the rule whose interval holds the truth; null where none is. */
  readonly shown: number | null;
  /** Share covered by the contract interval (Hájek, Korn–Graubard) in weeks with at least 30 reviews. */
  readonly contract: number;
  /** Share covered by Clopper–Pearson on the random stream, where it has one rate; null elsewhere. */
  readonly contractRandom: number | null;
  /** Share covered by Wilson on the plain count, as if nothing were weighted. */
  readonly plain: number;
  /** Mean error of the estimate and of the plain mean, in fractions. */
  readonly bias: number;
  readonly plainBias: number;
}

interface Week {
  readonly truth: number;
  readonly cells: readonly { population: number; kept: number; reviewed: number; passed: number }[];
}

function drawWeek(preset: Preset, N: number, random: SeededRandom): Week {
  let fails = 0;
  let total = 0;
  const cells = preset.cells.map(({ share, failRate, pi }) => {
    const population = Math.round(N * share);
    const failing = random.binomial(population, failRate);
    const keptFails = random.binomial(failing, Number(pi));
    const keptPasses = random.binomial(population - failing, Number(pi));
    const reviewedFails = random.binomial(keptFails, preset.completion);
    const passed = random.binomial(keptPasses, preset.completion);
    fails += failing;
    total += population;
    return { population, kept: keptFails + keptPasses, reviewed: reviewedFails + passed, passed };
  });
  return { truth: 1 - fails / total, cells };
}

const holds = ({ low, high }: Interval, truth: number): boolean =>
  truth >= low - 1e-12 && truth <= high + 1e-12;

function contractInterval(preset: Preset, { cells }: Week): Interval {
  const observations = cells.flatMap(({ reviewed, passed }, index) => {
    const pi = Number(preset.cells[index]?.pi ?? NaN) * preset.completion;
    return Array.from({ length: reviewed }, (_, one): Observation => ({ pi, y: one < passed ? 1 : 0 }));
  });
  const { estimate, seProcess, n } = hajekMean(observations);
  return kornGraubard({ estimate, se: seProcess ?? 0, n, df: n - 1 });
}

/** Gives what `weeks` simulated weeks of a preset and vendor size show; `onWeek` is called after each. */
export function simulate(
  preset: Preset,
  N: number,
  options: { readonly weeks: number; readonly random: SeededRandom; readonly onWeek: () => void },
): Coverage {
  const sums = {
    reviews: 0,
    judged: 0,
    dashboard: 0,
    small: 0,
    smallWeeks: 0,
    hidden: 0,
    shown: 0,
    shownWeeks: 0,
  };
  const contract = { weighted: 0, random: 0, plain: 0, bias: 0, plainBias: 0, estimates: 0 };
  const isUniform = preset.cells.length === 1;
  for (let week = 0; week < options.weeks; week++) {
    const drawn = drawWeek(preset, N, options.random);
    const rate = qaPassRate({
      cells: drawn.cells.map((cell, index) => ({
        ...cell,
        stratum: preset.cells[index]?.stratum ?? '',
        tier: preset.cells[index]?.tier ?? 'random',
        inclusionProbability: preset.cells[index]?.pi ?? '0',
      })),
    });
    options.onWeek();
    const isHeld = holds(rate.interval, drawn.truth);
    sums.reviews += rate.n;
    sums.hidden += rate.insufficient === null ? 0 : 1;
    if (rate.insufficient === null) {
      sums.shownWeeks++;
      sums.shown += isHeld ? 1 : 0;
    }
    if (rate.estimate === null) {
      continue;
    }
    const passed = drawn.cells.reduce((total, cell) => total + cell.passed, 0);
    contract.estimates++;
    contract.bias += rate.estimate - drawn.truth;
    contract.plainBias += passed / rate.n - drawn.truth;
    if (rate.n < 30) {
      sums.smallWeeks++;
      sums.small += isHeld ? 1 : 0;
      continue;
    }
    sums.judged++;
    sums.dashboard += isHeld ? 1 : 0;
    contract.plain += holds(wilson({ x: passed, n: rate.n }), drawn.truth) ? 1 : 0;
    contract.weighted += holds(contractInterval(preset, drawn), drawn.truth) ? 1 : 0;
    contract.random += isUniform && holds(clopperPearson({ x: passed, n: rate.n }), drawn.truth) ? 1 : 0;
  }
  return {
    preset: preset.id,
    N,
    weeks: options.weeks,
    meanReviews: sums.reviews / options.weeks,
    judged: sums.judged,
    dashboard: sums.dashboard / sums.judged,
    small: sums.smallWeeks < 50 ? null : sums.small / sums.smallWeeks,
    hidden: sums.hidden / options.weeks,
    shown: sums.shownWeeks === 0 ? null : sums.shown / sums.shownWeeks,
    contract: contract.weighted / sums.judged,
    contractRandom: isUniform ? contract.random / sums.judged : null,
    plain: contract.plain / sums.judged,
    bias: contract.bias / contract.estimates,
    plainBias: contract.plainBias / contract.estimates,
  };
}
