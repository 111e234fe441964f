import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  acknowledgeFlagSchema,
  acknowledgeFlagsSchema,
  closeFlagSchema,
  closeFlagsSchema,
  emptyBodySchema,
  flagCountsQuery,
  flagIdsSchema,
  flagsQuery,
  reopenFlagSchema,
  reopenFlagsSchema,
  type Flag,
  type FlagActs,
  type FlagCounts,
  type FlagsDone,
} from '@earshot/contracts';
import { FlagRepository, type CountedPage } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Allow, bodyOf, problem, queryOf, Viewer } from '@earshot/platform/http';
import { type z } from 'zod';
import { AcknowledgeFlag, CloseFlag, ReleaseFlag, ReopenFlag } from './flag-deeds';

const anId = new ParseUUIDPipe({ exceptionFactory: () => problem('not-found', 'No such flag.') });
const noBody = bodyOf(emptyBodySchema);

/** Reads flags. */
@Controller('api/v1/flags')
@Allow(...readersOf('flags'))
export class FlagsController {
  constructor(private readonly flags: FlagRepository) {}

  @Get()
  list(
    @Viewer() scope: Scope,
    @Query(queryOf(flagsQuery)) { unsettled, ...query }: z.output<typeof flagsQuery>,
  ): Promise<CountedPage> {
    return this.flags.list(scope, { ...query, unsettled: unsettled && true });
  }

  @Get('counts')
  counts(
    @Viewer() scope: Scope,
    @Query(queryOf(flagCountsQuery)) { unsettled, ...query }: z.output<typeof flagCountsQuery>,
  ): Promise<FlagCounts> {
    return this.flags.counts(scope, { ...query, unsettled: unsettled && true });
  }

  @Get(':id')
  async one(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<Flag> {
    const flag = await this.flags.find(scope, id);
    if (flag === null) throw problem('not-found', 'No such flag.');
    return flag;
  }

  @Get(':id/acts')
  async acts(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<FlagActs> {
    const acts = await this.flags.acts(scope, id);
    if (acts === null) throw problem('not-found', 'No such flag.');
    return acts;
  }
}

/** What people of the brand do about several flags at once. */
@Controller('api/v1/flags')
@Allow('safety', 'supervisor')
export class FlagBatchController {
  constructor(
    private readonly acknowledging: AcknowledgeFlag,
    private readonly releasing: ReleaseFlag,
    private readonly closing: CloseFlag,
    private readonly reopening: ReopenFlag,
  ) {}

  @Post('acknowledge')
  @HttpCode(200)
  acknowledge(
    @Viewer() scope: Scope,
    @Body(bodyOf(acknowledgeFlagsSchema)) { flags }: z.output<typeof acknowledgeFlagsSchema>,
  ): Promise<FlagsDone> {
    return this.acknowledging.executeAll(scope, flags);
  }

  @Post('release')
  @HttpCode(200)
  release(
    @Viewer() scope: Scope,
    @Body(bodyOf(flagIdsSchema)) { ids }: z.output<typeof flagIdsSchema>,
  ): Promise<FlagsDone> {
    return this.releasing.executeAll(scope, ids);
  }

  @Post('close')
  @HttpCode(200)
  close(
    @Viewer() scope: Scope,
    @Body(bodyOf(closeFlagsSchema)) body: z.output<typeof closeFlagsSchema>,
  ): Promise<FlagsDone> {
    return this.closing.executeAll(scope, body);
  }

  @Post('reopen')
  @HttpCode(200)
  reopen(
    @Viewer() scope: Scope,
    @Body(bodyOf(reopenFlagsSchema)) body: z.output<typeof reopenFlagsSchema>,
  ): Promise<FlagsDone> {
    return this.reopening.executeAll(scope, body);
  }
}

/** What people of the brand do about a flag. */
@Controller('api/v1/flags/:id')
@Allow('safety', 'supervisor')
export class FlagDeedsController {
  constructor(
    private readonly acknowledging: AcknowledgeFlag,
    private readonly releasing: ReleaseFlag,
    private readonly closing: CloseFlag,
    private readonly reopening: ReopenFlag,
  ) {}

  @Post('acknowledge')
  @HttpCode(200)
  acknowledge(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(acknowledgeFlagSchema)) body: z.output<typeof acknowledgeFlagSchema>,
  ): Promise<Flag> {
    return this.acknowledging.execute(scope, { id, ...body?.seen });
  }

  @Post('release')
  @HttpCode(200)
  release(@Viewer() scope: Scope, @Param('id', anId) id: string, @Body(noBody) _: unknown): Promise<Flag> {
    return this.releasing.execute(scope, id);
  }

  @Post('close')
  @HttpCode(200)
  close(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(closeFlagSchema)) body: z.output<typeof closeFlagSchema>,
  ): Promise<Flag> {
    return this.closing.execute(scope, id, body);
  }

  @Post('reopen')
  @HttpCode(200)
  reopen(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(reopenFlagSchema)) body: z.output<typeof reopenFlagSchema>,
  ): Promise<Flag> {
    return this.reopening.execute(scope, id, body?.reason);
  }
}
