import {
  SelectionKey,
  combinedProbability,
  decide,
  designWeight,
  isKept,
  selectionHash,
  sharedProbability,
} from '@earshot/domain/selection';
import { kornGraubard, designEffectiveSize } from './stratified-proportion';
import { hajekMean, horvitzThompsonTotal } from './weighted';
import designFile from './vectors/ht_hajek.json';
import file from './vectors/end_to_end.json';

const within = (got: number | null | undefined, wanted: number): void => {
  expect(Math.abs((got ?? NaN) - wanted)).toBeLessThanOrEqual(
    file.tolerance.rel * Math.max(1, Math.abs(wanted)),
  );
};

describe('end_to_end.json', () => {
  it('is whole', () => expect(file.cases).toHaveLength(file.n_cases));

  describe.each(file.cases)('$id: from ids to a report', ({ input, expected }) => {
    const key = SelectionKey.fromBytes(Buffer.from(input.key_hex, 'hex'));
    const rates = new Map(Object.entries(input.rates));
    const decided = input.conversations.map((conversation) => {
      const decision = decide({
        key,
        planId: input.plan_id,
        conversationId: conversation.id,
        pRandom: rates.get(conversation.stratum) ?? 'no rate',
        pTrigger: conversation.risk >= 92 ? '0.5' : '0',
      });
      const doubleScore = selectionHash(key, input.plan_id, 'double-score', conversation.id);
      return { ...conversation, ...decision, isDouble: isKept(doubleScore, '0.2') };
    });
    const kept = decided.filter((row) => row.kept);

    it('selects the same conversations, by the same stream, with the same probability', () => {
      expect(
        kept.map(({ id, random, trigger }) => ({ id, by_random: random.kept, by_trigger: trigger.kept })),
      ).toEqual(expected.selected.map(({ id, by_random, by_trigger }) => ({ id, by_random, by_trigger })));
      expected.selected.forEach(({ pi }, index) => within(Number(kept[index]?.inclusionProbability), pi));
    });

    it('double-scores an independent subset', () => {
      const wanted = expected.selected.filter((row) => row.double_score).map(({ id }) => id);
      expect(kept.filter(({ isDouble }) => isDouble).map(({ id }) => id)).toEqual(wanted);
    });

    const reports = [
      { name: 'overall', report: expected.overall },
      ...Object.entries(expected.by_vendor).map(([name, report]) => ({ name, report })),
    ];
    it.each(reports)('reports $name', ({ name, report }) => {
      const isOf = ({ stratum }: { stratum: string }): boolean =>
        name === 'overall' || stratum.startsWith(`${name}/`);
      const population = decided.filter(isOf);
      const rows = kept
        .filter(isOf)
        .map((row) => ({ ...row, pi: 1 / designWeight(row.inclusionProbability) }));
      const mean = hajekMean(rows.map(({ pi, pass }) => ({ pi, y: pass })));
      const design = {
        estimate: mean.estimate,
        se: mean.seProcess ?? NaN,
        n: rows.length,
        df: rows.length - 1,
      };
      const { low, high } = kornGraubard(design);
      const random = rows
        .filter((row) => row.random.kept)
        .map((row) => ({ pi: Number(row.random.p), y: row.pass }));
      const share = (list: readonly { pass: number }[]): number =>
        list.reduce((sum, { pass }) => sum + pass, 0) / list.length;
      const got: Record<keyof typeof report, number | null | number[]> = {
        n: rows.length,
        N: population.length,
        N_hat: mean.populationEstimate,
        naive_pass_rate: share(rows),
        hajek_pass_rate: mean.estimate,
        se_poisson: mean.seLot,
        se_with_replacement: mean.seProcess,
        n_eff: Math.min(rows.length, designEffectiveSize(design)),
        korn_graubard_95: [low, high],
        hajek_mean_score: hajekMean(rows.map(({ pi, score }) => ({ pi, y: score }))).estimate,
        ht_total_fail: horvitzThompsonTotal(rows.map(({ pi, pass }) => ({ pi, y: 1 - pass }))).estimate,
        truth_pass_rate: share(population),
        random_only_pass_rate: hajekMean(random).estimate,
      };
      for (const [field, wanted] of Object.entries(report)) {
        const values = [got[field as keyof typeof report]].flat();
        [wanted].flat().forEach((value, index) => within(values[index], value));
      }
    });
  });
});

describe('ht_hajek.json', () => {
  it('ht_hajek.json inclusion_dev', () => {
    const found = designFile.cases.find(({ id }) => id === 'inclusion_dev');
    const input = found?.input as number[][];
    const expected = found?.expected as { pi_independent: number[]; pi_shared_random_number: number[] };
    expect(input).toHaveLength(15);
    input.forEach((rates, index) => {
      const decimals = rates.map(String);
      within(Number(combinedProbability(decimals)), expected.pi_independent[index] ?? NaN);
      within(Number(sharedProbability(decimals)), expected.pi_shared_random_number[index] ?? NaN);
    });
  });
});
