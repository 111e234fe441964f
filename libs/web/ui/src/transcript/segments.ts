import { type PlaceholderSpan } from '@earshot/domain/privacy';

/** A stretch of a message that is marked: evidence of a finding, or of an answer in a review. */
export interface Mark {
  start: number;
  end: number;
  /** `critical` and `flag` come from the rules, `evidence` from a reviewer. */
  kind: 'critical' | 'flag' | 'evidence';
  /** What stands on the margin: the category's word, or the criterion's number. */
  label: string;
}

/** A run of text that is marked in one way throughout. `start` and `end` are UTF-16 offsets in the message. */
export interface Segment {
  start: number;
  end: number;
  text: string;
  /** The gravest of the marks that cover it. */
  mark: Mark['kind'] | null;
  /** Type of the masked data that it stands for; `text` is then what is known of it. */
  chip: string | null;
}

const gravity: Record<Mark['kind'], number> = { critical: 2, flag: 1, evidence: 0 };

/**
 * Cuts a message wherever a mark or a masked stretch begins or ends. Marks outside the text are cut to it; those that
 * are empty or reversed are left out. The segments joined cover the text exactly.
 */
export function segmentText(
  text: string,
  marks: readonly Mark[],
  placeholders: readonly PlaceholderSpan[],
): Segment[] {
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(0, mark.start), end: Math.min(text.length, mark.end) }))
    .filter((mark) => mark.start < mark.end);
  const isInChip = (at: number): boolean => placeholders.some((one) => one.start < at && at < one.end);
  const cuts = [0, text.length, ...inside.flatMap((mark) => [mark.start, mark.end])]
    .filter((at) => !isInChip(at))
    .concat(placeholders.flatMap((one) => [one.start, one.end]));
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, index) => {
    const end = edges[index + 1] ?? text.length;
    const chip = placeholders.find((one) => one.start === start && one.end === end);
    return {
      start,
      end,
      text: chip ? (chip.lastFour ?? '') : text.slice(start, end),
      mark: gravest(inside.filter((mark) => mark.start < end && mark.end > start)),
      chip: chip?.type ?? null,
    };
  });
}

function gravest(marks: readonly Mark[]): Mark['kind'] | null {
  return marks.reduce<Mark['kind'] | null>(
    (worst, mark) => (worst === null || gravity[mark.kind] > gravity[worst] ? mark.kind : worst),
    null,
  );
}
