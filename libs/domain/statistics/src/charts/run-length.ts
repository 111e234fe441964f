import { normalCdf } from '../distributions/normal';
import { requireFinite, requireOpenFraction, requirePositive, StatisticsError } from '../errors';
import { gaussLegendre } from '../numeric/gauss-legendre';
import { solve } from '../numeric/solve';
import { type CusumDesign, requireCusum } from './cusum';
import { type EwmaDesign, requireDesign } from './ewma';

/** Enough for six digits wherever the kernel is not narrower than a twentieth of the interval. */
const NODES = 90;

/**
 * The mean number of points until an EWMA chart with settled limits first signals, when the mean has been `shift`
 * standard deviations off the target from the first point on. Shift 0 gives the distance between false alarms.
 *
 * **Shape**: normal values; 0.02 <= lambda <= 1. **Errors**: `out-of-range`, `not-finite`. **Source**: Crowder,
 * Technometrics 29(4), 1987: the integral equation of the run length, by Gauss–Legendre quadrature.
 *
 * Example: λ 0.2, L 2.962 → 500 at shift 0, 10.5 at shift 1.
 */
export function ewmaRunLength(design: EwmaDesign, shift = 0): number {
  requireDesign(design);
  requireFinite(shift, 'shift');
  const { lambda, width } = design;
  if (lambda < 0.02) throw new StatisticsError('out-of-range', 'lambda', 'expected at least 0.02');
  const limit = width * Math.sqrt(lambda / (2 - lambda));
  const nodes = gaussLegendre(NODES, [-limit, limit]);
  const kernel = (from: number, to: number): number =>
    density((to - (1 - lambda) * from) / lambda - shift) / lambda;
  const rows = nodes.map(({ x: from }, at) =>
    nodes.map(({ x: to, weight }, other) => (at === other ? 1 : 0) - weight * kernel(from, to)),
  );
  const lengths = solve(
    rows,
    nodes.map(() => 1),
  );
  return nodes.reduce((sum, { x, weight }, at) => sum + weight * kernel(0, x) * (lengths[at] ?? 0), 1);
}

/**
 * The mean number of points until a two-sided CUSUM first signals, from both sums at 0, when the mean is `shift`
 * standard deviations off the target.
 *
 * **Shape**: normal values; six digits for lengths up to a million, Infinity where either side is beyond e^26.
 * **Errors**: `out-of-range`, `not-finite`. **Source**: the integral equation of either
 * side (Page 1954, Vance 1986), joined by 1/ARL = 1/ARL⁺ + 1/ARL⁻.
 *
 * Example: k 0.5, h 4 → 167.7 at shift 0, 8.38 at shift 1; h 5 → 465 and 10.4.
 */
export function cusumRunLength(design: CusumDesign, shift = 0): number {
  requireCusum(design);
  requireFinite(shift, 'shift');
  return 1 / (1 / oneSidedCusum(design, shift) + 1 / oneSidedCusum(design, -shift));
}

/**
 * The L for which an EWMA chart of this lambda signals falsely every `runLength` points on average.
 * **Shape**: 2 <= runLength <= 1,000,000. **Errors**: `out-of-range`, `not-finite`.
 *
 * Example: λ 0.2, every 500 points → L 2.962.
 */
export function ewmaWidthFor(lambda: number, runLength: number): number {
  requireOpenFraction(lambda, 'lambda');
  requireRunLength(runLength);
  return rootOf((width) => Math.log(ewmaRunLength({ lambda, width }) / runLength), [0.01, 6]);
}

/**
 * The h for which a two-sided CUSUM of this k signals falsely every `runLength` points on average.
 * **Shape**: 2 <= runLength <= 1,000,000, 0.1 <= k <= 2. **Errors**: `out-of-range`, `not-finite`.
 *
 * Example: k 0.5, every 465 points → h 5.00.
 */
export function cusumIntervalFor(k: number, runLength: number): number {
  if (!(requireFinite(k, 'k') >= 0.1 && k <= 2)) {
    throw new StatisticsError('out-of-range', 'k', `expected 0.1 to 2, got ${k}`);
  }
  requireRunLength(runLength);
  return rootOf((h) => Math.log(cusumRunLength({ k, h }) / runLength), [1e-6, 60]);
}

function oneSidedCusum({ k, h }: CusumDesign, shift: number): number {
  // Siegmund's approximation of the exponent. Beyond e^26 points a side never signals in practice, and its equations
  // are singular to the digits a double holds.
  if (2 * (k - shift) * (h + 1.166) > 26) return Infinity;
  const nodes = gaussLegendre(NODES, [0, h]);
  const drift = k - shift;
  // The sum stays at 0 with a probability of its own: the first unknown is the length from 0, the rest are nodes.
  const starts = [0, ...nodes.map(({ x }) => x)];
  const rows = starts.map((from, at) => [
    (at === 0 ? 1 : 0) - normalCdf(drift - from),
    ...nodes.map(({ x, weight }, other) => (at === other + 1 ? 1 : 0) - weight * density(x + drift - from)),
  ]);
  const [fromZero] = solve(
    rows,
    starts.map(() => 1),
  );
  return fromZero ?? Number.NaN;
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

function requireRunLength(runLength: number): void {
  requirePositive(runLength, 'runLength');
  if (runLength < 2 || runLength > 1e6) {
    throw new StatisticsError('out-of-range', 'runLength', `expected 2 to 1,000,000, got ${runLength}`);
  }
}

/** The root of a rising function, by halving, to 1e-9. */
function rootOf(rising: (x: number) => number, [from, to]: readonly [number, number]): number {
  let low = from;
  let high = to;
  if (rising(low) > 0)
    throw new StatisticsError('infeasible', 'runLength', 'shorter than any chart of this kind');
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
