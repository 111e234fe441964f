/** What kind of personal data a span holds. `staff-number` is masked only under `MaskOptions.blind`. */
export type PersonalDataType =
  | 'identity-card'
  | 'mobile'
  | 'landline'
  | 'bank-card'
  | 'passport'
  | 'permit'
  | 'plate'
  | 'address'
  | 'wechat'
  | 'qq'
  | 'order'
  | 'email'
  | 'ip'
  | 'iban'
  | 'payment-card'
  | 'ssn'
  | 'verification-code'
  | 'staff-number';

/** Every personal data type once, in the order of the documentation. */
export const PERSONAL_DATA_TYPES = [
  'identity-card',
  'mobile',
  'landline',
  'bank-card',
  'passport',
  'permit',
  'plate',
  'address',
  'wechat',
  'qq',
  'order',
  'email',
  'ip',
  'iban',
  'payment-card',
  'ssn',
  'verification-code',
  'staff-number',
] as const satisfies readonly PersonalDataType[];

/** One stretch of personal data: UTF-16 offsets in the text given, `start` inclusive, `end` exclusive. */
export interface MaskSpan {
  readonly start: number;
  readonly end: number;
  readonly type: PersonalDataType;
}

/** How to mask. Every option is off unless set. */
export interface MaskOptions {
  /** Whether placeholders of long numbers keep their last four characters (`‹mobile·5678›`). */
  readonly showLastFour?: boolean;
  /** Whether order and tracking numbers are masked too. */
  readonly orderNumbers?: boolean;
  /** Whether staff numbers and names that point to the staff member ("工号1234") are masked, for blind review. */
  readonly blind?: boolean;
}

/**
 * A masked text. `spans` are sorted, do not overlap, and are offsets of the text that was given.
 * Where nothing is personal, `text` is the text given and `spans` one shared frozen empty array.
 */
export interface Masked {
  readonly text: string;
  readonly spans: readonly MaskSpan[];
}

/** The spans of every text in which nothing is masked. */
export const NO_SPANS: readonly MaskSpan[] = Object.freeze([]);
