import { type Measure } from '@earshot/contracts';
import { type HeatCell, type HeatRow, type Line, type Scale } from '@earshot/web/charts';

/** Series colours, in the order of the vendors; neither red nor amber. */
const colours = [1, 2, 3, 4, 5, 6].map((n) => `var(--series-${n})`);

const hourMs = 3_600_000;

/** A vendor of the chart, in the order of its colour. */
export interface ChartVendor {
  vendorId: string;
  name: string;
}

/** The time that a measure of a grid stands for, ms since 1970. */
function startOf(measure: Measure): number {
  return Date.parse(measure.dimensions['minute'] ?? measure.dimensions['hour'] ?? measure.from);
}

/** The distance of neighbouring points of a grid, ms; of an empty one a minute. */
export function stepOf(measures: readonly Measure[]): number {
  const [first] = measures;
  if (first?.dimensions['day'] !== undefined) return 24 * hourMs;
  return first?.dimensions['hour'] !== undefined ? hourMs : 60_000;
}

/** First response time by vendor as lines of seconds; moments in which nobody was answered have no point. */
export function responseLines(measures: readonly Measure[], vendors: readonly ChartVendor[]): Line[] {
  return vendors.map(({ vendorId, name }, index) => ({
    id: vendorId,
    name,
    color: colours[index % colours.length] ?? '',
    points: measures
      .filter((one) => (one.dimensions['vendorId'] ?? '') === vendorId && one.value !== null)
      .map((one) => ({ at: startOf(one), value: (one.value ?? 0) / 1000 }))
      .sort((a, b) => a.at - b.at),
  }));
}

/** Distances between lines of the axis that read well as times, seconds. */
const steps = [5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400];
const MOST_TICKS = 6;
/** The drawing follows this share of the points; a few nights without an answer must not flatten the rest. */
const DRAWN_SHARE = 0.95;

/**
 * The axis for lines of seconds: high enough for the target and for nineteen points of twenty. Points of 10, 20 and
 * 4,000 s with a target of 30 s give 0 to 60 s, cut.
 */
export function responseScale(lines: readonly Line[], targetSeconds: number): Scale {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value)).sort((a, b) => a - b);
  const most = values.at(-1) ?? 0;
  const usual = values[Math.ceil(values.length * DRAWN_SHARE) - 1] ?? 0;
  const wanted = Math.max(targetSeconds * 1.5, usual === most ? most : usual * 1.25);
  const step = steps.find((one) => wanted / one <= MOST_TICKS) ?? 86_400;
  const count = Math.ceil(wanted / step);
  const top = count * step;
  return { top, ticks: Array.from({ length: count + 1 }, (_, index) => index * step), isCut: most > top };
}

/** Share answered within the target by vendor and hour, from hourly measures. */
export function heatRows(measures: readonly Measure[], vendors: readonly ChartVendor[]): HeatRow[] {
  return vendors.map(({ vendorId, name }) => {
    const cells = new Map<number, HeatCell>();
    for (const one of measures) {
      const fraction = one.parts['withinTarget'] ?? null;
      if ((one.dimensions['vendorId'] ?? '') !== vendorId || fraction === null) continue;
      cells.set(startOf(one), { fraction, n: one.denominator ?? 0 });
    }
    return { id: vendorId, name, cells };
  });
}

/** The hours from the first to the last that hold anything, empty ones between them too; at most the last 24. */
export function heatHours(rows: readonly HeatRow[]): number[] {
  const held = rows.flatMap((row) => [...row.cells.keys()]);
  if (held.length === 0) return [];
  const last = Math.max(...held);
  const first = Math.max(Math.min(...held), last - 23 * hourMs);
  return Array.from({ length: Math.round((last - first) / hourMs) + 1 }, (_, n) => first + n * hourMs);
}
