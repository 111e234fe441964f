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

  constructor(
    private readonly pack: RulePack,
    private readonly place: number,
    private readonly builder: LexiconBuilder,
  ) {}

  slot(items: readonly string[], options: readonly DisguiseOption[]): Slot {
    const own = items.filter((item) => !item.startsWith('@'));
    const lists = items
      .filter((item) => item.startsWith('@'))
      .map((item) => this.list(item.slice(1), options));
    if (own.length > 0) lists.push(this.unnamed(own, options));
    return [...new Set(lists)];
  }

  /** How rare the commonest term of a slot is: its length, a Latin letter counting less than a character. */
  rarity(slot: Slot): number {
    return Math.min(...slot.map((list) => this.weights.get(list) ?? 0));
  }

  private list(name: string, options: readonly DisguiseOption[]): number {
    const key = `${name} ${options.join()}`;
    const known = this.named.get(key);
    if (known !== undefined) return known;
    const items = this.pack.lists[name];
    if (items === undefined) throw new RangeError(`There is no list "@${name}" in this pack.`);
    const list = this.make(this.flatten(items, [name]), options);
    this.named.set(key, list);
    return list;
  }

  private unnamed(items: readonly string[], options: readonly DisguiseOption[]): number {
    const key = `${items.join('\u0000')} ${options.join()}`;
    const known = this.anonymous.get(key);
    if (known !== undefined) return known;
    const list = this.make(items, options);
    this.anonymous.set(key, list);
    return list;
  }

  private make(items: readonly string[], options: readonly DisguiseOption[]): number {
    const list = this.builder.addList(this.place, items, options);
    this.weights.set(list, Math.min(...items.flatMap(expandTerm).map(rarity)));
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
  const options = rule.disguises ?? [];
  const written = Array.isArray(rule.when) ? rule.when : [rule.when];
  const adjust = ({ any, to, score, because }: Adjustment): CompiledAdjustment => ({
    slot: lists.slot(any, []),
    to,
    score: score ?? 0,
    because,
  });
  return {
    rule,
    clauses: written.map((clause) => compileClause(clause, options, lists)),
    raise: (rule.raise ?? []).map(adjust),
    lower: (rule.lower ?? []).map(adjust),
  };
}

function compileClause(clause: Clause, options: readonly DisguiseOption[], lists: PackLists): CompiledClause {
  const slots = (clause.all ?? []).map((items) =>
    lists.slot(typeof items === 'string' ? [items] : items, options),
  );
  if (clause.any !== undefined) slots.unshift(lists.slot(clause.any, options));
  if (slots.length === 0) throw new RangeError('A clause needs `any` or `all`.');
  let anchor = 0;
  slots.forEach((slot, place) => {
    // Of slots as rare as each other the last is taken: the first is more often a list of people.
    if (lists.rarity(slot) >= lists.rarity(slots[anchor] as Slot)) anchor = place;
  });
  return {
    slots,
    anchor,
    none: clause.none === undefined ? null : lists.slot(clause.none, []),
    noneWithin: clause.noneWithin ?? null,
    within: clause.within ?? null,
    isOrdered: clause.order ?? false,
    times: clause.times ?? 1,
    after:
      clause.after === undefined
        ? null
        : {
            speaker: clause.after.speaker,
            slot: lists.slot(clause.after.any, []),
            messages: clause.after.messages,
          },
  };
}
