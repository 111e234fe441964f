import { Rng } from './rng';

const hourMs = 3600_000;

/** How busy the hours of a day are in China, relative to each other: quiet nights, a lunch dip, a busy evening. */
const busyness = [
  4, 2.5, 1.8, 1.4, 1.4, 2, 4, 8, 15, 24, 28, 26, 20, 21, 25, 26, 25, 23, 22, 25, 28, 24, 15, 8,
] as const;
/** Saturday and Sunday bring less work for service desks, more for shops; on the whole a little less. */
const weekend = 0.85;

const weightAt = (at: number): number => {
  const local = new Date(at + 8 * hourMs);
  const day = local.getUTCDay();
  return (busyness[local.getUTCHours()] ?? 1) * (day === 0 || day === 6 ? weekend : 1);
};

/**
 * Gives the opening times of `count` conversations over [start, start + span), following the hours of the day;
 * more than `count` may be asked for, and then follow at the mean density. Increasing.
 */
export function arrivalsOverDay(options: {
  readonly seed: string;
  readonly start: number;
  readonly spanMs: number;
  readonly count: number;
}): (index: number) => number {
  const { seed, start, spanMs, count } = options;
  const pieces = Math.max(1, Math.ceil(spanMs / (hourMs / 4)));
  const pieceMs = spanMs / pieces;
  const ends: number[] = [];
  let sum = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    sum += weightAt(start + (piece + 0.5) * pieceMs);
    ends.push(sum);
  }
  let piece = 0;
  let asked = -1;
  return (index) => {
    if (index >= count) return start + spanMs + Math.round(((index - count) / count) * spanMs);
    if (index < asked) piece = 0;
    asked = index;
    const u = ((index + new Rng(`arrival ${seed}`, index).next()) / count) * sum;
    while (piece < pieces - 1 && (ends[piece] ?? 0) <= u) piece += 1;
    const before = piece === 0 ? 0 : (ends[piece - 1] ?? 0);
    const within = (u - before) / ((ends[piece] ?? 1) - before);
    return start + Math.floor((piece + within) * pieceMs);
  };
}

/** Gives opening times from `start` on, on average `meanGapMs` apart, at random and without memory. Increasing. */
export function steadyArrivals(options: {
  readonly seed: string;
  readonly start: number;
  readonly meanGapMs: number;
}): (index: number) => number {
  const rng = new Rng(`arrival ${options.seed}`);
  const times: number[] = [];
  let at = options.start;
  let first = 0;
  return (index) => {
    while (first + times.length <= index) {
      at += -Math.log(1 - rng.next()) * options.meanGapMs;
      times.push(Math.floor(at));
      // Asked for in order, so what lies far back is not needed again.
      if (times.length > 1024) first += times.splice(0, 512).length;
    }
    const found = times[index - first];
    if (found === undefined) throw new Error(`arrival ${index} was asked for long after its turn`);
    return found;
  };
}
