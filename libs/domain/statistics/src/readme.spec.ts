import { DDSketch, judgeLot, krippendorffAlpha, lotPlan, tallyRatings } from './index';

describe('README', () => {
  it('shows what the code gives', () => {
    const waits = new DDSketch();
    for (const ms of [12_000, 31_000, 58_000]) waits.add(ms);
    expect(Math.round(waits.quantile(0.9) ?? 0)).toBe(31_266);
    const plan = lotPlan({ lotSize: 2000, level: 'II', aql: '4.0', severity: 'normal' });
    expect([plan.n, plan.acceptanceNumber, plan.rejectionNumber]).toEqual([125, 10, 11]);
    expect(judgeLot(plan, 11)).toBe('not-accepted');
    const scores = tallyRatings([[1, 1], [1, 2], [2, 2], [null, 1]]); // prettier-ignore
    expect(krippendorffAlpha(scores, 'nominal')).toBeCloseTo(0.444, 3);
  });
});
