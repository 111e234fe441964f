import * as z from 'zod';

/** The twelve categories of danger and misconduct that a finding can have. */
export const categories = [
  'harassment',
  'sexual-harassment',
  'threat',
  'self-harm',
  'personal-safety',
  'fraud',
  'discrimination',
  'agent-misconduct',
  'personal-data',
  'regulator-mention',
  'customer-abuse',
  'empty-promise',
] as const;
export const categorySchema = z.enum(categories);
export type Category = z.infer<typeof categorySchema>;

/** Severities, gravest first. `critical`: danger to a person; the brand acts at once. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** Flags by severity, and of all, where there are none. */
export const noFlags: Readonly<Record<Severity | 'total', number>> = {
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  total: 0,
};

export const channelSchema = z.enum(['chat', 'voice', 'email', 'social', 'ticket']);
export type Channel = z.infer<typeof channelSchema>;

export const speakerRoleSchema = z.enum(['customer', 'agent', 'bot', 'system']);
export type SpeakerRole = z.infer<typeof speakerRoleSchema>;

export const outcomeSchema = z.enum(['resolved', 'unresolved', 'abandoned']);
export type Outcome = z.infer<typeof outcomeSchema>;

/** `open` until the last close; a reopened conversation is open again. */
export const conversationStateSchema = z.enum(['open', 'closed']);
export type ConversationState = z.infer<typeof conversationStateSchema>;

/** What a person did about a flag. `withdrawn`: every finding became untrue before anybody took it. */
export const flagStateSchema = z.enum(['open', 'acknowledged', 'closed', 'withdrawn']);
export type FlagState = z.infer<typeof flagStateSchema>;

/** How a flag ended, chosen by the person who closes it. */
export const closingOutcomeSchema = z.enum([
  'acted',
  'passed-to-authority',
  'no-danger',
  'false-alarm',
  'duplicate',
]);
export type ClosingOutcome = z.infer<typeof closingOutcomeSchema>;

/**
 * How a flag ended. `moved`, which nobody chooses: it was found in an event that could not be taken, the event was
 * mended, and the conversation now has a flag of its own.
 */
export const flagOutcomeSchema = z.enum([...closingOutcomeSchema.options, 'moved']);
export type FlagOutcome = z.infer<typeof flagOutcomeSchema>;

/** Who a person is in the product; a person may hold several roles. */
export const roles = [
  'supervisor',
  'lead',
  'safety',
  'reviewer',
  'vendor-manager',
  'auditor',
  'administrator',
] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const languageSchema = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** Why a rule exists, by language; empty for a rule that no pack of this build has. */
export const rationaleSchema = z.partialRecord(languageSchema, z.string());

/** Instant on a wire: ISO 8601, UTC, milliseconds (`2026-03-02T12:00:00.000Z`). Never a Date. */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** Identifier given by others: 1 to 1,024 bytes of UTF-8 (the byte length is checked at intake). */
export const foreignIdSchema = z.string().min(1).max(1024);

/** Limits of the intake (DESIGN section 5), in the units of their names. */
export const limits = {
  bodyBytes: 16 * 1024 * 1024,
  textBytes: 256 * 1024,
  idBytes: 1024,
  futureMs: 24 * 3600_000,
  /**
   * Events of one conversation: a late one makes all of them be read and folded again, while others wait. Real
   * conversations hold under a few hundred; a `subject` that holds more is not one.
   */
  conversationEvents: 10_000,
  listDefault: 50,
  listMost: 200,
} as const;
