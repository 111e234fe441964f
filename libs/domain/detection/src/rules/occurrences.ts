import { Hits } from '../match/automaton';
import { Normaliser, Suspicion } from '../normalise/normalise';
import { disguiseOf, drawn, Skeleton } from '../normalise/skeleton';
import { wholesOf } from './chains';
import { isLatin, type Chain, type Form, type Lexicon } from './lexicon';

/** A term found in a text; offsets are of normalised units. */
export interface Occurrence {
  form: Form;
  /** Lists of the form for which no harmless word hides it. */
  lists: readonly number[];
  start: number;
  end: number;
  disguise: string | null;
}

/** Finds the terms of a lexicon in one text after another, reusing its memory. */
export class Finder {
  readonly text = new Normaliser();
  readonly hits = new Hits();
  readonly skeletonHits = new Hits();
  private readonly skeleton = new Skeleton();

  /** For each pattern the boundaries (as bits) that all its forms ask for. */
  private readonly bounds: Uint8Array;
  /** For each pattern 1 where it is a harmless word of some pack. */
  private readonly hides: Uint8Array;

  constructor(private readonly lexicon: Lexicon) {
    this.bounds = Uint8Array.from(lexicon.forms, (forms) =>
      forms.reduce((bits, form) => bits & bitsOf(form), BOTH),
    );
    this.hides = Uint8Array.from(lexicon.forms, (forms) =>
      forms.some(({ lists }) => lists.some((list) => lexicon.lists[list]?.isHarmless)) ? 1 : 0,
    );
  }

  /** Looks for all terms in `text`; what was found stands in the hits. Allocates nothing. */
  look(text: string): void {
    this.text.read(text);
    const { units, length } = this.text;
    this.lexicon.plain.scan(units, length, this.hits);
    this.hits.keep((start, end, pattern) => {
      const bits = this.bounds[pattern] as number;
      return bits === 0 || this.isBounded(bits, start, end);
    });
    this.skeletonHits.length = 0;
    if (!this.isSuspicious()) return;
    this.skeleton.read(this.text);
    this.lexicon.skeletons.scan(this.skeleton.units, this.skeleton.length, this.skeletonHits);
    this.skeletonHits.keep((start, end) => this.skeleton.isChanged(start, end));
  }

  /**
   * Whether the text may hold a term in disguise. Most gaps in honest text stand where no term goes on; the same
   * character on both sides may be one that is repeated.
   */
  private isSuspicious(): boolean {
    const { suspicion, gaps, gapsFrom, gapsTo } = this.text;
    if ((suspicion & ~Suspicion.gap) !== 0) return true;
    for (let i = 0; i < gaps; i++) {
      const [left, right] = [drawn(gapsFrom[i] as number), drawn(gapsTo[i] as number)];
      if (left === right || this.lexicon.neighbours.has(left, right)) return true;
    }
    return false;
  }

  /**
   * Gives the terms of wanted lists that the last `look` found, and those of `chains`, without what
   * stands inside harmless words, by start.
   */
  occurrences(isWanted: (lists: readonly number[]) => boolean, chains: readonly Chain[]): Occurrence[] {
    const found: Occurrence[] = [];
    const harmless: Occurrence[] = [];
    const { patterns, starts, ends, length } = this.hits;
    for (let i = 0; i < length; i++) {
      const pattern = patterns[i] as number;
      const isHarmless = this.hides[pattern] === 1;
      for (const form of this.lexicon.forms[pattern] ?? []) {
        const isShown = isWanted(form.lists);
        if (!isShown && !isHarmless) continue;
        const start = starts[i] as number;
        const end = ends[i] as number;
        if (!this.isBounded(bitsOf(form), start, end)) continue;
        const o = { form, lists: form.lists, start, end, disguise: form.disguise };
        if (isHarmless) harmless.push(o);
        if (isShown) found.push(o);
      }
    }
    for (let i = 0; i < this.skeletonHits.length; i++) this.addDisguised(i, found, isWanted);
    found.push(...wholesOf(chains, this.text));
    const kept = harmless.length === 0 ? found : this.shown(found, harmless);
    return kept.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Gives the occurrences without the lists for which a harmless word of their pack hides them. */
  private shown(found: readonly Occurrence[], harmless: readonly Occurrence[]): Occurrence[] {
    const known = this.lexicon.lists;
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

  private addDisguised(
    hit: number,
    found: Occurrence[],
    isWanted: (lists: readonly number[]) => boolean,
  ): void {
    const first = this.skeletonHits.starts[hit] as number;
    const last = (this.skeletonHits.ends[hit] as number) - 1;
    const start = this.skeleton.from[first] as number;
    const end = this.skeleton.to[last] as number;
    for (const hidden of this.lexicon.skeletonForms[this.skeletonHits.patterns[hit] as number] ?? []) {
      const { form, lists } = hidden;
      if (!isWanted(lists) || !this.isBounded(bitsOf(form), start, end)) continue;
      const disguise = disguiseOf(this.text, this.skeleton, first, hidden);
      if (disguise !== null) found.push({ form, lists, start, end, disguise });
    }
  }

  /** Whether no letter or digit continues a Latin term; a number and a word may touch (`5star`). */
  private isBounded(bits: number, start: number, end: number): boolean {
    const { units, length } = this.text;
    if ((bits & LEFT) !== 0 && start > 0 && isLatin(units[start - 1] as number)) return false;
    return (bits & RIGHT) === 0 || end >= length || !isLatin(units[end] as number);
  }
}

const LEFT = 1;
const RIGHT = 2;
const BOTH = LEFT | RIGHT;

function bitsOf({ isBoundLeft, isBoundRight }: Form): number {
  return (isBoundLeft ? LEFT : 0) | (isBoundRight ? RIGHT : 0);
}

/** Whether a harmless word covers the occurrence, or began before it and runs into it (leftmost, then longest). */
function isHidden(o: Occurrence, h: Occurrence): boolean {
  return h.start < o.start ? h.end > o.start : h.start === o.start && h.end >= o.end;
}
