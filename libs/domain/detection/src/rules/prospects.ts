import { type Hits } from '../match/hits';
import { type Normaliser } from '../normalise/normalise';
import { type Chain } from './lexicon';
import { type CompiledClause, type CompiledRule } from './rule-set';
import { Trait, type Vocabulary } from './vocabulary';

const { bundleShift: BUNDLE_SHIFT } = Trait;

/** Lists of whole numbers, one after another in one array: the `k`-th is `items[starts[k]]` to `items[starts[k + 1]]`. */
interface Table {
  starts: Int32Array;
  items: Int32Array;
}

const NO_CHAINS: readonly Chain[] = Object.freeze([]);

/** Places for the units of a text; units that share one are taken for each other. A power of two. */
const UNIT_PLACES = 4096;

/** The most things that are counted of one conjunction: a bit each. Further ones are left to the evaluation. */
const MOST_BITS = 31;

/**
 * Says which rules may match a text: a clause is a prospect once each of its slots has a term in the text. Word
 * boundaries, harmless words and distances are not weighed yet, so it may promise too much, never too little.
 * Allocates nothing while it works; one pass over the hits, and each bundle is looked at once a text.
 *
 * Clauses and terms in parts are *conjunctions*: each slot or part is a bit, and a bundle knows which bits of which
 * conjunctions it sets. With the last bit a clause makes its rule a prospect, and a term in parts sets its own bits.
 * Source: the counting of Yan and Garcia-Molina 1994 (selective dissemination of information).
 */
export class Prospects {
  /** Places of the rules that may match, after `gather`. */
  readonly rules: number[] = [];
  /** The terms in parts of which every part that must be there is, after `gather`; after `mark` only wanted ones. */
  chains: Chain[] = [];

  /** For each bundle, and after them for each term in parts: conjunctions and the bits of theirs that it sets, in turn. */
  private readonly effects: Table;
  /** Conjunction to all of its bits. */
  private readonly whole: Int32Array;
  /** Conjunction to its rule; the conjunctions after these are the terms in parts. */
  private readonly ruleOfClause: Int32Array;
  private readonly listsOfRule: Table;
  private readonly conjunctionOf: ReadonlyMap<CompiledClause, number>;

  /** For each thing the number of the text in which it was last met. */
  private readonly metBundle: Int32Array;
  private readonly metRule: Int32Array;
  private readonly wantedList: Int32Array;
  /** For each bundle the last text for which it was asked about: as it is where wanted, below zero where not. */
  private readonly askedBundle: Int32Array;
  /** For each conjunction the number of the text in which a bit was last set, and the bits set in it. */
  private readonly progress: Int32Array;
  /** For each place of units the text in which one was last seen; filled once a term in parts asks. */
  private readonly seenUnit = new Int32Array(UNIT_PLACES);
  private unitsSeenIn = 0;
  private units: Normaliser | null = null;
  private absent: readonly Chain[] = NO_CHAINS;
  private text = 0;

  /** Weighs `rules`; the vocabulary must have been made for their lists. */
  constructor(
    private readonly vocabulary: Vocabulary,
    rules: readonly CompiledRule[],
  ) {
    const { bundles, chains, lists } = vocabulary;
    const clauses = rules.flatMap(({ clauses: all }, place) => all.map((clause) => ({ place, clause })));
    const conjunctions: (readonly (readonly number[])[])[] = [
      ...clauses.map(({ clause }) => [...new Set(clause.slots)].map((slot) => slot.lists)),
      ...chains.map(({ keys }) => [...new Set(keys)].map((list) => [list])),
    ].map((sets) => sets.slice(0, MOST_BITS));
    const effects = effectsByList(conjunctions, lists.length);
    this.effects = table(
      [...bundles, ...chains.map(({ list }) => [list])].map((all) => merged(all, effects)),
    );
    this.whole = Int32Array.from(conjunctions, ({ length }) => (2 ** length - 1) | 0);
    this.ruleOfClause = Int32Array.from(clauses, ({ place }) => place);
    this.conjunctionOf = new Map(clauses.map(({ clause }, number) => [clause, number]));
    this.listsOfRule = table(rules.map((rule) => [...new Set(rule.slots.flatMap((slot) => slot.lists))]));
    this.metBundle = new Int32Array(bundles.length);
    this.askedBundle = new Int32Array(bundles.length);
    this.progress = new Int32Array(conjunctions.length * 2);
    this.metRule = new Int32Array(rules.length);
    this.wantedList = new Int32Array(lists.length);
  }

  /** Gathers the rules that the terms met in `units` may make up, into `rules`; gives whether there are any. */
  gather(hits: Hits, skeletonHits: Hits, units: Normaliser): boolean {
    this.units = units;
    this.absent = NO_CHAINS;
    return this.count(hits, skeletonHits);
  }

  /** Gathers once more, now that some of the `chains` that the first time gave are known not to stand in the text. */
  gatherWithout(absent: readonly Chain[], hits: Hits, skeletonHits: Hits): boolean {
    this.absent = absent;
    return this.count(hits, skeletonHits);
  }

  private count(hits: Hits, skeletonHits: Hits): boolean {
    // A stamp of 0 would mean "never met"; after 2³¹ texts the counts begin anew.
    if (++this.text === 0x7fffffff) this.forget();
    this.rules.length = 0;
    if (this.chains.length > 0) this.chains = [];
    const { traits, skeletonBundles } = this.vocabulary;
    const { text, metBundle } = this;
    const { patterns, length } = hits;
    for (let i = 0; i < length; i++) {
      const bundle = (traits[patterns[i] as number] as number) >> BUNDLE_SHIFT;
      if (metBundle[bundle] === text) continue;
      metBundle[bundle] = text;
      this.meet(bundle);
    }
    for (let i = 0; i < skeletonHits.length; i++) {
      const bundle = skeletonBundles[skeletonHits.patterns[i] as number] as number;
      if (metBundle[bundle] === text) continue;
      metBundle[bundle] = text;
      this.meet(bundle);
    }
    return this.rules.length > 0;
  }

