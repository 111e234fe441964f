import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  conversationsQuery,
  metricIdSchema,
  worstWindowDays,
  type Conversation,
  type MetricId,
} from '@earshot/contracts';
import { ConversationRepository, type RankedPage } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { Allow, problem, queryOf, Viewer } from '@earshot/platform/http';
import { z } from 'zod';
import { ReadConversation } from './read-conversation';

const oneQuery = z.strictObject({ brandId: z.string().max(1024).optional() });

/** How long a list may read, in ms: a filter may be such that the whole store has to be. */
const readWithinMs = 10_000;

/** Reads conversations. */
@Controller('api/v1/conversations')
@Allow(...readersOf('conversations'))
export class ConversationsController {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reading: ReadConversation,
  ) {}

  @Get()
  async list(
    @Viewer() scope: Scope,
    @Query(queryOf(conversationsQuery)) query: z.output<typeof conversationsQuery>,
  ): Promise<RankedPage> {
    const { metric, sort, waiting, flagged, ...rest } = query;
    const filter = { ...rest, waiting: waiting === 'true', flagged: flagged === 'true' };
    const named = metricOf(metric);
    if (sort !== 'worst') {
      const page = await this.read((it) => it.list(scope, { ...filter, metric: named }));
      return { ...page, total: null };
    }
    if (named === undefined) {
      throw problem('invalid-input', 'The worst of what? Name a metric.', {
        pointer: '/metric',
        status: 400,
      });
    }
    const from = this.startOf(filter);
    return this.read((it) => it.worst(scope, { ...filter, metric: named, from }));
  }

  @Get(':id')
  one(
    @Viewer() scope: Scope,
    @Param('id') id: string,
    @Query(queryOf(oneQuery)) { brandId }: z.output<typeof oneQuery>,
  ): Promise<Conversation> {
    return this.reading.execute(scope, id, brandId);
  }

  private read<T>(ask: (conversations: ConversationRepository) => Promise<T>): Promise<T> {
    return this.database.bounded(readWithinMs, (tx) => ask(new ConversationRepository(tx)));
  }

  /** The start of a window in which the worst may be looked for. */
  private startOf({ from, to }: { from?: string | undefined; to?: string | undefined }): string {
    const end = to === undefined ? this.clock.now() : Date.parse(to);
    if (from !== undefined && end - Date.parse(from) <= worstWindowDays * 86_400_000) return from;
    const detail = `The worst first needs a window of at most ${worstWindowDays} days: give its start as "from".`;
    throw problem('too-much', detail, { pointer: '/from', status: 400 });
  }
}

function metricOf(given: string | undefined): MetricId | undefined {
  if (given === undefined) return undefined;
  const metric = metricIdSchema.safeParse(given);
  if (metric.success) return metric.data;
  throw problem('invalid-input', `There is no metric "${given.slice(0, 64)}".`, {
    pointer: '/metric',
    status: 400,
  });
}
