/** One line of a chart. */
export interface Line {
  id: string;
  name: string;
  /** CSS colour; lines are told apart by name as well. */
  color: string;
  points: readonly Point[];
}

/** `at` in ms since 1970; no point where there is no value. */
export interface Point {
  at: number;
  value: number;
}

/** A level to be reached, drawn dashed across the chart. */
export interface TargetLine {
  value: number;
  label: string;
}

/** The vertical axis: from 0 to `top`, with a line at each of `ticks`. Values above are cut, and said to be. */
export interface Scale {
  top: number;
  ticks: readonly number[];
  isCut: boolean;
}

/** A piece of a line without a gap; `id` is the line's with the piece's number. */
export interface Piece {
  id: string;
  line: Line;
  points: readonly Point[];
}

/**
 * The lines cut where a moment is missing: a line drawn across it would say what nobody measured. `stepMs` is the
 * distance of neighbouring moments. Points at minutes 1, 2 and 5 give two pieces of 2 and 1.
 */
export function piecesOf(lines: readonly Line[], stepMs: number): Piece[] {
  return lines.flatMap((line) => {
    const pieces: Point[][] = [];
    let previous = -Infinity;
    for (const point of line.points) {
      const current = pieces.at(-1);
      if (current === undefined || point.at - previous > stepMs * 1.5) pieces.push([point]);
      else current.push(point);
      previous = point.at;
    }
    return pieces.map((points, index) => ({ id: `${line.id} ${index}`, line, points }));
  });
}

/** The chart's twin: one row a moment, newest first, one column a line; null where a line has no value. */
export interface TableRow {
  at: number;
  values: readonly (number | null)[];
}

/** The lines as rows of a table, newest first. */
export function tableOf(lines: readonly Line[]): TableRow[] {
  const byLine = lines.map((line) => new Map(line.points.map((point) => [point.at, point.value])));
  const moments = new Set(lines.flatMap((line) => line.points.map((point) => point.at)));
  return [...moments]
    .sort((a, b) => b - a)
    .map((at) => ({ at, values: byLine.map((values) => values.get(at) ?? null) }));
}
