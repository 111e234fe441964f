import { codeLetter, type InspectionLevel } from './code-letter';
import {
  acceptanceProbability,
  lotAcceptanceProbability,
  nonconformityAcceptanceProbability,
} from './oc-curve';
import { type Aql, judgeLot, lotPlan, oneStepTighter, planOf, type PlanSeverity } from './single-plan';
import { followSprt, sprtLimits, sprtNumbers, type SprtTest } from './sprt';
import { sprtApproximation, sprtCharacteristics } from './sprt-characteristics';
import { mayReduce, type Switching, switchingStart, switchInspection } from './switching';
import { type LotModel, twoPointPlan } from './two-point-plan';
import iso from './vectors/iso2859_plans.json';
import oc from './vectors/oc_curves.json';
import sprt from './vectors/sprt.json';
import switching from './vectors/switching_rules.json';

interface Case<Input, Expected> {
  readonly id: string;
  readonly kind?: string;
  readonly input: Input;
  readonly expected: Expected;
}

/** The cases of a file, by id, with the types that its kinds have. */
function casesOf<Input, Expected>(file: { cases: unknown[] }, kind?: string): [string, Input, Expected][] {
  const all = file.cases as Case<Input, Expected>[];
  return all.filter((one) => one.kind === kind).map(({ id, input, expected }) => [id, input, expected]);
}

function expectClose(
  got: number,
  expected: number | undefined,
  tolerance: { abs?: number; rel?: number },
): void {
  const distance = Math.abs(got - (expected ?? Number.NaN));
  const limit = Math.max(tolerance.abs ?? 0, (tolerance.rel ?? 0) * Math.max(1, Math.abs(expected ?? 0)));
  if (!(distance <= limit)) throw new Error(`got ${got}, expected ${expected} within ${limit}`);
}

interface PlanInput {
  readonly lot_size: number;
  readonly level: InspectionLevel;
  readonly aql_percent?: Aql;
  readonly severity?: 'normal' | 'tightened' | 'reduced_mil105e';
}
interface PlanExpected {
  readonly code_letter: string;
  readonly plan_letter?: string;
  readonly n: number;
  readonly Ac: number;
  readonly Re: number;
  readonly inspect_all: boolean;
  readonly n_effective: number;
}

describe('iso2859_plans.json', () => {
  const severities = {
    normal: 'normal',
    tightened: 'tightened',
    reduced_mil105e: 'reduced-mil-105e',
  } as const;

  it.each(casesOf<PlanInput, PlanExpected>(iso))('%s', (_, input, expected) => {
    const { lot_size: lotSize, level, aql_percent: aql, severity } = input;
    expect(codeLetter(lotSize, level)).toBe(expected.code_letter);
    if (aql === undefined || severity === undefined) return;
    const plan = lotPlan({ lotSize, level, aql, severity: severities[severity] });
    expect({
      code_letter: plan.codeLetter,
      // The reduced cases do not name the letter of the plan.
      ...(expected.plan_letter === undefined ? {} : { plan_letter: plan.letter }),
      n: plan.n,
      Ac: plan.acceptanceNumber,
      Re: plan.rejectionNumber,
      inspect_all: plan.isWholeLot,
      n_effective: plan.inspected,
    }).toEqual(expected);
  });

  it.each(['normal', 'tightened'] as const)(
    'master table, %s',
    (severity: PlanSeverity & ('normal' | 'tightened')) => {
      const table = iso.master_table[severity] as Record<string, Record<string, unknown>>;
      const sizes = iso.master_table.sample_size as Record<string, number>;
      for (const [letter, row] of Object.entries(table)) {
        for (const [aql, cell] of Object.entries(row)) {
          const plan = planOf(letter as never, aql as Aql, severity);
          if (Array.isArray(cell)) {
            expect([letter, aql, plan.letter, plan.n, plan.acceptanceNumber, plan.rejectionNumber]).toEqual([
              letter,
              aql,
              letter,
              sizes[letter],
              ...cell,
            ]);
          } else {
            expect([letter, aql, cell]).toEqual([letter, aql, plan.letter > letter ? 'down' : 'up']);
          }
        }
      }
    },
  );
});

