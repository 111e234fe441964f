import { Automaton } from '../match/automaton';
import { KIND, Kind } from '../normalise/char-table';
import { normaliseTerm } from '../normalise/normalise';
import { termSkeleton, type TermSkeleton } from '../normalise/skeleton';
import { disguisedForms, type DisguiseOption } from './disguises';
import { expandTerm } from './expand';

/** One form of a term that the automaton looks for. */
export interface Form {
  /** The term as the pack gives it, after expansion: shown in reasons. */
  written: string;
  /** Lists that the term belongs to. */
  lists: readonly number[];
  /** Whether letters may not touch it on the left / on the right. */
  isBoundLeft: boolean;
  isBoundRight: boolean;
  /** `pinyin`, `split characters` … or null for the term as it is. */
  disguise: string | null;
}

/** A form that is looked for in the skeleton of a text. */
export interface SkeletonForm extends Form {
  skeleton: TermSkeleton;
}

/** Everything that one pass finds: terms by pattern, each knowing its lists. */
export interface Lexicon {
  plain: Automaton;
  /** Pattern of `plain` to the forms that are written so. */
  forms: readonly (readonly Form[])[];
  skeletons: Automaton;
  /** Pattern of `skeletons` to the forms that have it. */
  skeletonForms: readonly (readonly SkeletonForm[])[];
  /** For each list the pack it belongs to. Harmless words hide terms of their own pack only. */
  lists: readonly { pack: number; isHarmless: boolean }[];
}

/** Collects the terms of all packs, list by list, and builds the automata. */
export class LexiconBuilder {
  private readonly byTerm = new Map<string, { lists: Set<number>; options: Set<DisguiseOption> }>();
  private readonly lists: { pack: number; isHarmless: boolean }[] = [];

  /** Gives the number of a new list of `pack` that holds the terms of `items` (which name no other lists). */
  addList(pack: number, items: readonly string[]): number {
    const list = this.lists.push({ pack, isHarmless: false }) - 1;
    this.addTerms(list, items);
    return list;
  }

  /** Has `items`, which must have been added, looked for in a further disguise. Errors: RangeError for other terms. */
  addDisguise(option: DisguiseOption, items: readonly string[]): void {
    for (const term of items.flatMap(expandTerm)) {
      const known = this.byTerm.get(term);
      if (known === undefined) throw new RangeError(`"${term}" is disguised (${option}) but no rule has it.`);
      known.options.add(option);
    }
  }

  /** Adds words that hide the terms of `pack` which stand inside them. */
  addHarmless(pack: number, items: readonly string[]): void {
    this.addTerms(this.lists.push({ pack, isHarmless: true }) - 1, items);
  }

  private addTerms(list: number, items: readonly string[]): void {
    for (const term of items.flatMap(expandTerm)) {
      let known = this.byTerm.get(term);
      if (known === undefined) this.byTerm.set(term, (known = { lists: new Set(), options: new Set() }));
      known.lists.add(list);
    }
  }

  /** Gives the lexicon of all terms added. Errors: RangeError for a term that normalises to nothing. */
  build(): Lexicon {
    const plain = new Map<string, Form[]>();
    const skeletons = new Map<string, SkeletonForm[]>();
    for (const [written, { lists, options }] of this.byTerm) {
      const isOpenLeft = written.startsWith('*');
      const isOpenRight = written.endsWith('*');
      const bare = written.slice(isOpenLeft ? 1 : 0, isOpenRight ? -1 : undefined);
      if (bare.includes('*'))
        throw new RangeError(`The term "${written}" has a * that is neither first nor last.`);
      const term = normaliseTerm(bare);
      if (term.length === 0) throw new RangeError(`The term "${written}" holds nothing that can be seen.`);
      const form: Form = {
        written: bare,
        lists: [...lists],
        isBoundLeft: !isOpenLeft && isLatin(term.charCodeAt(0)),
        isBoundRight: !isOpenRight && isLatin(term.charCodeAt(term.length - 1)),
        disguise: null,
      };
      put(plain, term, form);
      for (const { text, disguise } of disguisedForms(term, options)) {
        if (text === term) continue;
        put(plain, text, {
          ...form,
          isBoundLeft: isLatin(text.charCodeAt(0)),
          isBoundRight: isLatin(text.charCodeAt(text.length - 1)),
          disguise,
        });
      }
      const skeleton = termSkeleton(term);
      const terms = form.lists.filter((list) => this.lists[list]?.isHarmless === false);
      if (skeleton.units.length >= 2 && terms.length > 0) {
        put(skeletons, skeleton.units, { ...form, lists: terms, skeleton });
      }
    }
    return {
      plain: new Automaton([...plain.keys()]),
      forms: [...plain.values()],
      skeletons: new Automaton([...skeletons.keys()]),
      skeletonForms: [...skeletons.values()],
      lists: this.lists,
    };
  }
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Whether a normalised unit is a Latin letter or a digit, which have word boundaries. */
export function isLatin(unit: number): boolean {
  return ((KIND[unit] as number) & (Kind.letter | Kind.digit)) !== 0;
}
