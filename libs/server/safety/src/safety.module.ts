import { Module, type DynamicModule } from '@nestjs/common';
import { FlagRepository } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { AcknowledgeFlag, CloseFlag, ReleaseFlag, ReopenFlag } from './flag-deeds';
import { FlagDesk } from './flag-desk';
import { NoticeChannel } from './notice-channels';
import { NoticeJobs } from './notice-jobs';
import { FlagBatchController, FlagDeedsController, FlagsController } from './safety.controller';
import { SendNotices } from './send-notices';
import { SweepDeadlines } from './sweep-deadlines';
import { SafetySweeper } from './sweeper';

/** The safety lane over HTTP (role `api`). Needs Database, Clock, DataKeys, LiveBus and AuditLog from the app. */
@Module({
  controllers: [FlagsController, FlagBatchController, FlagDeedsController],
  providers: [
    {
      provide: FlagRepository,
      useFactory: (database: Database) => new FlagRepository(database),
      inject: [Database],
    },
    FlagDesk,
    AcknowledgeFlag,
    ReleaseFlag,
    CloseFlag,
    ReopenFlag,
  ],
})
export class SafetyModule {}

/** Deadlines and notices (role `worker`). */
@Module({})
export class SafetyWorkerModule {
  /** `channel`: where notices go. Needs Database, Clock, LiveBus and JobQueue from the app. */
  static to(channel: NoticeChannel): DynamicModule {
    return {
      module: SafetyWorkerModule,
      providers: [
        { provide: NoticeChannel, useValue: channel },
        SweepDeadlines,
        SendNotices,
        NoticeJobs,
        SafetySweeper,
      ],
    };
  }
}
