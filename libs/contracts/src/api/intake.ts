import * as z from 'zod';
import { rejectionCodeSchema } from '../events';
import { faultSchema } from '../faults';
import { instantSchema } from '../vocabulary';
import { pageOf, pageQuery } from './lists';

export const partitionStatusSchema = z.object({
  topic: z.string(),
  partition: z.number().int(),
  /** The next offset to read, as in the database; null before the first batch. */
  offset: z.string().nullable(),
  /** The broker's end of the log; null while the broker is away. */
  end: z.string().nullable(),
  lag: z.number().int().nullable(),
  state: z.enum(['consuming', 'waiting', 'paused', 'offset-outside-log', 'unassigned']),
  detail: z.string().nullable(),
});

export const vendorIntakeSchema = z.object({
  vendorId: z.string().nullable(),
  lastEventAt: instantSchema.nullable(),
  lastReceivedAt: instantSchema.nullable(),
  /** Event time to receipt of the last hour, ms. */
  lagP50Ms: z.number().nullable(),
  lagP99Ms: z.number().nullable(),
});
export type VendorIntake = z.infer<typeof vendorIntakeSchema>;

/** `GET /api/v1/intake/status` */
export const intakeStatusSchema = z.object({
  asOf: instantSchema,
  kafka: z.object({
    state: z.enum(['not-configured', 'connecting', 'consuming', 'topic-missing', 'away']),
    detail: z.string().nullable(),
  }),
  partitions: z.array(partitionStatusSchema),
  /** Counts of kept rejections by code, and of what was refused whole and only counted. */
  rejected: z.record(z.string(), z.number().int()),
  /** The part of `rejected` that was refused whole in the last 30 days: only counted, in no list. */
  refused: z.record(z.string(), z.number().int()),
  lastEventAt: z.record(z.string(), instantSchema.nullable()),
  vendors: z.array(vendorIntakeSchema),
  /** `count`: of what went wrong, where it can be counted. */
  alarms: z.array(
    z.object({
      code: z.string(),
      detail: z.string(),
      since: instantSchema,
      count: z.number().int().nullable(),
    }),
  ),
});
export type IntakeStatus = z.infer<typeof intakeStatusSchema>;

/** One event that could not be taken; `excerpt` is masked. */
export const rejectedEventSchema = z.object({
  id: z.string(),
  receivedAt: instantSchema,
  via: z.enum(['http', 'kafka']),
  topic: z.string().nullable(),
  partition: z.number().int().nullable(),
  offset: z.string().nullable(),
  index: z.number().int().nullable(),
  eventId: z.string().nullable(),
  code: rejectionCodeSchema,
  /** What exactly is wrong, in English. */
  detail: z.string(),
  /** The same, to be said in another language; null for what an older build kept. */
  fault: faultSchema.nullable(),
  pointer: z.string(),
  excerpt: z.string(),
  state: z.enum(['open', 'resubmitted', 'dismissed']),
  resolvedAt: instantSchema.nullable(),
  resolvedBy: z.string().nullable(),
});
export type RejectedEvent = z.infer<typeof rejectedEventSchema>;

/** `GET /api/v1/intake/rejected/{id}`: the fields that can be mended, masked, by JSON pointer. */
export const rejectedEventDetailSchema = rejectedEventSchema.extend({
  fields: z.array(z.object({ pointer: z.string(), value: z.string(), masked: z.boolean() })),
  parseable: z.boolean(),
});
export type RejectedEventDetail = z.infer<typeof rejectedEventDetailSchema>;

export const rejectedQuery = z.strictObject({
  ...pageQuery,
  code: rejectionCodeSchema.optional(),
  state: z.enum(['open', 'resubmitted', 'dismissed']).optional(),
});
export const rejectedPage = pageOf(rejectedEventSchema);

/** `POST /api/v1/intake/rejected/{id}/resubmit`: new values by JSON pointer (null removes), or the whole event where it could not be parsed. */
export const resubmitSchema = z.strictObject({
  changes: z
    .array(z.strictObject({ pointer: z.string().max(1024), value: z.unknown() }))
    .max(100)
    .default([]),
  event: z.unknown().optional(),
});
export const resubmitAnswerSchema = z.object({
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  code: rejectionCodeSchema.nullable(),
  detail: z.string().nullable(),
  fault: faultSchema.nullable(),
  pointer: z.string().nullable(),
  /** Where it was rejected again: under which id it is kept now, the same where nothing was changed. */
  rejectedId: z.string().nullable(),
});
