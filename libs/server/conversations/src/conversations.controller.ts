import { Controller, Get, Param, Query } from '@nestjs/common';
import { conversationsQuery, metricIdSchema, type Conversation, type MetricId } from '@earshot/contracts';
import { ConversationRepository, type RankedPage } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Allow, problem, queryOf, Viewer } from '@earshot/platform/http';
import { z } from 'zod';
import { ReadConversation } from './read-conversation';

const oneQuery = z.strictObject({ brandId: z.string().max(1024).optional() });

/** Reads conversations. */
@Controller('api/v1/conversations')
@Allow(...readersOf('conversations'))
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationRepository,
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
      return { ...(await this.conversations.list(scope, { ...filter, metric: named })), total: null };
    }
    if (named === undefined) {
      throw problem('invalid-input', 'The worst of what? Name a metric.', {
        pointer: '/metric',
        status: 400,
      });
    }
    return this.conversations.worst(scope, { ...filter, metric: named });
  }

  @Get(':id')
  one(
    @Viewer() scope: Scope,
    @Param('id') id: string,
    @Query(queryOf(oneQuery)) { brandId }: z.output<typeof oneQuery>,
  ): Promise<Conversation> {
    return this.reading.execute(scope, id, brandId);
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
