import fc from 'fast-check';
import { decide } from './decision';
import {
  bottomK,
  mergeBottomK,
  sequentialPoisson,
  sequentialPoissonProbabilities,
  type Ranked,
} from './draw';
import { SelectionError } from './errors';
import { PURPOSES, selectionHash } from './hash';
import {
  SelectionKey,
  commitment,
  committedPeriodKey,
  deriveBrandPeriodKey,
  derivePeriodKey,
  isCommittedKey,
} from './key';
import {
  combinedProbability,
  designWeight,
  inclusionProbability,
  isKept,
  scaledProbability,
  sharedProbability,
  threshold,
} from './probability';
import { rateAt, rateSchedule, versionAt, withVersion } from './schedule';

const raw = Uint8Array.from({ length: 32 }, (_, index) => index);
const key = SelectionKey.fromBytes(raw);
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `conversation-${index}`);

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof SelectionError ? error.code : 'another error';
  }
  return 'no error';
};

/** A decimal string from 0 to 1 with up to 12 digits. */
const probability = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([digits, value]) => value.toFixed(digits));

describe('exact probabilities', () => {
  it.each([
    ['0', '0', '0'],
    ['0.02', '0.5', '0.51'],
    ['0.05', '0', '0.05'],
    ['0.10', '0.020', '0.118'],
    ['1', '0.5', '1'],
    ['1.000', '0.3333', '1'],
    ['0.3333', '0.3333', '0.55551111'],
  ])('random %s and trigger %s give %s', (random, trigger, pi) => {
    expect(inclusionProbability(random, trigger)).toBe(pi);
  });

  it('combines any number of independent mechanisms', () => {
    expect(combinedProbability([])).toBe('0');
    expect(combinedProbability(['0.1', '0.2', '0.3'])).toBe('0.496');
  });

  it.each([
    ['combined', combinedProbability],
    ['shared', sharedProbability],
  ])('refuses what is written like several rates, or like none, that were %s before', (_name, of) => {
    of(['0.1', '0.2']);
    of([]);
    expect(code(() => of(['0.1 0.2']))).toBe('bad-probability');
    expect(code(() => of(['']))).toBe('bad-probability');
  });

  it('takes the largest of rates that share a hash', () => {
    expect(sharedProbability([])).toBe('0');
    expect(sharedProbability(['0.2', '0.50', '0.499999'])).toBe('0.5');
  });

  it('keeps digits that a float would lose', () => {
    const p = `0.${'9'.repeat(40)}`;
    expect(threshold(p)).toBe((1n << 64n) - 1n);
    expect(threshold(`0.${'0'.repeat(19)}1`)).toBe(0n);
    expect(threshold(`0.${'0'.repeat(18)}1`)).toBe(1n);
  });

  it('scales by whole factors, up to 1', () => {
    expect(scaledProbability('0.04', 3)).toBe('0.12');
    expect(scaledProbability('0.4', 5)).toBe('1');
    expect(scaledProbability('0.4', 0)).toBe('0');
    expect(code(() => scaledProbability('0.4', 1.5))).toBe('bad-count');
  });

  it('weighs by the inverse', () => {
    expect(designWeight('0.02')).toBe(50);
    expect(designWeight('0.51')).toBeCloseTo(1.9607843, 7);
    expect(designWeight('1')).toBe(1);
    expect(code(() => designWeight('0.0'))).toBe('bad-probability');
  });

  it.each([
    '',
    '-0.1',
    '+0.1',
    '1.1',
    '1.0001',
    '.5',
    '0.',
    '5e-2',
    '0,5',
    ' 0.5',
    '0.5 ',
    'NaN',
    '00.5',
    '50%',
  ])('refuses %p', (p) => {
    expect(code(() => threshold(p))).toBe('bad-probability');
  });

  it('is symmetric, bounded and at least the largest part', () => {
    fc.assert(
      fc.property(probability, probability, (a, b) => {
        const both = inclusionProbability(a, b);
        expect(inclusionProbability(b, a)).toBe(both);
        expect(threshold(both)).toBeGreaterThanOrEqual(threshold(sharedProbability([a, b])));
        expect(threshold(both)).toBeLessThanOrEqual(1n << 64n);
      }),
    );
  });
});

