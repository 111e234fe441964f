import * as z from 'zod';
import { channelSchema, instantSchema } from '../vocabulary';
import { vendorQuery, windowQuery } from './lists';

/** Metric ids (DESIGN section 6); docs/metrics has a page for each. */
export const metricIds = [
  'first-response-time',
  'response-time',
  'waiting-now',
  'time-to-human',
  'resolution-time',
  'first-contact-resolution',
  'satisfaction',
  'complaint-rate',
  'qa-pass-rate',
  'qa-score',
  'abandoned-rate',
  'unanswered-rate',
  'intake-lag',
  'open-flags',
  'time-to-acknowledge',
  'time-to-brand',
] as const;
export const metricIdSchema = z.enum(metricIds);
export type MetricId = z.infer<typeof metricIdSchema>;

export const groupBys = ['vendorId', 'channel', 'scenario', 'minute', 'hour', 'day'] as const;

export const measuresQuery = z.strictObject({
  ...windowQuery,
  metric: metricIdSchema.optional(),
  vendorId: vendorQuery,
  channel: channelSchema.optional(),
  scenario: z.string().optional(),
  /** One or two of `groupBys`, separated by a comma. */
  groupBy: z.string().max(64).optional(),
});

/**
 * A metric's value with what it rests on. `value` is null where there is nothing to say, with `reason`.
 * Times are milliseconds, rates fractions 0..1. `parts` holds the metric's further figures (p50, p90, longest …).
 */
export const measureSchema = z.object({
  metric: metricIdSchema,
  dimensions: z.record(z.string(), z.string().nullable()),
  value: z.number().nullable(),
  unit: z.enum(['ms', 'fraction', 'count', 'out-of-5', 'score']),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
  parts: z.record(z.string(), z.number().nullable()),
  reason: z.string().nullable(),
  from: instantSchema,
  to: instantSchema,
  asOf: instantSchema,
  provisional: z.boolean(),
});
export type Measure = z.infer<typeof measureSchema>;
export const measuresPage = z.object({ items: z.array(measureSchema), nextCursor: z.string().nullable() });
