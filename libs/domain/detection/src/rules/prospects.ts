import { type Hits } from '../match/automaton';
import { type Chain, type Lexicon } from './lexicon';
import { type CompiledRule } from './rule-set';

/** Lists of whole numbers, one after another in one array: the `k`-th is `items[starts[k]]` to `items[starts[k + 1]]`. */
interface Table {
  starts: Int32Array;
  items: Int32Array;
}

/**
 * Says which rules may match a text, by counting: a clause is a prospect once each of its slots has a term in the
 * text. Word boundaries, harmless words and distances are not weighed yet, so it may promise too much, never too
 * little. Allocates nothing while it works; one pass over the hits, and each list is looked at once a text.
 * Source: the counting of Yan and Garcia-Molina 1994 (selective dissemination of information).
 */
export class Prospects {
  /** Places of the rules that may match, after `gather`. */
  readonly rules: number[] = [];
  /** The terms in parts of which every part that must be there is, after `gather`; after `mark` only wanted ones. */
  chains: Chain[] = [];

  private readonly listsOfPattern: Table;
  private readonly listsOfSkeleton: Table;
  private readonly slotsOfList: Table;
  private readonly clausesOfSlot: Table;
  private readonly listsOfRule: Table;
  private readonly slotCounts: Int32Array;
  private readonly ruleOfClause: Int32Array;
  private readonly chainsOfPart: Table;
  /** For each chain how many of its parts must be there. */
  private readonly partCounts: Int32Array;
  private readonly listOfChain: Int32Array;
  private readonly speakersOfRule: Uint8Array;

  /** For each thing the number of the text in which it was last met. */
  private readonly metPattern: Int32Array;
  private readonly metSkeleton: Int32Array;
  private readonly metList: Int32Array;
  private readonly metSlot: Int32Array;
  private readonly metClause: Int32Array;
  private readonly metRule: Int32Array;
  private readonly metChain: Int32Array;
  private readonly wantedList: Int32Array;
  /** Slots that a clause still lacks; counts only where `metClause` is of this text. */
  private readonly lacking: Int32Array;
  /** Parts that a chain still lacks, likewise. */
  private readonly partsLacking: Int32Array;
  private text = 0;
  private readonly allChains: readonly Chain[];

  constructor(
    lexicon: Lexicon,
    rules: readonly CompiledRule[],
    /** The speakers of a rule, as bits. */
    speakersOf: (rule: CompiledRule) => number,
  ) {
    const clauses = rules.flatMap((rule, place) => rule.clauses.map((clause) => ({ clause, place })));
    const slots = new Map(clauses.flatMap(({ clause }) => clause.slots).map((slot) => [slot.id, slot]));
    const slotCount = Math.max(-1, ...slots.keys()) + 1;
    this.listsOfPattern = table(lexicon.forms.map((forms) => forms.flatMap(({ lists }) => lists)));
    this.listsOfSkeleton = table(lexicon.skeletonForms.map((forms) => forms.flatMap(({ lists }) => lists)));
    const slotsOfList: number[][] = lexicon.lists.map(() => []);
    for (const { id, lists } of slots.values()) for (const list of lists) slotsOfList[list]?.push(id);
    this.slotsOfList = table(slotsOfList);
    const clausesOfSlot: number[][] = Array.from({ length: slotCount }, () => []);
    clauses.forEach(({ clause }, number) => {
      for (const id of new Set(clause.slots.map((slot) => slot.id))) clausesOfSlot[id]?.push(number);
    });
    this.clausesOfSlot = table(clausesOfSlot);
    this.listsOfRule = table(rules.map((rule) => [...new Set(rule.slots.flatMap(({ lists }) => lists))]));
    const chainsOfPart: number[][] = lexicon.lists.map(() => []);
    const needed = lexicon.chains.map(({ keys }) => new Set(keys));
    needed.forEach((parts, chain) => parts.forEach((list) => chainsOfPart[list]?.push(chain)));
    this.chainsOfPart = table(chainsOfPart);
    this.partCounts = Int32Array.from(needed, ({ size }) => size);
    this.allChains = lexicon.chains;
    this.listOfChain = Int32Array.from(lexicon.chains, ({ list }) => list);
    this.metChain = new Int32Array(lexicon.chains.length);
    this.partsLacking = new Int32Array(lexicon.chains.length);
    this.slotCounts = Int32Array.from(
      clauses,
      ({ clause }) => new Set(clause.slots.map(({ id }) => id)).size,
    );
    this.ruleOfClause = Int32Array.from(clauses, ({ place }) => place);
    this.speakersOfRule = Uint8Array.from(rules, speakersOf);
    this.metPattern = new Int32Array(lexicon.forms.length);
    this.metSkeleton = new Int32Array(lexicon.skeletonForms.length);
    this.metList = new Int32Array(lexicon.lists.length);
    this.wantedList = new Int32Array(lexicon.lists.length);
    this.metSlot = new Int32Array(slotCount);
    this.metClause = new Int32Array(clauses.length);
    this.lacking = new Int32Array(clauses.length);
    this.metRule = new Int32Array(rules.length);
  }