describe('switching_rules.json', () => {
  type Sequence = { lots: string };
  it.each(casesOf<Sequence, { severity_after: string[] }>(switching, 'normal_tightened_sequence'))(
    '%s',
    (_, { lots }, { severity_after }) => {
      let state: Switching = switchingStart;
      const after = [...lots].map((lot) => {
        const isAccepted = lot === 'A';
        state = switchInspection(state, {
          kind: 'lot',
          isAccepted,
          acceptanceNumber: 2,
          isAcceptedTighter: false,
        });
        return state.inspection;
      });
      expect(after).toEqual(severity_after);
    },
  );

  type Lot = { letter: string; aql: Aql; d: number; accepted: boolean };
  type Step = {
    severity: string;
    n?: number;
    Ac?: number;
    accepted?: boolean;
    next?: string;
    score?: number;
  };
  it.each(casesOf<{ lots: Lot[] }, { steps: Step[] }>(switching, 'iso_score'))(
    '%s',
    (_, { lots }, { steps }) => {
      let state: Switching = switchingStart;
      const got = lots.map((lot): Step => {
        const severity = state.inspection;
        if (severity === 'discontinued') return { severity };
        const step = inspect(state, lot);
        state = step.state;
        // The cases grant consent as soon as the score allows it.
        if (mayReduce(state)) state = switchInspection(state, { kind: 'reduced-consented' });
        return { severity, ...step.shown, next: state.inspection, score: state.score };
      });
      expect(got).toEqual(steps);
    },
  );

  /** On reduced inspection the file gives the outcome instead of the plan. */
  function inspect(state: Switching, lot: Lot): { state: Switching; shown: Partial<Step> } {
    const letter = lot.letter as never;
    const severity = state.inspection === 'tightened' ? 'tightened' : 'normal';
    const plan = planOf(letter, lot.aql, severity);
    const isReduced = state.inspection === 'reduced';
    const isAccepted = isReduced ? lot.accepted : judgeLot(plan, lot.d) === 'accepted';
    const tighter = oneStepTighter(lot.aql);
    const isAcceptedTighter = tighter !== null && lot.d <= planOf(letter, tighter, severity).acceptanceNumber;
    const acceptanceNumber = plan.acceptanceNumber;
    const result = { kind: 'lot', isAccepted, acceptanceNumber, isAcceptedTighter } as const;
    const shown = isReduced ? {} : { n: plan.n, Ac: acceptanceNumber };
    return { state: switchInspection(state, result), shown: { ...shown, accepted: isAccepted } };
  }
});

describe('oc_curves.json', () => {
  type Curve = { n: number; c: number; p: number[]; N: number; D: number[] };
  const near = (got: number[], pa: number[]): void =>
    got.forEach((value, index) => expectClose(value, pa[index], oc.tolerance));

  it.each(casesOf<Curve, { pa: number[] }>(oc, 'oc_binomial'))('%s', (_, { n, c, p }, { pa }) => {
    near(
      p.map((rate) => acceptanceProbability({ n, acceptanceNumber: c }, rate)),
      pa,
    );
  });
  it.each(casesOf<Curve, { pa: number[] }>(oc, 'oc_poisson'))('%s', (_, { n, c, p }, { pa }) => {
    near(
      p.map((rate) => nonconformityAcceptanceProbability({ n, acceptanceNumber: c }, rate)),
      pa,
    );
  });
  it.each(casesOf<Curve, { pa: number[] }>(oc, 'oc_hypergeometric'))('%s', (_, { N, n, c, D }, { pa }) => {
    const rule = { n, acceptanceNumber: c };
    near(
      D.map((nonconforming) => lotAcceptanceProbability(rule, { lotSize: N, nonconforming })),
      pa,
    );
  });

  type Points = { p1: number; pa1_min: number; p2: number; pa2_max: number; type: string; N: number | null };
  it.each(casesOf<Points, { n: number; c: number }>(oc, 'find_plan'))('%s', (_, input, { n, c }) => {
    const model: LotModel =
      input.type === 'hypergeom'
        ? { kind: 'hypergeometric', lotSize: input.N ?? 0 }
        : { kind: input.type === 'poisson' ? 'poisson' : 'binomial' };
    const good = { p: input.p1, leastAccepted: input.pa1_min };
    const bad = { p: input.p2, mostAccepted: input.pa2_max };
    expect(twoPointPlan({ good, bad }, model)).toEqual({ n, acceptanceNumber: c });
  });
});

