import * as z from 'zod';
import { instantSchema } from '../vocabulary';
import { pageOf, pageQuery, windowQuery } from './lists';

/** One decision to review or not; probabilities are exact decimal strings. */
export const selectionSchema = z.object({
  conversationId: z.string(),
  vendorId: z.string().nullable(),
  planId: z.string(),
  planVersion: z.number().int(),
  purpose: z.enum(['random', 'trigger']),
  kept: z.boolean(),
  p: z.string(),
  inclusionProbability: z.string(),
  stratum: z.string(),
  reason: z.string(),
  decidedAt: instantSchema,
  superseded: z.boolean(),
});
export type Selection = z.infer<typeof selectionSchema>;

export const selectionsQuery = z.strictObject({
  ...pageQuery,
  ...windowQuery,
  planId: z.string().optional(),
  vendorId: z.string().optional(),
  conversationId: z.string().optional(),
  purpose: z.enum(['random', 'trigger']).optional(),
  kept: z.enum(['true', 'false']).optional(),
});
export const selectionsPage = pageOf(selectionSchema);
