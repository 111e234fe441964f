import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { selectionsQuery, type Selection } from '@earshot/contracts';
import { SelectionRepository, type Page, type PlanPeriod } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Allow, queryOf, Viewer } from '@earshot/platform/http';
import { z } from 'zod';
import { RevealPeriod, type RevealedPeriod } from './reveal-period';

const brandQuery = z.strictObject({ brandId: z.string().max(1024).optional() });

/** Every decision to review or not. */
@Controller('api/v1/selections')
@Allow(...readersOf('selections'))
export class SelectionsController {
  constructor(private readonly selections: SelectionRepository) {}

  @Get()
  list(
    @Viewer() scope: Scope,
    @Query(queryOf(selectionsQuery)) { kept, ...query }: z.output<typeof selectionsQuery>,
  ): Promise<Page<Selection>> {
    return this.selections.list(scope, { ...query, kept: kept === undefined ? undefined : kept === 'true' });
  }
}

/** Commitments before a period, its key after it. */
@Controller('api/v1/plans/:planId/periods')
export class PlanPeriodsController {
  constructor(
    private readonly selections: SelectionRepository,
    private readonly revealing: RevealPeriod,
  ) {}

  @Get()
  @Allow(...readersOf('selections'))
  async list(
    @Viewer() scope: Scope,
    @Param('planId') planId: string,
  ): Promise<{ items: PlanPeriod[]; nextCursor: null }> {
    return { items: await this.selections.periods(scope, planId), nextCursor: null };
  }

  @Post(':period/reveal')
  @HttpCode(200)
  @Allow('lead')
  reveal(
    @Viewer() scope: Scope,
    @Param() { planId, period }: { planId: string; period: string },
    @Query(queryOf(brandQuery)) { brandId }: z.output<typeof brandQuery>,
  ): Promise<RevealedPeriod> {
    return this.revealing.execute(scope, { planId, period, brandId });
  }
}
