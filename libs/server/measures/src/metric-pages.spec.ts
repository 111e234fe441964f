import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { metricIds, type MetricId } from '@earshot/contracts';
import { Bucket, counters, sketches } from '@earshot/domain/metrics';
import { noFacts } from './facts';
import { metricRegistry } from './metric-registry';

const folder = join(__dirname, '../../../../docs/metrics');

interface Page {
  readonly id: string;
  readonly title: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly parts: Readonly<Record<string, unknown>>;
  readonly about: 'now' | 'window';
  readonly maturesHours: number;
}

function pageOf(id: MetricId): Page {
  const [, front] = /^---\n(.*?)\n---\n/s.exec(readFileSync(join(folder, `${id}.md`), 'utf8')) ?? [];
  return parse(front ?? '') as Page;
}

/** A group in which something of everything was counted. */
function someFacts() {
  const bucket = new Bucket();
  for (const counter of counters) bucket.add(counter, 100);
  for (const sketch of sketches) bucket.record(sketch, 1000, 100);
  const dimensions = {};
  const acknowledged = {
    dimensions,
    flags: 2,
    acknowledged: 1,
    critical: 1,
    criticalInTarget: 1,
    p50: 1,
    p90: 1,
    longest: 1,
  };
  return {
    ...noFacts(dimensions),
    bucket,
    waiting: { dimensions, waiting: 1, open: 2, longestSince: new Date(0) },
    firstContacts: { dimensions, closed: 2, resolvedAtOnce: 1 },
    openFlags: { dimensions, bySeverity: [1, 0, 0, 0] as const, pastDeadline: 0 },
    acknowledged,
    toBrand: acknowledged,
  };
}

describe('docs/metrics', () => {
  it('has a page for each metric and no other', () => {
    const pages = readdirSync(folder).filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(metricIds.map((id) => `${id}.md`).sort());
  });

  it.each(metricIds)('%s says what the code does', (id) => {
    const page = pageOf(id);
    const definition = metricRegistry[id];
    expect(page).toMatchObject({
      id,
      unit: definition.unit,
      about: definition.isNow === true ? 'now' : 'window',
      maturesHours: (definition.maturesMs ?? 0) / 3_600_000,
    });
    expect(page.title['zh-CN']).toMatch(/\p{Script=Han}/u);
    const { parts } = definition.figure(someFacts(), 1000);
    expect(Object.keys(parts).sort()).toEqual(Object.keys(page.parts).sort());
  });
});
