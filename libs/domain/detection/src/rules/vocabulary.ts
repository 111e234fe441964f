import { Automaton } from '../match/automaton';
import { Neighbours, type Chain, type Form, type Lexicon, type SkeletonForm } from './lexicon';

/** What a trait says of a pattern, as bits; the bits above `bundleShift` are the number of its bundle. */
export const Trait = {
  /** All forms ask for a word boundary on the left / on the right. */
  boundLeft: 1,
  boundRight: 2,
  /** It is a harmless word of some pack. */
  hides: 4,
  bundleShift: 3,
} as const;

/** Bits in the set of pairs for each skeleton, which has about one pair of its own: few others are taken for one. */
const PAIR_BITS = 8;

/**
 * The terms of a lexicon that some rules look at, and nothing else: what is said by somebody whom few rules are about
 * is looked for in a small automaton. Patterns that stand in the same lists form a bundle, so that what follows from
 * a pattern is found out once for all that are alike.
 */
export class Vocabulary {
  readonly plain: Automaton;
  /** Pattern of `plain` to the forms that are written so. */
  readonly forms: (readonly Form[])[] = [];
  /** Pattern of `plain` to its boundaries, whether it hides others, and its bundle: one number, as it is read at each hit. */
  readonly traits: Int32Array;
  readonly skeletons: Automaton;
  /** Pattern of `skeletons` to the forms that have it. */
  readonly skeletonForms: (readonly SkeletonForm[])[] = [];
  readonly skeletonBundles: Int32Array;
  /** Bundle to the lists of its patterns that are looked at. */
  readonly bundles: readonly (readonly number[])[];
  /** Terms in parts that are looked for. */
  readonly chains: readonly Chain[];
  /** Of the whole lexicon: whether a text is looked at more closely does not depend on who said it. */
  readonly neighbours: Neighbours;
  /** The pairs of units that stand side by side in `skeletons`. */
  readonly pairs: Neighbours;
  /** For each list of the lexicon the pack it belongs to. */
  readonly lists: Lexicon['lists'];

  /** Takes from `lexicon` what the lists `wanted` need: their terms, parts of them, and harmless words of their packs. */
  constructor(lexicon: Lexicon, wanted: ReadonlySet<number>) {
    const packs = new Set([...wanted].map((list) => lexicon.lists[list]?.pack));
    this.chains = lexicon.chains.filter(({ list }) => wanted.has(list));
    const isKept = Uint8Array.from(lexicon.lists, ({ pack, isHarmless }) =>
      isHarmless && packs.has(pack) ? 1 : 0,
    );
    for (const list of [...wanted, ...this.chains.flatMap(({ keys }) => keys)]) isKept[list] = 1;
    const bundles = new Bundles(isKept);
    const traits: number[] = [];
    const patterns: string[] = [];
    for (const [pattern, forms] of lexicon.plain) {
      const bundle = bundles.of(forms);
      if (bundle < 0) continue;
      const bounds = forms.reduce((bits, form) => bits & boundsOf(form), boundLeft | boundRight);
      const hides = forms.some((form) => form.lists.some((list) => lexicon.lists[list]?.isHarmless));
      traits.push((bundle << Trait.bundleShift) | (hides ? Trait.hides : 0) | bounds);
      patterns.push(pattern);
      this.forms.push(forms);
    }
    const skeletonBundles: number[] = [];
    const skeletons: string[] = [];
    for (const [pattern, forms] of lexicon.skeletons) {
      const bundle = bundles.of(forms);
      if (bundle < 0) continue;
      skeletonBundles.push(bundle);
      skeletons.push(pattern);
      this.skeletonForms.push(forms);
    }
    this.plain = new Automaton(patterns);
    this.traits = Int32Array.from(traits);
    this.skeletons = new Automaton(skeletons);
    this.pairs = new Neighbours(2 ** Math.ceil(Math.log2(skeletons.length * PAIR_BITS + 8)));
    for (const [one] of this.skeletonForms) if (one !== undefined) this.pairs.add(one.skeleton);
    this.skeletonBundles = Int32Array.from(skeletonBundles);
    this.bundles = bundles.all;
    this.neighbours = lexicon.neighbours;
    this.lists = lexicon.lists;
  }

  /** Bytes of the automata. */
  get bytes(): number {
    return this.plain.bytes + this.skeletons.bytes;
  }
}

const { boundLeft, boundRight } = Trait;

/** Gives the boundaries that a form asks for, as bits. */
export function boundsOf({ isBoundLeft, isBoundRight }: Form): number {
  return (isBoundLeft ? boundLeft : 0) | (isBoundRight ? boundRight : 0);
}

/** Numbers the sets of lists in which patterns stand. */
class Bundles {
  readonly all: number[][] = [];
  private readonly numbers = new Map<string, number>();

  constructor(private readonly isKept: Uint8Array) {}

  /** Gives the bundle of a pattern, or -1 where none of its lists is looked at. */
  of(forms: readonly { lists: readonly number[] }[]): number {
    const lists = forms
      .flatMap((form) => form.lists.filter((list) => this.isKept[list] === 1))
      .sort((a, b) => a - b)
      .filter((list, place, sorted) => list !== sorted[place - 1]);
    if (lists.length === 0) return -1;
    const key = lists.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.all.push(lists) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }
}
