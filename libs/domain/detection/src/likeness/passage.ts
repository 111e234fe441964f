import { type Normaliser } from '../normalise/normalise';
import { type Span } from '../types';

/** A text as `Normaliser.read` leaves it. */
export type Reading = Pick<Normaliser, 'units' | 'starts' | 'ends' | 'length' | 'source'>;

/** Units `[from, to)` of a reading. */
export interface Passage {
  from: number;
  to: number;
}

/** Where one sentence ends: a full stop of Latin only before a blank, so that `1.5` and `a.m` go on. */
const SENTENCE_END = /[。！？!?；;…\n\r]|\.(?=\s|$)/g;

/**
 * Gives the sentences of the text that `span` stands in, widened by the next and then by the one before until they are
 * `fewest` units long: of fewer the ear knows too little.
 */
export function passageAround(reading: Reading, span: Span, fewest: number): Passage {
  const { starts, source, length } = reading;
  const ends = [...source.matchAll(SENTENCE_END)].map((found) => found.index + 1);
  const unitAt = (place: number): number => firstAt(starts, length, place);
  let before = ends.findLastIndex((end) => end <= span.start);
  let after = ends.findIndex((end) => end >= span.end);
  if (after === -1) after = ends.length;
  for (;;) {
    const from = unitAt(ends[before] ?? 0);
    const to = unitAt(ends[after] ?? source.length);
    if (to - from >= fewest || (before < 0 && after >= ends.length)) return { from, to };
    if (after < ends.length) after++;
    else before--;
  }
}

/** The first of `length` units that begins at `place` or later. */
function firstAt(starts: Int32Array, length: number, place: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
