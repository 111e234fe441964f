import { type Normaliser } from '../normalise/normalise';
import { type About } from '../types';
import { type Scene } from './evaluate';
import { type Occurrence } from './occurrences';
import { type Prospects } from './prospects';
import { type CompiledClause, type Slot } from './rule-set';

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

  constructor(
    /** Where the text of the message stands. */
    readonly text: Normaliser,
    slotCount: number,
  ) {
    this.bySlot = new Array<readonly Occurrence[]>(slotCount).fill(NOWHERE);
    this.gathered = new Int32Array(slotCount);
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
}

function isOfSome(wanted: readonly number[], lists: readonly number[]): boolean {
  for (const list of lists) if (wanted.includes(list)) return true;
  return false;
}
