import { MOST_PIECES, type Pieces } from './pieces';
import { type Head, type Table } from './table';

/** Of the likeness, the share of the gate (is this anything at all?) against the category's own head, in logarithms. */
export const GATE_SHARE = 0.7;
/** Texts are weighed as if they had at least this many pieces: a greeting is like nothing. */
const FEWEST_PIECES = 20;
/** Pieces that may carry a finding, at most. */
const MOST_CARRIERS = 4;

/** Weighs the pieces of one text against one table; `weigh` overwrites what the last one left. */
export class Ear {
  /** Likeness by head, 0 to 1; of the gate itself 0. */
  readonly likeness: Float64Array;
  /** Rows of the last text's pieces, each once. */
  private readonly rows: Int32Array;
  /** The places of its pieces that have a row, and those rows. */
  private readonly places = new Int32Array(MOST_PIECES);
  private readonly placeRows = new Int32Array(MOST_PIECES);
  private placed = 0;
  /** The turn in which each row was last seen; turns are counted to 255 and then begin anew. */
  private readonly seen: Uint8Array;
  /** What each piece of the text that is explained adds to it; 0 where it may not be named any more. */
  private readonly worth = new Float64Array(MOST_PIECES);
  /** What the rows weigh, by head. */
  private readonly sums: Int32Array;
  private readonly gate: number;
  /** What the last text's rows weigh at the gate: that alone settles most texts. */
  private gateSum = 0;
  /** Likeness below which nothing is said. */
  private readonly floor: number;
  private turn = 0;
  /** How likely the last text is anything at all, 0 to 1, by the gate alone; 1 where there is none. */
  any = 1;

  constructor(private readonly table: Table) {
    const { heads, size } = table;
    this.likeness = new Float64Array(heads.length);
    this.sums = new Int32Array(heads.length);
    this.rows = new Int32Array(MOST_PIECES);
    this.seen = new Uint8Array(size);
    this.gate = table.gate;
    this.floor = Math.min(...heads.map(({ remarksFrom }) => remarksFrom));
  }

  /** Weighs `pieces`; gives the head that they are most like. Where the gate stays shut, every likeness is 0. */
  weigh(pieces: Pieces): number {
    const count = this.gather(pieces);
    const { likeness, gate, rows } = this;
    const { heads, weights } = this.table;
    const root = Math.sqrt(Math.max(FEWEST_PIECES, pieces.count));
    let any = (this.any = 1);
    if (gate !== -1) {
      this.any = probability(heads[gate] as Head, this.gateSum / root);
      any = this.any ** GATE_SHARE;
      if (any < this.floor) {
        likeness.fill(0);
        return 0;
      }
    }
    const { length } = heads;
    const sums = this.sums.fill(0);
    for (let i = 0; i < count; i++) {
      const at = (rows[i] as number) * length;
      for (let h = 0; h < length; h++) sums[h] = (sums[h] as number) + (weights[at + h] as number);
    }
    let best = -1;
    for (let h = 0; h < length; h++) {
      likeness[h] = 0;
      if (h === gate) continue;
      likeness[h] = probability(heads[h] as Head, (sums[h] as number) / root);
      if (best === -1 || (likeness[h] as number) > (likeness[best] as number)) best = h;
    }
    if (gate === -1) return best;
    // Of several categories only the likeliest is told: they share the gate.
    const most = any * (likeness[best] as number) ** (1 - GATE_SHARE);
    likeness.fill(0);
    likeness[best] = most;
    return best;
  }

  /** Gives the places, among the pieces just weighed, of those that carried head `h` most, apart from each other. */
  carriers(pieces: Pieces, h: number): number[] {
    const { table, gate, worth, places, placeRows, placed } = this;
    const { heads, weights } = table;
    const ownUnit = (heads[h]?.unit ?? 0) * (gate === -1 ? 1 : 1 - GATE_SHARE);
    const gateUnit = (heads[gate]?.unit ?? 0) * GATE_SHARE;
    for (let i = 0; i < placed; i++) {
      const at = (placeRows[i] as number) * heads.length;
      const any = gate === -1 ? 0 : (weights[at + gate] as number) * gateUnit;
      worth[i] = any + (weights[at + h] as number) * ownUnit;
    }
    const chosen: number[] = [];
    while (chosen.length < MOST_CARRIERS) {
      const best = this.heaviest();
      if (best === -1) break;
      const place = places[best] as number;
      chosen.push(place);
      for (let i = 0; i < placed; i++)
        if (i === best || overlap(pieces, places[i] as number, place)) worth[i] = 0;
    }
    return chosen;
  }

  /** Gives the first of the greatest worth above 0, or -1. */
  private heaviest(): number {
    const { worth, placed } = this;
    let best = -1;
    let most = 0;
    for (let i = 0; i < placed; i++) {
      if ((worth[i] as number) <= most) continue;
      most = worth[i] as number;
      best = i;
    }
    return best;
  }

  /** Notes the pieces that have a row, and the rows, each once; gives how many rows. */
  private gather({ keys, count }: Pieces): number {
    const { table, rows, seen, places, placeRows } = this;
    if (++this.turn > 255) {
      seen.fill(0);
      this.turn = 1;
    }
    const { turn } = this;
    const placed = (this.placed = table.find(keys, count, places, placeRows));
    let found = 0;
    let gateSum = 0;
    for (let i = 0; i < placed; i++) {
      const row = placeRows[i] as number;
      rows[found] = row;
      // 1 where it is new, else 0; without a branch, as in `Table.find`.
      const isNew = (((seen[row] as number) ^ turn) + 255) >>> 8;
      found += isNew;
      gateSum += isNew * table.atGate(row);
      seen[row] = turn;
    }
    this.gateSum = gateSum;
    return found;
  }
}

function probability({ unit, offset }: Head, sum: number): number {
  return 1 / (1 + Math.exp(-(unit * sum + offset)));
}

function overlap({ from, to }: Pieces, a: number, b: number): boolean {
  return (from[a] ?? 0) < (to[b] ?? 0) && (from[b] ?? 0) < (to[a] ?? 0);
}
