import { Module } from '@nestjs/common';
import { SelectionRepository } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { RevealPeriod } from './reveal-period';
import { PlanPeriodsController, SelectionsController } from './selections.controller';

/** Selections and plan periods over HTTP (role `api`). Needs Database, Clock, AuditLog and PlanKeyRoot from the app. */
@Module({
  controllers: [SelectionsController, PlanPeriodsController],
  providers: [
    {
      provide: SelectionRepository,
      useFactory: (database: Database) => new SelectionRepository(database),
      inject: [Database],
    },
    RevealPeriod,
  ],
})
export class SelectionsModule {}
