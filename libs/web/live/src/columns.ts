import { type Measure, type MetricId } from '@earshot/contracts';
import { type Measures } from '@earshot/web/data-access';
import { type WordKey } from '@earshot/web/i18n';

/** Usual targets in vendor contracts, until agreements bring the vendor's own. Times in ms, rates as fractions. */
export const targets = {
  firstResponseMs: 30_000,
  satisfaction: 4.5,
  contactResolution: 0.85,
  complaints: 0.01,
};

/** How a figure is written. */
export type Style = 'duration' | 'rate' | 'rating' | 'count';

/** A column of the vendor table. */
export interface Column {
  id: string;
  label: WordKey;
  metric: MetricId;
  style: Style;
  /** The number to show and to sort by; null where there is none. */
  value: (measure: Measure) => number | null;
  /** Whether "n of N" stands under it. */
  showsN: boolean;
  /** Whether the value breaks the usual target; never where there is none. */
  misses: (value: number) => boolean;
  /** A sign that leads to the note under the table. */
  note?: '*' | '†';
  /** Written target, for the words beside the mark. */
  target: { value: number; sign: '≤' | '≥' } | null;
}

const never = (): boolean => false;

/** The sign of a missed target: which side of it the value stands on. */
export function missMark({ sign }: { sign: '≤' | '≥' }): '▲' | '▼' {
  return sign === '≤' ? '▲' : '▼';
}

/** The vendor table's columns, in order. */
export const columns: readonly Column[] = [
  {
    id: 'frt',
    label: 'live.table.frt',
    metric: 'first-response-time',
    style: 'duration',
    value: (measure) => measure.value,
    showsN: false,
    misses: (value) => value > targets.firstResponseMs,
    target: { value: targets.firstResponseMs, sign: '≤' },
  },
  {
    id: 'within',
    label: 'live.table.within',
    metric: 'first-response-time',
    style: 'rate',
    value: (measure) => measure.parts['withinTarget'] ?? null,
    showsN: true,
    misses: never,
    target: null,
  },
  {
    id: 'waiting',
    label: 'live.table.waiting',
    metric: 'waiting-now',
    style: 'count',
    value: (measure) => measure.value,
    showsN: false,
    misses: never,
    target: null,
  },
  {
    id: 'fcr',
    label: 'live.table.fcr',
    note: '*',
    metric: 'first-contact-resolution',
    style: 'rate',
    value: (measure) => measure.value,
    showsN: true,
    misses: (value) => value < targets.contactResolution,
    target: { value: targets.contactResolution, sign: '≥' },
  },
  {
    id: 'csat',
    label: 'live.table.csat',
    metric: 'satisfaction',
    style: 'rating',
    value: (measure) => measure.value,
    showsN: true,
    misses: (value) => value < targets.satisfaction,
    target: { value: targets.satisfaction, sign: '≥' },
  },
  {
    id: 'complaints',
    label: 'live.table.complaints',
    metric: 'complaint-rate',
    style: 'rate',
    value: (measure) => measure.value,
    showsN: true,
    misses: (value) => value > targets.complaints,
    target: { value: targets.complaints, sign: '≤' },
  },
  {
    id: 'qa',
    label: 'live.table.qa',
    note: '†',
    metric: 'qa-pass-rate',
    style: 'rate',
    value: (measure) => measure.value,
    showsN: true,
    misses: never,
    target: null,
  },
  {
    id: 'flags',
    label: 'live.table.flags',
    metric: 'open-flags',
    style: 'count',
    value: (measure) => measure.value,
    showsN: false,
    misses: never,
    target: null,
  },
];

/** A vendor with its measures; `vendorId` is `''` where the vendor is unknown. */
export interface VendorMeasures {
  vendorId: string;
  name: string;
  measures: Measures;
}

/** Whether a column has anything to show for it: a count above nought, or a figure that stands on something. */
export function hasFigures({ measures }: Pick<VendorMeasures, 'measures'>): boolean {
  return columns.some(({ metric }) => {
    const measure = measures.get(metric);
    return (measure?.value ?? 0) > 0 || (measure?.denominator ?? 0) > 0;
  });
}

/** What the table is sorted by: a column's id, with `-` before it for descending; `vendor` for names. */
export type SortOrder = string;

/** The vendors in the order asked for; those without the figure last, whichever way it is sorted. */
export function sorted(vendors: readonly VendorMeasures[], order: SortOrder): VendorMeasures[] {
  const isDescending = order.startsWith('-');
  const column = columns.find(({ id }) => id === order.replace(/^-/, ''));
  const byName = (a: VendorMeasures, b: VendorMeasures): number => a.name.localeCompare(b.name);
  if (!column) return [...vendors].sort((a, b) => (isDescending ? byName(b, a) : byName(a, b)));
  const valueOf = ({ measures }: VendorMeasures): number | null => {
    const measure = measures.get(column.metric);
    return measure ? column.value(measure) : null;
  };
  return [...vendors].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    return (isDescending ? y - x : x - y) || byName(a, b);
  });
}

/** The order after a click on a column: ascending, then descending. */
export function nextOrder(order: SortOrder, columnId: string): SortOrder {
  return order === columnId ? `-${columnId}` : columnId;
}
