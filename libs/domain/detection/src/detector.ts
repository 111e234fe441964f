import { channelSchema, type SpeakerRole } from '@earshot/contracts';
import { type Heard, Likeness } from './likeness/likeness';
import { doubted, withLikeness } from './likeness/with-likeness';
import { wholesOf } from './rules/chains';
import { evaluateRule } from './rules/evaluate';
import { MessageScene } from './rules/message-scene';
import { Finder } from './rules/occurrences';
import { promisedByClock, timeNamedIn } from './promises/clock-time';
import { zoneNamed, type Zone } from './promises/local-time';
import { promisedWithinMs } from './promises/promised-time';
import { type EventKind, type RulePack } from './rules/pack-schema';
import { Prospects } from './rules/prospects';
import { REPEATED_PROMISE } from './conversation/step-detection';
import { decided, saidWith, UNSAID, type Happened, type Said } from './conversation/surroundings';
import { compileRules, type CompiledRule, type RuleSet } from './rules/rule-set';
import { Vocabulary } from './rules/vocabulary';
import { Watches } from './rules/watches';
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
  private readonly watches: Watches;
  private readonly zones: ReadonlyMap<string, Zone>;
  private readonly origins: ReadonlyMap<string, string>;
  /**
   * What happens to a conversation and must be remembered, because some rule asks how long ago it was: events, and
   * messages of a speaker. Mostly nothing.
   */
  readonly noted: ReadonlySet<EventKind>;

  private constructor(packs: readonly RulePack[], { lexicon, rules, slotCount, noted }: RuleSet) {
    this.noted = noted;
    this.watches = new Watches(packs);
    this.zones = zonesOf(packs);
    this.version = versionsOf(packs);
    this.origins = originsOf(packs);
    const heard = packs.filter(({ likeness }) => likeness !== undefined);
    this.likeness = heard.length === 0 ? null : new Likeness(heard.map(toHear));
    this.listeners = listenersOf({ lexicon, rules });
    // Whoever speaks brings their own vocabulary; the finder only needs one to begin with.
    this.finder = new Finder(new Vocabulary(lexicon, new Set()));
    this.scene = new MessageScene(this.finder.text, slotCount);
    const all = new Set([...this.listeners.values()].map((listener) => listener.vocabulary));
    this.bytes = [...all].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Gives the detector of `packs`. Errors: RangeError for a pack that `parseRulePack` would refuse. */
  static compile(packs: readonly RulePack[]): Detector {
    return new Detector(packs, compileRules(packs));
  }

  /**
   * Names, as `version` does, the packs that a finding of `ruleId` goes back to: the one whose rule it is, those that
   * ask for a likeness, those that watch over conversations or know promises; all of them where none is nearer.
   */
  originOf(ruleId: string): string {
    return this.origins.get(ruleId) ?? this.origins.get(familyOf(ruleId)) ?? this.version;
  }

  /**
   * Gives one signal for each rule that matches `text`, and one for what it is like where a pack asks for likeness and
   * no rule has told it, gravest first; those with `opensFlag` false are what was lowered away. What rules ask of the
   * conversation is decided by what `about` tells of it; what it does not tell is not so.
   */
  scan(text: string, about: About): readonly Signal[] {
    const signals = this.hear(text, about);
    if (!signals.some((signal) => signal.if !== undefined || signal.mark !== undefined)) return signals;
    const { channel = null, segments = [], atMs = Number.NaN, context } = about;
    return decided(signals, {
      channel: channelSchema.safeParse(channel).data ?? null,
      segments,
      place: (context?.length ?? 0) + 1,
      atMs,
      said: context === undefined ? null : this.saidIn(context),
      happened: happenedBy(about),
    });
  }

  /**
   * Gives the signals of one message of a conversation with what they ask of it still open (`if`), and the marks that
   * later ones may look back at: a function of text, speaker and time alone, to be decided by `stepDetection`. A
   * message in which nothing is found costs one pass and no memory, and gives a shared empty array.
   */
  hear(text: string, about: About): readonly Signal[] {
    const listener = this.listeners.get(about.speaker);
    if (listener === undefined) return NOTHING;
    const found = this.matched(text, about, listener);
    const heard = this.likeness?.hear(this.finder.text, about.speaker, about.language) ?? null;
    const matched = this.doubted(found);
    const all = heard === null ? matched : withHeard(matched, heard);
    if (about.speaker === 'agent' || about.speaker === 'bot') return this.withPromise(all, text, about);
    const isWatched = about.speaker === 'customer' && all.some((it) => it.opensFlag && this.watches.of(it));
    return isWatched ? all.map((signal) => this.watched(signal)) : all;
  }

  /** What the rules found, with what is critical weighed again by the second ear. */
  private doubted(found: readonly Signal[]): readonly Signal[] {
    const { likeness, finder } = this;
    if (likeness === null || !found.some(({ severity }) => severity === 'critical')) return found;
    const weighed = found.map((signal) =>
      signal.severity === 'critical' && likeness.isDoubted(finder.text, signal.spans)
        ? doubted(signal)
        : signal,
    );
    return weighed.sort(gravestFirst);
  }

  /** A promise that names its time is a signal of its own; like an empty one it is not, whatever it sounds like. */
  private withPromise(signals: readonly Signal[], text: string, { atMs }: About): readonly Signal[] {
    const stretch = promisedWithinMs(text);
    const named = stretch === null ? timeNamedIn(text) : null;
    if (stretch === null && named === null) return signals;
    const kept = signals.filter(({ ruleId }) => ruleId !== 'likeness.empty-promise');
    const zone = named && this.zones.get(named.language);
    const within =
      stretch ?? (named && zone && atMs !== undefined ? promisedByClock(named.named, atMs, zone) : null);
    return within === null ? kept : [...kept, timedPromise(within)];
  }

  private watched(signal: Signal): Signal {
    const watch = signal.opensFlag ? this.watches.of(signal) : null;
    return watch === null ? signal : { ...signal, watch };
  }

  private saidIn(context: NonNullable<About['context']>): Said {
    let said = UNSAID;
    for (const [at, { speaker, text, atMs = Number.NaN }] of context.entries()) {
      const place = at + 1;
      said = saidWith(said, this.hear(text, { speaker, atMs }), { place, atMs });
      if (speaker === 'agent') said = { ...said, answered: place };
    }
    return said;
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
      if (rule !== undefined) evaluateRule(rule, scene, signals);
    }
    return signals.length === 0 ? NOTHING : signals.sort(gravestFirst);
  }
}

