import { brennanPrediger, fleissKappa, fleissZ, gwetAgreement, type Weighting } from './chance-corrected';
import { cohenKappa, kappaParadox, pairTable } from './cohen';
import { krippendorffAlpha, type Metric } from './krippendorff';
import { comparableReviewers, reviewerSeverity, reviewerSeverityByVendor } from './severity';
import { type Rating, type Tally, tallyCounts, tallyRatings, tallyTable } from './tally';
import agreement from './vectors/agreement.json';
import leniency from './vectors/reviewer_leniency.json';

interface AgreementCase {
  readonly id: string;
  readonly kind: string;
  readonly input: { ratings?: Rating[][]; table?: number[][]; counts?: number[][] };
  readonly expected: Record<string, number | Record<string, number>>;
  readonly published?: Record<string, number | string>;
}

type Check = (tally: Tally, input: AgreementCase['input']) => number | Record<string, number | null>;

const alpha =
  (metric: Metric): Check =>
  (tally) =>
    krippendorffAlpha(tally, metric);

const cohen =
  (weighting: Weighting): Check =>
  (_, input) => {
    const table = tableOf(input);
    const { kappa, standardError, standardErrorIfIndependent, observed, expected } = cohenKappa(
      table,
      weighting,
    );
    return { kappa, ase: standardError, ase_null: standardErrorIfIndependent, po: observed, pe: expected };
  };

/** What each expected number of the file is compared with. */
const checks: Record<string, Check> = {
  krippendorff_alpha_nominal: alpha('nominal'),
  krippendorff_alpha_ordinal: alpha('ordinal'),
  krippendorff_alpha_interval: alpha('interval'),
  krippendorff_alpha_ratio: alpha('ratio'),
  fleiss_kappa: (tally) => fleissKappa(tally).coefficient,
  fleiss_scott_pi: (tally) => fleissKappa(tally).coefficient,
  fleiss_pa: (tally) => fleissKappa(tally).observed,
  fleiss_pe: (tally) => fleissKappa(tally).expected,
  pa: (tally) => fleissKappa(tally).observed,
  pe: (tally) => fleissKappa(tally).expected,
  fleiss_z_null: fleissZ,
  gwet_ac1: (tally) => gwetAgreement(tally).coefficient,
  ac1_pa: (tally) => gwetAgreement(tally).observed,
  ac1_pe: (tally) => gwetAgreement(tally).expected,
  gwet_ac2_linear: (tally) => gwetAgreement(tally, 'linear').coefficient,
  gwet_ac2_quadratic: (tally) => gwetAgreement(tally, 'quadratic').coefficient,
  brennan_prediger: (tally) => brennanPrediger(tally).coefficient,
  se_irrCAC: (tally) => ({
    fleiss: fleissKappa(tally).standardError,
    ac1: gwetAgreement(tally).standardError,
    ac2_linear: gwetAgreement(tally, 'linear').standardError,
    ac2_quadratic: gwetAgreement(tally, 'quadratic').standardError,
    bp: brennanPrediger(tally).standardError,
  }),
  cohen_kappa: cohen('identity'),
  cohen_kappa_linear: cohen('linear'),
  cohen_kappa_quadratic: cohen('quadratic'),
  prevalence_index: (_, input) => kappaParadox(tableOf(input)).prevalence,
  bias_index: (_, input) => kappaParadox(tableOf(input)).bias,
  pabak: (tally) => brennanPrediger(tally).coefficient,
};

/** Numbers of the file that do not apply, with the reason. */
const notApplicable = new Map([
  [
    'wikipedia_3x15 se_irrCAC.bp',
    'irrCAC counts the two rows that nobody rated as units (0.18259 with 15 units; 0.16795 with the 13 rated ones)',
  ],
]);

function tableOf({ table, ratings = [] }: AgreementCase['input']): readonly (readonly number[])[] {
  if (table !== undefined) return table;
  const scale = [...new Set(ratings.flat().filter((rating) => rating !== null))].sort((a, b) => a - b);
  return pairTable(
    ratings.map(([first = null, second = null]) => [first, second]),
    scale,
  );
}

function tallyOf({ ratings, table, counts }: AgreementCase['input']): Tally {
  if (ratings !== undefined) return tallyRatings(ratings);
  return table === undefined ? tallyCounts(counts ?? []) : tallyTable(table);
}

