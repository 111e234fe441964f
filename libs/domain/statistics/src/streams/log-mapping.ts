import { requireOpenFraction } from '../errors';

/** The relative error of a sketch that does not ask for another: 1 %. */
export const DEFAULT_ALPHA = 0.01;

/**
 * The logarithmic grid of a DDSketch: bin k holds the values in (γ^(k−1), γ^k], γ = (1+α)/(1−α), and speaks for them
 * by 2γ^k/(γ+1), which is within the relative error α of each.
 *
 * **Source**: Masson, Rim & Lee, "DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 * guarantees", PVLDB 12(12), 2019, section 2.
 */
export class LogMapping {
  readonly gamma: number;
  private readonly perLog: number;
  private readonly scale: number;

  /** **Shape**: 0 < alpha < 1. **Errors**: `out-of-range`, `not-finite`. */
  constructor(readonly alpha: number) {
    requireOpenFraction(alpha, 'alpha');
    this.gamma = (1 + alpha) / (1 - alpha);
    this.perLog = 1 / Math.log(this.gamma);
    this.scale = 2 / (this.gamma + 1);
  }

  /** The bin of `value`. **Shape**: `value` > 0; not checked here. Example (α = 0.01): 1000 falls into bin 346. */
  key(value: number): number {
    // `| 0` also makes the -0 that ceil gives for values just below 1 a plain 0.
    return Math.ceil(Math.log(value) * this.perLog) | 0;
  }

  /** The value that speaks for bin `key`. Example (α = 0.01): bin 346 → 1002.428. */
  representative(key: number): number {
    return this.gamma ** key * this.scale;
  }
}

/** The grid of the default relative error, shared because it holds no state. */
export const defaultMapping = new LogMapping(DEFAULT_ALPHA);
