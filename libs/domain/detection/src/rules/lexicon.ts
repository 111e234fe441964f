import { KIND, Kind } from '../normalise/char-table';
import { normaliseTerm } from '../normalise/normalise';
import { termSkeleton, type TermSkeleton } from '../normalise/skeleton';
import { disguisedForms, type DisguiseOption } from './disguises';
import { expandTerm, patternOf, type Part } from './expand';

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
export interface SkeletonForm {
  form: Form;
  /** Lists of the form that are no harmless words: a harmless word in disguise hides nothing. */
  lists: readonly number[];
  skeleton: TermSkeleton;
}

/** A term that stands for too many to list them: its rarest parts are looked for, then the whole where they occur. */
export interface Chain {
  /** The list that the whole belongs to. */
  list: number;
  /** Lists of the parts that must occur for the whole to be looked for. */
  keys: readonly number[];
  /** For each further part that must occur the units with which it may begin, one of which must stand in the text. */
  needs: readonly (readonly number[])[];
  /** The whole, over normalised text; global. */
  pattern: RegExp;
}

/** Everything that can be found: terms by pattern, each knowing its lists. */
export interface Lexicon {
  /** Normalised text to the forms that are written so. */
  plain: ReadonlyMap<string, readonly Form[]>;
  /** Skeleton to the forms that have it. */
  skeletons: ReadonlyMap<string, readonly SkeletonForm[]>;
  /** The characters that stand side by side inside a term: only between those can a gap be a disguise. */
  neighbours: Neighbours;
  /** For each list the pack it belongs to. Harmless words hide terms of their own pack only. */
  lists: readonly { pack: number; isHarmless: boolean }[];
  /** Terms in parts; the lists of parts stand in no rule. */
  chains: readonly Chain[];
}

const NEIGHBOUR_BITS = 1 << 17;

/** A set of pairs of units that may hold others too: one bit each of a hash. */
export class Neighbours {
  private readonly bits: Uint8Array;
  private readonly mask: number;

  /** `size` is the number of bits, a power of two. */
  constructor(size: number) {
    this.bits = new Uint8Array(size / 8);
    this.mask = size - 1;
  }

  add({ units, runs }: TermSkeleton): void {
    for (let i = 0; i < units.length; i++) {
      const unit = units.charCodeAt(i);
      if (i > 0) this.mark(units.charCodeAt(i - 1), unit);
      if ((runs[i] as number) > 1) this.mark(unit, unit);
    }
  }

  /** Whether the two may stand side by side inside a term. */
  has(left: number, right: number): boolean {
    const bit = hashOf(left, right) & this.mask;
    return ((this.bits[bit >> 3] as number) & (1 << (bit & 7))) !== 0;
  }

  private mark(left: number, right: number): void {
    const bit = hashOf(left, right) & this.mask;
    (this.bits[bit >> 3] as number) |= 1 << (bit & 7);
  }
}

function hashOf(left: number, right: number): number {
  return Math.imul(left, 0x9e35) ^ Math.imul(right, 0x61c9);
}

/** What the packs say of one term: the lists that hold it, and the disguises that it is looked for in. */
interface Entry {
  lists: readonly number[];
  options: Set<DisguiseOption> | null;
}

/** From this rarity on a second part is looked for too; one that may be a single character would occur in most texts. */
const KEY_FROM = 1.1;
const NO_OPTIONS: ReadonlySet<DisguiseOption> = new Set();

/** Collects the terms of all packs, list by list. */
export class LexiconBuilder {
  private readonly byTerm = new Map<string, Entry>();
  private readonly lists: { pack: number; isHarmless: boolean }[] = [];
  private readonly chains: Chain[] = [];
  private readonly partLists = new Map<string, number>();

  /** Gives the number of a new list of `pack` that holds `terms`, which are expanded. */
  addList(pack: number, terms: readonly string[]): number {
    return this.add({ pack, isHarmless: false }, terms);
  }

  /** Adds to `list` of `pack` a written term that has `parts` (`partsOf`). */
  addChain(pack: number, list: number, written: string, parts: readonly Part[]): void {
    const rarest = parts
      .filter(({ texts }) => !texts.includes(''))
      .map(({ texts }) => ({ texts, rarity: rarityOf(texts) }))
      .sort((a, b) => b.rarity - a.rarity);
    const keys = rarest.filter(({ rarity }, place) => place === 0 || (place === 1 && rarity >= KEY_FROM));
    this.chains.push({
      list,
      keys: keys.map(({ texts }) => this.partList(pack, texts)),
      needs: rarest.slice(keys.length).map(({ texts }) => beginningsOf(texts)),
      pattern: patternOf(written),
    });
  }

