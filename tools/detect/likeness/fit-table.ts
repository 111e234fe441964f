/** Fits one table of likeness: a linear support vector machine a head, pruned and quantised as it will be kept. */
import { Pieces, type Tongue } from '../../../libs/domain/detection/src/likeness/pieces';
import { type Ear, type Head, type Row } from '../../../libs/domain/detection/src/likeness/table';
import { Normaliser } from '../../../libs/domain/detection/src/normalise/normalise';
import { type Example, HEADS, type Who } from './training-data';

/** How a table is fitted; chosen by cross-validation (see `docs/detection.md`). */
export interface Settings {
  /** Cost of an error; larger follows the examples more closely. */
  cost: number;
  /** Rows kept, at most: those with the largest weights, and those that stand in many texts before others. */
  rows: number;
}

/** An example as the machine sees it. */
export interface Sample {
  example: Example;
  /** Keys of its pieces, each once, and how many pieces it has in all. */
  keys: readonly number[];
  pieces: number;
}

/** A fitted table whose probabilities are not calibrated yet. */
export interface Fitted {
  heads: readonly { ear: Ear; unit: number; offset: number }[];
  rows: readonly Row[];
}

/** Weight of an example by where it is from: what is plainly harmless must not drown what was written to be told apart. */
const WEIGHT: Readonly<Record<Example['origin'], number>> = {
  authored: 1,
  recorded: 1,
  polite: 1,
  background: 1,
  'small-talk': 1,
};
/** How much more an example of a category weighs than one without. */
const POSITIVE = 2;
/** Pieces that stand in fewer examples say nothing in general. */
const FEWEST_EXAMPLES = 2;
const PASSES = 12;
/** A piece counts by how rare it is: the logarithm of how many texts there are to each that holds it, over this. */
const RARITY_UNIT = 6;
/** As in the ear: a short text is weighed as if it had this many pieces. */
const FEWEST_PIECES = 20;

const normaliser = new Normaliser();
const pieces = new Pieces();

/** Gives the samples of examples of one language. */
export function samplesOf(examples: readonly Example[], tongue: Tongue): Sample[] {
  return examples.map((example) => {
    normaliser.read(example.text);
    pieces.cut(normaliser.units, 0, normaliser.length, tongue);
    return {
      example,
      keys: [...new Set(pieces.keys.subarray(0, pieces.count))],
      pieces: pieces.count,
    };
  });
}

/** Gives the heads of a speaker: customers have a gate beside the categories. */
export function earsOf(who: Who): readonly Ear[] {
  return who === 'customer' ? [...HEADS.customer, 'any'] : HEADS.agent;
}

/** Gives 1 where the example is what `ear` listens for, -1 where it is not, 0 where nobody knows. */
export function targetOf({ category, unknown }: Example, ear: Ear): -1 | 0 | 1 {
  if (ear === 'any') return category !== null ? 1 : unknown.length > 0 ? 0 : -1;
  if (category === ear) return 1;
  return unknown.includes(ear) ? 0 : -1;
}