  /** Gathers the rules for `speaker` (bits) that the terms met may make up, into `rules`; gives whether there are any. */
  gather(hits: Hits, skeletonHits: Hits, speaker: number): boolean {
    // A stamp of 0 would mean "never met"; after 2³¹ texts the counts begin anew.
    if (++this.text === 0x7fffffff) this.forget();
    this.rules.length = 0;
    this.chains.length = 0;
    this.meet(hits, this.listsOfPattern, this.metPattern, speaker);
    this.meet(skeletonHits, this.listsOfSkeleton, this.metSkeleton, speaker);
    return this.rules.length > 0;
  }

  /** Marks every list that some rule gathered looks at; `isWanted` then answers. */
  mark(): void {
    const { starts, items } = this.listsOfRule;
    for (const place of this.rules) {
      const end = starts[place + 1] as number;
      for (let i = starts[place] as number; i < end; i++) this.wantedList[items[i] as number] = this.text;
    }
    if (this.chains.length > 0) {
      this.chains = this.chains.filter(({ list }) => this.wantedList[list] === this.text);
    }
  }

  /** Whether some rule gathered looks at one of these lists. */
  isWanted(lists: readonly number[]): boolean {
    for (const list of lists) if (this.wantedList[list] === this.text) return true;
    return false;
  }

  private meet(hits: Hits, { starts, items }: Table, met: Int32Array, speaker: number): void {
    const { text, metList } = this;
    for (let i = 0; i < hits.length; i++) {
      const pattern = hits.patterns[i] as number;
      if (met[pattern] === text) continue;
      met[pattern] = text;
      const end = starts[pattern + 1] as number;
      for (let k = starts[pattern] as number; k < end; k++) {
        const list = items[k] as number;
        if (metList[list] !== text) this.meetList(list, speaker);
      }
    }
  }

  private meetList(list: number, speaker: number): void {
    const { text, metSlot, metClause, lacking, slotCounts } = this;
    const { starts, items } = this.slotsOfList;
    const clausesFrom = this.clausesOfSlot.starts;
    const clauses = this.clausesOfSlot.items;
    const end = starts[list + 1] as number;
    this.metList[list] = text;
    this.meetPart(list, speaker);
    for (let i = starts[list] as number; i < end; i++) {
      const slot = items[i] as number;
      if (metSlot[slot] === text) continue;
      metSlot[slot] = text;
      const last = clausesFrom[slot + 1] as number;
      for (let k = clausesFrom[slot] as number; k < last; k++) {
        const clause = clauses[k] as number;
        if (metClause[clause] !== text) {
          metClause[clause] = text;
          lacking[clause] = slotCounts[clause] as number;
        }
        if (--(lacking[clause] as number) === 0) this.complete(this.ruleOfClause[clause] as number, speaker);
      }
    }
  }

  private meetPart(list: number, speaker: number): void {
    const { starts, items } = this.chainsOfPart;
    const end = starts[list + 1] as number;
    for (let i = starts[list] as number; i < end; i++) {
      const chain = items[i] as number;
      if (this.metChain[chain] !== this.text) {
        this.metChain[chain] = this.text;
        this.partsLacking[chain] = this.partCounts[chain] as number;
      }
      if (--(this.partsLacking[chain] as number) > 0) continue;
      if (this.partsLacking[chain] === 0) this.chains.push(this.allChains[chain] as Chain);
      const whole = this.listOfChain[chain] as number;
      if (this.metList[whole] !== this.text) this.meetList(whole, speaker);
    }
  }

  private complete(rule: number, speaker: number): void {
    if (this.metRule[rule] === this.text || ((this.speakersOfRule[rule] as number) & speaker) === 0) return;
    this.metRule[rule] = this.text;
    this.rules.push(rule);
  }

  private forget(): void {
    this.text = 1;
    for (const met of [this.metPattern, this.metSkeleton, this.metList, this.metSlot, this.metClause])
      met.fill(0);
    this.metRule.fill(0);
    this.metChain.fill(0);
    this.wantedList.fill(0);
  }
}

function table(lists: readonly (readonly number[])[]): Table {
  const starts = new Int32Array(lists.length + 1);
  let size = 0;
  lists.forEach((list, k) => (starts[k + 1] = size += list.length));
  const items = new Int32Array(size);
  lists.forEach((list, k) => items.set(list, starts[k]));
  return { starts, items };
}
