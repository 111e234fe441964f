/** A share with its 95 % interval (Wilson's score interval), both as fractions. */
export interface Share {
  hits: number;
  of: number;
  value: number;
  low: number;
  high: number;
}

/** Gives the share `hits / of` with Wilson's interval; of 0 it is unknown: value NaN, interval 0 to 1. */
export function share(hits: number, of: number): Share {
  if (of === 0) return { hits, of, value: Number.NaN, low: 0, high: 1 };
  const z = 1.959963984540054;
  const p = hits / of;
  const centre = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { hits, of, value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Gives a share as `0.93 (0.86–0.97)`, or `–` where there is nothing to divide by. */
export function shown({ of, value, low, high }: Share): string {
  return of === 0 ? '–' : `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
