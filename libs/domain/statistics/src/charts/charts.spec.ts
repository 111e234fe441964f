import fc from 'fast-check';
import { expectedFalseAlarms, runLengthForBudget } from './alarm-budget';
import { bernoulliCusumRunLength, bernoulliCusumStep, designBernoulliCusum } from './bernoulli-cusum';
import { cusumChart } from './cusum';
import { ewmaChart, ewmaProportionChart } from './ewma';
import { exactLimits, pChartFalseAlarms } from './exact-limits';
import { laneyChart, pChart, type Sample } from './p-chart';
import { cusumIntervalFor, cusumRunLength, ewmaRunLength, ewmaWidthFor } from './run-length';

const sample = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.nat(500))
  .map(([n, failed]): Sample => ({ n, failed: Math.min(n, failed) }));
const samples = fc.array(sample, { minLength: 2, maxLength: 30 });
const refusal = (code: string): Error => expect.objectContaining({ name: 'StatisticsError', code }) as Error;

describe('pChart and laneyChart', () => {
  it('gives the worked examples', () => {
    const days = [12, 8, 30].map((failed, at) => ({ failed, n: at === 1 ? 80 : 100 }));
    const { points } = pChart(days, { centre: 0.1 });
    expect(points.map(({ upper }) => upper.toFixed(3))).toEqual(['0.190', '0.201', '0.190']);
    expect(points.map(({ isOut }) => isOut)).toEqual([false, false, true]);
    const laney = laneyChart([50, 80, 50, 80].map((failed) => ({ failed, n: 1000 })));
    expect(laney.centre).toBe(0.065);
    expect(laney.sigmaZ).toBeCloseTo(3.41, 2);
    expect(laney.points[0]?.lower).toBe(0);
    expect(laney.points[0]?.upper).toBeCloseTo(0.145, 3);
  });

  it('keeps limits around the centre, within 0..1, and narrower for more reviews', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const { centre, points } = pChart(list);
        for (const [at, { lower, upper }] of points.entries()) {
          expect(lower).toBeLessThanOrEqual(centre);
          expect(upper).toBeGreaterThanOrEqual(centre);
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          const wider = points.find((_, other) => (list[other]?.n ?? 0) <= (list[at]?.n ?? 0));
          expect(upper).toBeLessThanOrEqual((wider?.upper ?? 1) + 1e-12);
        }
      }),
    );
  });

  it('draws the same p-chart in any order of days', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const backwards = pChart([...list].reverse());
        expect([...backwards.points].reverse()).toEqual(pChart(list).points);
      }),
    );
  });

  it.each([
    ['no sample', () => pChart([]), 'empty'],
    ['an empty day', () => pChart([{ failed: 0, n: 0 }]), 'out-of-range'],
    ['more failed than reviewed', () => pChart([{ failed: 3, n: 2 }]), 'out-of-range'],
    ['half a failure', () => pChart([{ failed: 0.5, n: 2 }]), 'not-an-integer'],
    ['a centre above 1', () => pChart([{ failed: 1, n: 2 }], { centre: 2 }), 'out-of-range'],
    ['one day for a moving range', () => laneyChart([{ failed: 1, n: 2 }]), 'empty'],
    [
      'no failure at all',
      () =>
        laneyChart([
          { failed: 0, n: 2 },
          { failed: 0, n: 2 },
        ]),
      'not-estimable',
    ],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('exactLimits', () => {
  it('gives the worked examples', () => {
    const { alarmAtLeast, alarmAtMost, falseAlarm } = exactLimits(20, 0.05);
    expect([alarmAtLeast, alarmAtMost]).toEqual([6, null]);
    expect(falseAlarm).toBeCloseTo(0.00033, 5);
    const nominal = pChartFalseAlarms(20, 0.05);
    expect(nominal.high).toBeCloseTo(0.016, 3);
    expect(nominal.runLength).toBeCloseTo(63, 0);
  });

  it('never signals falsely more often than promised', () => {
    const rate = fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), rate, rate, (n, p, alpha) => {
        expect(exactLimits(n, p, alpha).falseAlarm).toBeLessThanOrEqual(alpha * (1 + 1e-9));
      }),
    );
  });

  it('has no limit where nothing is rare enough', () => {
    expect(exactLimits(1, 0.5)).toEqual({ alarmAtLeast: null, alarmAtMost: null, falseAlarm: 0 });
    expect(pChartFalseAlarms(1, 0.5).runLength).toBe(Infinity);
  });

  it('refuses a rate of 0', () => expect(() => exactLimits(10, 0)).toThrow(refusal('out-of-range')));
});

