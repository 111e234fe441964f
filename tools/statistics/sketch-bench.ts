/**
 * How fast the quantile sketch adds, merges and is written, and how small it is, for waits spread over a minute to a
 * day. Run: `npx tsx --tsconfig tsconfig.base.json tools/statistics/sketch-bench.ts`.
 */
import { DDSketch } from '@earshot/domain/statistics';

const ADDS = 5_000_000;
const SPREADS = [
  ['waits around 30 s', 30_000, 0.8],
  ['waits from 1 s to a day', 300_000, 2.5],
] as const;

/** Log-normal waits from a fixed seed (Park–Miller), so that two runs measure the same work. */
function waits(median: number, spread: number): Float64Array {
  let state = 20_180_506;
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Float64Array.from({ length: ADDS }, () => Math.round(median * Math.exp(spread * normal())));
}

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

for (const [name, median, spread] of SPREADS) {
  const values = waits(median, spread);
  const sketch = new DDSketch();
  const add = seconds(() => values.forEach((value) => sketch.add(value)));
  const bytes = sketch.encode();
  const times = 20_000;
  const merged = new DDSketch();
  const merge = seconds(() => {
    for (let at = 0; at < times; at += 2) {
      merged.merge(sketch);
      merged.subtract(sketch);
    }
  });
  const roundTrip = seconds(() => {
    for (let at = 0; at < times / 10; at += 1) DDSketch.decode(sketch.encode());
  });
  console.log(
    [
      name,
      `${(ADDS / add / 1e6).toFixed(1)} M adds/s`,
      `${((times / merge) * 1e-3).toFixed(0)} k merges or subtractions/s`,
      `${((times / 10 / roundTrip) * 1e-3).toFixed(1)} k encode+decode/s`,
      `${sketch.toJSON().bins.length} bins`,
      `${bytes.length} bytes`,
    ].join(' | '),
  );
}

const minute = new DDSketch();
for (const value of waits(30_000, 0.8).subarray(0, 300)) minute.add(value);
console.log(`a minute of 300 waits: ${minute.toJSON().bins.length} bins, ${minute.encode().length} bytes`);
