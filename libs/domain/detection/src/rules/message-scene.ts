import { type Normaliser } from '../normalise/normalise';
import { type About } from '../types';
import { wholesOf } from './chains';
import { type Scene } from './evaluate';
import { Finder, type Occurrence } from './occurrences';
import { type Prospects } from './prospects';
import { type CompiledClause, type CompiledEarlier, type Slot } from './rule-set';
import { type Vocabulary } from './vocabulary';

const NOWHERE: readonly Occurrence[] = Object.freeze([]);

/** What `show` brings. */
export interface Shown {
  about: About;
  prospects: Prospects;
  /** By start. */
  occurrences: readonly Occurrence[];
}

/** What one message after another offers to the rules; `show` brings the next. */
export class MessageScene implements Scene {
  about: About = { speaker: 'system' };
  private prospects: Prospects | null = null;
  private occurrences = NOWHERE;
  /** Occurrences by slot, and the number of the message that they were gathered for. */
  private readonly bySlot: (readonly Occurrence[])[];
  private readonly gathered: Int32Array;
  private messages = 0;
  private readonly finder: Finder;

  constructor(
    /** Where the text of the message stands. */
    readonly text: Normaliser,
    /** The terms that rules look for in earlier messages. */
    private readonly earlierVocabulary: Vocabulary,
    slotCount: number,
  ) {
    this.bySlot = new Array<readonly Occurrence[]>(slotCount).fill(NOWHERE);
    this.gathered = new Int32Array(slotCount);
    this.finder = new Finder(earlierVocabulary);
  }

  show({ about, prospects, occurrences }: Shown): void {
    this.about = about;
    this.prospects = prospects;
    this.occurrences = occurrences;
    this.messages = (this.messages + 1) & 0x7fffffff;
  }

  mayHold(clause: CompiledClause): boolean {
    return this.prospects?.mayHold(clause) ?? false;
  }

  of({ id, lists }: Slot): readonly Occurrence[] {
    if (this.gathered[id] === this.messages) return this.bySlot[id] ?? NOWHERE;
    const mine = this.occurrences.filter((o) => isOfSome(lists, o.lists));
    this.gathered[id] = this.messages;
    return (this.bySlot[id] = mine.length === 0 ? NOWHERE : mine);
  }

  said(earlier: CompiledEarlier): boolean {
    const { speaker, slot, messages, withinSeconds, atLeastSeconds } = earlier;
    const { context = [], atMs } = this.about;
    const { finder, earlierVocabulary: vocabulary } = this;
    const isWanted = (lists: readonly number[]): boolean => isOfSome(slot.lists, lists);
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
      finder.look(message.text, vocabulary);
      return finder
        .occurrences({ isWanted, isBundleWanted }, wholesOf(chains, finder.text).found)
        .some(({ lists }) => isWanted(lists));
    });
  }
}

function isOfSome(wanted: readonly number[], lists: readonly number[]): boolean {
  for (const list of lists) if (wanted.includes(list)) return true;
  return false;
}
