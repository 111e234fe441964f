import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import {
  emptyBodySchema,
  reviewsQuery,
  saveScoresSchema,
  skipSchema,
  type ClaimAnswer,
  type Review,
  type ReviewQueue,
} from '@earshot/contracts';
import { ReviewRepository, type Page } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { Allow, bodyOf, problem, queryOf, Viewer } from '@earshot/platform/http';
import { type z } from 'zod';
import { ClaimReview } from './claim-review';
import { SkipReview, SubmitReview, TakeBackReview } from './finish-review';
import { ReadReview } from './read-review';
import { SaveScores } from './save-scores';
import { showReviewRow } from './show-review';

const anId = new ParseUUIDPipe({ exceptionFactory: () => problem('not-found', 'No such review.') });
const noBody = bodyOf(emptyBodySchema);

/** The queue as one reviewer sees it. */
@Controller('api/v1/review-queue')
@Allow('reviewer', 'lead')
export class ReviewQueueController {
  constructor(
    private readonly reviews: ReviewRepository,
    private readonly claiming: ClaimReview,
    private readonly clock: Clock,
  ) {}

  @Get()
  queue(@Viewer() scope: Scope): Promise<ReviewQueue> {
    return this.reviews.queue(scope, new Date(this.clock.now()));
  }

  @Post('claim')
  @HttpCode(200)
  claim(@Viewer() scope: Scope, @Body(noBody) _: unknown): Promise<ClaimAnswer> {
    return this.claiming.execute(scope);
  }
}

/** Reads reviews. */
@Controller('api/v1/reviews')
@Allow(...readersOf('reviews'))
export class ReviewsController {
  constructor(
    private readonly reviews: ReviewRepository,
    private readonly reading: ReadReview,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Viewer() scope: Scope,
    @Query(queryOf(reviewsQuery)) query: z.output<typeof reviewsQuery>,
  ): Promise<Page<ReturnType<typeof showReviewRow>>> {
    const { items, nextCursor } = await this.reviews.list(scope, query);
    const now = new Date(this.clock.now());
    return { items: items.map((review) => showReviewRow(scope, review, now)), nextCursor };
  }

  @Get(':id')
  one(@Viewer() scope: Scope, @Param('id', anId) id: string): Promise<Review> {
    return this.reading.execute(scope, id);
  }
}

/** What a reviewer does with the item they hold. */
@Controller('api/v1/reviews/:id')
@Allow('reviewer', 'lead')
export class ReviewDeedsController {
  constructor(
    private readonly saving: SaveScores,
    private readonly submitting: SubmitReview,
    private readonly takingBack: TakeBackReview,
    private readonly skipping: SkipReview,
  ) {}

  @Put('scores')
  save(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(saveScoresSchema)) body: z.output<typeof saveScoresSchema>,
  ): Promise<Review> {
    return this.saving.execute(scope, id, body);
  }

  @Post('submit')
  @HttpCode(200)
  submit(@Viewer() scope: Scope, @Param('id', anId) id: string, @Body(noBody) _: unknown): Promise<Review> {
    return this.submitting.execute(scope, id);
  }

  @Post('take-back')
  @HttpCode(200)
  takeBack(@Viewer() scope: Scope, @Param('id', anId) id: string, @Body(noBody) _: unknown): Promise<Review> {
    return this.takingBack.execute(scope, id);
  }

  @Post('skip')
  @HttpCode(204)
  skip(
    @Viewer() scope: Scope,
    @Param('id', anId) id: string,
    @Body(bodyOf(skipSchema)) body: z.output<typeof skipSchema>,
  ): Promise<void> {
    return this.skipping.execute(scope, id, body);
  }
}
