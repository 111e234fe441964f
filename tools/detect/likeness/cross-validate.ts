/** Judges tables of likeness on examples that they were not fitted on, and chooses their thresholds. */
import { DANGERS } from '../../../libs/domain/detection/src/dangers';
import { Ear } from '../../../libs/domain/detection/src/likeness/ear';
import { Pieces, type Tongue } from '../../../libs/domain/detection/src/likeness/pieces';
import { type Head, Table } from '../../../libs/domain/detection/src/likeness/table';
import { Normaliser } from '../../../libs/domain/detection/src/normalise/normalise';
import { fitLogistic } from '../logistic';
import { calibrated, fitTable, type Fitted, type Sample, type Settings, targetOf } from './fit-table';
import { type Who } from './training-data';

export const FOLDS = 5;
/** Two texts that share this part of their pieces are one text in other words: they go into one fold. */
const ALIKE = 0.35;

/** A sample as a table that has not seen it judges it: the head that it is most like, and how much. */
export interface Judged {
  sample: Sample;
  head: number;
  likeness: number;
  /** How likely it is anything at all. */
  any: number;
}

/** Slope and shift by head that make margins probabilities. */
export type Calibration = readonly { slope: number; shift: number }[];

/** Gives the fold of each sample: conversations stay whole, and so do texts that are alike. */
export function foldsOf(samples: readonly Sample[]): number[] {
  const parent = samples.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? 0] ?? 0;
    return at;
  };
  const byGroup = new Map<string, number>();
  const holders = new Map<number, number[]>();
  samples.forEach(({ example, keys }, i) => {
    const known = byGroup.get(example.group);
    if (known === undefined) byGroup.set(example.group, i);
    else parent[root(i)] = root(known);
    if (example.origin !== 'authored') return;
    const shared = new Map<number, number>();
    for (const key of keys) {
      const others = holders.get(key) ?? [];
      // What half the texts hold tells no two of them alike.
      if (others.length < 60) for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      holders.set(key, others);
      others.push(i);
    }
    for (const [other, count] of shared) {
      const all = keys.length + (samples[other]?.keys.length ?? 0) - count;
      if (count / all > ALIKE) parent[root(i)] = root(other);
    }
  });
  return samples.map((_, i) => scatter(root(i)) % FOLDS);
}

function scatter(i: number): number {
  const h = Math.imul(i ^ 0x5bd1e995, 0x85ebca6b);
  const k = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (k ^ (k >>> 16)) >>> 0;
}

/** Fits a table without each fold and gives what the others' margins say of it, calibrated, and the calibration. */
export function crossValidate(
  samples: readonly Sample[],
  { who, tongue, settings }: { who: Who; tongue: Tongue; settings: Settings },
): { judged: Judged[]; calibration: Calibration } {
  const folds = foldsOf(samples);
  const tables = Array.from({ length: FOLDS }, (_, fold) =>
    fitTable(
      samples.filter((__, i) => folds[i] !== fold),
      who,
      settings,
    ),
  );
  const margins = samples.map((sample, i) => marginsOf(tables[folds[i] ?? 0] as Fitted, sample));
  const calibration = (tables[0]?.heads ?? []).map(({ ear }, h) => {
    const rows = samples.flatMap((sample, i) => {
      const target = targetOf(sample.example, ear);
      const isAsked = sample.example.origin === 'authored' && target !== 0;
      return isAsked ? [{ x: [margins[i]?.[h] ?? 0], y: target === 1 ? 1 : 0 }] : [];
    });
    const [slope = 1, shift = 0] = fitLogistic(rows, 1e-6);
    return { slope, shift };
  });
  const judges = tables.map((table) => judgeOf(table, calibration, tongue));
  return {
    judged: samples.map((sample, i) => ({ sample, ...(judges[folds[i] ?? 0] as Judge)(sample) })),
    calibration,
  };
}

function marginsOf({ heads, rows }: Fitted, { keys, pieces }: Sample): number[] {
  const byKey = rowsByKey(rows);
  const scale = 1 / Math.sqrt(Math.max(20, pieces));
  const sums = heads.map(() => 0);
  for (const key of keys) {
    const weights = byKey.get(key);
    if (weights !== undefined)
      for (let h = 0; h < sums.length; h++) sums[h] = (sums[h] ?? 0) + (weights[h] ?? 0);
  }
  return sums.map((sum, h) => sum * scale * (heads[h]?.unit ?? 0) + (heads[h]?.offset ?? 0));
}

const known = new WeakMap<Fitted['rows'], Map<number, ArrayLike<number>>>();

