import {
  categorySchema,
  channelSchema,
  outcomeSchema,
  severitySchema,
  speakerRoleSchema,
} from '@earshot/contracts';
import { z } from 'zod';

const idSchema = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'lower-case words joined by dots or hyphens');

/** A term (`骚扰`, `harass*`, `(打|砍)(死|残)`) or the name of a list (`@driver`). */
const itemSchema = z.string().min(1).max(1000);

const secondsSchema = z
  .number()
  .min(0)
  .max(30 * 86_400);

/** Messages that are looked back at, at most: `messages` can ask for no more. */
export const MOST_LOOKED_BACK = 20;

/** What an earlier message says, how many messages ago at most, and how long ago. */
const earlierSchema = z.strictObject({
  speaker: speakerRoleSchema,
  any: z.array(itemSchema).min(1),
  messages: z
    .int()
    .min(1)
    .max(MOST_LOOKED_BACK)
    .default(3)
    .describe('how many messages back is looked, at most'),
  times: z
    .int()
    .min(1)
    .max(20)
    .optional()
    .describe('how many of those messages must hold it; 1 where left out'),
  unanswered: z.literal(true).optional().describe('only messages since an agent last wrote count'),
  withinSeconds: secondsSchema.optional().describe('it was said at most this long before'),
  atLeastSeconds: secondsSchema.optional().describe('it was said at least this long before'),
});

/** Things that happen to a conversation and that `since` can look back at. */
export const eventKinds = [
  'opened',
  'assigned',
  'transferred',
  'closed',
  'reopened',
  'customer-message',
  'agent-message',
  'bot-message',
] as const;

const sinceSchema = z
  .strictObject({
    event: z.enum(eventKinds),
    never: z.literal(true).optional().describe('it has not happened at all'),
    withinSeconds: secondsSchema.optional().describe('it last happened at most this long before'),
    atLeastSeconds: secondsSchema
      .optional()
      .describe('it has not happened for this long; if it never has, since the conversation was opened'),
  })
  .refine(
    ({ never, withinSeconds, atLeastSeconds }) =>
      (never === true) !== (withinSeconds !== undefined || atLeastSeconds !== undefined),
    'either `never`, or `withinSeconds` and/or `atLeastSeconds`',
  );

const clauseSchema = z.strictObject({
  any: z.array(itemSchema).min(1).optional().describe('one of these must occur'),
  all: z
    .array(z.union([itemSchema, z.array(itemSchema).min(1)]))
    .min(1)
    .optional()
    .describe('each of these must occur; an inner list is one slot with several fillings'),
  none: z.array(itemSchema).optional().describe('none of these may occur (in the message, or `noneWithin`)'),
  noneWithin: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('characters around the match that `none` looks at'),
  within: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe('characters from the end of one slot to the start of the next'),
  order: z.boolean().optional().describe('whether the slots of `all` must come in this order'),
  times: z
    .int()
    .min(2)
    .max(50)
    .optional()
    .describe('how many separate occurrences of the first slot there must be'),
  after: earlierSchema
    .optional()
    .describe('one of the last messages of the context, by this speaker, must hold one of these'),
  unless: earlierSchema
    .optional()
    .describe('none of the last messages of the context, by this speaker, may hold one of these'),
  since: sinceSchema.optional().describe('how long ago something happened to the conversation'),
});

const adjustmentSchema = z.strictObject({
  any: z.array(itemSchema).min(1),
  to: severitySchema.optional(),
  score: z.number().min(-1).max(1).optional().describe('added to the score'),
  because: z.string().min(3).max(80).describe('shown to the person who reads the flag'),
});

const exampleSchema = z.union([
  z.string().min(1),
  z.strictObject({
    text: z.string().min(1),
    speaker: speakerRoleSchema.optional(),
    context: z
      .array(z.strictObject({ speaker: speakerRoleSchema, text: z.string(), atMs: z.number().optional() }))
      .optional(),
    events: z.array(z.strictObject({ kind: z.enum(eventKinds), atMs: z.number() })).optional(),
    atMs: z.number().optional(),
    channel: channelSchema.optional(),
    segments: z.array(z.string()).optional(),
    hour: z.int().min(0).max(23).optional(),
  }),
]);

const missingRationale = 'why this is looked for must be said in both languages, `en` and `zh`';

/** Read by whoever takes the flag, in the language that they work in: so neither may be missing. */
const rationaleSchema = z
  .strictObject(
    {
      en: z.string(missingRationale).min(10).describe('in English'),
      zh: z
        .string(missingRationale)
        .min(5)
        .regex(/[\u4e00-\u9fff]/, 'must be Chinese')
        .describe('in Chinese'),
    },
    { error: ({ code }) => (code === 'invalid_type' ? missingRationale : undefined) },
  )
  .describe('why this is looked for, for the person who reads the flag');

