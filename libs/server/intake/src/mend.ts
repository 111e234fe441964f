import { escapedName, shownName, shownText, unescapedName } from '@earshot/domain/pipeline';
import { mask } from '@earshot/domain/privacy';

/** A field of a rejected event as an administrator sees it. */
export interface MendableField {
  /** JSON pointer, each name in it masked. */
  readonly pointer: string;
  /** JSON, masked. */
  readonly value: string;
  /** Whether something in it is hidden or cut off: leaving it alone keeps the original. */
  readonly masked: boolean;
}

const MOST_FIELDS = 200;
const MOST_SHOWN = 2_000;
/** Values looked at: what holds nothing but empty lists by the million has no fields to show. */
const MOST_LOOKED = 10_000;
/** Levels below which there are no fields: one more than an event may have, so that what nests too deep can be removed. */
const MOST_LEVELS = 17;

/** The first leaves of an event by JSON pointer, each masked for itself. */
export function fieldsOf(value: unknown): MendableField[] {
  const fields: MendableField[] = [];
  let looked = 0;
  const look = (it: unknown, pointer: string, levels: number): void => {
    if (typeof it !== 'object' || it === null || levels === 0) {
      fields.push({ pointer, ...shownValue(it) });
      return;
    }
    for (const { shown, own } of namesOf(it)) {
      if (fields.length >= MOST_FIELDS || ++looked > MOST_LOOKED) return;
      look((it as Record<string, unknown>)[own], `${pointer}/${escapedName(shown)}`, levels - 1);
    }
  };
  look(value, '', MOST_LEVELS);
  return fields;
}

function shownValue(value: unknown): Pick<MendableField, 'value' | 'masked'> {
  if (typeof value === 'object' && value !== null) return { value: '"…"', masked: true };
  if (typeof value === 'string') {
    // Masked before it is quoted: in JSON a new line is a backslash and a letter, which would be taken for text.
    const { text, isPartial } = shownText(value, MOST_SHOWN);
    return { value: JSON.stringify(text), masked: isPartial };
  }
  const { text, spans } = mask(JSON.stringify(value));
  return { value: text, masked: spans.length > 0 };
}

/** The names in an object or array, one at a time, as shown and as they are; of those shown alike the later are numbered. */
function* namesOf(parent: object): Generator<{ readonly shown: string; readonly own: string }> {
  const alike = new Map<string, number>();
  for (const name of Array.isArray(parent) ? parent.keys() : Object.keys(parent)) {
    const own = String(name);
    const shown = shownName(own);
    if (shown === own) {
      yield { shown, own };
      continue;
    }
    const nth = (alike.get(shown) ?? 0) + 1;
    alike.set(shown, nth);
    yield { shown: nth === 1 ? shown : `${shown} ${nth}`, own };
  }
}

/** One change: a new value at a JSON pointer as fieldsOf gives it; null removes the field. */
export interface Change {
  readonly pointer: string;
  readonly value?: unknown;
}

/** `event` with `changes`; the rest of it stays as it was. Throws RangeError for a pointer into nothing. */
export function mend(event: unknown, changes: readonly Change[]): unknown {
  const mended: unknown = structuredClone(event);
  // Found before anything is changed: names shown alike are numbered, and would be numbered anew.
  const found = changes.map(({ pointer, value }) => ({ pointer, value, path: pathIn(event, pointer) }));
  for (const { pointer, value, path } of found) {
    const parent = descend(mended, path.slice(0, -1), pointer);
    const name = path.at(-1) ?? '';
    if (value === null || value === undefined) Reflect.deleteProperty(parent, name);
    else Object.defineProperty(parent, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return mended;
}

/** The names on the way to a field, as they are in the event; a name that is not there is taken as it is given. */
function pathIn(event: unknown, pointer: string): string[] {
  if (!pointer.startsWith('/')) throw new RangeError(`${pointer} points to no field`);
  let at = event;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const name = ownName(at, unescapedName(part));
      at = fieldOf(at, name);
      return name;
    });
}

/** The name of the field that is shown as `name`; `name` itself where there is none. */
function ownName(parent: unknown, name: string): string {
  if (typeof parent !== 'object' || parent === null || Object.hasOwn(parent, name)) return name;
  for (const { shown, own } of namesOf(parent)) if (shown === name) return own;
  return name;
}

function descend(event: unknown, path: readonly string[], pointer: string): object {
  const parent = path.reduce(fieldOf, event);
  if (typeof parent !== 'object' || parent === null) throw new RangeError(`${pointer} points into nothing`);
  return parent;
}

function fieldOf(parent: unknown, name: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return undefined;
  return (parent as Record<string, unknown>)[name];
}
