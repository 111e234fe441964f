import * as z from 'zod';
import { channelSchema, instantSchema } from '../vocabulary';
import { shownMessageSchema } from './conversations';
import { pageOf, pageQuery } from './lists';

export const criterionSchema = z.object({
  id: z.string(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  help: z.object({ 'zh-CN': z.string(), en: z.string() }),
  /** Highest points; the answers are 0..scale. 1 means no/yes. */
  scale: z.number().int().min(1).max(10),
  weight: z.number().positive(),
  /** Failing it (0 points) fails the review. */
  critical: z.boolean(),
  allowsNotApplicable: z.boolean(),
});
export type Criterion = z.infer<typeof criterionSchema>;

export const scorecardSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  passMark: z.number().min(0).max(100),
  criteria: z.array(criterionSchema),
});
export type Scorecard = z.infer<typeof scorecardSchema>;

/** Answers by criterion id: points, or `n/a`. */
export const answerSchema = z.object({
  points: z.union([z.number().int().min(0).max(10), z.literal('n/a')]).nullable(),
  note: z.string().max(4000).default(''),
  evidence: z
    .array(z.object({ messageId: z.string(), start: z.number().int().min(0), end: z.number().int().min(0) }))
    .max(50)
    .default([]),
});
export type Answer = z.infer<typeof answerSchema>;

/** A reviewer's item: blind, so without agent, vendor or conversation id. */
export const reviewSchema = z.object({
  id: z.string(),
  state: z.enum(['draft', 'submitted', 'skipped', 'expired']),
  scorecard: scorecardSchema,
  scenario: z.string().nullable(),
  channel: channelSchema.nullable(),
  language: z.string().nullable(),
  openedAt: instantSchema,
  /** The transcript's version that was read; a later change of the conversation is told by `transcriptChanged`. */
  transcriptRevision: z.number().int(),
  transcriptChanged: z.boolean(),
  messages: z.array(shownMessageSchema),
  answers: z.record(z.string(), answerSchema),
  note: z.string(),
  scorePercent: z.number().nullable(),
  passed: z.boolean().nullable(),
  leaseUntil: instantSchema.nullable(),
  claimedAt: instantSchema,
  submittedAt: instantSchema.nullable(),
  revision: z.number().int(),
  /** Only for those who may know: null in a reviewer's answer. */
  reviewer: z.string().nullable(),
  vendorId: z.string().nullable(),
  conversationId: z.string().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** `POST /api/v1/review-queue/claim`: the next item, or null where none waits. */
export const claimAnswerSchema = z.object({ review: reviewSchema.nullable(), waiting: z.number().int() });
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

/** `PUT /api/v1/reviews/{id}/scores`: the whole draft; `revision` is the one last read. */
export const saveScoresSchema = z.strictObject({
  revision: z.number().int(),
  answers: z.record(z.string().max(100), answerSchema),
  note: z.string().max(8000).default(''),
});

export const skipSchema = z.strictObject({
  reason: z.enum(['language', 'too-hard', 'conflict-of-interest', 'broken-transcript', 'other']),
  note: z.string().max(4000).default(''),
});

/** `GET /api/v1/review-queue`: how much waits for this person. */
export const reviewQueueSchema = z.object({
  waiting: z.number().int(),
  submittedToday: z.number().int(),
  draft: z.string().nullable(),
  medianReviewSeconds: z.number().nullable(),
});
export type ReviewQueue = z.infer<typeof reviewQueueSchema>;

export const reviewsQuery = z.strictObject({
  ...pageQuery,
  vendorId: z.string().optional(),
  state: z.enum(['draft', 'submitted', 'skipped', 'expired']).optional(),
});
export const reviewRowSchema = reviewSchema.omit({ messages: true, scorecard: true, answers: true });
export const reviewsPage = pageOf(reviewRowSchema);
