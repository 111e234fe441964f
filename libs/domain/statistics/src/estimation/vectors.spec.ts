import { z } from 'zod';
import { type Interval } from './interval';
import {
  agrestiCoull,
  clopperPearson,
  clopperPearsonOfEstimate,
  exactLowerBound,
  exactUpperBound,
  jeffreys,
  jeffreysEqualTailed,
  wilson,
  wilsonCorrected,
  wilsonOfEstimate,
} from './proportion';
import { stratifiedDomainMean, stratifiedMean, type Stratum } from './stratified';
import {
  designEffectiveSize,
  kornGraubard,
  moverWilson,
  type DesignedProportion,
} from './stratified-proportion';
import {
  cellOf,
  hajekDomainMean,
  hajekMean,
  horvitzThompsonTotal,
  kishEffectiveSize,
  passCell,
  type Observation,
} from './weighted';
import binomialFile from './vectors/intervals_binomial.json';
import designFile from './vectors/ht_hajek.json';
import stratifiedFile from './vectors/stratified_intervals.json';

/** Fields of `expected` that this library does not offer, each with the reason. */
const notOffered: Record<string, string> = {
  wald_unclipped: 'Wald leaves 0..1 and collapses at 0 of n; the reference says never to show it',
  agresti_coull_unclipped: 'checked after clipping, as agrestiCoull gives it',
  wald_fpc: 'Wald collapses when a cell passes throughout; its standard error is checked',
  wald_t: 'as wald_fpc',
  logit: 'a second interval for the same statement as Korn–Graubard, undefined at 0 and 1',
  population_mean_truth: 'what the simulated population was made with, not a result of the method',
};

type Tolerance = { readonly abs?: number; readonly rel?: number };
type Check = (got: number | null, wanted: number) => void;

const judge =
  ({ abs = 0, rel = 0 }: Tolerance): Check =>
  (got, wanted) => {
    const off = Math.abs((got ?? NaN) - wanted);
    const allowed = Math.max(abs, rel * Math.max(1, Math.abs(wanted)));
    expect(off <= allowed ? wanted : got).toBe(wanted);
  };

/** Holds every expected field against its check, and lets none pass without one or a stated reason. */
function compare(expected: Record<string, unknown>, got: Record<string, unknown>, check: Check): void {
  for (const [name, wanted] of Object.entries(expected)) {
    if (name in notOffered) {
      continue;
    }
    const value = got[name];
    if (typeof wanted === 'number') {
      check(typeof value === 'number' ? value : null, wanted);
    } else {
      const [low, high] = z.tuple([z.number(), z.number()]).parse(wanted);
      const interval = z.object({ low: z.number(), high: z.number() }).parse(value) satisfies Interval;
      check(interval.low, low);
      check(interval.high, high);
    }
  }
}

describe('intervals_binomial.json', () => {
  const check = judge(binomialFile.tolerance);
  it('is whole', () => expect(binomialFile.cases).toHaveLength(binomialFile.n_cases));
  it.each(binomialFile.cases)('intervals_binomial.json $id', ({ input, expected }) => {
    const { x, n, conf } = input;
    compare(
      expected,
      {
        estimate: x / n,
        wilson: wilson({ x, n }, conf),
        wilson_cc: wilsonCorrected({ x, n }, conf),
        clopper_pearson: clopperPearson({ x, n }, conf),
        agresti_coull: agrestiCoull({ x, n }, conf),
        jeffreys_equal_tailed: jeffreysEqualTailed({ x, n }, conf),
        jeffreys: jeffreys({ x, n }, conf),
        clopper_pearson_upper_one_sided: exactUpperBound({ x, n }, conf),
        clopper_pearson_lower_one_sided: exactLowerBound({ x, n }, conf),
      },
      check,
    );
  });
});

/**
 * Numbers of the file that are wrong in a digit within its tolerance, with the value to 17 digits. The t quantiles
 * behind this one are good to 1e-9 only; with t(44) = 2.0153675744437638 and t(43) = 2.0166921992278244 the formula
 * of the file gives the value below (mpmath, 30 digits).
 */
