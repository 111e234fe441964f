import * as z from 'zod';
import {
  categorySchema,
  channelSchema,
  closingOutcomeSchema,
  flagOutcomeSchema,
  flagStateSchema,
  instantSchema,
  rationaleSchema,
  severitySchema,
} from '../vocabulary';
import { pageOf, pageQuery, vendorQuery } from './lists';

/** Evidence in a message: UTF-16 offsets in the text as shown. */
export const evidenceSchema = z.object({
  messageId: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});

export const findingSchema = z.object({
  ruleId: z.string(),
  severity: severitySchema,
  /** How certain the rule is, 0 to 1. */
  score: z.number(),
  /** Score from which on the rule opens a flag; null where it opens one whenever it applies. */
  opensFrom: z.number().nullable(),
  rationale: rationaleSchema,
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
  /** When it was last opened again after a close, by whom and why; `reason` is null where the close was undone at once. */
  reopened: z
    .object({ at: instantSchema, by: z.string().nullable(), reason: z.string().nullable() })
    .nullable(),
  /** Set where the flag was found in an event that could not be taken (conversation page may not exist). */
  rejectedEventId: z.string().nullable(),
  excerpt: z.string().nullable(),
  revision: z.number().int(),
  findings: z.array(findingSchema),
});
export type Flag = z.infer<typeof flagSchema>;

/** The most acts of a flag's history that are told, the newest. */
export const mostFlagActs = 50;

/**
 * `GET /api/v1/flags/{id}/acts`: what was done with a flag, oldest first, at most the newest `mostFlagActs`, with how many
 * came before them.
 */
export const flagActsSchema = z.object({
  acts: z.array(
    z.object({
      at: instantSchema,
      /** Done by a person, but `reopened-by-finding` (said again after its close) and `raised-to-critical`. */
      act: z.enum([
        'acknowledged',
        'released',
        'closed',
        'moved',
        'reopened',
        'reopened-by-finding',
        'raised-to-critical',
      ]),
      /** Null where nobody did it; to a vendor no name is told. */
      by: z.string().nullable(),
      /** Of a close. */
      outcome: flagOutcomeSchema.nullable(),
      /** Of a close, and of an opening that is no undo; masked, and told to the brand only. */
      reason: z.string().nullable(),
    }),
  ),
  earlier: z.number().int(),
});
export type FlagActs = z.infer<typeof flagActsSchema>;

const flagsFilter = {
  severity: severitySchema.optional(),
  /** As grave as this, or graver. */
  leastSeverity: severitySchema.optional(),
  category: categorySchema.optional(),
  state: flagStateSchema.optional(),
  /** Those still to be dealt with, open or acknowledged: what the metric `open-flags` counts. */
  unsettled: z.enum(['true']).optional(),
  vendorId: vendorQuery,
  conversationId: z.string().optional(),
  channel: channelSchema.optional(),
  scenario: z.string().optional(),
};
export const flagsQuery = z.strictObject({
  ...pageQuery,
  ...flagsFilter,
  /** `gravest`, which is meant where nothing is said: those first, then longest known. `newest`: last opened first. */
  sort: z.enum(['gravest', 'newest']).optional(),
});
export const flagsPage = pageOf(flagSchema).extend({
  /** How many there are in all, on the first page of unsettled ones; null where they were not counted. */
  total: z.number().int().nullable(),
});

/** `GET /api/v1/flags/counts`: how many flags a list without a limit would hold, by severity. */
export const flagCountsQuery = z.strictObject(flagsFilter);
export const flagCountsSchema = z.object({
  critical: z.number().int(),
  high: z.number().int(),
  medium: z.number().int(),
  low: z.number().int(),
  total: z.number().int(),
});
export type FlagCounts = z.infer<typeof flagCountsSchema>;

const sayMore =
  'Say in words what was found or done: at least two Chinese characters or four letters, not digits or punctuation alone.';
/**
 * Why somebody did something to a flag, for whoever reads it in a year: two Chinese characters at least, which say much
 * (误报), or four letters, and not one and the same.
 */
export const reasonSchema = z.string().trim().max(4000).refine(says, sayMore);

function says(reason: string): boolean {
  const letters = reason.match(/\p{L}/gu) ?? [];
  const isVaried = new Set(letters).size > 1;
  return isVaried && (letters.length >= 4 || (reason.match(/\p{Script=Han}/gu) ?? []).length >= 2);
}

/** `POST /api/v1/flags/{id}/close` */
export const closeFlagSchema = z.strictObject({ outcome: closingOutcomeSchema, reason: reasonSchema });

const whyAgain = { reason: reasonSchema.optional() };
/**
 * `POST /api/v1/flags/{id}/reopen`: a body may be left out by whoever closed it, within 8 seconds, as one undoes a slip;
 * from then on, and from others, a reason is needed.
 */
export const reopenFlagSchema = z.strictObject(whyAgain).optional();

/**
 * `POST /api/v1/flags/{id}/acknowledge`: a body may be left out. With `seen` a flag that is graver by now is refused
 * (`conflict`): whoever says "mine" to a high flag has not said it to the critical one that it has become.
 */
export const acknowledgeFlagSchema = z
  .strictObject({ seen: z.strictObject({ severity: severitySchema }).optional() })
  .optional();

const mostAtOnce = 100;
/** Ids of ours are 128 bits of a hash, written as a uuid: of no version that the standard knows. */
const flagIdSchema = z.guid();
/** `POST /api/v1/flags/acknowledge`: several; `severity` is the one that the person looked at. */
export const acknowledgeFlagsSchema = z.strictObject({
  flags: z
    .array(z.strictObject({ id: flagIdSchema, severity: severitySchema }))
    .min(1)
    .max(mostAtOnce),
});
/** `POST /api/v1/flags/release`: the undo of an act on several flags, in one transaction. */
export const flagIdsSchema = z.strictObject({ ids: z.array(flagIdSchema).min(1).max(mostAtOnce) });
/** `POST /api/v1/flags/reopen`: several with one reason, where one is needed. */
export const reopenFlagsSchema = flagIdsSchema.extend(whyAgain);
/** `POST /api/v1/flags/close`: several with one outcome and reason; `revision` is the one that the person looked at. */
export const closeFlagsSchema = closeFlagSchema.extend({
  flags: z
    .array(z.strictObject({ id: flagIdSchema, revision: z.number().int() }))
    .min(1)
    .max(mostAtOnce),
});

/** Why an act left a flag as it is. `changed`: it is graver than the person saw it or, to close, not as they saw it. */
export const flagLeftSchema = z.enum([
  'not-found',
  'changed',
  'already-acknowledged',
  'closed',
  'withdrawn',
  'not-yours',
  'too-late',
  'not-acknowledged',
  'not-closed',
  'reason-needed',
]);
export type FlagLeft = z.infer<typeof flagLeftSchema>;

/** What an act on several flags did: those as asked now, and those left as they were, each with why. */
export const flagsDoneSchema = z.object({
  flags: z.array(flagSchema),
  left: z.array(
    z.object({
      id: z.string(),
      why: flagLeftSchema,
      /** As it is now; null where it is not found. */
      flag: flagSchema.nullable(),
    }),
  ),
});
export type FlagsDone = z.infer<typeof flagsDoneSchema>;
/** `POST /api/v1/flags/{id}/release` (undo of an acknowledgement) takes no body. */
export const emptyBodySchema = z.strictObject({}).optional();