describe('sprt.json', () => {
  type Wald = { p0: number; p1: number; alpha: number; beta: number };
  const testOf = ({ p0, p1, alpha, beta }: Wald): SprtTest => ({ good: p0, bad: p1, alpha, beta });
  const { rel, asn_abs } = sprt.tolerance;

  it.each(casesOf<Wald, Record<string, number>>(sprt, 'sprt_parameters'))('%s', (_, input, expected) => {
    const limits = sprtLimits(testOf(input));
    expectClose(limits.upperLog, expected['upper_log'], { rel });
    expectClose(limits.lowerLog, expected['lower_log'], { rel });
    expectClose(limits.perFail, expected['llr_fail'], { rel });
    expectClose(limits.perPass, expected['llr_pass'], { rel });
    expectClose(limits.slope, expected['s'], { rel });
    expectClose(limits.acceptIntercept, expected['h_accept'], { rel });
    expectClose(limits.rejectIntercept, expected['h_reject'], { rel });
  });

  type Numbers = { accept_at_or_below: (number | null)[]; reject_at_or_above: (number | null)[] };
  it.each(casesOf<Wald & { n: number[] }, Numbers>(sprt, 'sprt_accept_reject_numbers'))(
    '%s',
    (_, input, expected) => {
      const numbers = input.n.map((n) => sprtNumbers(testOf(input), n));
      expect(numbers.map(({ acceptAtMost }) => acceptAtMost)).toEqual(expected.accept_at_or_below);
      expect(numbers.map(({ rejectAtLeast }) => rejectAtLeast)).toEqual(expected.reject_at_or_above);
    },
  );

  type Exact = { p_accept: number[]; p_reject: number[]; asn: number[] };
  it.each(casesOf<Wald & { p: number[] }, Exact>(sprt, 'sprt_exact_oc_asn'))('%s', (_, input, expected) => {
    input.p.forEach((p, index) => {
      const got = sprtCharacteristics(testOf(input), p);
      expectClose(got.acceptProbability, expected.p_accept[index], { rel });
      expectClose(got.rejectProbability, expected.p_reject[index], { rel });
      expectClose(got.meanSampleNumber, expected.asn[index], { abs: asn_abs });
    });
  });

  type Approximate = { p: number[]; p_accept: number[]; asn: number[] };
  it.each(casesOf<Wald & { h: number[] }, Approximate>(sprt, 'sprt_wald_approximation'))(
    '%s',
    (_, input, expected) => {
      input.h.forEach((h, index) => {
        const got = sprtApproximation(testOf(input), h);
        expectClose(got.p, expected.p[index], { rel });
        expectClose(got.acceptProbability, expected.p_accept[index], { rel });
        expectClose(got.meanSampleNumber, expected.asn[index], { rel });
      });
    },
  );

  type Path = { decision: string; decision_at: number | null; llr: number[] };
  it.each(casesOf<Wald & { fails: number[] }, Path>(sprt, 'sprt_path'))('%s', (_, input, expected) => {
    const path = followSprt(testOf(input), input.fails.map(Boolean));
    expect([path.decision, path.decidedAt]).toEqual([expected.decision, expected.decision_at]);
    expect(path.llr).toHaveLength(expected.llr.length);
    path.llr.forEach((value, index) => expectClose(value, expected.llr[index], { rel }));
  });
});

describe('every case of the files', () => {
  const kinds = {
    iso2859_plans: [undefined],
    switching_rules: ['normal_tightened_sequence', 'iso_score'],
    oc_curves: ['oc_binomial', 'oc_poisson', 'oc_hypergeometric', 'find_plan'],
    sprt: [
      'sprt_parameters',
      'sprt_accept_reject_numbers',
      'sprt_exact_oc_asn',
      'sprt_wald_approximation',
      'sprt_path',
    ],
  } as const;

  it.each([iso, switching, oc, sprt].map((file) => [file.topic, file] as const))(
    '%s is run',
    (topic, file) => {
      const known: readonly (string | undefined)[] = kinds[topic as keyof typeof kinds];
      const left = (file.cases as { id: string; kind?: string }[]).filter(
        ({ kind }) => !known.includes(kind),
      );
      expect(left.map(({ id }) => id)).toEqual([]);
      expect(file.cases).toHaveLength(file.n_cases);
    },
  );
});
