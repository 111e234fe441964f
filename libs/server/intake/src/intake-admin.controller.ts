import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import {
  rejectedQuery,
  resubmitSchema,
  type IntakeStatus,
  type RejectedEvent,
  type RejectedEventDetail,
} from '@earshot/contracts';
import { AuditLog, RejectedEventRepository, type Page } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { Allow, bodyOf, problem, queryOf, Viewer } from '@earshot/platform/http';
import type { z } from 'zod';
import { fieldsOf } from './mend';
import { ReadIntakeStatus } from './read-status';
import { ResubmitEvent } from './resubmit-event';

const anId = new ParseUUIDPipe({ exceptionFactory: () => problem('not-found', 'No such rejected event.') });

/** How the intake stands. */
@Controller('api/v1/intake/status')
@Allow(...readersOf('intake-status'))
export class IntakeStatusController {
  constructor(private readonly status: ReadIntakeStatus) {}

  @Get()
  read(@Viewer() scope: Scope): Promise<IntakeStatus> {
    return this.status.execute(scope);
  }
}

/** Events that could not be taken: read masked, mended field by field, sent again. */
@Controller('api/v1/intake/rejected')
@Allow(...readersOf('rejected-events'))
export class RejectedEventsController {
  constructor(
    private readonly rejected: RejectedEventRepository,
    private readonly resubmitting: ResubmitEvent,
    private readonly keys: DataKeys,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  @Get()
  list(
    @Viewer() scope: Scope,
    @Query(queryOf(rejectedQuery)) query: z.output<typeof rejectedQuery>,
  ): Promise<Page<RejectedEvent>> {
    return this.rejected.list(scope, query);
  }

  @Get(':id')
  async one(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<RejectedEventDetail> {
    const found = await this.rejected.find(scope, id, this.keys);
    if (found === null) throw problem('not-found', 'No such rejected event.');
    await this.audit.append(this.database, {
      personId: scope.personId,
      act: 'rejected-event.read',
      subject: `rejected-event ${id}`,
      detail: {},
    });
    const value = parsed(found.raw);
    return {
      ...found.event,
      fields: value === undefined ? [] : fieldsOf(value),
      parseable: value !== undefined,
    };
  }

  @Post(':id/resubmit')
  @HttpCode(200)
  resubmit(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(resubmitSchema)) body: z.output<typeof resubmitSchema>,
  ) {
    return this.resubmitting.execute(scope, id, body);
  }

  @Post(':id/dismiss')
  @HttpCode(204)
  dismiss(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<void> {
    return this.deal(scope, id, {
      act: 'rejected-event.dismissed',
      change: () => this.rejected.resolve(id, 'dismissed', scope.personId),
      refusal: 'Somebody has dealt with this event already.',
    });
  }

  @Post(':id/reopen')
  @HttpCode(204)
  reopen(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<void> {
    return this.deal(scope, id, {
      act: 'rejected-event.reopened',
      change: () => this.rejected.reopen(id),
      refusal: 'This event was not put aside.',
    });
  }

  private async deal(
    scope: Scope,
    id: string,
    { act, change, refusal }: { act: string; change: () => Promise<boolean>; refusal: string },
  ): Promise<void> {
    if ((await this.rejected.find(scope, id, this.keys)) === null)
      throw problem('not-found', 'No such rejected event.');
    if (!(await change())) throw problem('conflict', refusal);
    await this.audit.append(this.database, {
      personId: scope.personId,
      act,
      subject: `rejected-event ${id}`,
      detail: {},
    });
  }
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    // It is mended as a whole then.
    return undefined;
  }
}
