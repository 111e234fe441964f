import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { closeFlagSchema, emptyBodySchema, flagsQuery, type Flag } from '@earshot/contracts';
import { FlagRepository, type Page } from '@earshot/data-access';
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
    @Query(queryOf(flagsQuery)) query: z.output<typeof flagsQuery>,
  ): Promise<Page<Flag>> {
    return this.flags.list(scope, query);
  }

  @Get(':id')
  async one(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<Flag> {
    const flag = await this.flags.find(scope, id);
    if (flag === null) throw problem('not-found', 'No such flag.');
    return flag;
  }
}

/** What people of the brand do about flags. */
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
    @Body(noBody) _: unknown,
  ): Promise<Flag> {
    return this.acknowledging.execute(scope, id);
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
  reopen(@Viewer() scope: Scope, @Param('id', anId) id: string, @Body(noBody) _: unknown): Promise<Flag> {
    return this.reopening.execute(scope, id);
  }
}