/** One rule of a pack. The descriptions are carried into the JSON Schema that editors use. */
export const ruleSchema = z.strictObject({
  id: idSchema,
  category: categorySchema,
  severity: severitySchema,
  score: z.number().gt(0).max(1),
  speaker: z.array(speakerRoleSchema).min(1).default(['customer']),
  channel: z.array(channelSchema).min(1).optional(),
  segments: z.array(z.string().min(1)).min(1).optional().describe('the customer must be in one of these'),
  hours: z
    .strictObject({ from: z.int().min(0).max(23), to: z.int().min(0).max(23) })
    .optional()
    .describe('hour of the day in the time zone of the pack, both ends included; may pass midnight'),
  when: z.union([clauseSchema, z.array(clauseSchema).min(1)]).describe('clauses; one of them is enough'),
  disguises: z
    .partialRecord(z.enum(['pinyin', 'initials', 'homophones', 'split']), z.array(itemSchema).min(1))
    .optional()
    .describe(
      'for each further disguise the terms of the pack that may stand in it; the others are always seen through',
    ),
  raise: z.array(adjustmentSchema).optional(),
  lower: z.array(adjustmentSchema).optional(),
  lowering: z
    .boolean()
    .default(true)
    .describe('whether negation, quotation, hypothesis, jokes and titles lower the score'),
  rationale: rationaleSchema,
  owner: z.string().min(2).describe('who answers for the rule'),
  mustHit: z.array(exampleSchema).min(1),
  mustNotHit: z.array(exampleSchema).min(1),
});

const watched = {
  categories: z
    .array(categorySchema)
    .min(1)
    .optional()
    .describe('which dangers that a customer tells of; all where left out'),
  least: severitySchema.default('critical').describe('from this severity on'),
  rationale: rationaleSchema,
  owner: z.string().min(2).describe('who answers for it'),
};
const told = { category: categorySchema, severity: severitySchema };

const silenceExampleSchema = z.strictObject({
  ...told,
  answeredAfterSeconds: z.number().min(0).optional().describe('when an agent wrote; never where left out'),
});
const silenceSchema = z
  .strictObject({
    ...watched,
    withinSeconds: z.int().min(1).max(86_400).describe('how long a human agent has to answer'),
    mustHit: z.array(silenceExampleSchema).min(1),
    mustNotHit: z.array(silenceExampleSchema).min(1),
  })
  .describe('a customer tells of danger, whatever pack heard it, and no human answers in time');

const closingExampleSchema = z.strictObject({ ...told, outcome: outcomeSchema });
const closingSchema = z
  .strictObject({
    ...watched,
    outcomes: z.array(outcomeSchema).min(1).describe('closes that are held against the conversation'),
    mustHit: z.array(closingExampleSchema).min(1),
    mustNotHit: z.array(closingExampleSchema).min(1),
  })
  .describe('a conversation is closed as if nothing had been, over a danger that a customer told of');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    // RangeError: there is no such zone.
    return false;
  }
}

/**
 * A versioned set of rules, with the lists that they share and the harmless words that win over their terms; and what
 * is watched for once a customer has told of danger.
 */
export const packSchema = z
  .strictObject({
    id: idSchema,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers joined by dots'),
    language: z.string().min(2).describe('language of the terms, for people'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'no time zone of the IANA, such as Asia/Shanghai')
      .optional()
      .describe(
        'time zone of the customers, for rules with hours and for times that agents promise: Asia/Shanghai',
      ),
    lists: z.record(z.string().regex(/^[a-z0-9-]+$/), z.array(itemSchema).min(1)).default({}),
    harmless: z.array(itemSchema).default([]).describe('words that hide a term inside them: 螺丝刀'),
    likeness: z
      .array(z.enum(['customer', 'agent']))
      .min(1)
      .optional()
      .describe(
        'whose messages, in the language of this pack (zh, en), are also heard for what is like danger',
      ),
    silence: silenceSchema.optional(),
    closing: closingSchema.optional(),
    rules: z.array(ruleSchema).default([]),
  })
  .refine(
    ({ rules, silence, closing }) => rules.length > 0 || silence !== undefined || closing !== undefined,
    {
      message: 'a pack holds rules, `silence` or `closing`',
      path: ['rules'],
    },
  )
  .refine(
    ({ rules, timeZone }) => timeZone !== undefined || rules.every(({ hours }) => hours === undefined),
    {
      message: 'rules with hours need the time zone of the pack',
      path: ['timeZone'],
    },
  );

/** A parsed rule. */
export type Rule = z.infer<typeof ruleSchema>;
/** A parsed, checked rule pack. */
export type RulePack = z.infer<typeof packSchema>;
/** Why something is looked for, in both languages. */
export type Rationale = z.infer<typeof rationaleSchema>;
/** One clause of a rule. */
export type Clause = z.infer<typeof clauseSchema>;
/** What an earlier message must or must not hold. */
export type Earlier = z.infer<typeof earlierSchema>;
/** How long ago something happened to the conversation. */
export type Since = z.infer<typeof sinceSchema>;
/** Something that happens to a conversation. */
export type EventKind = (typeof eventKinds)[number];
/** What is said of an answer that does not come. */
export type Silence = z.infer<typeof silenceSchema>;
/** What is said of a close over danger. */
export type Closing = z.infer<typeof closingSchema>;
/** One example of a rule. */
export type Example = z.infer<typeof exampleSchema>;
/** What raises or lowers a rule's score or severity. */
export type Adjustment = z.infer<typeof adjustmentSchema>;