describe('the hash', () => {
  it('is the same from bytes and from a held key', () => {
    expect(selectionHash(raw, 'plan', 'random', 'id')).toBe(selectionHash(key, 'plan', 'random', 'id'));
  });

  it.each(['', 'a\0b', '\ud800', 'x\udc00'])('refuses the id %p', (id) => {
    expect(code(() => selectionHash(key, 'plan', 'random', id))).toBe('bad-id');
    expect(code(() => selectionHash(key, id, 'random', 'id'))).toBe('bad-id');
  });

  it('does not normalise: composed and decomposed ids are different conversations', () => {
    expect(selectionHash(key, 'plan', 'random', '\u00e9')).not.toBe(
      selectionHash(key, 'plan', 'random', 'e\u0301'),
    );
  });

  it('is uniform: 64 cells of 32,000 ids pass a chi-square test at 1 in 10,000', () => {
    const cells = new Array<number>(64).fill(0);
    for (const id of ids(32_000)) {
      const cell = Number(selectionHash(key, 'plan', 'random', id) >> 58n);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const chiSquare = cells.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquare).toBeLessThan(114.8); // 99.99 % point of chi-square with 63 degrees of freedom
    expect(chiSquare).toBeGreaterThan(26.8); // 0.01 % point: too even is as wrong as too uneven
  });

  it('gives independent streams: keeping for one purpose tells nothing about another', () => {
    const kept = PURPOSES.map((purpose) =>
      ids(20_000).map((id) => isKept(selectionHash(key, 'plan', purpose, id), '0.2')),
    );
    kept.forEach((a, i) =>
      kept.slice(i + 1).forEach((b) => {
        const both = a.filter((one, index) => one && b[index]).length;
        expect(Math.abs(both - 800) / Math.sqrt(20_000 * 0.04 * 0.96)).toBeLessThan(4.5);
      }),
    );
  });

  it('only adds when a rate rises', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), probability, probability, (id, a, b) => {
        fc.pre(!id.includes('\0'));
        const u = selectionHash(key, 'plan', 'random', id);
        const [low, high] = threshold(a) <= threshold(b) ? [a, b] : [b, a];
        expect(isKept(u, low) && !isKept(u, high)).toBe(false);
        expect(isKept(u, '0')).toBe(false);
        expect(isKept(u, '1')).toBe(true);
      }),
    );
  });
});

describe('one decision', () => {
  it('keeps what either stream keeps, and says with what probability', () => {
    const decisions = ids(20_000).map((conversationId) =>
      decide({ key, planId: 'plan', conversationId, pRandom: '0.02', pTrigger: '0.5' }),
    );
    expect(decisions.every(({ inclusionProbability: pi }) => pi === '0.51')).toBe(true);
    expect(decisions.every(({ kept, random, trigger }) => kept === (random.kept || trigger.kept))).toBe(true);
    const count = decisions.filter(({ kept }) => kept).length;
    expect(Math.abs(count - 10_200) / Math.sqrt(20_000 * 0.51 * 0.49)).toBeLessThan(4.5);
  });
});

