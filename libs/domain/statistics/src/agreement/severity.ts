import { requireFinite, StatisticsError } from '../errors';
import { solve } from '../numeric/solve';

/** One review: which conversation, by whom, and its score. */
export interface ScoredReview {
  readonly conversation: string;
  readonly reviewer: string;
  readonly score: number;
}

/** One review with the vendor of its conversation. */
export interface VendorReview {
  readonly vendor: string;
  readonly reviewer: string;
  readonly score: number;
}

/** How one reviewer differs from all of them. **Units**: points of the score; above 0 is lenient. */
export interface ReviewerEffect {
  readonly effect: number;
  /** Null where nothing is left over to judge it by. */
  readonly standardError: number | null;
  /** The effect drawn towards 0 by as much as it may be chance; null with the standard error. */
  readonly shrunk: number | null;
}

/** Reviewers' effects, each beside the others; they sum to 0. */
export interface Severity {
  readonly reviewers: ReadonlyMap<string, ReviewerEffect>;
  /** The standard deviation of what conversation and reviewer do not explain; null without degrees of freedom. */
  readonly residualSd: number | null;
  readonly degreesOfFreedom: number;
}

/** {@link Severity} from conversations that several reviewers scored. */
export interface ConversationSeverity extends Severity {
  /** Conversations with two or more scores: only these say anything about reviewers. */
  readonly multiScored: number;
}

/** {@link Severity} from vendors' means. **Units**: points; vendors' effects sum to 0. */
export interface VendorSeverity extends Severity {
  readonly grandMean: number;
  readonly vendors: ReadonlyMap<string, number>;
}

interface Row {
  readonly group: string;
  readonly reviewer: string;
  readonly score: number;
}

interface Fit extends Severity {
  readonly groups: ReadonlyMap<string, readonly Row[]>;
}

/**
 * The sets of reviewers that can be compared with one another: two belong together if a chain of conversations with
 * shared reviewers leads from one to the other.
 *
 * **Shape**: reviewers sorted within sets, sets by their first reviewer. **Errors**: `empty`. **Source**: Weeks &
 * Williams 1964; rasch.org, "disconnected subsets".
 *
 * Example: a and b share a conversation, c and d another → [[a, b], [c, d]].
 */
export function comparableReviewers(reviews: readonly ScoredReview[]): string[][] {
  return components(conversationRows(reviews));
}

/**
 * How lenient or strict each reviewer is, by the additive model score = conversation + reviewer (ordinary least
 * squares, effects summing to 0). Show it with its standard error, beside raw scores; never adjust contract figures
 * by it without agreement. Calibration comes first.
 *
 * **Shape**: each reviewer at most once a conversation. **Errors**: `not-estimable` where reviewers fall into sets
 * that no conversation joins, `duplicate`, `empty`, `not-finite`. **Source**: two-way additive model, Searle,
 * "Linear Models"; shrinkage by the method of moments.
 *
 * Example: a 80, b 90 on one conversation; b 70, c 60 on another → a −3.33, b 6.67, c −3.33.
 */
export function reviewerSeverity(reviews: readonly ScoredReview[]): ConversationSeverity {
  const { reviewers, residualSd, degreesOfFreedom, groups } = fit(conversationRows(reviews));
  const multiScored = [...groups.values()].filter((rows) => rows.length > 1).length;
  return { reviewers, residualSd, degreesOfFreedom, multiScored };
}

/**
 * How lenient or strict each reviewer is beside the vendors reviewed: score = mean + vendor + reviewer. Valid only
 * where conversations are given to reviewers at random, since a reviewer of hard cases would look strict.
 *
 * **Errors**: as {@link reviewerSeverity}, with vendors in the place of conversations; a reviewer may review a vendor
 * any number of times. Example: vendor A: r 80, s 90; vendor B: r 60, s 70 → r −5, s 5; A 10, B −10, mean 75.
 */
export function reviewerSeverityByVendor(reviews: readonly VendorReview[]): VendorSeverity {
  const rows = reviews.map(({ vendor, reviewer, score }) => ({ group: vendor, reviewer, score }));
  const { reviewers, residualSd, degreesOfFreedom, groups } = fit(rows);
  const levels = [...groups].map(([vendor, own]) => {
    const adjusted = own.map(({ reviewer, score }) => score - (reviewers.get(reviewer)?.effect ?? 0));
    return [vendor, mean(adjusted)] as const;
  });
  const grandMean = mean(levels.map(([, level]) => level));
  const vendors = new Map(levels.map(([vendor, level]) => [vendor, level - grandMean]));
  return { reviewers, residualSd, degreesOfFreedom, grandMean, vendors };
}

