import * as z from 'zod';
import {
  categorySchema,
  flagOutcomeSchema,
  flagStateSchema,
  instantSchema,
  severitySchema,
} from '../vocabulary';
import { pageOf, pageQuery } from './lists';

/** Evidence in a message: UTF-16 offsets in the text as shown. */
export const evidenceSchema = z.object({
  messageId: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});

export const findingSchema = z.object({
  ruleId: z.string(),
  severity: severitySchema,
  score: z.number(),
  reasons: z.array(z.string()),
  evidence: z.array(evidenceSchema),
  at: instantSchema,
  withdrawnAt: instantSchema.nullable(),
});

/** One category of danger in one conversation. */
export const flagSchema = z.object({
  id: z.string(),
  brandId: z.string(),
  vendorId: z.string().nullable(),
  conversationId: z.string(),
  category: categorySchema,
  severity: severitySchema,
  state: flagStateSchema,
  /** Event time of the message that opened it. */
  openedAt: instantSchema,
  /** Our clock when that message was received: deadlines and the running clock count from here. */
  receivedAt: instantSchema,
  /** When the flag stood in the database. */
  detectedAt: instantSchema,
  deadlineAt: instantSchema.nullable(),
  notifiedAt: instantSchema.nullable(),
  acknowledgedAt: instantSchema.nullable(),
  acknowledgedBy: z.string().nullable(),
  closedAt: instantSchema.nullable(),
  closedBy: z.string().nullable(),
  outcome: flagOutcomeSchema.nullable(),
  reason: z.string().nullable(),
  /** Set where the flag was found in an event that could not be taken (conversation page may not exist). */
  rejectedEventId: z.string().nullable(),
  excerpt: z.string().nullable(),
  revision: z.number().int(),
  findings: z.array(findingSchema),
});
export type Flag = z.infer<typeof flagSchema>;

export const flagsQuery = z.strictObject({
  ...pageQuery,
  severity: severitySchema.optional(),
  category: categorySchema.optional(),
  state: flagStateSchema.optional(),
  vendorId: z.string().optional(),
  conversationId: z.string().optional(),
});
export const flagsPage = pageOf(flagSchema);

/** `POST /api/v1/flags/{id}/close` */
export const closeFlagSchema = z.strictObject({
  outcome: flagOutcomeSchema,
  reason: z.string().min(1).max(4000),
});
/** `POST /api/v1/flags/{id}/reopen` (undo of a close) and `…/release` (undo of an acknowledgement) take no body. */
export const emptyBodySchema = z.strictObject({}).optional();