describe('the selection does not depend on the way it was computed', () => {
  const population = ids(20_000);
  const select = (part: readonly string[]): string[] =>
    part.filter(
      (conversationId) => decide({ key, planId: 'p', conversationId, pRandom: '0.05', pTrigger: '0' }).kept,
    );
  const whole = select(population).sort();
  const shuffled = [...population].sort(
    (a, b) =>
      Number(selectionHash(key, 'shuffle', 'random', a) - selectionHash(key, 'shuffle', 'random', b) > 0n) *
        2 -
      1,
  );

  it.each([1, 7, 64])('shuffled and split %i ways', (ways) => {
    const parts = Array.from({ length: ways }, (_, way) =>
      shuffled.filter((_id, index) => index % ways === way),
    );
    expect(parts.flatMap(select).sort()).toEqual(whole);
    const stream = { key, planId: 'p', purpose: 'random' as const };
    const draws: Ranked[][] = parts.map((part) => bottomK(stream, part, Math.min(500, part.length)));
    expect(mergeBottomK(draws, 500)).toEqual(bottomK(stream, population, 500));
  });

  it('stopped midway and started again from the same bytes', () => {
    const restarted = SelectionKey.fromBytes(derivePeriodKey(raw, 'p', '2026-03'));
    const again = SelectionKey.fromBytes(derivePeriodKey(raw, 'p', '2026-03'));
    const first = population.slice(0, 9_999).map((id) => selectionHash(restarted, 'p', 'random', id));
    const rest = population.slice(9_999).map((id) => selectionHash(again, 'p', 'random', id));
    expect([...first, ...rest]).toEqual(population.map((id) => selectionHash(restarted, 'p', 'random', id)));
  });
});

