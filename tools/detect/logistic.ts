/** A logistic model: one weight a feature, and an intercept last. */
export type Weights = readonly number[];

/** One row: features, and the share of votes (0 to 1) that the model should give. */
export interface Row {
  x: readonly number[];
  y: number;
}

/**
 * Gives the weights that fit `rows` best with a ridge penalty, by Newton's method from zero: deterministic, and exact
 * to 1e-8 after a few steps.
 */
export function fitLogistic(rows: readonly Row[], ridge: number): Weights {
  const size = (rows[0]?.x.length ?? 0) + 1;
  let w = new Array<number>(size).fill(0);
  for (let step = 0; step < 25; step++) {
    const gradient = w.map((value, i) => (i < size - 1 ? -ridge * value : 0));
    const hessian = w.map((_, i) => w.map((__, j) => (i === j && i < size - 1 ? ridge : i === j ? 1e-9 : 0)));
    for (const { x, y } of rows) {
      const p = probability(w, x);
      const slope = p * (1 - p);
      for (let i = 0; i < size; i++) {
        const xi = x[i] ?? 1;
        gradient[i] = (gradient[i] ?? 0) + (y - p) * xi;
        const row = hessian[i];
        if (row === undefined || xi === 0) continue;
        for (let j = 0; j < size; j++) row[j] = (row[j] ?? 0) + slope * xi * (x[j] ?? 1);
      }
    }
    const change = solve(hessian, gradient);
    w = w.map((value, i) => value + (change[i] ?? 0));
    if (change.every((value) => Math.abs(value) < 1e-8)) break;
  }
  return w;
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

/** Gives the area under the ROC curve: how often a positive scores above a negative, ties counting half. */
export function auc(scored: readonly { score: number; isPositive: boolean }[]): number {
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
