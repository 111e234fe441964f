import { mask } from '@earshot/domain/privacy';

/** A field of a rejected event as an administrator sees it. */
export interface MendableField {
  readonly pointer: string;
  /** JSON, masked. */
  readonly value: string;
  /** Whether something in it is hidden: leaving it alone keeps the original. */
  readonly masked: boolean;
}

const MOST_FIELDS = 200;
const MOST_SHOWN = 2_000;

/** The leaves of an event by JSON pointer, each masked for itself. */
export function fieldsOf(value: unknown, pointer = ''): MendableField[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .flatMap(([key, inner]) => fieldsOf(inner, `${pointer}/${escaped(key)}`))
      .slice(0, MOST_FIELDS);
  }
  const text = JSON.stringify(value).slice(0, MOST_SHOWN).toWellFormed();
  const masked = mask(text);
  return [{ pointer, value: masked.text, masked: masked.spans.length > 0 }];
}

/** One change: a new value at a JSON pointer; null removes the field. */
export interface Change {
  readonly pointer: string;
  readonly value?: unknown;
}

/** `event` with `changes`; the rest of it stays as it was. Throws RangeError for a pointer into nothing. */
export function mend(event: unknown, changes: readonly Change[]): unknown {
  const mended: unknown = structuredClone(event);
  for (const { pointer, value } of changes) {
    const path = pointer.split('/').slice(1).map(unescaped);
    const last = path.pop();
    if (last === undefined || !pointer.startsWith('/')) throw new RangeError(`${pointer} points to no field`);
    const parent = descend(mended, path, pointer);
    if (value === null || value === undefined) Reflect.deleteProperty(parent, last);
    else Object.defineProperty(parent, last, { value, enumerable: true, writable: true, configurable: true });
  }
  return mended;
}

function descend(event: unknown, path: readonly string[], pointer: string): object {
  let at: unknown = event;
  for (const key of path) at = Object.entries(Object(at) as object).find(([name]) => name === key)?.[1];
  if (typeof at !== 'object' || at === null) throw new RangeError(`${pointer} points into nothing`);
  return at;
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (key: string) => key.replaceAll('~1', '/').replaceAll('~0', '~');
