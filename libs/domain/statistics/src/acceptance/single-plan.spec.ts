import fc from 'fast-check';
import { codeLetter, codeLetters, type InspectionLevel } from './code-letter';
import { type Aql, aqls, judgeLot, lotPlan, oneStepTighter, planOf, type PlanSeverity } from './single-plan';

const levels: InspectionLevel[] = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'];
const severity = fc.constantFrom<PlanSeverity>('normal', 'tightened', 'reduced-mil-105e');
const aql = fc.constantFrom(...aqls);
const lotSize = fc.integer({ min: 2, max: 1_000_000 });

describe('codeLetter', () => {
  it('gives the worked example', () => expect(codeLetter(2000, 'II')).toBe('K'));

  it('never falls as the lot grows, nor as the level rises', () => {
    const rank = (size: number, level: InspectionLevel): number =>
      codeLetters.indexOf(codeLetter(size, level));
    fc.assert(
      fc.property(lotSize, lotSize, fc.nat(5), (one, other, at) => {
        const level = levels[at] ?? 'II';
        expect(rank(Math.min(one, other), level)).toBeLessThanOrEqual(rank(Math.max(one, other), level));
        expect(rank(one, level)).toBeLessThanOrEqual(rank(one, levels[at + 1] ?? 'III'));
      }),
    );
  });

  it.each([
    ['a lot of one', 1, 'II', 'out-of-range'],
    ['half a lot', 2.5, 'II', 'not-an-integer'],
    ['an unknown level', 10, 'IV', 'bad-choice'],
    ['a name of Object', 10, 'constructor', 'bad-choice'],
  ])('refuses %s', (_, size, level, code) => {
    expect(() => codeLetter(size, level as InspectionLevel)).toThrow(expect.objectContaining({ code }));
  });
});

describe('planOf', () => {
  it.each([
    ['K', '0.10', 'normal', 'K', 125, 0, 1],
    ['K', '1.0', 'normal', 'K', 125, 3, 4],
    ['K', '4.0', 'normal', 'K', 125, 10, 11],
    ['A', '0.15', 'normal', 'J', 80, 0, 1],
    ['A', '10', 'normal', 'C', 5, 1, 2],
    ['R', '0.010', 'normal', 'Q', 1250, 0, 1],
    ['R', '0.015', 'normal', 'P', 800, 0, 1],
    ['R', '0.015', 'tightened', 'Q', 1250, 0, 1],
    ['R', '0.025', 'tightened', 'S', 3150, 1, 2],
    ['K', '4.0', 'reduced-mil-105e', 'K', 50, 5, 8],
  ] as const)('%s at %s, %s → %s, n %i, Ac %i, Re %i', (...row) => {
    const [letter, limit, how, ...expected] = row;
    const plan = planOf(letter, limit, how);
    expect([plan.letter, plan.n, plan.acceptanceNumber, plan.rejectionNumber]).toEqual(expected);
  });

  it('has a plan for every letter and limit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codeLetters.slice(0, -1)), aql, severity, (letter, limit, how) => {
        const plan = planOf(letter, limit, how);
        expect(plan.rejectionNumber).toBeGreaterThan(plan.acceptanceNumber);
        expect(plan.n).toBeGreaterThan(plan.acceptanceNumber);
      }),
    );
  });

  it('never accepts more under tightened inspection, at the same sample', () => {
    for (const letter of codeLetters.slice(0, -1)) {
      for (const limit of aqls) {
        const normal = planOf(letter, limit, 'normal');
        const tightened = planOf(letter, limit, 'tightened');
        if (normal.n !== tightened.n) continue;
        expect(tightened.acceptanceNumber).toBeLessThanOrEqual(normal.acceptanceNumber);
      }
    }
  });

  it.each([
    ['an unknown limit', 'K', '3.0', 'normal'],
    ['a percentage beyond the range', 'K', '15', 'normal'],
    ['the letter I', 'I', '1.0', 'normal'],
    ['the letter S, which no lot has', 'S', '1.0', 'tightened'],
    ['an unknown severity', 'K', '1.0', 'strict'],
  ])('refuses %s', (_, letter, limit, how) => {
    expect(() => planOf(letter as 'K', limit as Aql, how as PlanSeverity)).toThrow(
      expect.objectContaining({ code: 'bad-choice' }),
    );
  });
});

describe('lotPlan', () => {
  it('gives the worked example', () => {
    expect(lotPlan({ lotSize: 2000, level: 'II', aql: '4.0', severity: 'normal' })).toEqual({
      codeLetter: 'K',
      letter: 'K',
      n: 125,
      acceptanceNumber: 10,
      rejectionNumber: 11,
      isWholeLot: false,
      inspected: 125,
    });
  });

  it('never inspects more than the lot', () => {
    fc.assert(
      fc.property(lotSize, fc.constantFrom(...levels), aql, severity, (size, level, limit, how) => {
        const plan = lotPlan({ lotSize: size, level, aql: limit, severity: how });
        expect(plan.inspected).toBeLessThanOrEqual(size);
        expect(plan.isWholeLot).toBe(plan.n >= size);
      }),
    );
  });
});

describe('judgeLot', () => {
  const normal = planOf('K', '4.0', 'normal');
  const reduced = planOf('K', '4.0', 'reduced-mil-105e');

  it.each([
    ['at Ac', normal, 10, 'accepted'],
    ['at Re', normal, 11, 'not-accepted'],
    ['at Ac of reduced', reduced, 5, 'accepted'],
    ['in the gap', reduced, 7, 'accepted-but-normal-next'],
    ['at Re of reduced', reduced, 8, 'not-accepted'],
  ] as const)('%s', (_, plan, nonconforming, verdict) => {
    expect(judgeLot(plan, nonconforming)).toBe(verdict);
  });

  it('refuses more than were inspected', () => {
    expect(() => judgeLot(normal, 126)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
  });
});

describe('oneStepTighter', () => {
  it.each([
    ['1.0', '0.65'],
    ['0.010', null],
  ] as const)('%s → %s', (from, to) => expect(oneStepTighter(from)).toBe(to));
});
