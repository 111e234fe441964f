import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { IdleStore, IngestStore, RejectedEventRepository, SilenceStore } from '@earshot/data-access';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { EventsController } from './events.controller';
import { HttpIntake } from './http-intake';
import { IntakeStatusController, RejectedEventsController } from './intake-admin.controller';
import { IntakeDesk } from './intake-desk';
import { IdleKeeper, PlanKeeper } from './keepers';
import { ReadIntakeStatus } from './read-status';
import { RefusalCounter } from './refusal-counter';
import { ResubmitEvent } from './resubmit-event';

/**
 * Events in. The app gives Database, DataKeys, Clock, LiveBus, AuditLog, IntakeKeys, RuleBook, PlanBook,
 * IntakeSettings and TopicWatch. The topic itself is read by threads of the app's (KafkaIntake).
 */
@Module({})
export class IntakeModule {
  /** `roles`: what this process does. */
  static forRoles(roles: readonly string[]): DynamicModule {
    const providers: Provider[] = [
      {
        provide: IngestStore,
        useFactory: (database: Database, keys: DataKeys) => new IngestStore(database, keys),
        inject: [Database, DataKeys],
      },
      IntakeDesk,
      PlanKeeper,
    ];
    const controllers = [];
    const repository: Provider = {
      provide: RejectedEventRepository,
      useFactory: (database: Database) => new RejectedEventRepository(database),
      inject: [Database],
    };
    if (roles.includes('ingest') || roles.includes('api')) {
      providers.push(repository, HttpIntake, RefusalCounter);
      controllers.push(EventsController);
    }
    if (roles.includes('api')) {
      providers.push(ReadIntakeStatus, ResubmitEvent);
      controllers.push(IntakeStatusController, RejectedEventsController);
    }
    if (roles.includes('worker')) {
      providers.push({
        provide: SilenceStore,
        useFactory: (database: Database) => new SilenceStore(database),
        inject: [Database],
      });
      providers.push(IdleKeeper, {
        provide: IdleStore,
        useFactory: (database: Database) => new IdleStore(database),
        inject: [Database],
      });
    }
    return { module: IntakeModule, providers, controllers, exports: [IntakeDesk] };
  }
}
