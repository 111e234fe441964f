import { type SpeakerRole } from '@earshot/contracts';
import { evaluateRule, type Scene } from './rules/evaluate';
import { type Form } from './rules/lexicon';
import { Finder } from './rules/occurrences';
import { type RulePack } from './rules/pack-schema';
import { compileRules, type CompiledRule, type RuleSet, type Slot } from './rules/rule-set';
import { type About, type Signal } from './types';

const SPEAKERS: Readonly<Record<SpeakerRole, number>> = { customer: 1, agent: 2, bot: 4, system: 8 };
const ANYONE = 15;
const NOTHING: readonly Signal[] = Object.freeze([]);

/**
 * Finds what the rules of some packs say about a message, in one pass over its text. Immutable: to change rules,
 * compile another one and put it in this one's place.
 */
export class Detector {
  /** Names the packs and their versions, in order: `core.zh@1.0.0+core.en@1.0.0`. */
  readonly version: string;
  private readonly finder: Finder;
  private readonly contextFinder: Finder;

  private constructor(
    packs: readonly RulePack[],
    private readonly set: RuleSet,
  ) {
    this.version = packs.map((pack) => `${pack.id}@${pack.version}`).join('+');
    const anchors = {
      plain: anchorFlags(set, set.lexicon.forms),
      skeletons: anchorFlags(set, set.lexicon.skeletonForms),
    };
    this.finder = new Finder(set.lexicon, anchors);
    this.contextFinder = new Finder(set.lexicon, anchors);
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
    if (!this.finder.look(text, SPEAKERS[about.speaker])) return NOTHING;
    const candidates = this.candidates(about.speaker);
    if (candidates.length === 0) return NOTHING;
    const occurrences = this.finder.occurrences();
    const scene: Scene = {
      text: this.finder.text,
      about,
      occurrences,
      said: (speaker, slot, messages) => this.wasSaid(about, speaker, { slot, messages }),
    };
    const signals: Signal[] = [];
    for (const rule of candidates) {
      const signal = evaluateRule(rule, scene);
      if (signal !== null) signals.push(signal);
    }
    return signals.length === 0 ? NOTHING : signals.sort(gravestFirst);
  }

  /** Gives the rules for this speaker of which some clause has a term for every slot in the text. */
  private candidates(speaker: SpeakerRole): CompiledRule[] {
    const places = new Set(this.finder.lists().flatMap((list) => this.set.rulesByAnchor[list] ?? []));
    const isPossible = ({ rule, clauses }: CompiledRule): boolean =>
      rule.speaker.includes(speaker) &&
      clauses.some(({ slots }) => slots.every((slot) => this.finder.hasAny(slot)));
    return [...places].flatMap((place) => this.set.rules[place] ?? []).filter(isPossible);
  }

  private wasSaid(
    about: About,
    speaker: string,
    { slot, messages }: { slot: Slot; messages: number },
  ): boolean {
    const recent = (about.context ?? []).slice(-messages);
    return recent.some((message) => {
      if (message.speaker !== speaker) return false;
      this.contextFinder.look(message.text, ANYONE);
      return this.contextFinder.occurrences().some(({ lists }) => slot.some((list) => lists.includes(list)));
    });
  }
}

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function gravestFirst(a: Signal, b: Signal): number {
  return GRAVITY[a.severity] - GRAVITY[b.severity] || b.score - a.score || (a.ruleId < b.ruleId ? -1 : 1);
}

/** Gives for each pattern the speakers of the rules that have one of its lists as anchor. */
function anchorFlags(set: RuleSet, forms: readonly (readonly Form[])[]): Uint8Array {
  const ofList = set.rulesByAnchor.map((places) =>
    places
      .flatMap((place) => set.rules[place]?.rule.speaker ?? [])
      .reduce((bits, speaker) => bits | SPEAKERS[speaker], 0),
  );
  return Uint8Array.from(forms, (sharing) =>
    sharing.flatMap((form) => form.lists).reduce((bits, list) => bits | (ofList[list] ?? 0), 0),
  );
}
