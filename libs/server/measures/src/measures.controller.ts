import { Controller, Get, Query } from '@nestjs/common';
import { groupBys, measuresQuery, type Measure } from '@earshot/contracts';
import { type GroupBy } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Allow, problem, queryOf, Viewer } from '@earshot/platform/http';
import { type z } from 'zod';
import { ReadMeasures } from './read-measures';

const hourMs = 3_600_000;
const mostGroups = 2;
/** More slices of time than this are no chart and no table. */
const mostSlices = 5_000;
const grainOf = { minute: 60_000, hour: hourMs, day: 24 * hourMs } as const;

/** Reads measures. */
@Controller('api/v1/measures')
@Allow(...readersOf('measures'))
export class MeasuresController {
  constructor(
    private readonly reading: ReadMeasures,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Viewer() scope: Scope,
    @Query(queryOf(measuresQuery)) { metric, from, to, groupBy, ...narrow }: z.output<typeof measuresQuery>,
  ): Promise<{ items: Measure[]; nextCursor: null }> {
    const window = windowOf(this.clock.now(), from, to);
    const groups = groupsOf(groupBy, window.to.getTime() - window.from.getTime());
    const slice = { scope, ...window, ...narrow, groupBy: groups };
    return {
      items: await this.reading.execute(slice, metric === undefined ? undefined : [metric]),
      nextCursor: null,
    };
  }
}

/** The window asked for. Without a time the last hour; with one end, an hour from or to it, but not past now. */
export function windowOf(
  nowMs: number,
  from: string | undefined,
  to: string | undefined,
): { from: Date; to: Date } {
  const start = from === undefined ? undefined : Date.parse(from);
  const end = to === undefined ? (start === undefined ? nowMs : Math.max(start + 1, nowMs)) : Date.parse(to);
  const window = { from: new Date(start ?? end - hourMs), to: new Date(end) };
  if (window.from < window.to) return window;
  throw problem('invalid-input', 'The window is empty: "from" must be before "to".', {
    pointer: '/from',
    status: 400,
  });
}

/** The groups of `groupBy`: one or two, of which one by time at most. */
export function groupsOf(groupBy: string | undefined, windowMs: number): GroupBy[] {
  if (groupBy === undefined || groupBy === '') return [];
  const names = groupBy.split(',');
  const groups = names.filter((name): name is GroupBy => (groupBys as readonly string[]).includes(name));
  const times = groups.flatMap((group) => (group in grainOf ? [grainOf[group as keyof typeof grainOf]] : []));
  const wrong =
    groups.length !== names.length || new Set(groups).size !== groups.length || groups.length > mostGroups;
  if (wrong || times.length > 1) {
    throw problem(
      'invalid-input',
      `groupBy takes one or two of ${groupBys.join(', ')}; one of time at most.`,
      {
        pointer: '/groupBy',
        status: 400,
      },
    );
  }
  const [grain] = times;
  if (grain !== undefined && windowMs / grain > mostSlices) {
    throw problem('invalid-input', `The window has more than ${mostSlices} slices: take a coarser one.`, {
      pointer: '/groupBy',
      status: 400,
    });
  }
  return groups;
}
