import * as z from 'zod';
import { flagCountsSchema, flagSchema } from './api/flags';
import { vendorIntakeSchema } from './api/intake';
import { vendorQuery } from './api/lists';
import { measureSchema } from './api/measures';
import { reviewQueueSchema } from './api/reviews';
import { channelSchema, instantSchema } from './vocabulary';

/** socket.io namespace; without a session the connection is refused with `not-logged-in`. */
export const liveNamespace = '/live';

export const liveViews = ['live', 'safety', 'review', 'conversation'] as const;
export const liveViewSchema = z.enum(liveViews);
export type LiveView = z.infer<typeof liveViewSchema>;

/** What a client asks for; the server narrows it to what the person may see. */
export const subscribeSchema = z.strictObject({
  view: liveViewSchema,
  filter: z
    .strictObject({
      vendorId: vendorQuery,
      channel: channelSchema.optional(),
      scenario: z.string().optional(),
      /** Length of the live window that ends now, in minutes. */
      windowMinutes: z.number().int().min(1).max(43_200).optional(),
      conversationId: z.string().optional(),
      brandId: z.string().optional(),
    })
    .optional(),
});
export type Subscribe = z.infer<typeof subscribeSchema>;

/** Tiles and vendor table: overall measures, then each by `vendorId`. Replaced whole, at most twice a second. */
export const liveDataSchema = z.object({
  asOf: instantSchema,
  lastEventAt: instantSchema.nullable(),
  windowMinutes: z.number().int(),
  measures: z.array(measureSchema),
  byVendor: z.array(measureSchema),
});
export type LiveData = z.infer<typeof liveDataSchema>;

/**
 * The safety lane: open and acknowledged flags, gravest then oldest first; who looks; what arrives. Also the answer of
 * `GET /api/v1/live/safety`, for a page whose live connection is lost.
 */
export const safetyDataSchema = z.object({
  asOf: instantSchema,
  flags: z.array(flagSchema),
  /** How many more are open or acknowledged than the lane has room for: the least grave, and of those the newest. */
  beyond: flagCountsSchema,
  officersLooking: z.number().int(),
  /** Where a critical flag that nobody takes in time is told of; null to those of a vendor. */
  noticeTarget: z.enum(['webhook', 'mail', 'none']).nullable(),
  vendors: z.array(vendorIntakeSchema),
});
export type SafetyData = z.infer<typeof safetyDataSchema>;

export const reviewDataSchema = reviewQueueSchema;

/** The conversation page re-reads when `version` grows. */
export const conversationDataSchema = z.object({ conversationId: z.string(), version: z.number().int() });

/**
 * Change kinds by view: live `measures`; safety `flag`, `presence`, `vendors`, `beyond`, and `as-of` after every reading
 * of the whole lane; review `queue`; conversation `updated`.
 */
export interface FlagChange {
  flagId: string;
  conversationId: string;
  category: string;
  severity: string;
  flag: z.infer<typeof flagSchema>;
}

export interface Snapshot {
  view: LiveView;
  seq: number;
  data: unknown;
}
export interface Change {
  view: LiveView;
  seq: number;
  kind: string;
  data: unknown;
}

/** A view that was asked for and is not held: nothing more of it comes until it is asked for again. */
export interface LiveProblem {
  /** Null where what was asked for names no view. */
  view: LiveView | null;
  code: string;
  detail: string;
}

export interface ServerToClient {
  snapshot: (message: Snapshot) => void;
  change: (message: Change) => void;
  problem: (message: LiveProblem) => void;
}
export interface ClientToServer {
  subscribe: (message: Subscribe) => void;
  unsubscribe: (message: { view: LiveView }) => void;
  resync: (message: { view: LiveView }) => void;
}

/** The longest that the server lets pass between two readings of Live and of the safety lane, ms. */
export const livePeriodMs = 5_000;

/** Live views look this many days back for reviews, whatever the window: an hour or a day holds too few. */
export const reviewWindowDays = 28;
