import { createHash } from 'node:crypto';
import { DDSketch } from './ddsketch';
import { LogMapping } from './log-mapping';
import { exactQuantile } from './quantile';
import file from './vectors/quantile_sketches.json';

type Bounds = Record<string, readonly number[]>;
interface StreamCase {
  readonly input: { readonly generator: string; readonly seed: number; readonly n: number };
  readonly expected: {
    readonly checksum: { readonly sum: number; readonly sha256_of_decimal_lines: string };
    readonly quantile_inverse_cdf: Record<string, number>;
    readonly quantile_lower: Record<string, number>;
    readonly quantile_type7: Record<string, number>;
    readonly ddsketch: Record<
      string,
      { readonly reference_estimate: Record<string, number>; readonly must_lie_in: Bounds }
    >;
  };
}
interface MappingCase {
  readonly input: { readonly alpha: number; readonly gamma: number };
  readonly expected: { readonly rows: { value: number; key: number; representative: number }[] };
}

/** Parts of the file that do not apply, with the reason. */
const notApplicable = new Map([
  ['hdr_equivalent_ranges', 'the library holds one sketch, DDSketch; there is no HDR histogram to check'],
  ['hdr_1_36000000_3digits', 'as above'],
  ['tdigest_delta100_rank_error_allowance', 't-digest has no worst-case bound and is not offered'],
]);

const MASK = (1n << 64n) - 1n;

/** splitmix64 (Steele, Lea & Flood 2014), the generator the file names. */
function* splitmix64(seed: number): Generator<bigint> {
  for (let state = BigInt(seed); ;) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    yield z ^ (z >> 31n);
  }
}

const generators: Record<string, (r: bigint) => number> = {
  uniform: (r) => 1 + Number((r >> 20n) % 1_000_000n),
  heavy: (r) => {
    let ones = 0;
    while (ones < 12 && ((r >> BigInt(ones)) & 1n) === 1n) ones += 1;
    return (500 + Number((r >> 40n) % 1500n)) * 2 ** ones;
  },
  bimodal: (r) =>
    Number(r & 7n) < 6 ? 200 + Number((r >> 30n) % 400n) : 300_000 + Number((r >> 30n) % 600_000n),
  discrete: (r) => [1000, 1000, 1000, 2000, 5000, 60_000][Number((r >> 10n) % 6n)] ?? Number.NaN,
};

function streamOf({ generator, seed, n }: StreamCase['input']): number[] {
  const make = generators[generator];
  if (make === undefined) throw new Error(`unknown generator ${generator}`);
  const random = splitmix64(seed);
  return Array.from({ length: n }, () => make(random.next().value));
}

function expectClose(got: number | null, expected: number, relative = file.tolerance.rel): void {
  expect(got).not.toBeNull();
  expect(Math.abs((got ?? 0) - expected)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(expected)));
}

function checkStream({ input, expected }: StreamCase): void {
  const values = streamOf(input);
  const lines = values.map((value) => `${value}\n`).join('');
  expect(createHash('sha256').update(lines).digest('hex')).toBe(expected.checksum.sha256_of_decimal_lines);
  const exact = { 'inverse-cdf': expected.quantile_inverse_cdf, lower: expected.quantile_lower } as const;
  for (const definition of ['inverse-cdf', 'lower'] as const) {
    for (const [q, value] of Object.entries(exact[definition])) {
      expect(exactQuantile(values, Number(q), definition)).toBe(value);
    }
  }
  for (const [q, value] of Object.entries(expected.quantile_type7)) {
    expectClose(exactQuantile(values, Number(q), 'linear'), value);
  }
  for (const [alpha, answers] of Object.entries(expected.ddsketch)) {
    const whole = new DDSketch(Number(alpha));
    const parts = [0, 1, 2].map(() => new DDSketch(Number(alpha)));
    values.forEach((value, index) => {
      whole.add(value);
      parts[index % 3]?.add(value);
    });
    expect(whole.sum).toBe(expected.checksum.sum);
    for (const [q, [low, high]] of Object.entries(answers.must_lie_in)) {
      const got = whole.quantile(Number(q));
      // The file's bounds are rounded to cents.
      expect(got).toBeGreaterThanOrEqual((low ?? Number.NaN) - 0.005);
      expect(got).toBeLessThanOrEqual((high ?? Number.NaN) + 0.005);
      expectClose(got, answers.reference_estimate[q] ?? Number.NaN);
    }
    const merged = new DDSketch(Number(alpha));
    for (const part of parts) merged.merge(part);
    expect(Buffer.from(merged.encode())).toEqual(Buffer.from(whole.encode()));
  }
}

function checkMapping({ input, expected }: MappingCase): void {
  const mapping = new LogMapping(input.alpha);
  expectClose(mapping.gamma, input.gamma);
  for (const { value, key, representative } of expected.rows) {
    expect(mapping.key(value)).toBe(key);
    expectClose(mapping.representative(key), representative);
  }
}

describe('quantile_sketches.json', () => {
  it.each(file.cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    if (one.kind === 'stream') checkStream(one as unknown as StreamCase);
    else if (one.kind === 'ddsketch_log_mapping') checkMapping(one as unknown as MappingCase);
    else expect(notApplicable.has(one.kind)).toBe(true);
  });

  it('leaves nothing of a stream case out silently', () => {
    const checked = [
      'checksum',
      'quantile_inverse_cdf',
      'quantile_lower',
      'quantile_type7',
      'ddsketch',
      ...notApplicable.keys(),
    ];
    for (const one of file.cases) {
      if (one.kind === 'stream') expect(checked).toEqual(expect.arrayContaining(Object.keys(one.expected)));
    }
  });
});

describe('exactQuantile', () => {
  it.each([
    ['inverse-cdf', 20],
    ['lower', 20],
    ['linear', 25],
  ] as const)('gives the worked example by %s', (definition, expected) => {
    expect(exactQuantile([40, 10, 30, 20], 0.5, definition)).toBe(expected);
  });

  it('does not step over a value because q·n was rounded up', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(0.07 * 100).toBeGreaterThan(7);
    expect(exactQuantile(hundred, 0.07)).toBe(7);
  });

  it.each([
    ['no values', [], 0.5, 'empty'],
    ['NaN', [1, Number.NaN], 0.5, 'not-finite'],
    ['q above 1', [1], 1.5, 'out-of-range'],
  ])('refuses %s', (_, values, q, code) => {
    expect(() => exactQuantile(values, q)).toThrow(expect.objectContaining({ code }));
  });
});
