import { type Hits } from '../match/automaton';
import { type Chain } from './lexicon';
import { type CompiledRule } from './rule-set';
import { BUNDLE_SHIFT, type Vocabulary } from './vocabulary';

/** Lists of whole numbers, one after another in one array: the `k`-th is `items[starts[k]]` to `items[starts[k + 1]]`. */
interface Table {
  starts: Int32Array;
  items: Int32Array;
}

/**
 * Says which rules may match a text, by counting: a clause is a prospect once each of its slots has a term in the
 * text. Word boundaries, harmless words and distances are not weighed yet, so it may promise too much, never too
 * little. Allocates nothing while it works; one pass over the hits, and each bundle is looked at once a text.
 *
 * What is counted are *features*: a slot has a term in the text, or a part of a term does. A *conjunction* is complete
 * with the last of its features: a clause then makes its rule a prospect, a term in parts gives its slots.
 * Source: the counting of Yan and Garcia-Molina 1994 (selective dissemination of information).
 */
export class Prospects {
  /** Places of the rules that may match, after `gather`. */
  readonly rules: number[] = [];
  /** The terms in parts of which every part that must be there is, after `gather`; after `mark` only wanted ones. */
  chains: Chain[] = [];

  private readonly featuresOfBundle: Table;
  private readonly conjunctionsOfFeature: Table;
  /** Conjunction to the number of its features. */
  private readonly sizes: Int32Array;
  /** Conjunction to its rule; the conjunctions after these are the terms in parts. */
  private readonly ruleOfClause: Int32Array;
  private readonly featuresOfChain: Table;
  private readonly listsOfRule: Table;

  /** For each thing the number of the text in which it was last met. */
  private readonly metBundle: Int32Array;
  private readonly metFeature: Int32Array;
  private readonly metConjunction: Int32Array;
  private readonly metRule: Int32Array;
  private readonly wantedList: Int32Array;
  /** For each bundle the last text for which it was asked about: as it is where wanted, below zero where not. */
  private readonly askedBundle: Int32Array;
  /** Features that a conjunction still lacks; counts only where `metConjunction` is of this text. */
  private readonly lacking: Int32Array;
  private text = 0;

  /** Weighs `rules`; the vocabulary must have been made for their lists. */
  constructor(
    private readonly vocabulary: Vocabulary,
    rules: readonly CompiledRule[],
  ) {
    const { bundles, chains, lists } = vocabulary;
    const features = new Features(lists.length);
    const clauses = rules.flatMap((rule, place) =>
      rule.clauses.map(({ slots }) => ({ place, features: slots.map((slot) => features.ofSlot(slot)) })),
    );
    const ofChains = vocabulary.chains.map(({ list }) => [...(features.byList[list] ?? [])]);
    const parts = chains.map(({ keys }) => keys.map((list) => features.ofPart(list)));
    const conjunctions = [...clauses.map((clause) => clause.features), ...parts].map((all) => new Set(all));
    const byFeature: number[][] = Array.from({ length: features.count }, () => []);
    conjunctions.forEach((all, number) => all.forEach((feature) => byFeature[feature]?.push(number)));
    this.featuresOfBundle = table(
      bundles.map((all) => [...new Set(all.flatMap((list) => features.byList[list] ?? []))]),
    );
    this.conjunctionsOfFeature = table(byFeature);
    this.sizes = Int32Array.from(conjunctions, ({ size }) => size);
    this.ruleOfClause = Int32Array.from(clauses, ({ place }) => place);
    this.featuresOfChain = table(ofChains);
    this.listsOfRule = table(rules.map((rule) => [...new Set(rule.slots.flatMap((slot) => slot.lists))]));
    this.metBundle = new Int32Array(bundles.length);
    this.askedBundle = new Int32Array(bundles.length);
    this.metFeature = new Int32Array(features.count);
    this.metConjunction = new Int32Array(conjunctions.length);
    this.lacking = new Int32Array(conjunctions.length);
    this.metRule = new Int32Array(rules.length);
    this.wantedList = new Int32Array(lists.length);
  }

