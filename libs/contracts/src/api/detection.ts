import * as z from 'zod';
import {
  categorySchema,
  channelSchema,
  instantSchema,
  rationaleSchema,
  severitySchema,
  speakerRoleSchema,
} from '../vocabulary';

/** `POST /api/v1/detection/scan` */
export const scanSchema = z.strictObject({
  text: z.string().max(262_144),
  speaker: speakerRoleSchema.optional(),
  language: z.string().max(64).optional(),
  channel: channelSchema.optional(),
  /** Segments of the customer. */
  segments: z.array(z.string().max(64)).max(50).optional(),
  /** When it was said: rules on hours and on how long ago something was need it. */
  at: instantSchema.optional(),
  /** The messages before it, oldest first. */
  context: z
    .array(
      z.strictObject({
        speaker: speakerRoleSchema,
        text: z.string().max(262_144),
        at: instantSchema.optional(),
      }),
    )
    .max(200)
    .optional(),
});
export const scanAnswerSchema = z.object({
  matches: z.array(
    z.object({
      ruleId: z.string(),
      category: categorySchema,
      severity: severitySchema,
      score: z.number(),
      reasons: z.array(z.string()),
      rationale: rationaleSchema,
      spans: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
    }),
  ),
  /** Of an agent's text: how likely it helps nobody, 0 to 1, judged with the context; null for other speakers. */
  reply: z.object({ noHelp: z.number(), reasons: z.array(z.string()) }).nullable(),
});

/** `POST /api/v1/privacy/mask` */
export const maskSchema = z.strictObject({ messages: z.array(z.string().max(262_144)).max(1000) });
export const maskAnswerSchema = z.object({
  messages: z.array(
    z.object({
      text: z.string(),
      spans: z.array(z.object({ start: z.number().int(), end: z.number().int(), type: z.string() })),
    }),
  ),
});