describe('ewma', () => {
  const target = { mean: 50, sigma: 2.0539 };

  it('gives the worked examples', () => {
    const [first] = ewmaChart([52], target, { lambda: 0.3, width: 3 }).points;
    expect(first?.average).toBeCloseTo(50.6, 12);
    expect(first?.lower).toBeCloseTo(48.15, 2);
    expect(first?.upper).toBeCloseTo(51.85, 2);
    const [point] = ewmaProportionChart([{ failed: 2, n: 35 }], 0.07, { lambda: 0.2, width: 2.86 });
    expect(point?.average).toBeCloseTo(0.06743, 5);
    expect(point?.lower).toBeCloseTo(0.04533, 5);
  });

  it('is the plain chart where lambda is 1', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const plain = pChart(list, { centre: 0.3 });
        const weighted = ewmaProportionChart(list, 0.3, { lambda: 1, width: 3 });
        weighted.forEach(({ average, upper }, at) => {
          expect(average).toBeCloseTo(plain.points[at]?.rate ?? 0, 12);
          expect(upper).toBeCloseTo(plain.points[at]?.upper ?? 0, 12);
        });
      }),
    );
  });

  it.each([
    ['no value', () => ewmaChart([], target, { lambda: 0.2, width: 3 }), 'empty'],
    ['NaN', () => ewmaChart([Number.NaN], target, { lambda: 0.2, width: 3 }), 'not-finite'],
    ['lambda above 1', () => ewmaChart([1], target, { lambda: 1.1, width: 3 }), 'out-of-range'],
    ['no spread', () => ewmaChart([1], { mean: 0, sigma: 0 }, { lambda: 0.2, width: 3 }), 'out-of-range'],
    [
      'a rate of 0',
      () => ewmaProportionChart([{ failed: 0, n: 1 }], 0, { lambda: 1, width: 3 }),
      'out-of-range',
    ],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('cusum', () => {
  const target = { mean: 10, sigma: 1 };

  it('gives the worked example', () => {
    const points = cusumChart([12, 12.4, 12.5], target, { k: 0.5, h: 4 });
    expect(points.map(({ up }) => Number(up.toFixed(6)))).toEqual([1.5, 3.4, 5.4]);
    expect(points.map(({ isUpAlarm }) => isUpAlarm)).toEqual([false, false, true]);
  });

  it('mirrors the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (values) => {
        const up = cusumChart(values, { mean: 0, sigma: 4 }, { k: 0.5, h: 4 });
        const down = cusumChart(
          values.map((value) => -value),
          { mean: 0, sigma: 4 },
          { k: 0.5, h: 4 },
        );
        expect(down.map((point) => point.down)).toEqual(up.map((point) => point.up));
      }),
    );
  });

  it.each([
    ['no value', () => cusumChart([], target, { k: 0.5, h: 4 }), 'empty'],
    ['a negative slack', () => cusumChart([1], target, { k: -1, h: 4 }), 'out-of-range'],
    ['no interval', () => cusumChart([1], target, { k: 0.5, h: 0 }), 'out-of-range'],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('bernoulliCusum', () => {
  const design = { m: 20, h: 60 };

  it('gives the worked examples', () => {
    expect(bernoulliCusumStep(design, 45, true)).toEqual({ score: 64, isAlarm: true });
    expect(bernoulliCusumStep(design, 0, false)).toEqual({ score: 0, isAlarm: false });
    expect([0.02, 0.05, 0.1].map((p) => Math.round(bernoulliCusumRunLength(design, p)))).toEqual([
      5235, 234, 56,
    ]);
    const found = designBernoulliCusum({ good: 0.02, bad: 0.1, leastRunLength: 5000 });
    expect(found).toEqual({ m: 20, h: 60 });
  });

  it('keeps its promise, and no smaller h does', () => {
    const aim = fc.record({
      good: fc.integer({ min: 5, max: 50 }).map((thousandths) => thousandths / 1000),
      times: fc.integer({ min: 2, max: 6 }),
      leastRunLength: fc.integer({ min: 50, max: 20_000 }),
    });
    fc.assert(
      fc.property(aim, ({ good, times, leastRunLength }) => {
        const { m, h } = designBernoulliCusum({ good, bad: good * times, leastRunLength });
        expect(bernoulliCusumRunLength({ m, h }, good)).toBeGreaterThanOrEqual(leastRunLength);
        if (h > 1) expect(bernoulliCusumRunLength({ m, h: h - 1 }, good)).toBeLessThan(leastRunLength);
      }),
      { numRuns: 30 },
    );
  });

  it('has the run length of waiting for one failure where one failure alarms', () => {
    expect(bernoulliCusumRunLength({ m: 5, h: 1 }, 0.04)).toBeCloseTo(25, 10);
  });

  it.each([
    ['m of 1', () => bernoulliCusumStep({ m: 1, h: 5 }, 0, true), 'out-of-range'],
    ['a negative score', () => bernoulliCusumStep(design, -1, true), 'out-of-range'],
    ['a rate of 1', () => bernoulliCusumRunLength(design, 1), 'out-of-range'],
    [
      'good above bad',
      () => designBernoulliCusum({ good: 0.2, bad: 0.1, leastRunLength: 9 }),
      'out-of-range',
    ],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('run lengths', () => {
  it('gives the worked examples', () => {
    expect(ewmaRunLength({ lambda: 0.2, width: 2.962 })).toBeCloseTo(500, 0);
    expect(ewmaRunLength({ lambda: 0.2, width: 2.962 }, 1)).toBeCloseTo(10.5, 1);
    expect(cusumRunLength({ k: 0.5, h: 4 })).toBeCloseTo(167.7, 1);
    expect(ewmaWidthFor(0.2, 500)).toBeCloseTo(2.962, 3);
    expect(cusumIntervalFor(0.5, 465)).toBeCloseTo(5, 2);
  });

  it('is that of the normal tail where lambda is 1', () => {
    // 2Φ(−3) = 0.0026998
    expect(ewmaRunLength({ lambda: 1, width: 3 })).toBeCloseTo(370.398, 2);
  });

  it('falls with the shift, either way alike', () => {
    const shift = fc.integer({ min: 0, max: 30 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(shift, shift, (a, b) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        for (const length of [
          (by: number) => ewmaRunLength({ lambda: 0.2, width: 2.86 }, by),
          (by: number) => cusumRunLength({ k: 0.5, h: 4 }, by),
        ]) {
          expect(length(large)).toBeLessThanOrEqual(length(small) + 1e-9);
          expect(length(-large)).toBeCloseTo(length(large), 6);
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['a tiny lambda', () => ewmaRunLength({ lambda: 0.001, width: 3 }), 'out-of-range'],
    ['a run length of 1', () => ewmaWidthFor(0.2, 1), 'out-of-range'],
    ['a slack out of range', () => cusumIntervalFor(5, 500), 'out-of-range'],
    ['no shift', () => cusumRunLength({ k: 0.5, h: 4 }, Number.NaN), 'not-finite'],
  ])('refuses %s', (_, act, code) => expect(act).toThrow(refusal(code)));
});

describe('alarm budget', () => {
  const daily = { charts: 60, pointsPerDay: 1 };

  it('gives the worked examples, each the inverse of the other', () => {
    expect(runLengthForBudget(daily, 30)).toBe(1800);
    expect(expectedFalseAlarms(daily, 370, 30)).toBeCloseTo(4.9, 1);
    expect(expectedFalseAlarms(daily, runLengthForBudget(daily, 30), 30)).toBe(1);
  });

  it('refuses no chart', () => {
    expect(() => runLengthForBudget({ charts: 0, pointsPerDay: 1 }, 30)).toThrow(refusal('out-of-range'));
  });
});
