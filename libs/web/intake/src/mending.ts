import { type FieldChange } from '@earshot/web/data-access';

/** A field of a rejected event as the administrator edits it. */
export interface EditedField {
  pointer: string;
  /** As shown in the input: a text without its quotes, anything else as JSON. Masked where `masked`. */
  shown: string;
  /** Whether what is typed is a text; otherwise it is JSON (`12`, `true`). */
  isText: boolean;
  masked: boolean;
  /** What was typed; null while nothing was. */
  typed: string | null;
  isRemoved: boolean;
  /** Whether the event has no such field. */
  isMissing: boolean;
}

const untouched = { typed: null, isRemoved: false, isMissing: false };

/**
 * The fields before anybody typed. `value` is JSON; one that was cut and is no JSON any more is shown as it is. A field
 * that is wrong because it is not there (`wrong`, a JSON pointer) stands among them, empty, to be filled in.
 */
export function fieldsToEdit(
  fields: readonly { pointer: string; value: string; masked: boolean }[],
  wrong = '',
): EditedField[] {
  const known = fields.map(({ pointer, value, masked }) => {
    const parsed = parsedJson(value);
    const isText = typeof parsed === 'string';
    return { ...untouched, pointer, masked, isText, shown: isText ? parsed : value };
  });
  if (wrong === '' || known.some(({ pointer }) => isWithin(pointer, wrong))) return known;
  return [
    { ...untouched, pointer: wrong, masked: false, isText: true, shown: '', isMissing: true },
    ...known,
  ];
}

/** Whether a field is the one at `wrong`, or a part of what is there. */
export function isWithin(pointer: string, wrong: string): boolean {
  return wrong !== '' && (pointer === wrong || pointer.startsWith(`${wrong}/`));
}

/**
 * The changes to send: only what was touched, so that masked values left alone keep their original. A removed field
 * is sent as null; typed text that should be JSON and is none is sent as text.
 */
export function changesOf(fields: readonly EditedField[]): FieldChange[] {
  return fields.flatMap(({ pointer, shown, isText, typed, isRemoved }): FieldChange[] => {
    if (isRemoved) return [{ pointer, value: null }];
    if (typed === null || typed === shown) return [];
    return [{ pointer, value: isText ? typed : (parsedJson(typed) ?? typed) }];
  });
}

/** The typed text as JSON; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says so beside the field.
    return undefined;
  }
}
