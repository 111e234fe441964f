import { type DisguiseOption } from './disguises';
import { expandTerm, partsOf, standsFor } from './expand';
import { LexiconBuilder, rarityOf, type Lexicon } from './lexicon';
import {
  type Adjustment,
  type Clause,
  type Earlier,
  type EventKind,
  type Rule,
  type RulePack,
} from './pack-schema';
import { type Conditions, type Looked } from '../types';

/** Something that must occur: a term of one of these lists. Slots of the same lists are one object. */
export interface Slot {
  /** Place among all slots of the rule set. */
  id: number;
  lists: readonly number[];
}

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
  /** What only the conversation can tell; null where the clause asks for nothing of it. */
  conditions: Conditions | null;
}

export interface CompiledAdjustment {
  slot: Slot;
  to: Adjustment['to'];
  score: number;
  because: string;
}

export interface CompiledRule {
  rule: Rule;
  /** What its matches are remembered as; null for a rule that is a rule, and not what one looks back at. */
  mark: string | null;
  /** Time zone of its pack. */
  timeZone: string | null;
  clauses: readonly CompiledClause[];
  raise: readonly CompiledAdjustment[];
  lower: readonly CompiledAdjustment[];
  /** Every slot that is looked at in the message itself. */
  slots: readonly Slot[];
}

/** Rules ready to be looked for, and the lexicon that finds their words. */
export interface RuleSet {
  lexicon: Lexicon;
  rules: readonly CompiledRule[];
  /** Number of slots. */
  slotCount: number;
  /** What happens to conversations and must be remembered, because some rule asks how long ago it was. */
  noted: ReadonlySet<EventKind>;
}

/** Gives the rule set of `packs`. Errors: RangeError for an unknown list or a malformed term. */
export function compileRules(packs: readonly RulePack[]): RuleSet {
  const builder = new LexiconBuilder();
  const slots = new Map<string, Slot>();
  const rules: CompiledRule[] = [];
  for (const [place, pack] of packs.entries()) {
    builder.addHarmless(place, pack.harmless);
    const lists = new PackLists(pack, place, builder, slots);
    for (const rule of pack.rules) rules.push(compileRule(rule, lists), ...marksOf(rule, lists));
    for (const { disguises } of pack.rules) {
      for (const [option, items] of Object.entries(disguises ?? {}))
        builder.addDisguise(option as DisguiseOption, items);
    }
  }
  return { lexicon: builder.build(), rules, slotCount: slots.size, noted: notedBy(packs) };
}

function clausesOf({ when }: Rule): readonly Clause[] {
  return Array.isArray(when) ? when : [when];
}

function notedBy(packs: readonly RulePack[]): Set<EventKind> {
  const noted = new Set<EventKind>();
  for (const { since } of packs.flatMap(({ rules }) => rules).flatMap(clausesOf)) {
    if (since === undefined) continue;
    noted.add(since.event);
    // What has never happened is counted from the opening.
    if (since.atLeastSeconds !== undefined) noted.add('opened');
  }
  return noted;
}

/** The lists of one pack: named ones are made on first use, the items of a slot share one anonymous list. */
class PackLists {
  private readonly named = new Map<string, number>();
  private readonly anonymous = new Map<string, number>();
  /** List to the weight of its commonest term, for the choice of anchors. */
  private readonly weights = new Map<number, number>();
  private readonly sizes = new Map<number, number>();
  /** The terms of the pack for which some rule asks for a further disguise. */
  private readonly disguised: readonly string[];

  constructor(
    readonly pack: RulePack,
    private readonly place: number,
    private readonly builder: LexiconBuilder,
    /** All slots so far, by their lists. */
    private readonly slots: Map<string, Slot>,
  ) {
    this.disguised = pack.rules.flatMap(({ disguises }) =>
      Object.values(disguises ?? {})
        .flat()
        .flatMap(expandTerm),
    );
  }

  slot(items: readonly string[]): Slot {
    const own = items.filter((item) => !item.startsWith('@'));
    const lists = items.filter((item) => item.startsWith('@')).map((item) => this.list(item.slice(1)));
    if (own.length > 0) lists.push(this.unnamed(own));
    const distinct = [...new Set(lists)].sort((a, b) => a - b);
    const key = distinct.join();
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = { id: this.slots.size, lists: distinct };
    this.slots.set(key, slot);
    return slot;
  }

  /** How rare the commonest term of a slot is: its length, a Latin letter counting less than a character. */
  rarity({ lists }: Slot): number {
    return Math.min(...lists.map((list) => this.weights.get(list) ?? 0));
  }

