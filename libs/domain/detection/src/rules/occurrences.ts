import { Hits } from '../match/hits';
import { KIND, Kind } from '../normalise/char-table';
import { Normaliser, Suspicion } from '../normalise/normalise';
import { disguiseOf, drawn, Skeleton } from '../normalise/skeleton';
import { type Form } from './lexicon';
import { boundsOf, Trait, type Vocabulary } from './vocabulary';

// Copies of imported bindings: a binding is read through a getter in some builds, at every hit.
const { boundLeft: BOUND_LEFT, boundRight: BOUND_RIGHT, hides: HIDES, bundleShift: BUNDLE_SHIFT } = Trait;
const { gap: GAP } = Suspicion;
const kinds = KIND;
const LATIN = Kind.letter | Kind.digit;

/** A term found in a text; offsets are of normalised units. */
export interface Occurrence {
  form: Form;
  /** Lists of the form for which no harmless word hides it. */
  lists: readonly number[];
  start: number;
  end: number;
  disguise: string | null;
}

/** Says which terms are asked for. */
export interface Wanted {
  /** Whether a term of these lists is. */
  isWanted(lists: readonly number[]): boolean;
  /** Whether one of a bundle may be. */
  isBundleWanted(bundle: number): boolean;
}

/** Finds the terms of vocabularies in one text after another, reusing its memory. */
export class Finder {
  readonly text = new Normaliser();
  readonly hits = new Hits();
  readonly skeletonHits = new Hits();
  private readonly skeleton = new Skeleton();

  /** Starts with `vocabulary`; each `look` may bring another one. */
  constructor(private vocabulary: Vocabulary) {}

  /** Looks for all terms of `vocabulary` in `text`; what was found stands in the hits. Allocates nothing. */
  look(text: string, vocabulary: Vocabulary): void {
    this.vocabulary = vocabulary;
    this.text.read(text);
    const { units, length } = this.text;
    vocabulary.plain.scan(units, length, this.hits);
    this.dropUnbounded();
    this.skeletonHits.length = 0;
    if (!this.isSuspicious()) return;
    this.skeleton.read(this.text);
    if (!this.skeleton.mayHide(vocabulary.pairs)) return;
    vocabulary.skeletons.scan(this.skeleton.units, this.skeleton.length, this.skeletonHits);
    this.skeletonHits.keep((start, end) => this.skeleton.isChanged(start, end));
  }

  /** Drops the hits inside longer Latin words. */
  private dropUnbounded(): void {
    const { traits } = this.vocabulary;
    const { patterns, starts, ends, length } = this.hits;
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const pattern = patterns[i] as number;
      const bounds = (traits[pattern] as number) & (BOUND_LEFT | BOUND_RIGHT);
      const start = starts[i] as number;
      const end = ends[i] as number;
      if (bounds !== 0 && !this.isBounded(bounds, start, end)) continue;
      if (kept < i) {
        patterns[kept] = pattern;
        starts[kept] = start;
        ends[kept] = end;
      }
      kept++;
    }
    this.hits.length = kept;
  }

  /**
   * Whether the text may hold a term in disguise. Most gaps in honest text stand where no term goes on; the same
   * character on both sides may be one that is repeated.
   */
  private isSuspicious(): boolean {
    const { suspicion, gaps, gapsFrom, gapsTo } = this.text;
    const { neighbours } = this.vocabulary;
    if (suspicion === 0) return false;
    if ((suspicion & ~GAP) !== 0) return true;
    for (let i = 0; i < gaps; i++) {
      const left = drawn(gapsFrom[i] as number);
      const right = drawn(gapsTo[i] as number);
      if (left === right || neighbours.has(left, right)) return true;
    }
    return false;
  }

  /**
   * Gives the terms of wanted lists that the last `look` found, and `wholes`, without what
   * stands inside harmless words, by start.
   */
  occurrences(wanted: Wanted, wholes: readonly Occurrence[]): Occurrence[] {
    const { traits, forms } = this.vocabulary;
    const found: Occurrence[] = [];
    const harmless: Occurrence[] = [];
    const { patterns, starts, ends, length } = this.hits;
    for (let i = 0; i < length; i++) {
      const pattern = patterns[i] as number;
      const trait = traits[pattern] as number;
      const isHarmless = (trait & HIDES) !== 0;
      if (!isHarmless && !wanted.isBundleWanted(trait >> BUNDLE_SHIFT)) continue;
      for (const form of forms[pattern] ?? []) {
        const isShown = wanted.isWanted(form.lists);
        if (!isShown && !isHarmless) continue;
        const start = starts[i] as number;
        const end = ends[i] as number;
        if (!this.isBounded(boundsOf(form), start, end)) continue;
        const o = { form, lists: form.lists, start, end, disguise: form.disguise };
        if (isHarmless) harmless.push(o);
        if (isShown) found.push(o);
      }
    }
    for (let i = 0; i < this.skeletonHits.length; i++) this.addDisguised(i, found, wanted);
    found.push(...wholes);
    const kept = harmless.length === 0 ? found : this.shown(found, harmless);
    return kept.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Gives the occurrences without the lists for which a harmless word of their pack hides them. */
  private shown(found: readonly Occurrence[], harmless: readonly Occurrence[]): Occurrence[] {
    const known = this.vocabulary.lists;
    return found.flatMap((o) => {
      const hiding = harmless.filter((h) => isHidden(o, h)).flatMap((h) => h.lists);
      if (hiding.length === 0) return [o];
      const packs = new Set(
        hiding.filter((list) => known[list]?.isHarmless).map((list) => known[list]?.pack),
      );
      const lists = o.lists.filter((list) => !packs.has(known[list]?.pack));
      return lists.length === 0 ? [] : [{ ...o, lists }];
    });
  }

  private addDisguised(hit: number, found: Occurrence[], wanted: Wanted): void {
    const first = this.skeletonHits.starts[hit] as number;
    const last = (this.skeletonHits.ends[hit] as number) - 1;
    const start = this.skeleton.from[first] as number;
    const end = this.skeleton.to[last] as number;
    for (const hidden of this.vocabulary.skeletonForms[this.skeletonHits.patterns[hit] as number] ?? []) {
      const { form, lists } = hidden;
      if (!wanted.isWanted(lists) || !this.isBounded(boundsOf(form), start, end)) continue;
      const disguise = disguiseOf(this.text, this.skeleton, first, hidden);
      if (disguise !== null) found.push({ form, lists, start, end, disguise });
    }
  }

  /** Whether no letter or digit continues a Latin term; a number and a word may touch (`5star`). */
  private isBounded(bounds: number, start: number, end: number): boolean {
    const { units, length } = this.text;
    if ((bounds & BOUND_LEFT) !== 0 && start > 0 && isLatin(units[start - 1] as number)) return false;
    return (bounds & BOUND_RIGHT) === 0 || end >= length || !isLatin(units[end] as number);
  }
}

function isLatin(unit: number): boolean {
  return ((kinds[unit] as number) & LATIN) !== 0;
}

/** Whether a harmless word covers the occurrence, or began before it and runs into it (leftmost, then longest). */
function isHidden(o: Occurrence, h: Occurrence): boolean {
  return h.start < o.start ? h.end > o.start : h.start === o.start && h.end >= o.end;
}