function rowsByKey(rows: Fitted['rows']): Map<number, ArrayLike<number>> {
  let map = known.get(rows);
  if (map === undefined) known.set(rows, (map = new Map(rows.map(({ key, weights }) => [key, weights]))));
  return map;
}

type Judge = (sample: Sample) => Pick<Judged, 'head' | 'likeness' | 'any'>;

/** Gives what judges a sample by the very code that will listen. */
export function judgeOf(fitted: Fitted, calibration: Calibration, tongue: Tongue): Judge {
  const ear = new Ear(Table.of(headsOf(fitted, calibration), fitted.rows));
  const normaliser = new Normaliser();
  const pieces = new Pieces();
  return ({ example }) => {
    normaliser.read(example.text);
    pieces.cut(normaliser.units, 0, normaliser.length, tongue);
    const head = ear.weigh(pieces);
    return { head, likeness: ear.likeness[head] ?? 0, any: ear.any };
  };
}

/** Gives the heads of a fitted table, calibrated; thresholds are still to be set. */
export function headsOf({ heads }: Fitted, calibration: Calibration): Head[] {
  return heads.map((head, h) => calibrated(head, calibration[h] ?? { slope: 1, shift: 0 }));
}

/** What a threshold does to examples that were not fitted on. */
export interface Effect {
  threshold: number;
  /** Share of authored lines of a category that are flagged with it, and with anything. */
  recall: number;
  anyRecall: number;
  /** Of authored lines that are flagged, those whose category is right. */
  precision: number;
  /** Share of harmless authored lines flagged, polite conversations per 1,000, share of background messages. */
  benign: number;
  polite: number;
  background: number;
}

/** Gives the effect of a threshold on the samples whose likest head is one of `heads`. */
export function effectOf(
  judged: readonly Judged[],
  threshold: number,
  { ears, heads, politeFrom = 1 }: { ears: readonly string[]; heads: readonly number[]; politeFrom?: number },
): Effect {
  const named = new Set(heads.map((h) => ears[h]));
  const isFlagged = ({ head, likeness }: Judged): boolean => likeness >= threshold && heads.includes(head);
  const isRight = (one: Judged): boolean => isFlagged(one) && ears[one.head] === one.sample.example.category;
  const share = (all: readonly Judged[], is: (one: Judged) => boolean): number =>
    all.length === 0 ? 0 : all.filter(is).length / all.length;
  const from = (origin: string): Judged[] => judged.filter(({ sample }) => sample.example.origin === origin);
  const risky = from('authored').filter(({ sample }) => named.has(sample.example.category ?? ''));
  const polite = new Map<string, number>();
  for (const one of from('polite')) {
    const { group } = one.sample.example;
    polite.set(group, (polite.get(group) ?? 0) + (isFlagged(one) ? 1 : 0));
  }
  const alarmed = [...polite.values()].filter((count) => count >= politeFrom).length;
  return {
    threshold,
    recall: share(risky, isRight),
    anyRecall: share(risky, isFlagged),
    precision: share(from('authored').filter(isFlagged), isRight),
    benign: share(
      from('authored').filter(({ sample }) => sample.example.category === null),
      isFlagged,
    ),
    polite: polite.size === 0 ? 0 : (1000 * alarmed) / polite.size,
    background: share(from('background'), isFlagged),
  };
}

/** Gives the smallest threshold (in steps of 0.005) whose effect `isFine`, and the effect; null where none is. */
export function lowest(
  effect: (threshold: number) => Effect,
  isFine: (effect: Effect) => boolean,
): Effect | null {
  // Alarms fall as the threshold rises, so what is fine at one is fine above: search from the top.
  let best: Effect | null = null;
  for (let step = 199; step > 10; step--) {
    const here = effect(step / 200);
    if (!isFine(here)) break;
    best = here;
  }
  return best;
}

/** Share of those flagged as danger to a person that are one, of whatever category; for the critical threshold. */
export function dangerPrecision(
  judged: readonly Judged[],
  threshold: number,
  ears: readonly string[],
): { precision: number; right: number } {
  const flagged = judged.filter(
    ({ head, likeness, sample }) =>
      likeness >= threshold &&
      DANGERS.has(ears[head] as never) &&
      (sample.example.origin === 'authored' || sample.example.origin === 'recorded'),
  );
  const right = flagged.filter(({ sample }) => DANGERS.has(sample.example.category as never)).length;
  return { precision: flagged.length === 0 ? 0 : right / flagged.length, right };
}
