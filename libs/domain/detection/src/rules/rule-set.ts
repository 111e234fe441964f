import { type DisguiseOption } from './disguises';
import { expandTerm } from './expand';
import { LexiconBuilder, type Lexicon } from './lexicon';
import { type Adjustment, type Clause, type Rule, type RulePack } from './pack-schema';

/** Something that must occur: a term of one of these lists. */
export type Slot = readonly number[];

/** A clause whose words have become lists. */
export interface CompiledClause {
  slots: readonly Slot[];
  /** Place in `slots` of the slot whose terms are rarest; evaluation begins there. */
  anchor: number;
  none: Slot | null;
  /** Number of characters, or null for the whole message. */
  noneWithin: number | null;
  within: number | null;
  isOrdered: boolean;
  times: number;
  after: { speaker: string; slot: Slot; messages: number } | null;
}

export interface CompiledAdjustment {
  slot: Slot;
  to: Adjustment['to'];
  score: number;
  because: string;
}

export interface CompiledRule {
  rule: Rule;
  clauses: readonly CompiledClause[];
  raise: readonly CompiledAdjustment[];
  lower: readonly CompiledAdjustment[];
}

/** Rules ready to be looked for, and the lexicon that finds their words. */
export interface RuleSet {
  lexicon: Lexicon;
  rules: readonly CompiledRule[];
  /** List to the rules (by place) that have an anchor with this list. */
  rulesByAnchor: readonly (readonly number[])[];
}

/** Gives the rule set of `packs`. Errors: RangeError for an unknown list or a malformed term. */
export function compileRules(packs: readonly RulePack[]): RuleSet {
  const builder = new LexiconBuilder();
  const rules: CompiledRule[] = [];
  for (const [place, pack] of packs.entries()) {
    builder.addHarmless(place, pack.harmless);
    const lists = new PackLists(pack, place, builder);
    for (const rule of pack.rules) rules.push(compileRule(rule, lists));
    for (const { disguises } of pack.rules) {
      for (const [option, items] of Object.entries(disguises ?? {}))
        builder.addDisguise(option as DisguiseOption, items);
    }
  }
  const lexicon = builder.build();
  const rulesByAnchor: number[][] = Array.from({ length: lexicon.lists.length }, () => []);
  rules.forEach(({ clauses }, place) => {
    const anchors = new Set(clauses.flatMap((clause) => clause.slots[clause.anchor] ?? []));
    for (const list of anchors) rulesByAnchor[list]?.push(place);
  });
  return { lexicon, rules, rulesByAnchor };
}

/** The lists of one pack: named ones are made on first use, the items of a slot share one anonymous list. */
class PackLists {
  private readonly named = new Map<string, number>();
  private readonly anonymous = new Map<string, number>();
  /** List to the weight of its commonest term, for the choice of anchors. */
  private readonly weights = new Map<number, number>();
  private readonly sizes = new Map<number, number>();

  constructor(
    private readonly pack: RulePack,
    private readonly place: number,
    private readonly builder: LexiconBuilder,
  ) {}

  slot(items: readonly string[]): Slot {
    const own = items.filter((item) => !item.startsWith('@'));
    const lists = items.filter((item) => item.startsWith('@')).map((item) => this.list(item.slice(1)));
    if (own.length > 0) lists.push(this.unnamed(own));
    return [...new Set(lists)];
  }

  /** How rare the commonest term of a slot is: its length, a Latin letter counting less than a character. */
  rarity(slot: Slot): number {
    return Math.min(...slot.map((list) => this.weights.get(list) ?? 0));
  }

  /** How many terms a slot has. */
  size(slot: Slot): number {
    return slot.reduce((sum, list) => sum + (this.sizes.get(list) ?? 0), 0);
  }

  private list(name: string): number {
    const known = this.named.get(name);
    if (known !== undefined) return known;
    const items = this.pack.lists[name];
    if (items === undefined) throw new RangeError(`There is no list "@${name}" in this pack.`);
    const list = this.make(this.flatten(items, [name]));
    this.named.set(name, list);
    return list;
  }

  private unnamed(items: readonly string[]): number {
    const key = items.join('\u0000');
    const known = this.anonymous.get(key);
    if (known !== undefined) return known;
    const list = this.make(items);
    this.anonymous.set(key, list);
    return list;
  }

  private make(items: readonly string[]): number {
    const list = this.builder.addList(this.place, items);
    const terms = items.flatMap(expandTerm);
    this.weights.set(list, Math.min(...terms.map(rarity)));
    this.sizes.set(list, terms.length);
    return list;
  }

  /** Gives the terms of a list whose items may name other lists. */
  private flatten(items: readonly string[], path: readonly string[]): string[] {
    return items.flatMap((item) => {
      if (!item.startsWith('@')) return [item];
      const name = item.slice(1);
      if (path.includes(name)) throw new RangeError(`The list "@${name}" holds itself.`);
      const inner = this.pack.lists[name];
      if (inner === undefined) throw new RangeError(`There is no list "@${name}" in this pack.`);
      return this.flatten(inner, [...path, name]);
    });
  }
}

function rarity(term: string): number {
  let sum = 0;
  for (const c of term) sum += /[\x20-\x7f]/.test(c) ? 0.35 : 1;
  return sum;
}

function compileRule(rule: Rule, lists: PackLists): CompiledRule {
  const written = Array.isArray(rule.when) ? rule.when : [rule.when];
  const adjust = ({ any, to, score, because }: Adjustment): CompiledAdjustment => ({
    slot: lists.slot(any),
    to,
    score: score ?? 0,
    because,
  });
  return {
    rule,
    clauses: written.map((clause) => compileClause(clause, lists)),
    raise: (rule.raise ?? []).map(adjust),
    lower: (rule.lower ?? []).map(adjust),
  };
}

function compileClause(clause: Clause, lists: PackLists): CompiledClause {
  const slots = (clause.all ?? []).map((items) => lists.slot(typeof items === 'string' ? [items] : items));
  if (clause.any !== undefined) slots.unshift(lists.slot(clause.any));
  if (slots.length === 0) throw new RangeError('A clause needs `any` or `all`.');
  const anchor = slots.reduce((best, slot, place) => {
    const than = slots[best] ?? [];
    const isRarer = lists.rarity(slot) - lists.rarity(than) || lists.size(than) - lists.size(slot);
    // Of slots as rare as each other the last is taken: the first is more often a list of people.
    return isRarer >= 0 ? place : best;
  }, 0);
  return {
    slots,
    anchor,
    none: clause.none === undefined ? null : lists.slot(clause.none),
    noneWithin: clause.noneWithin ?? null,
    within: clause.within ?? null,
    isOrdered: clause.order ?? false,
    times: clause.times ?? 1,
    after:
      clause.after === undefined
        ? null
        : {
            speaker: clause.after.speaker,
            slot: lists.slot(clause.after.any),
            messages: clause.after.messages,
          },
  };
}