/** Gives the table that fits `samples` best. The same samples in the same order give the same table. */
export function fitTable(samples: readonly Sample[], who: Who, { cost, rows }: Settings): Fitted {
  const counts = new Map<number, number>();
  for (const { example, keys } of samples) {
    if (example.origin !== 'authored' && example.origin !== 'recorded') continue;
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const keys = [...counts].flatMap(([key, count]) => (count >= FEWEST_EXAMPLES ? [key] : []));
  keys.sort((a, b) => a - b);
  const placeOf = new Map(keys.map((key, place) => [key, place]));
  const countOf = Float64Array.from(keys, (key) => counts.get(key) ?? 1);
  const rarity = countOf.map((count) => Math.log(samples.length / count) / RARITY_UNIT);
  const places = samples.map((sample) =>
    Int32Array.from(
      sample.keys.flatMap((key) => {
        const place = placeOf.get(key);
        return place === undefined ? [] : [place];
      }),
    ),
  );
  const ears = earsOf(who);
  const fits = ears.map((ear) => fitHead({ samples, places, rarity, ear, cost }));
  const largest = new Float64Array(keys.length);
  fits.forEach(({ weights }) =>
    weights.forEach((w, i) => (largest[i] = Math.max(largest[i] ?? 0, Math.abs(w)))),
  );
  // What stands in many texts is worth more than a weight alone says.
  const worth = largest.map((w, i) => w * Math.sqrt(countOf[i] ?? 1));
  const kept = keys
    .map((_, place) => place)
    .sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || a - b)
    .slice(0, rows)
    .sort((a, b) => a - b);
  const units = fits.map(
    ({ weights }) => kept.reduce((most, i) => Math.max(most, Math.abs(weights[i] ?? 0)), 1e-9) / 127,
  );
  return {
    heads: ears.map((ear, h) => ({ ear, unit: units[h] ?? 1, offset: fits[h]?.bias ?? 0 })),
    rows: kept.map((place) => ({
      key: keys[place] ?? 0,
      weights: Int8Array.from(
        fits.map(({ weights }, h) => Math.round((weights[place] ?? 0) / (units[h] ?? 1))),
      ),
    })),
  };
}

interface Problem {
  samples: readonly Sample[];
  /** Places of each sample's pieces among the weights. */
  places: readonly Int32Array[];
  /** How much each piece counts. */
  rarity: Float64Array;
  ear: Ear;
  cost: number;
}

/**
 * Dual coordinate descent for the L2-loss support vector machine (Hsieh et al. 2008, algorithm 1): passes over the
 * samples in an order that a fixed generator shuffles. Rarity is multiplied into the weights that are given, so the ear
 * need not know it.
 */
function fitHead({ samples, places, rarity, ear, cost }: Problem): { weights: Float64Array; bias: number } {
  const weights = new Float64Array(rarity.length);
  let bias = 0;
  const known = samples.flatMap(({ example, pieces: count }, i) => {
    const y = targetOf(example, ear);
    const weight = WEIGHT[example.origin] * (y === 1 ? POSITIVE : 1);
    const scale = 1 / Math.sqrt(Math.max(FEWEST_PIECES, count));
    const x = places[i] ?? new Int32Array(0);
    const slack = 0.5 / (cost * weight);
    const length = x.reduce((sum, k) => sum + (rarity[k] ?? 0) ** 2, 0);
    return y === 0 ? [] : [{ y, x, scale, slack, norm: 1 + length * scale * scale + slack, alpha: 0 }];
  });
  let seed = 12_345;
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = known.length - 1; i > 0; i--) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      const other = seed % (i + 1);
      [known[i], known[other]] = [known[other] as (typeof known)[0], known[i] as (typeof known)[0]];
    }
    for (const sample of known) {
      const { y, x, scale, slack, norm, alpha } = sample;
      let sum = 0;
      for (let k = 0; k < x.length; k++)
        sum += (weights[x[k] as number] as number) * (rarity[x[k] as number] as number);
      const gradient = y * (sum * scale + bias) - 1 + slack * alpha;
      sample.alpha = Math.max(alpha - gradient / norm, 0);
      const step = (sample.alpha - alpha) * y;
      if (step === 0) continue;
      bias += step;
      for (let k = 0; k < x.length; k++)
        weights[x[k] as number] =
          (weights[x[k] as number] as number) + step * scale * (rarity[x[k] as number] as number);
    }
  }
  return { weights: weights.map((w, k) => w * (rarity[k] ?? 0)), bias };
}

/** Gives a head whose margin is what the machine computed; with `slope` and `shift` it gives probabilities. */
export function calibrated(
  { ear, unit, offset }: Fitted['heads'][number],
  { slope, shift }: { slope: number; shift: number },
): Head {
  return {
    ear,
    unit: unit * slope,
    offset: offset * slope + shift,
    opensFrom: 1,
    remarksFrom: 0,
    criticalFrom: 2,
  };
}
