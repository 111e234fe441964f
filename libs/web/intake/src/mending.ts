import { type FieldChange } from '@earshot/web/data-access';

/** A field of a rejected event as the administrator edits it. */
export interface EditedField {
  pointer: string;
  /** As shown: masked where `masked`. */
  value: string;
  masked: boolean;
  /** What was typed; null while nothing was. */
  typed: string | null;
  isRemoved: boolean;
}

/** The fields before anybody typed. */
export function fieldsToEdit(
  fields: readonly { pointer: string; value: string; masked: boolean }[],
): EditedField[] {
  return fields.map((field) => ({ ...field, typed: null, isRemoved: false }));
}

/**
 * The changes to send: only what was touched, so that masked values left alone keep their original. A removed field
 * is sent as null.
 */
export function changesOf(fields: readonly EditedField[]): FieldChange[] {
  return fields.flatMap(({ pointer, value, typed, isRemoved }): FieldChange[] => {
    if (isRemoved) return [{ pointer, value: null }];
    return typed === null || typed === value ? [] : [{ pointer, value: typed }];
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
