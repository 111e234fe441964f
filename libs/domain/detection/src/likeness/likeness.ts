import { type Category, type Severity, type SpeakerRole } from '@earshot/contracts';
import { DANGERS } from '../dangers';
import { Normaliser } from '../normalise/normalise';
import { type Signal, type Span } from '../types';
import { clausesOf } from './clauses';
import { Ear } from './ear';
import { passageAround, type Reading } from './passage';
import { Pieces, tongueOf, type Tongue } from './pieces';
import { Table } from './table';
import { TABLES } from './tables';

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
  /** Who would doubt the text that was heard last: it sounds, as a whole, like no danger and no complaint of any kind. */
  private doubter: { ear: Ear; tongue: Tongue } | null = null;

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
    this.doubter = null;
    if (length < FEWEST_UNITS || (speaker !== 'customer' && speaker !== 'agent')) return null;
    const tongue = tongueNamed(language) ?? tongueOf(units, 0, length);
    if (!this.heard.has(tongue + speaker)) return null;
    const ear = this.earOf(tongue, speaker);
    this.pieces.cut(units, 0, length, tongue);
    const place = ear.weigh(this.pieces);
    if (ear.any < DOUBTED_BELOW && length >= FEWEST_DOUBTED[tongue]) this.doubter = { ear, tongue };
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

  /**
   * Whether what stands in `spans` of the text that was heard last sounds like no danger: neither the text as a whole,
   * nor the sentences around any of the spans, which say what many others around them would drown.
   */
  isDoubted(reading: Reading, spans: readonly Span[]): boolean {
    const { doubter } = this;
    if (doubter === null) return false;
    const { ear, tongue } = doubter;
    return spans.every((span) => {
      const { from, to } = passageAround(reading, span, FEWEST_DOUBTED[tongue]);
      this.pieces.cut(reading.units, from, to, tongue);
      ear.weigh(this.pieces);
      return ear.any < DOUBTED_BELOW;
    });
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
