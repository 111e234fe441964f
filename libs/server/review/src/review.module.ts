import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ReviewRepository, ScorecardRepository } from '@earshot/data-access';
import { defaultScorecard } from '@earshot/domain/scoring';
import { Database } from '@earshot/platform/database';
import { ClaimReview } from './claim-review';
import { SkipReview, SubmitReview, TakeBackReview } from './finish-review';
import { ReadReview } from './read-review';
import { ReviewDesk } from './review-desk';
import { ReviewDeedsController, ReviewQueueController, ReviewsController } from './review.controller';
import { SaveScores } from './save-scores';

/** Reviews over HTTP (role `api`). Needs Database, Clock, DataKeys, LiveBus and AuditLog from the app. */
@Module({
  controllers: [ReviewQueueController, ReviewsController, ReviewDeedsController],
  providers: [
    {
      provide: ReviewRepository,
      useFactory: (database: Database) => new ReviewRepository(database),
      inject: [Database],
    },
    ReviewDesk,
    ReadReview,
    ClaimReview,
    SaveScores,
    SubmitReview,
    TakeBackReview,
    SkipReview,
  ],
})
export class ReviewModule implements OnApplicationBootstrap {
  constructor(private readonly database: Database) {}

  /** A brand without a scorecard gets the default one. A brand made later gets it when it is made (see seeds). */
  async onApplicationBootstrap(): Promise<void> {
    await publishDefaultScorecard(this.database);
  }
}

/** Gives the default scorecard to every brand that has none; how many got it. For whoever makes brands. */
export async function publishDefaultScorecard(database: Pick<Database, 'query'>): Promise<number> {
  return new ScorecardRepository(database).publishWhereNone(defaultScorecard);
}
