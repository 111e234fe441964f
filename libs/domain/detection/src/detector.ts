import { type SpeakerRole } from '@earshot/contracts';
import { type Heard, Likeness } from './likeness/likeness';
import { withLikeness } from './likeness/with-likeness';
import { wholesOf } from './rules/chains';
import { evaluateRule } from './rules/evaluate';
import { MessageScene } from './rules/message-scene';
import { Finder } from './rules/occurrences';
import { type RulePack } from './rules/pack-schema';
import { Prospects } from './rules/prospects';
import { compileRules, type CompiledRule, type RuleSet } from './rules/rule-set';
import { Vocabulary } from './rules/vocabulary';
import { type About, type Signal } from './types';

const NOTHING: readonly Signal[] = Object.freeze([]);

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
  private readonly scene: MessageScene;
  /** Listens beside the rules, to the languages and speakers for which packs ask for it. */
  private readonly likeness: Likeness | null;

  private constructor(packs: readonly RulePack[], { lexicon, rules, slotCount }: RuleSet) {
    this.version = packs.map((pack) => `${pack.id}@${pack.version}`).join('+');
    const heard = packs.filter(({ likeness }) => likeness !== undefined);
    this.likeness = heard.length === 0 ? null : new Likeness(heard.map(toHear));
    this.listeners = listenersOf({ lexicon, rules });
    const earlier = rules.flatMap((rule) => rule.clauses.flatMap(({ after, unless }) => [after, unless]));
    const vocabulary = new Vocabulary(
      lexicon,
      new Set(earlier.flatMap((clause) => clause?.slot.lists ?? [])),
    );
    this.finder = new Finder(vocabulary);
    this.scene = new MessageScene(this.finder.text, vocabulary, slotCount);
    const all = new Set([...this.listeners.values()].map((listener) => listener.vocabulary));
    this.bytes = [vocabulary, ...all].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Gives the detector of `packs`. Errors: RangeError for a pack that `parseRulePack` would refuse. */
  static compile(packs: readonly RulePack[]): Detector {
    return new Detector(packs, compileRules(packs));
  }

  /**
   * Gives one signal for each rule that matches `text`, and one for what it is like where a pack asks for likeness and
   * no rule has told it, gravest first; those with `opensFlag` false are what was lowered away. A message in which
   * nothing is found costs one pass and no memory, and gives a shared empty array.
   */
  scan(text: string, about: About): readonly Signal[] {
    const listener = this.listeners.get(about.speaker);
    if (listener === undefined) return NOTHING;
    const matched = this.matched(text, about, listener);
    const heard = this.likeness?.hear(this.finder.text, about.speaker, about.language) ?? null;
    if (heard === null) return matched;
    return [...withLikeness(matched, heard)].sort(gravestFirst);
  }

  /** What the rules say. */
  private matched(text: string, about: About, { rules, vocabulary, prospects }: Listener): readonly Signal[] {
    const { finder, scene } = this;
    finder.look(text, vocabulary);
    if (!prospects.gather(finder.hits, finder.skeletonHits, finder.text)) return NOTHING;
    prospects.mark();
    const { found, absent } = wholesOf(prospects.chains, finder.text);
    if (absent.length > 0) {
      if (!prospects.gatherWithout(absent, finder.hits, finder.skeletonHits)) return NOTHING;
      prospects.mark();
    }
    scene.show({ about, prospects, occurrences: finder.occurrences(prospects, found) });
    const signals: Signal[] = [];
    for (const place of prospects.rules) {
      const rule = rules[place];
      const signal = rule === undefined ? null : evaluateRule(rule, scene);
      if (signal !== null) signals.push(signal);
    }
    return signals.length === 0 ? NOTHING : signals.sort(gravestFirst);
  }
}

function toHear({ language, likeness = [] }: RulePack): Heard {
  return { language, speakers: likeness };
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