const errata: Record<string, Record<string, number>> = { all_fail_small: { n_eff: 43.038644160983958 } };

describe('stratified_intervals.json', () => {
  const check = judge(stratifiedFile.tolerance);
  it('is whole', () => expect(stratifiedFile.cases).toHaveLength(stratifiedFile.n_cases));
  it.each(stratifiedFile.cases)('stratified_intervals.json $id', ({ id, input, expected }) => {
    const { strata, conf: level } = input;
    const { estimate, seLot: se, n, df } = stratifiedMean(strata.map(passCell));
    const design = { estimate, se, n, df };
    compare(
      { ...expected, ...errata[id] },
      {
        estimate,
        se_wald_fpc: se,
        mover_wilson: moverWilson(strata, { level, scope: 'process' }),
        mover_wilson_fpc: moverWilson(strata, { level, scope: 'lot' }),
        korn_graubard: kornGraubard(design, level),
        n_eff: Math.min(n, designEffectiveSize(design, level)),
      },
      check,
    );
  });
});

/** The fields of a pass-rate interval block. */
function passRateFields(design: DesignedProportion): Record<string, unknown> {
  const untruncated = designEffectiveSize(design);
  const nEff = Math.min(design.n, untruncated);
  return {
    df: design.df,
    n_eff_untruncated: untruncated,
    korn_graubard_untruncated: clopperPearsonOfEstimate(design.estimate, untruncated),
    n_eff: nEff,
    korn_graubard: kornGraubard(design),
    wilson_neff: wilsonOfEstimate(design.estimate, nEff),
  };
}

