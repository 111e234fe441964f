import { bernoulliCusumRunLength } from './bernoulli-cusum';
import { cusumChart } from './cusum';
import { ewmaChart, ewmaProportionChart } from './ewma';
import { exactLimits, pChartFalseAlarms } from './exact-limits';
import { laneyChart, pChart, type Sample } from './p-chart';
import { cusumRunLength, ewmaRunLength } from './run-length';
import file from './vectors/control_charts.json';

interface Case<Input, Expected> {
  readonly id: string;
  readonly kind: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly tolerance_rel?: number;
}

const kinds: string[] = [];

function each<Input, Expected>(
  kind: string,
  check: (input: Input, expected: Expected, relative: number) => void,
): void {
  kinds.push(kind);
  const cases = (file.cases as unknown as Case<Input, Expected>[]).filter((one) => one.kind === kind);
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, { input, expected, tolerance_rel }) =>
    check(input, expected, tolerance_rel ?? file.tolerance.rel),
  );
}

function expectClose(got: number, expected: number | undefined, relative = file.tolerance.rel): void {
  const limit = relative * Math.max(1, Math.abs(expected ?? 0));
  if (!(Math.abs(got - (expected ?? Number.NaN)) <= limit)) {
    throw new Error(`got ${got}, expected ${expected} within ${limit}`);
  }
}

function expectAllClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, index) => expectClose(value, expected[index]));
}

const outOf = (points: readonly { isOut: boolean }[]): number[] =>
  points.flatMap(({ isOut }, index) => (isOut ? [index + 1] : []));
const samplesOf = ({ defects, n }: { defects: number[]; n: number[] }): Sample[] =>
  defects.map((failed, index) => ({ failed, n: n[index] ?? 0 }));