function versionsOf(packs: readonly RulePack[]): string {
  return packs.map((pack) => `${pack.id}@${pack.version}`).join('+');
}

/** What a rule's id begins with: `likeness`, `conversation`, or what its pack calls its rules. */
function familyOf(ruleId: string): string {
  return `${ruleId.split('.', 1)[0] ?? ''}.`;
}

function originsOf(packs: readonly RulePack[]): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const pack of packs) for (const { id } of pack.rules) origins.set(id, versionsOf([pack]));
  const heard = packs.filter(({ likeness }) => likeness !== undefined);
  if (heard.length > 0) origins.set(familyOf('likeness.'), versionsOf(heard));
  const watched = packs.filter(({ silence, closing }) => silence !== undefined || closing !== undefined);
  if (watched.length > 0) origins.set(familyOf('conversation.'), versionsOf(watched));
  const promised = packs.filter(({ rules }) => rules.some(({ category }) => category === 'empty-promise'));
  if (promised.length > 0) origins.set(REPEATED_PROMISE, versionsOf(promised));
  return origins;
}

/** What only the conversation will decide does not silence the likeness. */
function withHeard(matched: readonly Signal[], heard: Signal): readonly Signal[] {
  const spoken = matched.filter((signal) => signal.if === undefined && signal.mark === undefined);
  const isNews = withLikeness(spoken, heard).includes(heard);
  return isNews ? [...matched, heard].sort(gravestFirst) : matched;
}

/** A promise that names its time opens nothing. */
function timedPromise(withinMs: number): Signal {
  return {
    ruleId: 'promise.timed',
    category: 'empty-promise',
    severity: 'low',
    score: 0,
    reasons: [`promised-within: ${withinMs / 1000} s`],
    spans: [],
    opensFlag: false,
    promisedWithinMs: withinMs,
  };
}

/** The clocks of the packs on promises, by language: of several the first. */
function zonesOf(packs: readonly RulePack[]): ReadonlyMap<string, Zone> {
  const zones = new Map<string, Zone>();
  for (const { language, timeZone, rules } of packs) {
    if (timeZone === undefined || zones.has(language)) continue;
    if (rules.some(({ category }) => category === 'empty-promise')) zones.set(language, zoneNamed(timeZone));
  }
  return zones;
}

function happenedBy({ atMs, events }: About): Happened | null {
  if (atMs === undefined || events === undefined) return null;
  const happened: Partial<Record<EventKind, number>> = {};
  for (const event of events) {
    if (event.atMs <= atMs) happened[event.kind] = Math.max(happened[event.kind] ?? event.atMs, event.atMs);
  }
  return happened;
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
