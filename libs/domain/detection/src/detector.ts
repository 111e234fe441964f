import { type SpeakerRole } from '@earshot/contracts';
import { evaluateRule, type Scene } from './rules/evaluate';
import { Finder, type Occurrence } from './rules/occurrences';
import { type RulePack } from './rules/pack-schema';
import { Prospects } from './rules/prospects';
import { compileRules, type CompiledEarlier, type RuleSet, type Slot } from './rules/rule-set';
import { type About, type Signal } from './types';

const SPEAKERS: Readonly<Record<SpeakerRole, number>> = { customer: 1, agent: 2, bot: 4, system: 8 };
const NOTHING: readonly Signal[] = Object.freeze([]);
const NOWHERE: readonly Occurrence[] = Object.freeze([]);

/**
 * Finds what the rules of some packs say about a message, in one pass over its text. Immutable: to change rules,
 * compile another one and put it in this one's place.
 */
export class Detector {
  /** Names the packs and their versions, in order: `core.zh@1.0.0+core.en@1.0.0`. */
  readonly version: string;
  /** Bytes of the automata; terms, rules and lists come on top, about as much again. */
  readonly bytes: number;
  private readonly finder: Finder;
  private readonly contextFinder: Finder;
  private readonly prospects: Prospects;
  /** Occurrences by slot, and the number of the text that they were gathered for. */
  private readonly bySlot: (readonly Occurrence[])[];
  private readonly gathered: Int32Array;
  private texts = 0;

  private constructor(
    packs: readonly RulePack[],
    private readonly set: RuleSet,
  ) {
    this.version = packs.map((pack) => `${pack.id}@${pack.version}`).join('+');
    this.bytes = set.lexicon.plain.bytes + set.lexicon.skeletons.bytes;
    this.finder = new Finder(set.lexicon);
    this.contextFinder = new Finder(set.lexicon);
    this.prospects = new Prospects(set.lexicon, set.rules, ({ rule }) =>
      rule.speaker.reduce((bits, speaker) => bits | SPEAKERS[speaker], 0),
    );
    this.bySlot = new Array<readonly Occurrence[]>(set.slotCount).fill(NOWHERE);
    this.gathered = new Int32Array(set.slotCount);
  }

  /** Gives the detector of `packs`. Errors: RangeError for a pack that `parseRulePack` would refuse. */
  static compile(packs: readonly RulePack[]): Detector {
    return new Detector(packs, compileRules(packs));
  }

  /**
   * Gives one signal for each rule that matches `text`, gravest first; those with `opensFlag` false are what was
   * lowered away. A message in which nothing is found costs one pass and no memory, and gives a shared empty array.
   */
  scan(text: string, about: About): readonly Signal[] {
    const { finder, prospects, set } = this;
    finder.look(text);
    if (!prospects.gather(finder.hits, finder.skeletonHits, SPEAKERS[about.speaker])) return NOTHING;
    prospects.mark();
    const occurrences = finder.occurrences((lists) => prospects.isWanted(lists), prospects.chains);
    this.texts = (this.texts + 1) & 0x7fffffff;
    const scene: Scene = {
      text: finder.text,
      about,
      of: (slot) => this.occurrencesOf(slot, occurrences),
      said: (earlier) => this.wasSaid(earlier, about),
    };
    const signals: Signal[] = [];
    for (const place of prospects.rules) {
      const rule = set.rules[place];
      const signal = rule === undefined ? null : evaluateRule(rule, scene);
      if (signal !== null) signals.push(signal);
    }
    return signals.length === 0 ? NOTHING : signals.sort(gravestFirst);
  }

  private occurrencesOf({ id, lists }: Slot, all: readonly Occurrence[]): readonly Occurrence[] {
    if (this.gathered[id] === this.texts) return this.bySlot[id] ?? NOWHERE;
    const mine = all.filter((o) => lists.some((list) => o.lists.includes(list)));
    this.gathered[id] = this.texts;
    return (this.bySlot[id] = mine.length === 0 ? NOWHERE : mine);
  }

  private wasSaid(earlier: CompiledEarlier, { context = [], atMs }: About): boolean {
    const { speaker, slot, messages, withinSeconds, atLeastSeconds } = earlier;
    const holds = (lists: readonly number[]): boolean => slot.lists.some((list) => lists.includes(list));
    const chains = this.set.lexicon.chains.filter(({ list }) => slot.lists.includes(list));
    return context.slice(-messages).some((message) => {
      if (message.speaker !== speaker) return false;
      if (withinSeconds !== undefined || atLeastSeconds !== undefined) {
        if (atMs === undefined || message.atMs === undefined) return false;
        const seconds = (atMs - message.atMs) / 1000;
        if (seconds > (withinSeconds ?? Number.POSITIVE_INFINITY) || seconds < (atLeastSeconds ?? 0))
          return false;
      }
      this.contextFinder.look(message.text);
      return this.contextFinder.occurrences(holds, chains).some(({ lists }) => holds(lists));
    });
  }
}

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function gravestFirst(a: Signal, b: Signal): number {
  return GRAVITY[a.severity] - GRAVITY[b.severity] || b.score - a.score || (a.ruleId < b.ruleId ? -1 : 1);
}