function expectClose(
  name: string,
  got: number | null | undefined,
  expected: number,
  tolerance: number,
): void {
  if (!(Math.abs((got ?? Number.NaN) - expected) <= tolerance)) {
    throw new Error(`${name}: got ${got}, expected ${expected} within ${tolerance}`);
  }
}

describe('agreement.json', () => {
  const cases = agreement.cases as unknown as AgreementCase[];
  const { abs } = agreement.tolerance;

  it.each(cases.map((one) => [one.id, one] as const))('%s', (id, { input, expected }) => {
    const tally = tallyOf(input);
    for (const [name, value] of Object.entries(expected)) {
      const got = checks[name]?.(tally, input);
      if (got === undefined) throw new Error(`${name} is not checked`);
      if (typeof value === 'number') {
        expectClose(name, typeof got === 'number' ? got : got['kappa'], value, abs);
        continue;
      }
      // irrCAC rounds its standard errors to five digits.
      const limit = name === 'se_irrCAC' ? 5.1e-6 : abs;
      for (const [part, number] of Object.entries(value)) {
        if (notApplicable.has(`${id} ${name}.${part}`)) continue;
        expectClose(`${name}.${part}`, typeof got === 'number' ? null : got[part], number, limit);
      }
    }
  });

  it.each(cases.filter(({ published }) => published).map((one) => [one.id, one] as const))(
    '%s, as published',
    (_, { input, published = {} }) => {
      for (const [name, value] of Object.entries(published)) {
        if (typeof value !== 'number') continue;
        const got = checks[name]?.(tallyOf(input), input);
        const digits = String(value).split('.')[1]?.length ?? 0;
        const limit = 0.5000001 * 10 ** -digits;
        expectClose(name, typeof got === 'object' ? got['kappa'] : got, value, limit);
      }
    },
  );

  it('is whole', () => expect(agreement.cases).toHaveLength(agreement.n_cases));
});

describe('reviewer_leniency.json', () => {
  type Row = { unit: number; reviewer: string; vendor: string; score: number };
  type Model = { reviewer_effect: Record<string, number>; residual_sd: number };
  type LeniencyCase = {
    id: string;
    input: { rows: Row[] };
    expected: {
      connected_components: string[][];
      unit_model?: Model & { df: number; n_multi_scored_units: number };
      vendor_model?: Model & { grand_mean: number; vendor_effect: Record<string, number> };
    };
  };
  const cases = leniency.cases as unknown as LeniencyCase[];
  const { abs } = leniency.tolerance;

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, { input, expected }) => {
    const reviews = input.rows.map((row) => ({ ...row, conversation: String(row.unit) }));
    expect(comparableReviewers(reviews)).toEqual(expected.connected_components);
    const { unit_model: unitModel, vendor_model: vendorModel } = expected;
    if (unitModel === undefined || vendorModel === undefined) {
      expect(() => reviewerSeverity(reviews)).toThrow(expect.objectContaining({ code: 'not-estimable' }));
      return;
    }
    const byUnit = reviewerSeverity(reviews);
    for (const [name, effect] of Object.entries(unitModel.reviewer_effect)) {
      expectClose(name, byUnit.reviewers.get(name)?.effect, effect, abs);
    }
    expectClose('residual', byUnit.residualSd, unitModel.residual_sd, abs);
    expect([byUnit.degreesOfFreedom, byUnit.multiScored]).toEqual([
      unitModel.df,
      unitModel.n_multi_scored_units,
    ]);
    const byVendor = reviewerSeverityByVendor(reviews);
    expectClose('mean', byVendor.grandMean, vendorModel.grand_mean, abs);
    expectClose('residual', byVendor.residualSd, vendorModel.residual_sd, abs);
    for (const [name, effect] of Object.entries(vendorModel.reviewer_effect)) {
      expectClose(name, byVendor.reviewers.get(name)?.effect, effect, abs);
    }
    for (const [name, effect] of Object.entries(vendorModel.vendor_effect)) {
      expectClose(name, byVendor.vendors.get(name), effect, abs);
    }
  });

  it('is whole', () => expect(leniency.cases).toHaveLength(leniency.n_cases));
});
