import { type Pieces } from './pieces';
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
  /** The turn in which each row was last seen. */
  private readonly seen: Int32Array;
  private readonly gate: number;
  /** The gate's own weights: they alone settle most texts. */
  private readonly gateWeights: Int8Array;
  /** Likeness below which nothing is said. */
  private readonly floor: number;
  private turn = 0;
  /** How likely the last text is anything at all, 0 to 1, by the gate alone; 1 where there is none. */
  any = 1;

  constructor(private readonly table: Table) {
    const { heads, size, weights } = table;
    this.likeness = new Float64Array(heads.length);
    this.rows = new Int32Array(size);
    this.seen = new Int32Array(size);
    this.gate = heads.findIndex(({ ear }) => ear === 'any');
    this.gateWeights = Int8Array.from({ length: this.gate === -1 ? 0 : size }, (_, row) =>
      Number(weights[row * heads.length + this.gate]),
    );
    this.floor = Math.min(...heads.map(({ remarksFrom }) => remarksFrom));
  }

  /** Weighs `pieces`; gives the head that they are most like. Where the gate stays shut, every likeness is 0. */
  weigh(pieces: Pieces): number {
    const count = this.gather(pieces);
    const { likeness, gate, gateWeights, rows } = this;
    const { heads, weights } = this.table;
    const root = Math.sqrt(Math.max(FEWEST_PIECES, pieces.count));
    let any = (this.any = 1);
    if (gate !== -1) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += gateWeights[rows[i] as number] as number;
      this.any = probability(heads[gate] as Head, sum / root);
      any = this.any ** GATE_SHARE;
      if (any < this.floor) {
        likeness.fill(0);
        return 0;
      }
    }
    let best = -1;
    for (let h = 0; h < heads.length; h++) {
      likeness[h] = 0;
      if (h === gate) continue;
      let sum = 0;
      for (let i = 0; i < count; i++) sum += weights[(rows[i] as number) * heads.length + h] as number;
      likeness[h] = probability(heads[h] as Head, sum / root);
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
    const { table, gate } = this;
    const width = table.heads.length;
    const units = table.heads.map(({ unit }) => unit);
    const worth = (place: number): number => {
      const row = table.rowOf(pieces.keys[place] ?? 0);
      if (row === -1) return 0;
      const own = (table.weights[row * width + h] ?? 0) * (units[h] ?? 0);
      if (gate === -1) return own;
      const any = (table.weights[row * width + gate] ?? 0) * (units[gate] ?? 0);
      return any * GATE_SHARE + own * (1 - GATE_SHARE);
    };
    const byWorth = Array.from({ length: pieces.count }, (_, place) => ({ place, worth: worth(place) }))
      .filter((piece) => piece.worth > 0)
      .sort((a, b) => b.worth - a.worth || a.place - b.place);
    const chosen: number[] = [];
    for (const { place } of byWorth) {
      if (chosen.length === MOST_CARRIERS) break;
      const isApart = chosen.every((other) => !overlap(pieces, place, other));
      if (isApart) chosen.push(place);
    }
    return chosen;
  }

  /** Notes the rows of the pieces, each once; gives how many. */
  private gather({ keys, count }: Pieces): number {
    const { table, rows, seen } = this;
    const turn = (this.turn = (this.turn + 1) & 0x7fffffff);
    let found = 0;
    for (let i = 0; i < count; i++) {
      const row = table.rowOf(keys[i] as number);
      if (row === -1 || seen[row] === turn) continue;
      seen[row] = turn;
      rows[found++] = row;
    }
    return found;
  }
}

function probability({ unit, offset }: Head, sum: number): number {
  return 1 / (1 + Math.exp(-(unit * sum + offset)));
}

function overlap({ from, to }: Pieces, a: number, b: number): boolean {
  return (from[a] ?? 0) < (to[b] ?? 0) && (from[b] ?? 0) < (to[a] ?? 0);
}