describe('draws of exact size', () => {
  const stream = { key, planId: 'plan', purpose: 'random' as const };

  it('a top-up keeps what was drawn, in any order of the list', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ids(60), { minLength: 1 }), fc.nat(), fc.nat(), (lot, a, b) => {
        const [small, large] = [a % (lot.length + 1), b % (lot.length + 1)].sort((x, y) => x - y);
        const drawn = bottomK(stream, lot, large ?? 0);
        expect(bottomK(stream, [...lot].reverse(), small ?? 0)).toEqual(drawn.slice(0, small));
      }),
    );
  });

  it('equal sizes make sequential Poisson a simple random sample', () => {
    const lot = ids(100);
    const units = lot.map((id) => ({ id, size: 7 }));
    expect(sequentialPoisson(stream, units, 20)).toEqual(bottomK(stream, lot, 20));
  });

  it.each([
    ['duplicate-id', () => bottomK(stream, ['a', 'a'], 1)],
    ['bad-count', () => bottomK(stream, ['a'], 2)],
    ['bad-count', () => bottomK(stream, ['a'], 0.5)],
    ['bad-count', () => bottomK(stream, ['a'], -1)],
    ['bad-size', () => sequentialPoisson(stream, [{ id: 'a', size: 0 }], 1)],
    ['bad-size', () => sequentialPoissonProbabilities([100, 1, 1], 2)],
    ['duplicate-id', () => mergeBottomK([bottomK(stream, ['a'], 1), bottomK(stream, ['a'], 1)], 1)],
  ])('refuses: %s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});

describe('keys', () => {
  it('follow RFC 5869: another period, plan or root gives another key', () => {
    const derived = [
      derivePeriodKey(raw, 'plan', '2026-03'),
      derivePeriodKey(raw, 'plan', '2026-04'),
      derivePeriodKey(raw, 'plan2', '026-03'),
      derivePeriodKey(
        raw.map((byte) => byte ^ 1),
        'plan',
        '2026-03',
      ),
    ].map((bytes) => Buffer.from(bytes).toString('hex'));
    expect(new Set(derived).size).toBe(4);
    expect(derived.every((hex) => hex.length === 64)).toBe(true);
    // HMAC-based definition worked with the openssl command line:
    // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:<raw> -kdfopt hexinfo:<info> HKDF
    expect(derived[0]).toBe('8c58a83567c6b252b95ca13b884739928fd423f4f9d076492e9d5cf1b0a1e976');
  });

  it('are a brand’s own: another brand, plan or period gives another, and none is that which brands shared', () => {
    const march = { brandId: 'b', planId: 'plan', period: '2026-03' };
    const derived = [
      march,
      { ...march, brandId: 'b2' },
      { ...march, planId: 'plan2' },
      { ...march, period: '2026-04' },
    ].map((of) => Buffer.from(deriveBrandPeriodKey(raw, of)).toString('hex'));
    derived.push(Buffer.from(derivePeriodKey(raw, 'plan', '2026-03')).toString('hex'));
    expect(new Set(derived).size).toBe(5);
  });

  it('are found by what was committed to, by either derivation, and not from another root', () => {
    const of = { brandId: 'b', planId: 'plan', period: '2026-03' };
    const own = deriveBrandPeriodKey(raw, of);
    const shared = derivePeriodKey(raw, 'plan', '2026-03');
    const found = (key: Uint8Array, root = raw) => committedPeriodKey(root, of, commitment('plan', key));
    expect(found(own)).toEqual({ bytes: own, isOfBrand: true });
    expect(found(shared)).toEqual({ bytes: shared, isOfBrand: false });
    expect(
      found(
        own,
        raw.map((byte) => byte ^ 1),
      ),
    ).toBeNull();
  });

  it('do not show in JSON', () => {
    expect(JSON.stringify({ key })).toBe('{"key":"[selection key]"}');
  });

  it('can be checked against their commitment, in either case of hex', () => {
    const published = commitment('plan', raw);
    expect(isCommittedKey(published.toUpperCase(), 'plan', raw)).toBe(true);
    expect(isCommittedKey(published, 'plan2', raw)).toBe(false);
    expect(
      isCommittedKey(
        published,
        'plan',
        raw.map((byte) => byte ^ 1),
      ),
    ).toBe(false);
  });

  it.each([
    ['bad-key', () => SelectionKey.fromBytes(new Uint8Array(31))],
    ['bad-key', () => commitment('plan', new Uint8Array(33))],
    ['bad-key', () => derivePeriodKey(new Uint8Array(16), 'plan', '2026-03')],
    ['bad-id', () => derivePeriodKey(raw, 'plan', '')],
  ])('refuses: %s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});

describe('schedules', () => {
  const schedule = rateSchedule([
    { version: 1, fromMs: 1000, value: '0.05' },
    { version: 2, fromMs: 2000, value: '0.10' },
  ]);

  it.each([
    [-5, '0.05'],
    [1000, '0.05'],
    [1999.999, '0.05'],
    [2000, '0.10'],
    [9e15, '0.10'],
  ])('at %p the rate is %s', (time, rate) => {
    expect(rateAt(schedule, time)).toBe(rate);
  });

  it('take a new version from the future only', () => {
    const longer = withVersion(schedule, { fromMs: 3001, value: '0.2', nowMs: 3000 });
    expect(versionAt(longer, 3001)).toEqual({ version: 3, fromMs: 3001, value: '0.2' });
    expect(rateAt(longer, 3000)).toBe('0.10');
    expect(code(() => withVersion(schedule, { fromMs: 3000, value: '0.2', nowMs: 3000 }))).toBe(
      'bad-schedule',
    );
    expect(code(() => withVersion(schedule, { fromMs: 2000, value: '0.2', nowMs: 0 }))).toBe('bad-schedule');
    expect(withVersion<string>([], { fromMs: 1, value: 'x', nowMs: 0 })).toHaveLength(1);
  });

  it.each([
    ['bad-schedule', () => rateSchedule([])],
    ['bad-schedule', () => rateSchedule([...schedule, { version: 4, fromMs: 3000, value: '0' }])],
    ['bad-schedule', () => rateSchedule([...schedule, { version: 3, fromMs: 2000, value: '0' }])],
    ['bad-schedule', () => rateSchedule([{ version: 1, fromMs: NaN, value: '0' }])],
    ['bad-probability', () => rateSchedule([{ version: 1, fromMs: 0, value: '5%' }])],
    ['bad-time', () => rateAt(schedule, NaN)],
    ['bad-schedule', () => versionAt([], 0)],
  ])('refuse: %s', (wanted, run) => {
    expect(code(run)).toBe(wanted);
  });
});
