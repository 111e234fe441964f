import { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
import { DANGERS } from '../dangers';
import { Normaliser } from '../normalise/normalise';
import { type Signal } from '../types';
import { clausesOf } from './clauses';
import { Ear } from './ear';
import { Pieces, tongueOf, type Tongue } from './pieces';
import { Table } from './table';
import { TABLES } from './tables';

/** A text as `Normaliser.read` leaves it. */
export type Reading = Pick<Normaliser, 'units' | 'starts' | 'ends' | 'length' | 'source'>;

/** Units below which a text is like nothing. */
const FEWEST_UNITS = 4;
/** A text is doubted where it is anything at all less likely than this … */
const DOUBTED_BELOW = 0.25;
/** … and has at least so many units: of a few words the ear knows too little (救命, `kettle exploded`). */
const FEWEST_DOUBTED: Readonly<Record<Tongue, number>> = { zh: 14, en: 40 };

/** Whose messages are heard, in which language (`zh`, `en`). */
export interface Heard {
  language: string;
  speakers: readonly ('customer' | 'agent')[];
}

/**
 * The second ear: says what danger a text is like, where the rules' words are missing. A linear model over hashed
 * pieces, one table a language and speaker, fitted by `tools/detect/fit-likeness.ts`; what it was fitted on and how
 * well it does stands in `docs/detection.md`. Deterministic. One instance serves one text at a time.
 */
export class Likeness {
  private readonly pieces = new Pieces();
  private readonly ears = new Map<string, Ear>();
  private readonly tables = new Map<string, Table>();

  private readonly heard: ReadonlySet<string>;
  /** Whether the text that was heard last, as a whole, sounds like no danger and no complaint of any kind. */
  isDoubted = false;

  /** Listens to `heard`; what others say, or in other languages, is like nothing. */
  constructor(heard: readonly Heard[]) {
    this.heard = new Set(heard.flatMap(({ language, speakers }) => speakers.map((who) => language + who)));
  }

  /**
   * Gives what the text of `reading` is like, or null; only what customers and agents say is like something. `opensFlag` is false
   * where the likeness is only worth a remark. Spans are the clauses with the pieces that
   * carried it most, in order of place; `reasons` hold the likeness and no text.
   */
  hear(reading: Reading, speaker: SpeakerRole, language?: string): Signal | null {
    const { units, length } = reading;
    this.isDoubted = false;
    if (length < FEWEST_UNITS || (speaker !== 'customer' && speaker !== 'agent')) return null;
    const tongue = tongueNamed(language) ?? tongueOf(units, 0, length);
    if (!this.heard.has(tongue + speaker)) return null;
    const ear = this.earOf(tongue, speaker);
    this.pieces.cut(units, 0, length, tongue);
    const place = ear.weigh(this.pieces);
    this.isDoubted = ear.any < DOUBTED_BELOW && length >= FEWEST_DOUBTED[tongue];
    const likeness = ear.likeness[place] as number;
    const head = this.tables.get(tongue + speaker)?.heads[place];
    if (head === undefined || head.ear === 'any' || likeness < head.remarksFrom) return null;
    const score = Math.round(likeness * 100) / 100;
    const carriers = ear.carriers(this.pieces, place).map((i) => ({
      start: reading.starts[this.pieces.from[i] ?? 0] ?? 0,
      end: reading.ends[(this.pieces.to[i] ?? 1) - 1] ?? 0,
    }));
    return {
      ruleId: `likeness.${head.ear}`,
      category: head.ear,
      severity: severityOf(head.ear, likeness >= head.criticalFrom),
      score,
      reasons: [`likeness: ${score.toFixed(2)}`],
      spans: clausesOf(reading.source, carriers),
      opensFlag: likeness >= head.opensFrom,
    };
  }

  private earOf(tongue: Tongue, who: 'customer' | 'agent'): Ear {
    let ear = this.ears.get(tongue + who);
    if (ear === undefined) {
      const table = Table.unpack(TABLES[tongue][who]);
      this.tables.set(tongue + who, table);
      this.ears.set(tongue + who, (ear = new Ear(table)));
    }
    return ear;
  }
}

function severityOf(category: Category, isCertain: boolean): Severity {
  if (DANGERS.has(category)) return isCertain ? 'critical' : 'high';
  return category === 'empty-promise' ? 'low' : 'medium';
}

function tongueNamed(language: string | undefined): Tongue | null {
  if (language === undefined) return null;
  if (language.startsWith('zh')) return 'zh';
  return language.startsWith('en') ? 'en' : null;
}

const EVERYBODY: readonly Heard[] = ['zh', 'en'].map((language) => ({
  language,
  speakers: ['customer', 'agent'],
}));

let own: { normaliser: Normaliser; likeness: Likeness } | null = null;

/**
 * Gives what `text` is like, as `Likeness.hear` does; without `language` it is told from the script. A text of under
 * four units, and one said by neither customer nor agent, is like nothing.
 */
export function likenessOf(text: string, speaker: SpeakerRole, language?: string): readonly Signal[] {
  own ??= { normaliser: new Normaliser(), likeness: new Likeness(EVERYBODY) };
  own.normaliser.read(text);
  const heard = own.likeness.hear(own.normaliser, speaker, language);
  return heard === null ? [] : [heard];
}
