import { type TriggerEffect } from './checks';
import { BAND, isJudged, monteCarlo } from './report';
import { type Coverage } from './simulate';

const FRAME = { left: 130, right: 20, top: 40, rowHeight: 26, width: 760 } as const;
const PALETTE = ['#9ecae1', '#6baed6', '#4292c6', '#2171b5', '#084594'];

const text = (x: number, y: number, content: string, rest = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${rest}>${content}</text>`;

function svg(width: number, height: number, title: string, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${body.join('\n')}
</svg>
`;
}

/** Gives a dot plot of the dashboard coverage, one row for each preset, with the band that it must lie in. */
export function coveragePlot(coverages: readonly Coverage[]): string {
  const presets = [...new Set(coverages.map(({ preset }) => preset))];
  const sizes = [...new Set(coverages.map(({ N }) => N))];
  const height = FRAME.top + presets.length * FRAME.rowHeight + 60;
  const inner = FRAME.width - FRAME.left - FRAME.right;
  const x = (coverage: number): number => FRAME.left + ((Math.max(0.9, coverage) - 0.9) / 0.1) * inner;
  const y = (preset: string): number => FRAME.top + (presets.indexOf(preset) + 0.5) * FRAME.rowHeight;
  const bottom = FRAME.top + presets.length * FRAME.rowHeight;
  const body = [
    `<rect x="${x(BAND.low)}" y="${FRAME.top}" width="${x(BAND.high) - x(BAND.low)}" height="${bottom - FRAME.top}" fill="#e8f5e9"/>`,
    ...[0.9, 0.92, 0.94, 0.95, 0.96, 0.98, 1].flatMap((tick) => [
      `<line x1="${x(tick)}" x2="${x(tick)}" y1="${FRAME.top}" y2="${bottom}" stroke="${tick === 0.95 ? '#333' : '#ddd'}"/>`,
      text(x(tick), bottom + 16, `${(tick * 100).toFixed(0)} %`, 'text-anchor="middle"'),
    ]),
    ...presets.map((preset) => text(FRAME.left - 8, y(preset) + 4, preset, 'text-anchor="end"')),
    ...coverages.filter(isJudged).flatMap(({ preset, N, dashboard, judged }) => {
      const color = PALETTE[sizes.indexOf(N)] ?? '#000';
      const row = y(preset) + (sizes.indexOf(N) - (sizes.length - 1) / 2) * 4;
      const { low, high } = monteCarlo(dashboard, judged);
      return [
        `<line x1="${x(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y1="${row}" y2="${row}" stroke="${color}"/>`,
        `<circle cx="${x(dashboard).toFixed(1)}" cy="${row}" r="3" fill="${color}"><title>${preset}, N ${N}: ${(dashboard * 100).toFixed(1)} %</title></circle>`,
      ];
    }),
    ...sizes.flatMap((N, index) => [
      `<circle cx="${FRAME.left + index * 110}" cy="${bottom + 40}" r="5" fill="${PALETTE[index] ?? '#000'}"/>`,
      text(FRAME.left + index * 110 + 10, bottom + 44, `N ${N}`),
    ]),
    text(
      FRAME.left,
      24,
      'Coverage of the 95 % dashboard interval, with 99.9 % Monte Carlo intervals; band 93.5 % to 97 %',
      'font-weight="bold"',
    ),
  ];
  return svg(FRAME.width, height, 'Coverage of the dashboard interval', body);
}

/** Gives a plot of the estimate and the plain mean against the quality of the trigger. */
export function triggerPlot(effects: readonly TriggerEffect[]): string {
  const [width, height, left, bottom] = [760, 300, 60, 250];
  const x = (hitRate: number): number => left + (hitRate / 0.65) * (width - left - 150);
  const y = (rate: number): number => bottom - ((rate - 0.6) / 0.4) * (bottom - 40);
  const line = (of: (effect: TriggerEffect) => number, color: string, name: string): string[] => {
    const last = effects.at(-1);
    return [
      `<polyline fill="none" stroke="${color}" stroke-width="2" points="${effects.map((one) => `${x(one.hitRate).toFixed(1)},${y(of(one)).toFixed(1)}`).join(' ')}"/>`,
      ...effects.map(
        (one) =>
          `<circle cx="${x(one.hitRate).toFixed(1)}" cy="${y(of(one)).toFixed(1)}" r="4" fill="${color}"/>`,
      ),
      ...(last ? [text(x(last.hitRate) + 10, y(of(last)) + 4, name, `fill="${color}"`)] : []),
    ];
  };
  const body = [
    ...[0.6, 0.7, 0.8, 0.9, 1].flatMap((tick) => [
      `<line x1="${left}" x2="${width - 140}" y1="${y(tick)}" y2="${y(tick)}" stroke="#ddd"/>`,
      text(left - 8, y(tick) + 4, `${(tick * 100).toFixed(0)} %`, 'text-anchor="end"'),
    ]),
    ...effects.map(({ hitRate }) =>
      text(x(hitRate), bottom + 18, `${(hitRate * 100).toFixed(0)} %`, 'text-anchor="middle"'),
    ),
    text(left, bottom + 38, 'share of the failing conversations that the trigger hits'),
    ...line(({ meanEstimate }) => meanEstimate, '#084594', 'weighted estimate'),
    ...line(({ meanPlain }) => meanPlain, '#cb181d', 'plain mean'),
    text(
      left,
      24,
      'Mean pass rate shown, by quality of the trigger; the truth is 92 % throughout',
      'font-weight="bold"',
    ),
  ];
  return svg(width, height, 'Estimate and plain mean by quality of the trigger', body);
}
