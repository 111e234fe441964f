import betaln from '@stdlib/math-base-special-betaln';
import { StatisticsError, requireOpenFraction } from '../errors';
import { type Interval } from './interval';
import { type Count, requireCounted } from './proportion';

const HALVINGS = 200;

/**
 * Gives the interval of a confidence sequence: whatever the number of reviews at which one looks, and however often,
 * the chance that any of the intervals misses the truth is at most `1 - level`. For tiles watched continuously and
 * top-ups that stop when the interval is narrow enough; wider than Wilson, which holds at one planned n only.
 *
 * **Shape**: `{p : B(x + 1, n - x + 1) / (p^x (1 - p)^(n - x)) < 1 / (1 - level)}`, for independent trials.
 * **Errors**: `not-an-integer`, `out-of-range`.
 * **Source**: Waudby-Smith & Ramdas 2020, prior-posterior-ratio martingale with a uniform prior.
 *
 * Example: 45 of 50 gives 0.712 to 0.984, Wilson 0.786 to 0.957.
 */
export function confidenceSequence(count: Count, level = 0.95): Interval {
  const { x, n } = requireCounted(count);
  const alpha = 1 - requireOpenFraction(level, 'level');
  const limit = betaln(x + 1, n - x + 1) + Math.log(alpha);
  const excess = (p: number): number => logLikelihood(p, x, n) - limit;
  const mode = x / n;
  return {
    low: x === 0 ? 0 : crossing(excess, 0, mode),
    high: x === n ? 1 : crossing(excess, 1, mode),
  };
}

function logLikelihood(p: number, x: number, n: number): number {
  const hits = x === 0 ? 0 : x * Math.log(p);
  const misses = x === n ? 0 : (n - x) * Math.log1p(-p);
  return hits + misses;
}

/** Gives where `excess`, negative at `outside` and positive at `inside`, changes its sign. */
function crossing(excess: (p: number) => number, outside: number, inside: number): number {
  let out = outside;
  let inn = inside;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (out + inn) / 2;
    if (middle === out || middle === inn) {
      return middle;
    }
    if (excess(middle) > 0) {
      inn = middle;
    } else {
      out = middle;
    }
  }
  throw new StatisticsError('no-convergence', 'confidenceSequence', 'the bounds did not meet');
}