describe('control_charts.json', () => {
  type Lists = Record<'lcl' | 'ucl' | 'z' | 'out_1based', number[]>;
  type PChart = Lists & {
    center: number;
    sigma_z: number;
    out_of_limits_1based: number[];
    laney_lcl: number[];
    laney_ucl: number[];
    laney_out_1based: number[];
  };
  each<{ defects: number[]; n: number[] }, PChart>('p_chart', (input, expected) => {
    const plain = pChart(samplesOf(input));
    expectClose(plain.centre, expected.center);
    expectAllClose(
      plain.points.map(({ lower }) => lower),
      expected.lcl,
    );
    expectAllClose(
      plain.points.map(({ upper }) => upper),
      expected.ucl,
    );
    expect(outOf(plain.points)).toEqual(expected.out_of_limits_1based);
    const laney = laneyChart(samplesOf(input));
    expectAllClose(laney.z, expected.z);
    expectClose(laney.sigmaZ, expected.sigma_z);
    expectAllClose(
      laney.points.map(({ lower }) => lower),
      expected.laney_lcl,
    );
    expectAllClose(
      laney.points.map(({ upper }) => upper),
      expected.laney_ucl,
    );
    expect(outOf(laney.points)).toEqual(expected.laney_out_1based);
  });

  type Ewma = { x: number[]; target: number; sigma: number; lambda: number; L: number };
  type EwmaExpected = Lists & { asymptotic_lcl: number; asymptotic_ucl: number };
  each<Ewma, EwmaExpected>('ewma_individuals', ({ x, target, sigma, lambda, L }, expected) => {
    const { points, settled } = ewmaChart(x, { mean: target, sigma }, { lambda, width: L });
    expectAllClose(
      points.map(({ average }) => average),
      expected.z,
    );
    expectAllClose(
      points.map(({ lower }) => lower),
      expected.lcl,
    );
    expectAllClose(
      points.map(({ upper }) => upper),
      expected.ucl,
    );
    expect(outOf(points)).toEqual(expected.out_1based);
    expectClose(settled.lower, expected.asymptotic_lcl);
    expectClose(settled.upper, expected.asymptotic_ucl);
  });

  type EwmaP = { defects: number[]; n: number[]; p0: number; lambda: number; L: number };
  each<EwmaP, Lists>('ewma_proportion_varying_n', (input, expected) => {
    const design = { lambda: input.lambda, width: input.L };
    const points = ewmaProportionChart(samplesOf(input), input.p0, design);
    expectAllClose(
      points.map(({ average }) => average),
      expected.z,
    );
    expectAllClose(
      points.map(({ lower }) => lower),
      expected.lcl,
    );
    expectAllClose(
      points.map(({ upper }) => upper),
      expected.ucl,
    );
    expect(outOf(points)).toEqual(expected.out_1based);
  });

  type Cusum = { x: number[]; target: number; sigma: number; k: number; h: number };
  type CusumExpected = Record<'c_plus' | 'c_minus' | 'alarm_up_1based' | 'alarm_down_1based', number[]>;
  each<Cusum, CusumExpected>('tabular_cusum', ({ x, target, sigma, k, h }, expected) => {
    const points = cusumChart(x, { mean: target, sigma }, { k, h });
    expectAllClose(
      points.map(({ up }) => up),
      expected.c_plus,
    );
    expectAllClose(
      points.map(({ down }) => down),
      expected.c_minus,
    );
    expect(outOf(points.map(({ isUpAlarm }) => ({ isOut: isUpAlarm })))).toEqual(expected.alarm_up_1based);
    expect(outOf(points.map(({ isDownAlarm }) => ({ isOut: isDownAlarm })))).toEqual(
      expected.alarm_down_1based,
    );
  });

  type FalseAlarm = {
    p_signal_high_3sigma: number;
    p_signal_low_3sigma: number;
    arl0_3sigma: number;
    exact_alarm_if_count_at_least: number | null;
    exact_alarm_if_count_at_most: number | null;
    p_signal_exact_limits: number;
  };
  each<{ n: number; p0: number; alpha_total: number }, FalseAlarm>(
    'p_chart_exact_false_alarm',
    ({ n, p0, alpha_total }, expected) => {
      const nominal = pChartFalseAlarms(n, p0);
      expectClose(nominal.high, expected.p_signal_high_3sigma);
      expectClose(nominal.low, expected.p_signal_low_3sigma);
      expectClose(nominal.runLength, expected.arl0_3sigma);
      const exact = exactLimits(n, p0, alpha_total);
      expect([exact.alarmAtLeast, exact.alarmAtMost]).toEqual([
        expected.exact_alarm_if_count_at_least,
        expected.exact_alarm_if_count_at_most,
      ]);
      expectClose(exact.falseAlarm, expected.p_signal_exact_limits);
    },
  );

  each<{ m: number; h: number; p: number[] }, { arl: number[] }>('bernoulli_cusum_arl', (input, { arl }) => {
    expectAllClose(
      input.p.map((p) => bernoulliCusumRunLength(input, p)),
      arl,
    );
  });

  type ArlEwma = { lambda: number; L: number; shift: number };
  each<ArlEwma, { arl: number }>('arl_ewma', ({ lambda, L, shift }, { arl }, relative) => {
    expectClose(ewmaRunLength({ lambda, width: L }, shift), arl, relative);
    // The file allows half a percent; the quadrature does far better.
    expectClose(ewmaRunLength({ lambda, width: L }, shift), arl, 1e-6);
  });

  type ArlCusum = { k: number; h: number; shift: number };
  each<ArlCusum, { arl: number }>('arl_cusum', ({ k, h, shift }, { arl }, relative) => {
    expectClose(cusumRunLength({ k, h }, shift), arl, relative);
    expectClose(cusumRunLength({ k, h }, shift), arl, 1e-6);
  });

  it('runs every case', () => {
    const left = (file.cases as unknown as Case<unknown, unknown>[]).filter(
      ({ kind }) => !kinds.includes(kind),
    );
    expect(left.map(({ id }) => id)).toEqual([]);
    expect(file.cases).toHaveLength(file.n_cases);
  });
});
