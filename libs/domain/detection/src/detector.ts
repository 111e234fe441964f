import { type SpeakerRole } from '@earshot/contracts';
import { evaluateRule, type Scene } from './rules/evaluate';
import { Finder, type Occurrence } from './rules/occurrences';
import { type RulePack } from './rules/pack-schema';
import { Prospects } from './rules/prospects';
import {
  compileRules,
  type CompiledEarlier,
  type CompiledRule,
  type RuleSet,
  type Slot,
} from './rules/rule-set';
import { Vocabulary } from './rules/vocabulary';
import { type About, type Signal } from './types';

const NOTHING: readonly Signal[] = Object.freeze([]);
const NOWHERE: readonly Occurrence[] = Object.freeze([]);

/** What is looked for in the messages of one speaker. */
interface Listener {
  rules: readonly CompiledRule[];
  vocabulary: Vocabulary;
  prospects: Prospects;
}

/**
 * Finds what the rules of some packs say about a message, in one pass over its text. Immutable: to change rules,
 * compile another one and put it in this one's place.
 */
export class Detector {
  /** Names the packs and their versions, in order: `core.zh@1.0.0+core.en@1.0.0`. */
  readonly version: string;
  /** Bytes of the automata; terms, rules and lists come on top, about as much again. */
  readonly bytes: number;
  /** Speakers whom no rule is about have none; those whom the same rules are about share one. */
  private readonly listeners: ReadonlyMap<SpeakerRole, Listener>;
  private readonly finder: Finder;
  /** The terms that rules look for in earlier messages. */
  private readonly contextVocabulary: Vocabulary;
  private readonly contextFinder: Finder;
  /** Occurrences by slot, and the number of the text that they were gathered for. */
  private readonly bySlot: (readonly Occurrence[])[];
  private readonly gathered: Int32Array;
  private texts = 0;

  private constructor(packs: readonly RulePack[], { lexicon, rules, slotCount }: RuleSet) {
    this.version = packs.map((pack) => `${pack.id}@${pack.version}`).join('+');
    this.listeners = listenersOf({ lexicon, rules });
    const earlier = rules.flatMap((rule) => rule.clauses.flatMap(({ after, unless }) => [after, unless]));
    this.contextVocabulary = new Vocabulary(
      lexicon,
      new Set(earlier.flatMap((clause) => clause?.slot.lists ?? [])),
    );
    this.finder = new Finder(this.contextVocabulary);
    this.contextFinder = new Finder(this.contextVocabulary);
    const all = new Set([...this.listeners.values()].map(({ vocabulary }) => vocabulary));
    this.bytes = [this.contextVocabulary, ...all].reduce((sum, { bytes }) => sum + bytes, 0);
    this.bySlot = new Array<readonly Occurrence[]>(slotCount).fill(NOWHERE);
    this.gathered = new Int32Array(slotCount);
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
    const listener = this.listeners.get(about.speaker);
    if (listener === undefined) return NOTHING;
    const { finder } = this;
    const { rules, vocabulary, prospects } = listener;
    finder.look(text, vocabulary);
    if (!prospects.gather(finder.hits, finder.skeletonHits)) return NOTHING;
    prospects.mark();
    const occurrences = finder.occurrences(prospects, prospects.chains);
    this.texts = (this.texts + 1) & 0x7fffffff;
    const scene: Scene = {
      text: finder.text,
      about,
      of: (slot) => this.occurrencesOf(slot, occurrences),
      said: (earlier) => this.wasSaid(earlier, about),
    };
    const signals: Signal[] = [];
    for (const place of prospects.rules) {
      const rule = rules[place];
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
    const { contextFinder, contextVocabulary: vocabulary } = this;
    const isWanted = (lists: readonly number[]): boolean => slot.lists.some((list) => lists.includes(list));
    const isBundleWanted = (bundle: number): boolean => isWanted(vocabulary.bundles[bundle] ?? []);
    const chains = vocabulary.chains.filter(({ list }) => slot.lists.includes(list));
    return context.slice(-messages).some((message) => {
      if (message.speaker !== speaker) return false;
      if (withinSeconds !== undefined || atLeastSeconds !== undefined) {
        if (atMs === undefined || message.atMs === undefined) return false;
        const seconds = (atMs - message.atMs) / 1000;
        if (seconds > (withinSeconds ?? Number.POSITIVE_INFINITY) || seconds < (atLeastSeconds ?? 0))
          return false;
      }
      contextFinder.look(message.text, vocabulary);
      return contextFinder
        .occurrences({ isWanted, isBundleWanted }, chains)
        .some(({ lists }) => isWanted(lists));
    });
  }
}

function listenersOf({ lexicon, rules }: Pick<RuleSet, 'lexicon' | 'rules'>): Map<SpeakerRole, Listener> {
  const bySpeaker = new Map<SpeakerRole, CompiledRule[]>();
  for (const compiled of rules) {
    for (const speaker of new Set(compiled.rule.speaker)) {
      bySpeaker.set(speaker, [...(bySpeaker.get(speaker) ?? []), compiled]);
    }
  }
  const known = new Map<string, Listener>();
  const listeners = new Map<SpeakerRole, Listener>();
  for (const [speaker, own] of bySpeaker) {
    const key = own.map((compiled) => rules.indexOf(compiled)).join();
    let listener = known.get(key);
    if (listener === undefined) {
      const lists = new Set(own.flatMap(({ slots }) => slots.flatMap((slot) => slot.lists)));
      const vocabulary = new Vocabulary(lexicon, lists);
      listener = { rules: own, vocabulary, prospects: new Prospects(vocabulary, own) };
      known.set(key, listener);
    }
    listeners.set(speaker, listener);
  }
  return listeners;
}

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function gravestFirst(a: Signal, b: Signal): number {
  return GRAVITY[a.severity] - GRAVITY[b.severity] || b.score - a.score || (a.ruleId < b.ruleId ? -1 : 1);
}