  /** How many terms a slot has. */
  size({ lists }: Slot): number {
    return lists.reduce((sum, list) => sum + (this.sizes.get(list) ?? 0), 0);
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
    const chains = items.map(partsOf);
    const terms = items.filter((_, place) => chains[place] === null).flatMap(expandTerm);
    const list = this.builder.addList(this.place, terms);
    let weight = rarityOf(terms);
    let size = terms.length;
    for (const [place, parts] of chains.entries()) {
      if (parts === null) continue;
      // What is to be seen through further disguises is looked for whole as well.
      const whole = this.disguised.filter((term) => standsFor(items[place] ?? '', term));
      if (whole.length > 0) this.builder.addTerms(list, whole);
      this.builder.addChain(this.place, list, items[place] ?? '', parts);
      weight = Math.min(
        weight,
        parts.reduce((sum, { texts }) => sum + rarityOf(texts), 0),
      );
      size += parts.reduce((product, { texts }) => product * texts.length, 1);
    }
    this.weights.set(list, weight);
    this.sizes.set(list, size);
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

function compileRule(rule: Rule, lists: PackLists): CompiledRule {
  const adjust = ({ any, to, score, because }: Adjustment): CompiledAdjustment => ({
    slot: lists.slot(any),
    to,
    score: score ?? 0,
    because,
  });
  const clauses = clausesOf(rule).map((clause, place) => compileClause(clause, lists, { rule, place }));
  const raise = (rule.raise ?? []).map(adjust);
  const lower = (rule.lower ?? []).map(adjust);
  const slots = new Set([
    ...clauses.flatMap((clause) => [...clause.slots, ...(clause.none === null ? [] : [clause.none])]),
    ...[...raise, ...lower].map(({ slot }) => slot),
  ]);
  const timeZone = lists.pack.timeZone ?? null;
  return { rule, mark: null, timeZone, clauses, raise, lower, slots: [...slots] };
}

/** What the clauses of a rule look back at, each as a rule that marks the messages which hold it. */
function marksOf(rule: Rule, lists: PackLists): CompiledRule[] {
  return clausesOf(rule).flatMap((clause, place) =>
    backwards.flatMap((side) => {
      const earlier = clause[side];
      if (earlier === undefined) return [];
      const { channel: _c, segments: _s, hours: _h, raise: _r, lower: _l, ...bare } = rule;
      const when = { any: earlier.any };
      const marking: Rule = { ...bare, speaker: [earlier.speaker], when, lowering: false };
      return [{ ...compileRule(marking, lists), mark: markName(rule, place, side) }];
    }),
  );
}

const backwards = ['after', 'unless'] as const;

function markName({ id }: Rule, clause: number, side: (typeof backwards)[number]): string {
  return `${id}/${clause}/${side}`;
}

function compileClause(
  clause: Clause,
  lists: PackLists,
  { rule, place }: { rule: Rule; place: number },
): CompiledClause {
  const slots = (clause.all ?? []).map((items) => lists.slot(typeof items === 'string' ? [items] : items));
  if (clause.any !== undefined) slots.unshift(lists.slot(clause.any));
  if (slots.length === 0) throw new RangeError('A clause needs `any` or `all`.');
  const anchor = slots.reduce((best, slot, at) => {
    const than = slots[best] ?? slot;
    const isRarer = lists.rarity(slot) - lists.rarity(than) || lists.size(than) - lists.size(slot);
    // Of slots as rare as each other the last is taken: the first is more often a list of people.
    return isRarer >= 0 ? at : best;
  }, 0);
  return {
    slots,
    anchor,
    none: clause.none === undefined ? null : lists.slot(clause.none),
    noneWithin: clause.noneWithin ?? null,
    within: clause.within ?? null,
    isOrdered: clause.order ?? false,
    times: clause.times ?? 1,
    conditions: conditionsOf(clause, rule, place),
  };
}

function conditionsOf({ after, unless, since }: Clause, rule: Rule, place: number): Conditions | null {
  const { channel, segments } = rule;
  const conditions: Conditions = {
    ...(channel && { channel }),
    ...(segments && { segments }),
    ...(after && { after: lookedAt(after, markName(rule, place, 'after')) }),
    ...(unless && { unless: lookedAt(unless, markName(rule, place, 'unless')) }),
    ...(since && { since }),
  };
  return Object.keys(conditions).length === 0 ? null : conditions;
}

function lookedAt({ any: _any, speaker: _speaker, messages, times, ...ago }: Earlier, mark: string): Looked {
  return { mark, messages, times: times ?? 1, ...ago };
}
