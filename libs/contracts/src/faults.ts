import * as z from 'zod';

/**
 * What exactly is wrong with an event that was not taken, in English with `{{values}}`: finer than the code of its
 * rejection, which says what to do about it. The dashboard has the same in every language, by these codes.
 */
export const faultTexts = {
  'no-record-value': 'The record has no value.',
  'no-json': 'The record is no JSON in UTF-8.',
  'no-object': 'Expected a CloudEvents JSON object.',
  'unknown-type': 'Type {{type}} is not known; docs/events.md lists the types.',
  missing: 'This field is missing.',
  'wrong-type': 'The value must be of type {{expected}}.',
  'not-one-of': 'Expected one of {{allowed}}.',
  'not-the-version': 'The value must be {{expected}}.',
  empty: 'The text must not be empty.',
  'too-many-characters': 'The text holds at most {{most}} characters.',
  'too-many-items': 'The list holds at most {{most}} entries.',
  'too-small': 'The value must be at least {{least}}.',
  'not-above': 'The value must be above {{limit}}.',
  'too-large': 'The value must be at most {{most}}.',
  'no-name': 'Expected lower-case words and digits joined by hyphens, such as after-sale.',
  'no-day': 'Expected a day such as 2026-03-02.',
  'no-sequence': 'Expected a whole number from 0 on, or 1 to 15 digits.',
  'no-instant': 'Expected an ISO 8601 instant with a zone, such as 2026-03-02T12:00:00.000Z.',
  'year-zero': 'There is no year 0.',
  'above-scale': 'The score is above scaleMax.',
  'too-many-values': 'Attachments hold at most {{most}} values altogether.',
  'too-deep': 'Values nest at most {{most}} levels deep.',
  'name-too-long': 'Names of fields hold at most {{most}} characters.',
  'other-than-contract': 'The event does not follow the contract.',
  'null-character': 'The text holds a null character (U+0000); remove it.',
  'half-character': 'The text holds half a character (a lone surrogate), as a cut emoji leaves.',
  'id-too-long': 'Identifiers hold at most {{most}} bytes.',
  'text-too-long': 'Texts hold at most {{most}} KiB.',
  'time-in-future': 'The event time is more than {{hours}} h ahead of the clock here.',
  'too-old': 'The event is older than messages are kept.',
  'id-reused':
    'An event with this source and id was taken before, with other content. Give each event an id of its own.',
  'message-id-reused':
    'Another event of this conversation has this messageId. Give each message an id of its own.',
  'conversation-full': 'The conversation holds {{most}} events. Give each conversation a subject of its own.',
  'opened-for-another-vendor':
    'A conversation with this id was opened before for another vendor, or its key sent events of it. Use ids that are unique within the brand.',
  'conversation-of-another-vendor': 'This intake key belongs to a vendor that this conversation is not with.',
  'key-of-another-vendor': 'This intake key belongs to another vendor.',
  'key-of-another-brand': 'This intake belongs to another brand.',
  'internal-error': 'Earshot failed on this event; an alarm was raised.',
} as const;
export type FaultCode = keyof typeof faultTexts;
export const faultCodes = Object.keys(faultTexts) as FaultCode[];

/** A fault as it is kept and sent: its code, and what its text names. A newer server may send codes unknown here. */
export const faultSchema = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Fault = z.infer<typeof faultSchema>;

/** The English text of a fault. */
export function faultText(code: FaultCode, values: Fault['values'] = {}): string {
  return faultTexts[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
