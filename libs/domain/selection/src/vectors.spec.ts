import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { bottomK, sequentialPoisson, sequentialPoissonProbabilities } from './draw';
import { commitment } from './key';
import { selectionHash } from './hash';
import { isKept, threshold } from './probability';
import { rateAt, rateSchedule } from './schedule';
import file from './vectors/sampling_hash.json';

const purpose = z.enum(['random', 'double-score']);
const keyed = { key_hex: z.string(), plan_id: z.string(), purpose };
const kat = z.object({
  input: z.object({ key_hex: z.string(), data_hex: z.string() }),
  expected: z.object({ mac_hex: z.string() }),
});
const selection = z.object({
  input: z.object({ ...keyed, conversation_id: z.string(), conversation_id_utf8_hex: z.string() }),
  expected: z.object({
    u64_hex: z.string(),
    u64_decimal: z.string(),
    selected: z.record(z.string(), z.boolean()),
  }),
});
const limit = z.object({
  input: z.object({ p: z.string() }),
  expected: z.object({ threshold_decimal: z.string(), threshold_hex: z.string() }),
});
const bulk = z.object({
  input: z.object({ ...keyed, count: z.number() }),
  expected: z.object({
    selected_count: z.record(z.string(), z.number()),
    'also_selected_double_score_at_0.1_given_random_0.1': z.number(),
    'first_10_selected_at_0.05': z.array(z.number()),
    xor_of_all_u64_hex: z.string(),
  }),
});
const rateChange = z.object({
  input: z.object({ ...keyed, rate_schedule: z.array(z.tuple([z.string(), z.string()])) }),
  expected: z.object({
    decisions: z.array(
      z.object({
        conversation_id: z.string(),
        event_time: z.string(),
        pi: z.string(),
        selected: z.boolean(),
      }),
    ),
  }),
});
const seed = z.object({
  input: z.object({ key_hex: z.string(), plan_id: z.string() }),
  expected: z.object({ sha256_hex: z.string() }),
});

const lot = z.object({
  input: z.object({ ...keyed, conversation_ids: z.array(z.string()), k: z.number(), topup_to: z.number() }),
  expected: z.object({
    selected_in_order: z.array(z.string()),
    added_by_topup: z.array(z.string()),
    pi_after_k: z.string(),
    pi_after_topup: z.string(),
  }),
});
const sized = z.object({
  input: z.object({
    ...keyed,
    units: z.array(z.object({ id: z.string(), size: z.number() })),
    n: z.number(),
  }),
  expected: z.object({
    selected_in_order: z.array(z.string()),
    nominal_pi_by_size: z.record(z.string(), z.number()),
  }),
});

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
const bulkId = (index: number): string => `bulk-${String(index).padStart(7, '0')}`;

