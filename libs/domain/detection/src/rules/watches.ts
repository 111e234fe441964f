import { type Category, type Outcome, type Severity } from '@earshot/contracts';
import { type Watch } from '../types';
import { type Closing, type RulePack, type Silence } from './pack-schema';

/** 0 is the gravest. */
const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

interface Danger {
  readonly category: Category;
  readonly severity: Severity;
}

/**
 * What the packs in force watch for once a customer has told of danger. Where several packs speak of the same danger,
 * the shortest time and all of their closes hold.
 */
export class Watches {
  private readonly silences: readonly Silence[];
  private readonly closings: readonly Closing[];
  /** By category and severity; as `of` gives it. */
  private readonly known = new Map<string, Watch | null>();

  constructor(packs: readonly RulePack[]) {
    this.silences = packs.flatMap(({ silence }) => silence ?? []);
    this.closings = packs.flatMap(({ closing }) => closing ?? []);
  }

  /**
   * Gives what a danger is followed by, or null. For a critical one that is never null, though it may be nothing: a
   * stored signal tells by it that packs were asked.
   */
  of(danger: Danger): Watch | null {
    const key = `${danger.category} ${danger.severity}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const watch = this.find(danger);
    this.known.set(key, watch);
    return watch;
  }

  private find(danger: Danger): Watch | null {
    const seconds = this.silences.filter((it) => isMeant(it, danger)).map((it) => it.withinSeconds);
    const outcomes = new Set<Outcome>(
      this.closings.filter((it) => isMeant(it, danger)).flatMap((it) => it.outcomes),
    );
    if (seconds.length === 0 && outcomes.size === 0) return danger.severity === 'critical' ? {} : null;
    return {
      ...(seconds.length > 0 && { answerWithinMs: Math.min(...seconds) * 1000 }),
      ...(outcomes.size > 0 && { notClosedAs: [...outcomes].sort() }),
    };
  }
}

function isMeant({ categories, least }: Silence | Closing, { category, severity }: Danger): boolean {
  return GRAVITY[severity] <= GRAVITY[least] && (categories?.includes(category) ?? true);
}
