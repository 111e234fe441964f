import * as z from 'zod';
import {
  categorySchema,
  channelSchema,
  conversationStateSchema,
  foreignIdSchema,
  instantSchema,
  outcomeSchema,
  severitySchema,
  speakerRoleSchema,
} from '../vocabulary';
import { flagSchema } from './flags';
import { pageOf, pageQuery, vendorQuery, windowQuery } from './lists';
import { selectionSchema } from './selections';

export const conversationRowSchema = z.object({
  id: z.string(),
  brandId: z.string(),
  vendorId: z.string().nullable(),
  channel: channelSchema.nullable(),
  platform: z.string().nullable(),
  scenario: z.string().nullable(),
  language: z.string().nullable(),
  segments: z.array(z.string()),
  agentId: z.string().nullable(),
  state: conversationStateSchema,
  outcome: outcomeSchema.nullable(),
  /** Whether the last close was derived from a day of silence. */
  derivedClose: z.boolean(),
  openedAt: instantSchema,
  closedAt: instantSchema.nullable(),
  lastEventAt: instantSchema,
  messages: z.number().int(),
  waitingSince: instantSchema.nullable(),
  worstSeverity: severitySchema.nullable(),
  openFlags: z.number().int(),
  ratingOutOf5: z.number().nullable(),
  complained: z.boolean(),
  /**
   * What the conversation itself gives to the metric that was asked for: ms, of 5, percent, a number of flags, or 1
   * and 0 for what is either so or not. Null where no metric was asked for, or it has nothing of its own to show.
   */
  figure: z.number().nullable(),
});
export type ConversationRow = z.infer<typeof conversationRowSchema>;

/** The longest window in which a list puts the worst first: what is worst has to be read of all in it. */
export const worstWindowDays = 31;

export const conversationsQuery = z.strictObject({
  ...pageQuery,
  ...windowQuery,
  vendorId: vendorQuery,
  channel: channelSchema.optional(),
  scenario: z.string().optional(),
  state: conversationStateSchema.optional(),
  agentId: z.string().optional(),
  /**
   * Only those behind a figure: the conversations of which the metric tells in the window; of a rate all that it is a
   * share of, with `figure` 1 for those that count.
   */
  metric: z.string().optional(),
  /**
   * `worst`: of those behind a metric the worst first, in a window of at most `worstWindowDays`, whose start must be
   * given; else the newest opening first.
   */
  sort: z.enum(['newest', 'worst']).optional(),
  /** The conversation id; where none is this, the beginning of it. */
  id: foreignIdSchema.optional(),
  category: categorySchema.optional(),
  /** Rated so, on 5, at most. */
  ratedAtMost: z.coerce.number().min(0).max(5).optional(),
  waiting: z.enum(['true']).optional(),
  flagged: z.enum(['true']).optional(),
});
export const conversationsPage = pageOf(conversationRowSchema).extend({
  /** How many there are in all, on the first page of those behind a metric; null where they were not counted. */
  total: z.number().int().nullable(),
});

export const shownMessageSchema = z.object({
  messageId: z.string(),
  sender: z.object({ role: speakerRoleSchema, id: z.string().nullable() }),
  /** Masked. */
  text: z.string(),
  at: instantSchema,
  receivedAt: instantSchema,
  attachments: z.number().int(),
});
export type ShownMessage = z.infer<typeof shownMessageSchema>;

/** What happened besides messages, for the transcript's margin. Free text in it is masked. */
export const shownEventSchema = z.object({
  type: z.string(),
  at: instantSchema,
  summary: z.record(z.string(), z.unknown()),
});

/** A promise in a reply, and what followed. */
export const shownPromiseSchema = z.object({
  messageId: z.string(),
  /** By when something had to follow: the time promised, or half an hour. */
  dueAt: instantSchema,
  /** Whether the reply names that time. */
  timed: z.boolean(),
  /** By our own clock, at the moment of the answer. */
  state: z.enum(['open', 'kept', 'broken']),
  settledAt: instantSchema.nullable(),
  /** What kept it: a reply with content, a transfer, a close as resolved. */
  by: z.enum(['reply', 'transfer', 'resolution']).nullable(),
});
export type ShownPromise = z.infer<typeof shownPromiseSchema>;

/** How likely a reply helps nobody, 0 to 1, with reasons that begin with a stable code. */
export const shownReplySchema = z.object({
  messageId: z.string(),
  noHelp: z.number(),
  reasons: z.array(z.string()),
  /**
   * In how many of the other conversations compared nearly the same reply stands, which does not raise `noHelp`; null
   * where it was not compared: too short, or `compared` is null.
   */
  alsoIn: z.number().int().nullable(),
});
export type ShownReply = z.infer<typeof shownReplySchema>;

/** A submitted review as it stands with its conversation: by whom, how it ended, and what was remarked. */
const conversationReviewSchema = z.object({
  id: z.string(),
  /** Null for those who may not know: people of a vendor. */
  reviewer: z.string().nullable(),
  submittedAt: instantSchema,
  scorePercent: z.number().nullable(),
  passed: z.boolean().nullable(),
  /** Criteria that were commented on, and critical ones that failed. */
  remarks: z.array(
    z.object({
      title: z.object({ 'zh-CN': z.string(), en: z.string() }),
      note: z.string(),
      /** Whether it is a critical one that failed, and the review with it. */
      failsReview: z.boolean(),
    }),
  ),
  note: z.string(),
});
export type ConversationReview = z.infer<typeof conversationReviewSchema>;

export const conversationSchema = conversationRowSchema.omit({ messages: true, figure: true }).extend({
  version: z.number().int(),
  messages: z.array(shownMessageSchema),
  events: z.array(shownEventSchema),
  flags: z.array(flagSchema),
  /** The latest promises of the desk, oldest first. */
  promises: z.array(shownPromiseSchema),
  /**
   * Agents' replies in order; `score`: the share of them that more likely help nobody than not, null without any;
   * `compared`: with how many other recent conversations of the same vendor (0: there was nothing to compare), null
   * where that took too long.
   */
  help: z.object({
    score: z.number().nullable(),
    replies: z.array(shownReplySchema),
    compared: z.number().int().nullable(),
  }),
  selections: z.array(selectionSchema),
  /**
   * Newest first; none for those who may not read reviews. Null for a person who can take the own review of it
   * back still: whoever may judge it again has not read what others judged.
   */
  reviews: z.array(conversationReviewSchema).nullable(),
  responseTimes: z.object({
    firstResponseMs: z.number().nullable(),
    timeToHumanMs: z.number().nullable(),
    meanResponseMs: z.number().nullable(),
    longestResponseMs: z.number().nullable(),
    resolutionMs: z.number().nullable(),
    responses: z.number().int(),
  }),
});
export type Conversation = z.infer<typeof conversationSchema>;