  /** Whether each slot of a clause of the rules has a term in the text gathered last. */
  mayHold(clause: CompiledClause): boolean {
    const conjunction = this.conjunctionOf.get(clause) ?? -1;
    return (
      this.progress[conjunction * 2] === this.text &&
      this.progress[conjunction * 2 + 1] === this.whole[conjunction]
    );
  }

  /** Marks every list that some rule gathered looks at; `isWanted` then answers. */
  mark(): void {
    const { starts, items } = this.listsOfRule;
    for (const place of this.rules) {
      const end = starts[place + 1] as number;
      for (let i = starts[place] as number; i < end; i++) this.wantedList[items[i] as number] = this.text;
    }
    if (this.chains.length > 0) {
      this.chains = this.chains.filter(({ list }) => this.wantedList[list] === this.text);
    }
  }

  /** Whether some rule gathered looks at one of these lists. */
  isWanted(lists: readonly number[]): boolean {
    for (const list of lists) if (this.wantedList[list] === this.text) return true;
    return false;
  }

  /** Whether some rule gathered looks at a list of the bundle. */
  isBundleWanted(bundle: number): boolean {
    const asked = this.askedBundle[bundle] as number;
    if (asked === this.text) return true;
    if (asked === -this.text) return false;
    const isWanted = this.isWanted(this.vocabulary.bundles[bundle] ?? []);
    this.askedBundle[bundle] = isWanted ? this.text : -this.text;
    return isWanted;
  }

  /** Sets the bits that a bundle (or, after the bundles, a term in parts) sets. */
  private meet(cause: number): void {
    const { text, progress, whole } = this;
    const { starts, items } = this.effects;
    const end = starts[cause + 1] as number;
    for (let i = starts[cause] as number; i < end; i += 2) {
      const conjunction = items[i] as number;
      const bits = items[i + 1] as number;
      const known = progress[conjunction * 2] === text ? (progress[conjunction * 2 + 1] as number) : 0;
      const all = known | bits;
      if (all === known) continue;
      progress[conjunction * 2] = text;
      progress[conjunction * 2 + 1] = all;
      if (all === whole[conjunction]) this.complete(conjunction);
    }
  }

  private complete(conjunction: number): void {
    const chain = conjunction - this.ruleOfClause.length;
    if (chain >= 0) {
      const whole = this.vocabulary.chains[chain] as Chain;
      if (!this.hasNeeds(whole) || this.absent.includes(whole)) return;
      this.chains.push(whole);
      this.meet(this.metBundle.length + chain);
      return;
    }
    const rule = this.ruleOfClause[conjunction] as number;
    if (this.metRule[rule] === this.text) return;
    this.metRule[rule] = this.text;
    this.rules.push(rule);
  }

  private hasNeeds({ needs }: Chain): boolean {
    const { seenUnit, text } = this;
    if (needs.length === 0) return true;
    if (this.unitsSeenIn !== text) this.seeUnits();
    for (const beginnings of needs) {
      let isMet = false;
      for (const unit of beginnings) isMet ||= seenUnit[unit & (UNIT_PLACES - 1)] === text;
      if (!isMet) return false;
    }
    return true;
  }

  private seeUnits(): void {
    const { seenUnit, text } = this;
    this.unitsSeenIn = text;
    if (this.units === null) return;
    const { units, length } = this.units;
    for (let i = 0; i < length; i++) seenUnit[(units[i] as number) & (UNIT_PLACES - 1)] = text;
  }

  private forget(): void {
    this.text = 1;
    const { metBundle, progress, metRule, wantedList, askedBundle, seenUnit } = this;
    for (const met of [metBundle, progress, metRule, wantedList, askedBundle, seenUnit]) met.fill(0);
  }
}

/** Gives for each list the conjunctions that a term of it counts for, each with its bit there. */
function effectsByList(
  conjunctions: readonly (readonly (readonly number[])[])[],
  lists: number,
): readonly (readonly (readonly [number, number])[])[] {
  const effects: [number, number][][] = Array.from({ length: lists }, () => []);
  conjunctions.forEach((sets, conjunction) => {
    sets.forEach((set, place) => {
      for (const list of set) effects[list]?.push([conjunction, 1 << place]);
    });
  });
  return effects;
}

/** Gives the effects of several lists, those on one conjunction together: conjunction, bits, conjunction, bits … */
function merged(
  lists: readonly number[],
  effects: readonly (readonly (readonly [number, number])[])[],
): number[] {
  const bitsOf = new Map<number, number>();
  for (const list of lists) {
    for (const [conjunction, bit] of effects[list] ?? []) {
      bitsOf.set(conjunction, (bitsOf.get(conjunction) ?? 0) | bit);
    }
  }
  return [...bitsOf].flat();
}

function table(lists: readonly (readonly number[])[]): Table {
  const starts = new Int32Array(lists.length + 1);
  let size = 0;
  lists.forEach((list, k) => (starts[k + 1] = size += list.length));
  const items = new Int32Array(size);
  lists.forEach((list, k) => items.set(list, starts[k]));
  return { starts, items };
}
