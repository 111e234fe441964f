import { Hits } from '../match/automaton';
import { Normaliser } from '../normalise/normalise';
import { disguiseOf, Skeleton } from '../normalise/skeleton';
import { isLatin, type Form, type Lexicon } from './lexicon';

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
  private readonly skeleton = new Skeleton();
  private readonly hits = new Hits();
  private readonly skeletonHits = new Hits();
  /** List to the number of the text in which it was last met. */
  private readonly met: Int32Array;
  private texts = 0;

  constructor(
    private readonly lexicon: Lexicon,
    /** Pattern (of either automaton) to the speakers (as bits) that some rule could begin for from it. */
    private readonly anchors: { plain: Uint8Array; skeletons: Uint8Array },
  ) {
    this.met = new Int32Array(lexicon.lists.length);
  }

  /** Whether anything occurs in `text` from which a rule for this speaker could begin. Allocates nothing. */
  look(text: string, speaker: number): boolean {
    this.text.read(text);
    const { units, length, suspicion } = this.text;
    this.lexicon.plain.scan(units, length, this.hits);
    let isAny = false;
    for (let i = 0; i < this.hits.length && !isAny; i++) {
      isAny = ((this.anchors.plain[this.hits.patterns[i] as number] as number) & speaker) !== 0;
    }
    this.skeletonHits.length = 0;
    if (suspicion !== 0) {
      this.skeleton.read(this.text);
      this.lexicon.skeletons.scan(this.skeleton.units, this.skeleton.length, this.skeletonHits);
      for (let i = 0; i < this.skeletonHits.length && !isAny; i++) {
        isAny = ((this.anchors.skeletons[this.skeletonHits.patterns[i] as number] as number) & speaker) !== 0;
      }
    }
    return isAny;
  }

  /**
   * Gives the lists of which something occurs in the text last looked at, harmless words and boundaries not yet
   * weighed. `hasAny` then answers for single lists.
   */
  lists(): number[] {
    const all: number[] = [];
    const text = ++this.texts;
    const meet = (forms: readonly Form[]): void => {
      for (const { lists } of forms) {
        for (const list of lists) {
          if (this.met[list] === text) continue;
          this.met[list] = text;
          all.push(list);
        }
      }
    };
    const { hits, skeletonHits, lexicon } = this;
    for (let i = 0; i < hits.length; i++) meet(lexicon.forms[hits.patterns[i] as number] ?? []);
    for (let i = 0; i < skeletonHits.length; i++) {
      meet(lexicon.skeletonForms[skeletonHits.patterns[i] as number] ?? []);
    }
    return all;
  }

  /** Whether something of one of these lists occurs, after `lists`. */
  hasAny(lists: readonly number[]): boolean {
    return lists.some((list) => this.met[list] === this.texts);
  }

  /** Gives what the last `look` found, without what stands inside harmless words, by start. */
  occurrences(): Occurrence[] {
    const found: Occurrence[] = [];
    const harmless: Occurrence[] = [];
    for (let i = 0; i < this.hits.length; i++) {
      const start = this.hits.starts[i] as number;
      const end = this.hits.ends[i] as number;
      for (const form of this.lexicon.forms[this.hits.patterns[i] as number] ?? []) {
        if (!this.isBounded(form, start, end)) continue;
        const { lists, disguise } = form;
        if (lists.some((list) => this.lexicon.lists[list]?.isHarmless)) {
          harmless.push({ form, lists, start, end, disguise });
        }
        found.push({ form, lists, start, end, disguise });
      }
    }
    for (let i = 0; i < this.skeletonHits.length; i++) this.addDisguised(i, found);
    const kept = harmless.length === 0 ? found : found.map((o) => this.shown(o, harmless));
    return kept.filter(({ lists }) => lists.length > 0).sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Gives the occurrence without the lists for which a harmless word of their pack hides it. */
  private shown(o: Occurrence, harmless: readonly Occurrence[]): Occurrence {
    const lists = this.lexicon.lists;
    const hiding = harmless.filter((h) => isHidden(o, h)).flatMap((h) => h.lists);
    if (hiding.length === 0) return o;
    const packs = new Set(hiding.filter((list) => lists[list]?.isHarmless).map((list) => lists[list]?.pack));
    return { ...o, lists: o.lists.filter((list) => !packs.has(lists[list]?.pack)) };
  }

  private addDisguised(hit: number, found: Occurrence[]): void {
    const first = this.skeletonHits.starts[hit] as number;
    const last = (this.skeletonHits.ends[hit] as number) - 1;
    const start = this.skeleton.from[first] as number;
    const end = this.skeleton.to[last] as number;
    for (const form of this.lexicon.skeletonForms[this.skeletonHits.patterns[hit] as number] ?? []) {
      if (!this.isBounded(form, start, end)) continue;
      const disguise = disguiseOf(this.text, this.skeleton, first, form);
      if (disguise !== null) found.push({ form, lists: form.lists, start, end, disguise });
    }
  }

  /** Whether no letter or digit continues a Latin term; a number and a word may touch (`5star`). */
  private isBounded(form: Form, start: number, end: number): boolean {
    const { units, length } = this.text;
    if (form.isBoundLeft && start > 0 && isLatin(units[start - 1] as number)) return false;
    return !(form.isBoundRight && end < length && isLatin(units[end] as number));
  }
}

/** Whether a harmless word covers the occurrence, or began before it and runs into it (leftmost, then longest). */
function isHidden(o: Occurrence, h: Occurrence): boolean {
  return h.start < o.start ? h.end > o.start : h.start === o.start && h.end >= o.end;
}
