import { type Measure } from '@earshot/contracts';
import { type HeatCell, type HeatRow, type Line } from '@earshot/web/charts';

/** Series colours, in the order of the vendors; neither red nor amber. */
const colours = [1, 2, 3, 4, 5, 6].map((n) => `var(--series-${n})`);

/** A vendor of the chart, in the order of its colour. */
export interface ChartVendor {
  vendorId: string;
  name: string;
}

/** The time that a measure of a grid stands for, ms since 1970. */
function startOf(measure: Measure): number {
  return Date.parse(measure.dimensions['minute'] ?? measure.dimensions['hour'] ?? measure.from);
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

/** The hours that hold anything, oldest first, at most the last 24 of them. */
export function heatHours(rows: readonly HeatRow[]): number[] {
  const hours = new Set(rows.flatMap((row) => [...row.cells.keys()]));
  return [...hours].sort((a, b) => a - b).slice(-24);
}
