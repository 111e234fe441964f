/** A logistic model: one weight a feature, and an intercept last. */
export type Weights = readonly number[];

/** One row: features, and the share of votes (0 to 1) that the model should give. */
export interface Row {
  x: readonly number[];
  y: number;
}

/**
 * Gives the weights that fit `rows` best with a ridge penalty, by Newton's method from zero: deterministic, and exact
 * to 1e-8 after a few steps. Throws RangeError where a row has not as many features as the first.
 */
export function fitLogistic(rows: readonly Row[], ridge: number): Weights {
  const size = (rows[0]?.x.length ?? 0) + 1;
  const table = tableOf(rows, size);
  let w = new Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const change = newtonStep(rows, table, w, ridge);
    w = w.map((value, i) => value + (change[i] ?? 0));
    if (change.every((value) => Math.abs(value) < 1e-8)) break;
  }
  return w;
}

/** The features row by row, each row with a 1 at its end for the intercept: what is summed lies side by side. */
function tableOf(rows: readonly Row[], size: number): Float64Array {
  const table = new Float64Array(rows.length * size);
  for (const [n, { x }] of rows.entries()) {
    if (x.length !== size - 1)
      throw new RangeError(`Row ${n} holds ${x.length} features where the first holds ${size - 1}.`);
    table.set(x, n * size);
    table[n * size + size - 1] = 1;
  }
  return table;
}

function newtonStep(
  rows: readonly Row[],
  table: Float64Array,
  w: readonly number[],
  ridge: number,
): number[] {
  const size = w.length;
  const isPenalised = (i: number): boolean => i < size - 1;
  const gradient = Float64Array.from(w, (value, i) => (isPenalised(i) ? -ridge * value : 0));
  const hessian = new Float64Array(size * size);
  for (let i = 0; i < size; i++) hessian[i * size + i] = isPenalised(i) ? ridge : 1e-9;
  let at = 0;
  for (const { x, y } of rows) {
    const p = probability(w, x);
    const slope = p * (1 - p);
    for (let i = 0; i < size; i++) {
      const xi = table[at + i] ?? 0;
      if (xi === 0) continue;
      gradient[i] = (gradient[i] ?? 0) + (y - p) * xi;
      const weight = slope * xi;
      const row = i * size;
      // The other half is the same.
      for (let j = 0; j <= i; j++) hessian[row + j] = (hessian[row + j] ?? 0) + weight * (table[at + j] ?? 0);
    }
    at += size;
  }
  const matrix = w.map((_, i) => w.map((__, j) => hessian[Math.max(i, j) * size + Math.min(i, j)] ?? 0));
  return solve(matrix, [...gradient]);
}

/** Gives the model's probability for the features `x`. */
export function probability(w: Weights, x: readonly number[]): number {
  let sum = w[x.length] ?? 0;
  for (let i = 0; i < x.length; i++) sum += (w[i] ?? 0) * (x[i] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Gives the solution of a symmetric positive definite system by elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const n = a.length;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i]?.[k] ?? 0) > Math.abs(a[best]?.[k] ?? 0)) best = i;
    [a[k], a[best]] = [a[best] ?? [], a[k] ?? []];
    const pivot = a[k] ?? [];
    for (let i = k + 1; i < n; i++) {
      const row = a[i] ?? [];
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      for (let j = k; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const row = a[i] ?? [];
    let sum = row[n] ?? 0;
    for (let j = i + 1; j < n; j++) sum -= (row[j] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (row[i] ?? 1);
  }
  return x;
}

/**
 * Gives the area under the ROC curve: how often a positive scores above a negative, ties counting half. Throws
 * RangeError for a score that is no number: it stands nowhere in an order.
 */
export function auc(scored: readonly { score: number; isPositive: boolean }[]): number {
  if (scored.some(({ score }) => Number.isNaN(score))) throw new RangeError('A score is no number.');
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j]?.score === sorted[i]?.score) j++;
    const rank = (i + 1 + j) / 2;
    for (let k = i; k < j; k++) {
      if (sorted[k]?.isPositive) {
        rankSum += rank;
        positives++;
      }
    }
    i = j;
  }
  const negatives = sorted.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