const checks: Record<string, (testCase: unknown) => void> = {
  hmac_sha256_kat: (testCase) => {
    const { input, expected } = kat.parse(testCase);
    const mac = createHmac('sha256', bytes(input.key_hex)).update(bytes(input.data_hex)).digest('hex');
    expect(mac.slice(0, expected.mac_hex.length)).toBe(expected.mac_hex);
  },
  selection: (testCase) => {
    const { input, expected } = selection.parse(testCase);
    expect(Buffer.from(input.conversation_id, 'utf8').toString('hex')).toBe(input.conversation_id_utf8_hex);
    const u = selectionHash(bytes(input.key_hex), input.plan_id, input.purpose, input.conversation_id);
    expect(u.toString()).toBe(expected.u64_decimal);
    expect(u.toString(16).padStart(16, '0')).toBe(expected.u64_hex.padStart(16, '0'));
    for (const [p, kept] of Object.entries(expected.selected)) {
      expect({ p, kept: isKept(u, p) }).toEqual({ p, kept });
    }
  },
  threshold: (testCase) => {
    const { input, expected } = limit.parse(testCase);
    expect(threshold(input.p).toString()).toBe(expected.threshold_decimal);
    expect(threshold(input.p).toString(16)).toBe(expected.threshold_hex);
  },
  bulk: (testCase) => {
    const { input, expected } = bulk.parse(testCase);
    const key = bytes(input.key_hex);
    const hashes = Array.from({ length: input.count }, (_, index) =>
      selectionHash(key, input.plan_id, 'random', bulkId(index)),
    );
    for (const [p, count] of Object.entries(expected.selected_count)) {
      const below = threshold(p);
      expect({ p, count: hashes.filter((u) => u < below).length }).toEqual({ p, count });
    }
    const both = hashes.filter(
      (u, index) =>
        isKept(u, '0.1') && isKept(selectionHash(key, input.plan_id, 'double-score', bulkId(index)), '0.1'),
    );
    expect(both).toHaveLength(expected['also_selected_double_score_at_0.1_given_random_0.1']);
    const first = hashes.flatMap((u, index) => (isKept(u, '0.05') ? [index] : [])).slice(0, 10);
    expect(first).toEqual(expected['first_10_selected_at_0.05']);
    expect(hashes.reduce((a, b) => a ^ b, 0n).toString(16)).toBe(expected.xor_of_all_u64_hex);
  },
  rate_change: (testCase) => {
    const { input, expected } = rateChange.parse(testCase);
    const schedule = rateSchedule(
      input.rate_schedule.map(([from, value], index) => ({
        version: index + 1,
        fromMs: Date.parse(from),
        value,
      })),
    );
    for (const { conversation_id, event_time, pi, selected } of expected.decisions) {
      const p = rateAt(schedule, Date.parse(event_time));
      const u = selectionHash(bytes(input.key_hex), input.plan_id, input.purpose, conversation_id);
      expect({ conversation_id, p, kept: isKept(u, p) }).toEqual({ conversation_id, p: pi, kept: selected });
    }
  },
  order_sampling_srs: (testCase) => {
    const { input, expected } = lot.parse(testCase);
    const stream = { key: bytes(input.key_hex), planId: input.plan_id, purpose: input.purpose };
    const drawn = bottomK(stream, input.conversation_ids, input.topup_to).map(({ id }) => id);
    expect(drawn.slice(0, input.k)).toEqual(expected.selected_in_order);
    expect(drawn.slice(input.k)).toEqual(expected.added_by_topup);
    expect(bottomK(stream, input.conversation_ids, input.k).map(({ id }) => id)).toEqual(
      expected.selected_in_order,
    );
    const population = input.conversation_ids.length;
    expect(`1/${population / input.k}`).toBe(expected.pi_after_k);
    expect(`1/${population / input.topup_to}`).toBe(expected.pi_after_topup);
  },
  sequential_poisson: (testCase) => {
    const { input, expected } = sized.parse(testCase);
    const stream = { key: bytes(input.key_hex), planId: input.plan_id, purpose: input.purpose };
    const drawn = sequentialPoisson(stream, input.units, input.n);
    expect(drawn.map(({ id }) => id)).toEqual(expected.selected_in_order);
    const sizes = input.units.map(({ size }) => size);
    const nominal = sequentialPoissonProbabilities(sizes, input.n);
    sizes.forEach((size, index) =>
      expect(nominal[index]).toBeCloseTo(expected.nominal_pi_by_size[size] ?? NaN, 12),
    );
  },
  seed_commitment: (testCase) => {
    const { input, expected } = seed.parse(testCase);
    expect(commitment(input.plan_id, bytes(input.key_hex))).toBe(expected.sha256_hex);
  },
};

/** Kinds of this file that this library does not implement, each with the reason. */
const notApplicable: Record<string, string> = {
  siphash_2_4_kat: 'SipHash is the alternative construction; Earshot uses HMAC-SHA-256 only',
};

describe('sampling_hash.json', () => {
  it('has a check or a stated reason for every kind', () => {
    const known = [...Object.keys(checks), ...Object.keys(notApplicable)];
    expect(file.cases.map(({ kind }) => kind).filter((kind) => !known.includes(kind))).toEqual([]);
    expect(file.cases).toHaveLength(file.n_cases);
  });

  for (const testCase of file.cases) {
    const check = checks[testCase.kind];
    if (check) {
      it(`sampling_hash.json ${testCase.id}`, () => check(testCase));
    }
  }
});
