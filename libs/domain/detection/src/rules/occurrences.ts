import { Hits } from '../match/automaton';
import { Normaliser } from '../normalise/normalise';
import { disguiseOf, Skeleton } from '../normalise/skeleton';
import { HARMLESS, isLatin, type Form, type Lexicon } from './lexicon';

/** A term found in a text; offsets are of normalised units. */
export interface Occurrence {
  form: Form;
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

  constructor(
    private readonly lexicon: Lexicon,
    /** Pattern (of either automaton) to the speakers (as bits) that some rule could begin for from it. */
    private readonly anchors: { plain: Uint8Array; skeletons: Uint8Array },
  ) {}

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

  /** Gives what the last `look` found, without what stands inside harmless words, by start. */
  occurrences(): Occurrence[] {
    const found: Occurrence[] = [];
    const harmless: Occurrence[] = [];
    for (let i = 0; i < this.hits.length; i++) {
      const start = this.hits.starts[i] as number;
      const end = this.hits.ends[i] as number;
      for (const form of this.lexicon.forms[this.hits.patterns[i] as number] ?? []) {
        if (!this.isBounded(form, start, end)) continue;
        (form.lists.includes(HARMLESS) ? harmless : found).push({
          form,
          start,
          end,
          disguise: form.disguise,
        });
      }
    }
    for (let i = 0; i < this.skeletonHits.length; i++) this.addDisguised(i, found);
    const kept = harmless.length === 0 ? found : found.filter((o) => !isInside(o, harmless));
    return kept.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  private addDisguised(hit: number, found: Occurrence[]): void {
    const first = this.skeletonHits.starts[hit] as number;
    const last = (this.skeletonHits.ends[hit] as number) - 1;
    const start = this.skeleton.from[first] as number;
    const end = this.skeleton.to[last] as number;
    for (const form of this.lexicon.skeletonForms[this.skeletonHits.patterns[hit] as number] ?? []) {
      if (!this.isBounded(form, start, end)) continue;
      const disguise = disguiseOf(this.text, this.skeleton, first, form.skeleton);
      if (disguise !== null) found.push({ form, start, end, disguise });
    }
  }

  /** Whether no letter or digit continues a Latin term; a number and a word may touch (`5star`). */
  private isBounded(form: Form, start: number, end: number): boolean {
    const { units, length } = this.text;
    if (form.isBoundLeft && start > 0 && isLatin(units[start - 1] as number)) return false;
    return !(form.isBoundRight && end < length && isLatin(units[end] as number));
  }
}

/** Whether a longer harmless word covers the occurrence. */
function isInside(o: Occurrence, harmless: readonly Occurrence[]): boolean {
  return harmless.some((h) => h.start <= o.start && h.end >= o.end);
}
