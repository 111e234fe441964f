import * as z from 'zod';
import { channelSchema, foreignIdSchema, outcomeSchema, speakerRoleSchema } from './vocabulary';

const party = z.object({ agentId: foreignIdSchema.optional(), teamId: foreignIdSchema.optional() });
const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const count = z.number().int().min(0).max(1_000_000);
const word = z.string().max(1024);

/**
 * The `data` of each event type. Unknown fields are tolerated and ignored, so that a producer may add;
 * a known field of the wrong type is rejected with a pointer to it.
 */
export const eventData = {
  'conversation.opened.v1': z.object({
    vendorId: foreignIdSchema,
    brandId: foreignIdSchema.optional(),
    channel: channelSchema,
    platform: word.optional(),
    scenario: kebab.optional(),
    language: word.optional(),
    customer: z.object({ ref: foreignIdSchema, segments: z.array(kebab).max(20).optional() }),
    entry: z
      .object({
        kind: z.enum(['menu', 'bot', 'direct', 'hotline']),
        menuSteps: count.optional(),
        botTurns: count.optional(),
      })
      .optional(),
  }),
  'conversation.assigned.v1': z.object({ agentId: foreignIdSchema, teamId: foreignIdSchema.optional() }),
  'conversation.message.v1': z.object({
    messageId: foreignIdSchema,
    sender: z.object({ role: speakerRoleSchema, id: foreignIdSchema.optional() }),
    text: z.string(),
    attachments: z.array(z.record(z.string(), z.unknown())).max(50).optional(),
    startMs: z.number().min(0).optional(),
    endMs: z.number().min(0).optional(),
  }),
  'conversation.transferred.v1': z.object({
    from: party.optional(),
    to: party.extend({ party: z.enum(['bot', 'vendor', 'brand']) }),
    reason: z.string().optional(),
  }),
  'conversation.closed.v1': z.object({
    outcome: outcomeSchema,
    disposition: word.optional(),
    closedBy: z.enum(['customer', 'agent', 'system']),
  }),
  'conversation.reopened.v1': z.object({ reason: z.string().optional() }),
  'conversation.rated.v1': z.object({
    score: z.number().min(0),
    scaleMax: z.number().positive().max(1000),
    comment: z.string().optional(),
  }),
  'conversation.complained.v1': z.object({
    via: z.enum(['hotline', 'app', 'regulator', 'social']),
    category: word.optional(),
    text: z.string().optional(),
  }),
  'agent.updated.v1': z.object({
    vendorId: foreignIdSchema,
    teamId: foreignIdSchema.optional(),
    name: word.optional(),
    hiredOn: z.iso.date().optional(),
    leftOn: z.iso.date().optional(),
    languages: z.array(word).max(20).optional(),
  }),
} as const;

export type EventType = keyof typeof eventData;
export const eventTypes = Object.keys(eventData) as EventType[];
export type EventData<T extends EventType = EventType> = z.infer<(typeof eventData)[T]>;

/** The attributes of every event: CloudEvents 1.0, JSON. Extensions other than `sequence` are ignored. */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: foreignIdSchema,
  source: foreignIdSchema,
  type: z.string(),
  subject: foreignIdSchema,
  time: z.string(),
  sequence: z.union([z.number().int().min(0), z.string().regex(/^\d{1,15}$/)]).optional(),
  datacontenttype: z.string().optional(),
  data: z.unknown(),
});

/** One event as a producer sends it. */
export type CloudEvent<T extends EventType = EventType> = {
  [K in T]: Omit<z.infer<typeof envelopeSchema>, 'type' | 'data'> & { type: K; data: EventData<K> };
}[T];

/** Why an event was not taken. Every code has a row in docs/events.md. */
export const rejectionCodes = [
  'malformed-json',
  'not-an-event',
  'unknown-type',
  'invalid-field',
  'ill-formed-text',
  'id-too-long',
  'text-too-long',
  'time-in-future',
  'too-old',
  'id-reused',
  'message-id-reused',
  'conversation-of-another-vendor',
  'conversation-full',
  'vendor-mismatch',
  'brand-mismatch',
  'internal-error',
] as const;
export const rejectionCodeSchema = z.enum(rejectionCodes);
export type RejectionCode = z.infer<typeof rejectionCodeSchema>;

/** Why a body was refused whole: counted by day, not kept. Every code has a row in docs/events.md. */
export const refusalCodes = [
  'malformed-json',
  'not-an-event',
  'body-too-large',
  'intake-key-missing',
  'intake-key-unknown',
] as const;

/** Answer of `POST /api/v1/events`, after the commit. accepted + duplicates + rejected = events sent. */
export const intakeAnswerSchema = z.object({
  accepted: z.number().int(),
  duplicates: z.number().int(),
  rejected: z.array(
    z.object({
      index: z.number().int(),
      id: z.string().nullable(),
      code: rejectionCodeSchema,
      detail: z.string(),
      pointer: z.string(),
    }),
  ),
});
export type IntakeAnswer = z.infer<typeof intakeAnswerSchema>;