describe('ht_hajek.json', () => {
  const check = judge(designFile.tolerance);
  const byId = new Map(designFile.cases.map((testCase): [string, unknown] => [testCase.id, testCase]));
  const fields = z.record(z.string(), z.unknown());
  const numbers = z.record(z.string(), z.number());

  const poisson = z.object({
    input: z.object({
      N: z.number(),
      post_strata_N: numbers,
      sample: z.array(z.object({ pi: z.number(), y: z.number(), score: z.number(), triggered: z.number() })),
    }),
    expected: z.object({
      n: z.number(),
      N: z.number(),
      N_hat: z.number(),
      kish_n_eff: z.number(),
      kish_deff: z.number(),
      y: numbers,
      score: numbers,
      pass_rate_ci: fields,
      domains_y: z.record(
        z.string(),
        z.object({ n: z.number(), hajek_mean: z.number(), se_poisson: z.number() }),
      ),
    }),
  });
  const poissonIds = ['poisson_dev_1', 'poisson_dev_2', 'poisson_dev_3'];
  it.each(poissonIds)('ht_hajek.json %s', (id) => {
    const { input, expected } = poisson.parse(byId.get(id));
    const means = (field: 'y' | 'score'): Record<string, unknown> => {
      const sample = input.sample.map((row) => ({ pi: row.pi, y: row[field] }));
      const total = horvitzThompsonTotal(sample);
      const hajek = hajekMean(sample);
      const cells = Object.entries(input.post_strata_N).map(([name, N]) =>
        cellOf(
          N,
          input.sample
            .filter(({ triggered }) => (triggered === 1) === (name === 'triggered'))
            .map((row) => row[field]),
        ),
      );
      const cellMeans = stratifiedMean(cells);
      return {
        naive_mean: sample.reduce((sum, { y }) => sum + y, 0) / sample.length,
        ht_total: total.estimate,
        ht_total_se_poisson: total.se,
        ht_mean_known_N: total.estimate / input.N,
        ht_mean_known_N_se: total.se / input.N,
        hajek_mean: hajek.estimate,
        hajek_mean_se_poisson: hajek.seLot,
        hajek_mean_se_with_replacement: hajek.seProcess,
        poststratified_mean: cellMeans.estimate,
        poststratified_se_conditional_fpc: cellMeans.seLot,
        poststratified_se_linearized: cellMeans.seLinearized,
      };
    };
    compare(expected.y, means('y'), check);
    compare(expected.score, means('score'), check);

    const hajek = hajekMean(input.sample);
    const nEff = kishEffectiveSize(input.sample.map(({ pi }) => 1 / pi));
    const { y: _y, score: _score, pass_rate_ci, domains_y, ...rest } = expected;
    compare(
      rest,
      {
        n: hajek.n,
        N: input.N,
        N_hat: hajek.populationEstimate,
        kish_n_eff: nEff,
        kish_deff: hajek.n / nEff,
      },
      check,
    );
    const { variance, ...intervals } = pass_rate_ci;
    expect(variance).toBe('with_replacement');
    const design = { estimate: hajek.estimate, se: hajek.seProcess ?? NaN, n: hajek.n, df: hajek.n - 1 };
    compare(intervals, passRateFields(design), check);
    for (const [name, domain] of Object.entries(domains_y)) {
      const got = hajekDomainMean(
        input.sample,
        ({ triggered }) => (triggered === 1) === (name === 'triggered'),
      );
      compare(domain, { n: got.n, hajek_mean: got.estimate, se_poisson: got.seLot }, check);
    }
  });

  const meanSe = z.object({ mean: z.number(), se: z.number() });
  const stratifiedCase = z.object({
    input: z.object({
      rows: z.array(
        z.object({ stratum: z.string(), N: z.number(), y: z.number(), score: z.number(), agent: z.string() }),
      ),
    }),
    expected: z.object({
      n: z.number(),
      N: z.number(),
      y: numbers,
      score: numbers,
      by_stratum: z.record(z.string(), z.object({ y: meanSe, score: meanSe })),
      by_agent: z.record(z.string(), z.object({ y: meanSe, score: meanSe })),
      pass_rate_ci: fields,
    }),
  });
  const stratifiedIds = ['strat_dev_1', 'strat_dev_2'];
  it.each(stratifiedIds)('ht_hajek.json %s', (id) => {
    const { input, expected } = stratifiedCase.parse(byId.get(id));
    const names = [...new Set(input.rows.map(({ stratum }) => stratum))];
    const rowsOf = (name: string) => input.rows.filter(({ stratum }) => stratum === name);
    const sizeOf = (name: string): number => rowsOf(name)[0]?.N ?? NaN;
    const cellsOf = (field: 'y' | 'score', among = names) =>
      among.map((name) =>
        cellOf(
          sizeOf(name),
          rowsOf(name).map((row) => row[field]),
        ),
      );
    for (const field of ['y', 'score'] as const) {
      const all = stratifiedMean(cellsOf(field));
      const { deff, ...block } = expected[field];
      compare(
        block,
        {
          naive_mean: input.rows.reduce((sum, row) => sum + row[field], 0) / input.rows.length,
          total: all.estimate * all.N,
          total_se: all.seLot * all.N,
          mean: all.estimate,
          mean_se: all.seLot,
        },
        check,
      );
      // The design effect of general survey software: the variance against that of a simple random sample.
      const weights = input.rows.map((row) => row.N / rowsOf(row.stratum).length);
      const spread = input.rows.reduce(
        (sum, row, i) => sum + (weights[i] ?? 0) * (row[field] - all.estimate) ** 2,
        0,
      );
      const variance = (spread / all.N) * (all.n / (all.n - 1));
      check(all.seLot ** 2 / ((variance / all.n) * (1 - all.n / all.N)), deff ?? NaN);
      for (const [name, stratum] of Object.entries(expected.by_stratum)) {
        const one = stratifiedMean(cellsOf(field, [name]));
        compare(stratum[field], { mean: one.estimate, se: one.seLot }, check);
      }
      for (const [agent, wanted] of Object.entries(expected.by_agent)) {
        const strata: Stratum[] = names.map((name) => ({
          N: sizeOf(name),
          rows: rowsOf(name).map((row) => ({ y: row[field], isInDomain: row.agent === agent })),
        }));
        const got = stratifiedDomainMean(strata);
        compare(wanted[field], { mean: got.estimate, se: got.se }, check);
      }
    }
    const { estimate, seLot: se, n, df, N } = stratifiedMean(cellsOf('y'));
    compare({ n: expected.n, N: expected.N }, { n, N }, check);
    compare(expected.pass_rate_ci, passRateFields({ estimate, se, n, df }), check);
  });

  const summaries = z.record(
    z.string(),
    z.object({ N: z.number(), n: z.number(), mean: z.number(), var: z.number() }),
  );
  const apistrat = z.object({
    input: z.object({
      strata_api00: summaries,
      strata_enroll: summaries,
      strata_schwide_yes: z.record(z.string(), z.object({ N: z.number(), n: z.number(), x: z.number() })),
    }),
    expected: fields,
  });
  it('ht_hajek.json apistrat', () => {
    const { input, expected } = apistrat.parse(byId.get('apistrat'));
    const of = (strata: z.infer<typeof summaries>) =>
      stratifiedMean(
        Object.values(strata).map(({ N, n, mean, var: variance }) => ({ N, n, mean, variance })),
      );
    const [api, enroll] = [of(input.strata_api00), of(input.strata_enroll)];
    const yes = stratifiedMean(Object.values(input.strata_schwide_yes).map(passCell));
    compare(
      expected,
      {
        mean_api00: api.estimate,
        mean_api00_se: api.seLot,
        total_enroll: enroll.estimate * enroll.N,
        total_enroll_se: enroll.seLot * enroll.N,
        p_schwide_yes: yes.estimate,
        p_schwide_yes_se: yes.seLot,
        ...passRateFields({ estimate: yes.estimate, se: yes.seLot, n: yes.n, df: yes.df }),
      },
      check,
    );
  });

  const enumeration = z.object({
    input: z.object({ pi: z.array(z.number()), y: z.array(z.number()) }),
    expected: numbers,
  });
  const enumerationIds = ['enum_dev', 'enum_dev_scores'];
  it.each(enumerationIds)('ht_hajek.json %s: expectation over every possible sample', (id) => {
    const { input, expected } = enumeration.parse(byId.get(id));
    const units = input.pi.map((pi, index): Observation => ({ pi, y: input.y[index] ?? NaN }));
    const moments = { total: 0, square: 0, variance: 0, nonEmpty: 0, hajek: 0, naive: 0 };
    for (let mask = 0; mask < 2 ** units.length; mask++) {
      const drawn = units.filter((_unit, index) => (mask >> index) & 1);
      const chance = units.reduce((p, { pi }, index) => p * ((mask >> index) & 1 ? pi : 1 - pi), 1);
      if (drawn.length === 0 || chance === 0) {
        continue;
      }
      const { estimate, se } = horvitzThompsonTotal(drawn);
      moments.total += chance * estimate;
      moments.square += chance * estimate ** 2;
      moments.variance += chance * se ** 2;
      moments.nonEmpty += chance;
      moments.hajek += chance * hajekMean(drawn).estimate;
      moments.naive += (chance * drawn.reduce((sum, { y }) => sum + y, 0)) / drawn.length;
    }
    const trueTotal = input.y.reduce((sum, y) => sum + y, 0);
    compare(
      expected,
      {
        true_total: trueTotal,
        true_mean: trueTotal / input.y.length,
        E_ht_total: moments.total,
        Var_ht_total: moments.square - moments.total ** 2,
        E_var_estimator: moments.variance,
        P_nonempty: moments.nonEmpty,
        E_hajek_mean_given_nonempty: moments.hajek / moments.nonEmpty,
        E_naive_mean_given_nonempty: moments.naive / moments.nonEmpty,
      },
      check,
    );
  });

  it('has a check for every case; inclusion_dev is checked in end-to-end.spec.ts', () => {
    const known = [...poissonIds, ...stratifiedIds, 'apistrat', ...enumerationIds, 'inclusion_dev'];
    expect(designFile.cases.map(({ id }) => id).sort()).toEqual(known.sort());
    expect(designFile.cases).toHaveLength(designFile.n_cases);
  });
});
