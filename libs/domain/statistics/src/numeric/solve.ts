import { StatisticsError } from '../errors';

const SINGULAR = 1e-12;

/**
 * The x of A x = b, by Gaussian elimination with partial pivoting.
 *
 * **Shape**: A square, as rows; neither argument is changed. **Errors**: `length-mismatch`; `not-estimable` where A
 * is singular to 12 digits, so that no single x exists.
 *
 * Example: [[2, 1], [1, 3]] x = [3, 5] → [0.8, 1.4].
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  if (matrix.length !== size || matrix.some((row) => row.length !== size)) {
    throw new StatisticsError('length-mismatch', 'matrix', `expected ${size} rows of ${size}`);
  }
  const rows = matrix.map((row, at) => Float64Array.from([...row, right[at] ?? 0]));
  const scale = Math.max(...matrix.flat().map(Math.abs));
  for (let column = 0; column < size; column += 1) {
    const pivot = takePivot(rows, column);
    const top = pivot[column] ?? 0;
    if (!(Math.abs(top) > SINGULAR * scale)) {
      throw new StatisticsError('not-estimable', 'matrix', 'the equations do not determine the answer');
    }
    for (let at = column + 1; at < size; at += 1) subtractMultiple(rows[at], pivot, column);
  }
  return substituteBack(rows);
}

/** Brings the row with the largest entry in `column` to its place, and gives it. */
function takePivot(rows: Float64Array[], column: number): Float64Array {
  let best = column;
  for (let at = column + 1; at < rows.length; at += 1) {
    if (Math.abs(rows[at]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = at;
  }
  const chosen = rows[best] ?? new Float64Array();
  rows[best] = rows[column] ?? chosen;
  rows[column] = chosen;
  return chosen;
}

function subtractMultiple(row: Float64Array | undefined, pivot: Float64Array, column: number): void {
  if (row === undefined) return;
  const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
  if (factor === 0) return;
  for (let at = column; at < row.length; at += 1) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
}

function substituteBack(rows: readonly Float64Array[]): number[] {
  const size = rows.length;
  const x = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    const row = rows[at] ?? new Float64Array();
    let rest = row[size] ?? 0;
    for (let column = at + 1; column < size; column += 1) rest -= (row[column] ?? 0) * (x[column] ?? 0);
    x[at] = rest / (row[at] ?? 1);
  }
  return x;
}