function conversationRows(reviews: readonly ScoredReview[]): Row[] {
  const seen = new Set<string>();
  return reviews.map(({ conversation, reviewer, score }) => {
    const name = JSON.stringify([conversation, reviewer]);
    if (seen.has(name)) {
      throw new StatisticsError('duplicate', 'reviews', `${reviewer} scored ${conversation} twice`);
    }
    seen.add(name);
    return { group: conversation, reviewer, score };
  });
}

function fit(rows: readonly Row[]): Fit {
  rows.forEach(({ score }, index) => requireFinite(score, `reviews[${index}].score`));
  const sets = components(rows);
  if (sets.length > 1) {
    const named = sets.map((set) => set.join(', ')).join(' | ');
    throw new StatisticsError('not-estimable', 'reviews', `reviewers that cannot be compared: ${named}`);
  }
  const names = sets.flat();
  const groups = grouped(rows, ({ group }) => group);
  const { matrix, right } = normalEquations(names, groups);
  const effects = solve(matrix, right);
  const effectOf = new Map(names.map((name, at) => [name, effects[at] ?? 0]));
  let squares = 0;
  for (const own of groups.values()) {
    const rest = own.map(({ reviewer, score }) => score - (effectOf.get(reviewer) ?? 0));
    const level = mean(rest);
    for (const value of rest) squares += (value - level) ** 2;
  }
  const degreesOfFreedom = rows.length - groups.size - (names.length - 1);
  const residualSd = degreesOfFreedom > 0 ? Math.sqrt(squares / degreesOfFreedom) : null;
  const errors = names.map((_, at) =>
    residualSd === null ? null : residualSd * Math.sqrt(variance(matrix, at)),
  );
  return { reviewers: withErrors(names, effects, errors), residualSd, degreesOfFreedom, groups };
}

/**
 * The normal equations of the reviewers alone, groups taken out: the Laplacian of the graph that joins reviewers by
 * shared groups. It is singular along (1, …, 1); adding 1/R everywhere fixes the sum of effects at 0 and changes
 * nothing else.
 */
function normalEquations(
  names: readonly string[],
  groups: ReadonlyMap<string, readonly Row[]>,
): { matrix: number[][]; right: number[] } {
  const size = names.length;
  const place = new Map(names.map((name, at) => [name, at]));
  const matrix = names.map(() => new Array<number>(size).fill(1 / size));
  const right = new Array<number>(size).fill(0);
  for (const rows of groups.values()) {
    const level = mean(rows.map(({ score }) => score));
    const counts = new Map<number, number>();
    for (const { reviewer, score } of rows) {
      const at = place.get(reviewer) ?? 0;
      counts.set(at, (counts.get(at) ?? 0) + 1);
      right[at] = (right[at] ?? 0) + score - level;
    }
    for (const [a, countA] of counts) {
      const row = matrix[a] ?? [];
      row[a] = (row[a] ?? 0) + countA;
      for (const [b, countB] of counts) row[b] = (row[b] ?? 0) - (countA * countB) / rows.length;
    }
  }
  return { matrix, right };
}

/** The diagonal entry of the pseudo-inverse of the Laplacian: the variance of an effect in units of the residual's. */
function variance(matrix: readonly (readonly number[])[], at: number): number {
  const size = matrix.length;
  const column = solve(
    matrix,
    matrix.map((_, other) => (other === at ? 1 : 0)),
  );
  return Math.max(0, (column[at] ?? 0) - 1 / size);
}

function withErrors(
  names: readonly string[],
  effects: readonly number[],
  errors: readonly (number | null)[],
): ReadonlyMap<string, ReviewerEffect> {
  const chance = mean(errors.map((error) => (error ?? 0) ** 2));
  const between = Math.max(0, mean(effects.map((effect) => effect ** 2)) - chance);
  return new Map(
    names.map((name, at) => {
      const effect = effects[at] ?? 0;
      const standardError = errors[at] ?? null;
      const spread = between + (standardError ?? 0) ** 2;
      const shrunk = standardError === null ? null : spread === 0 ? 0 : (effect * between) / spread;
      return [name, { effect, standardError, shrunk }];
    }),
  );
}

function components(rows: readonly Row[]): string[][] {
  if (rows.length === 0) throw new StatisticsError('empty', 'reviews', 'no reviews');
  const parent = new Map(rows.map(({ reviewer }) => [reviewer, reviewer]));
  const root = (name: string): string => {
    let at = name;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const own of grouped(rows, ({ group }) => group).values()) {
    const [first] = own;
    for (const { reviewer } of own) if (first !== undefined) parent.set(root(reviewer), root(first.reviewer));
  }
  const sets = [...grouped([...parent.keys()], root).values()].map((set) => [...set].sort());
  return sets.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
