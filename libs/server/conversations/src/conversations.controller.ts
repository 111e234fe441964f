import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  conversationsQuery,
  metricIdSchema,
  type Conversation,
  type ConversationRow,
  type MetricId,
} from '@earshot/contracts';
import { ConversationRepository, type Page } from '@earshot/data-access';
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
  list(
    @Viewer() scope: Scope,
    @Query(queryOf(conversationsQuery)) query: z.output<typeof conversationsQuery>,
  ): Promise<Page<ConversationRow>> {
    const { metric, waiting, flagged, ...rest } = query;
    return this.conversations.list(scope, {
      ...rest,
      metric: metricOf(metric),
      waiting: waiting === 'true',
      flagged: flagged === 'true',
    });
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
