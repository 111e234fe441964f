import { envelopeSchema, eventData, eventTypes } from '@earshot/contracts';
import { z } from 'zod';

/** A CloudEvent of any of our types, as a producer may send it. */
export const eventEnvelope = envelopeSchema.extend({
  type: z.enum(eventTypes as [string, ...string[]]),
  data: z.record(z.string(), z.unknown()),
});

/** The envelope and data of one type. */
export function eventSchemaOf(type: keyof typeof eventData): z.ZodType {
  return envelopeSchema.extend({ type: z.literal(type), data: eventData[type] });
}
