import { PRESETS } from './presets';
import { SeededRandom } from './random';
import { failures } from './report';
import { simulate } from './simulate';

describe('the simulator', () => {
  it('draws binomials with the right mean and variance, the same for the same seed', () => {
    const draw = (seed: number): number[] => {
      const random = new SeededRandom(seed);
      return Array.from({ length: 4000 }, () => random.binomial(200, 0.07));
    };
    const values = draw(5);
    expect(draw(5)).toEqual(values);
    expect(draw(6)).not.toEqual(values);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 14)).toBeLessThan(4 * Math.sqrt(13.02 / 4000));
    expect(variance / 13.02).toBeGreaterThan(0.9);
    expect(variance / 13.02).toBeLessThan(1.1);
  });

  it.each(PRESETS)('$id keeps its promise in 300 weeks of 2,000 conversations', (preset) => {
    const share = preset.cells.reduce((sum, cell) => sum + cell.share, 0);
    expect(share).toBeCloseTo(1, 12);
    const coverage = simulate(preset, 2000, {
      weeks: 300,
      random: new SeededRandom(11),
      onWeek: () => undefined,
    });
    expect(failures([coverage])).toEqual([]);
    expect(coverage.judged).toBeGreaterThan(290);
  });

  it('notices an interval that is too narrow', () => {
    const [first] = PRESETS;
    expect(first).toBeDefined();
    if (first) {
      const coverage = simulate(first, 2000, {
        weeks: 300,
        random: new SeededRandom(11),
        onWeek: () => undefined,
      });
      expect(failures([{ ...coverage, dashboard: 0.88 }])).toHaveLength(1);
      expect(failures([{ ...coverage, contract: 0.9 }])).toHaveLength(1);
    }
  });
});