  /** Gathers the rules that the terms met may make up, into `rules`; gives whether there are any. */
  gather(hits: Hits, skeletonHits: Hits): boolean {
    // A stamp of 0 would mean "never met"; after 2³¹ texts the counts begin anew.
    if (++this.text === 0x7fffffff) this.forget();
    this.rules.length = 0;
    if (this.chains.length > 0) this.chains = [];
    const { traits, skeletonBundles } = this.vocabulary;
    const { text, metBundle } = this;
    const { patterns, length } = hits;
    for (let i = 0; i < length; i++) {
      const bundle = (traits[patterns[i] as number] as number) >> BUNDLE_SHIFT;
      if (metBundle[bundle] !== text) this.meetBundle(bundle);
    }
    for (let i = 0; i < skeletonHits.length; i++) {
      const bundle = skeletonBundles[skeletonHits.patterns[i] as number] as number;
      if (metBundle[bundle] !== text) this.meetBundle(bundle);
    }
    return this.rules.length > 0;
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

  private meetBundle(bundle: number): void {
    const { starts, items } = this.featuresOfBundle;
    const { text, metFeature } = this;
    const end = starts[bundle + 1] as number;
    this.metBundle[bundle] = text;
    for (let i = starts[bundle] as number; i < end; i++) {
      const feature = items[i] as number;
      if (metFeature[feature] !== text) this.meetFeature(feature);
    }
  }

  private meetFeature(feature: number): void {
    const { text, metConjunction, lacking, sizes } = this;
    const { starts, items } = this.conjunctionsOfFeature;
    const end = starts[feature + 1] as number;
    this.metFeature[feature] = text;
    for (let i = starts[feature] as number; i < end; i++) {
      const conjunction = items[i] as number;
      let left = sizes[conjunction] as number;
      if (left > 1) {
        if (metConjunction[conjunction] === text) left = lacking[conjunction] as number;
        else metConjunction[conjunction] = text;
        lacking[conjunction] = left - 1;
      }
      if (left === 1) this.complete(conjunction);
    }
  }

  private complete(conjunction: number): void {
    const chain = conjunction - this.ruleOfClause.length;
    if (chain < 0) {
      const rule = this.ruleOfClause[conjunction] as number;
      if (this.metRule[rule] === this.text) return;
      this.metRule[rule] = this.text;
      this.rules.push(rule);
      return;
    }
    this.chains.push(this.vocabulary.chains[chain] as Chain);
    const { starts, items } = this.featuresOfChain;
    const end = starts[chain + 1] as number;
    for (let i = starts[chain] as number; i < end; i++) {
      const feature = items[i] as number;
      if (this.metFeature[feature] !== this.text) this.meetFeature(feature);
    }
  }

  private forget(): void {
    this.text = 1;
    const { metBundle, metFeature, metConjunction, metRule, wantedList, askedBundle } = this;
    for (const met of [metBundle, metFeature, metConjunction, metRule, wantedList, askedBundle]) met.fill(0);
  }
}

/** Numbers the slots of clauses and the parts of terms. */
class Features {
  count = 0;
  /** List to the features that a term of it gives. */
  readonly byList: number[][];
  private readonly slots = new Map<number, number>();
  private readonly parts = new Map<number, number>();

  constructor(lists: number) {
    this.byList = Array.from({ length: lists }, () => []);
  }

  ofSlot({ id, lists }: { id: number; lists: readonly number[] }): number {
    return this.slots.get(id) ?? this.add(this.slots, id, lists);
  }

  ofPart(list: number): number {
    return this.parts.get(list) ?? this.add(this.parts, list, [list]);
  }

  private add(numbers: Map<number, number>, key: number, lists: readonly number[]): number {
    const feature = this.count++;
    numbers.set(key, feature);
    for (const list of lists) this.byList[list]?.push(feature);
    return feature;
  }
}

function table(lists: readonly (readonly number[])[]): Table {
  const starts = new Int32Array(lists.length + 1);
  let size = 0;
  lists.forEach((list, k) => (starts[k + 1] = size += list.length));
  const items = new Int32Array(size);
  lists.forEach((list, k) => items.set(list, starts[k]));
  return { starts, items };
}