  private partList(pack: number, part: readonly string[]): number {
    const key = `${pack}:${part.join('|')}`;
    const known = this.partLists.get(key);
    if (known !== undefined) return known;
    const list = this.addList(
      pack,
      part.filter((text) => text !== ''),
    );
    this.partLists.set(key, list);
    return list;
  }

  /** Has `items`, which must have been added, looked for in a further disguise. Errors: RangeError for other terms. */
  addDisguise(option: DisguiseOption, items: readonly string[]): void {
    for (const term of items.flatMap(expandTerm)) {
      const known = this.byTerm.get(term);
      if (known === undefined) throw new RangeError(`"${term}" is disguised (${option}) but no rule has it.`);
      (known.options ??= new Set()).add(option);
    }
  }

  /** Adds words that hide the terms of `pack` which stand inside them. */
  addHarmless(pack: number, items: readonly string[]): void {
    this.add({ pack, isHarmless: true }, items.flatMap(expandTerm));
  }

  private add(list: { pack: number; isHarmless: boolean }, terms: readonly string[]): number {
    const place = this.lists.push(list) - 1;
    this.addTerms(place, terms);
    return place;
  }

  /** Adds expanded terms to a list. */
  addTerms(place: number, terms: readonly string[]): void {
    // Most terms belong to one list: they share the array that says so.
    const alone = [place];
    for (const term of terms) {
      const known = this.byTerm.get(term);
      if (known === undefined) this.byTerm.set(term, { lists: alone, options: null });
      else if (known.lists[known.lists.length - 1] !== place) known.lists = [...known.lists, place];
    }
  }

  /** Gives the lexicon of all terms added. Errors: RangeError for a term that normalises to nothing. */
  build(): Lexicon {
    const plain = new Map<string, Form[]>();
    const skeletons = new Map<string, SkeletonForm[]>();
    const neighbours = new Neighbours(NEIGHBOUR_BITS);
    for (const [written, { lists, options }] of this.byTerm) {
      const isOpenLeft = written.startsWith('*');
      const isOpenRight = written.endsWith('*');
      const bare =
        isOpenLeft || isOpenRight ? written.slice(isOpenLeft ? 1 : 0, isOpenRight ? -1 : undefined) : written;
      if (bare.includes('*'))
        throw new RangeError(`The term "${written}" has a * that is neither first nor last.`);
      const term = normaliseTerm(bare);
      if (term.length === 0) throw new RangeError(`The term "${written}" holds nothing that can be seen.`);
      const form: Form = {
        written: bare,
        lists,
        isBoundLeft: !isOpenLeft && isLatin(term.charCodeAt(0)),
        isBoundRight: !isOpenRight && isLatin(term.charCodeAt(term.length - 1)),
        disguise: null,
      };
      put(plain, term, form);
      this.putDisguised(plain, term, form, options ?? NO_OPTIONS);
      const skeleton = termSkeleton(term);
      if (skeleton.units.length < 2) continue;
      const dangerous = lists.some((list) => this.lists[list]?.isHarmless)
        ? lists.filter((list) => this.lists[list]?.isHarmless === false)
        : lists;
      if (dangerous.length === 0) continue;
      put(skeletons, skeleton.units, { form, lists: dangerous, skeleton });
      neighbours.add(skeleton);
    }
    return {
      plain,
      skeletons,
      neighbours,
      lists: this.lists,
      chains: this.chains,
    };
  }

  private putDisguised(
    plain: Map<string, Form[]>,
    term: string,
    form: Form,
    options: ReadonlySet<DisguiseOption>,
  ): void {
    for (const { text, disguise } of disguisedForms(term, options)) {
      if (text === term) continue;
      const isBoundLeft = isLatin(text.charCodeAt(0));
      const isBoundRight = isLatin(text.charCodeAt(text.length - 1));
      put(plain, text, { ...form, isBoundLeft, isBoundRight, disguise });
    }
  }
}

/** How rare the commonest of some texts is: its length, a Latin letter counting about a third of a character. */
export function rarityOf(texts: readonly string[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const text of texts) {
    let sum = 0;
    for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i) < 128 ? 0.35 : 1;
    if (sum > 0 && sum < lowest) lowest = sum;
  }
  return lowest;
}

/** Gives the units with which normalised texts begin. Errors: RangeError for one that normalises to nothing. */
function beginningsOf(texts: readonly string[]): number[] {
  const units = texts.map((text) => {
    const term = normaliseTerm(text.replaceAll('*', ''));
    if (term.length === 0) throw new RangeError(`The term "${text}" holds nothing that can be seen.`);
    return term.charCodeAt(0);
  });
  return [...new Set(units)];
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
