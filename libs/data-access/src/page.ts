import { problem } from '@earshot/platform/http';

/** A page of a list; `nextCursor` is null at the end. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What every list takes. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * The page of up to `limit` rows out of up to `limit + 1` that were read: the one too many tells that there is more.
 * `keyOf` gives the sort key of a row, from which the next page goes on.
 */
export function pageOfRows<Row, T>(
  rows: readonly Row[],
  limit: number,
  { keyOf, show }: { keyOf: (row: Row) => readonly string[]; show: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(show), nextCursor };
}

/** An opaque cursor for a sort key. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const instant = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;
/** As PostgreSQL writes a double precision. */
const number = /^(-?\d+(\.\d+)?(e[+-]\d+)?|-Infinity)$/;
const gravityCode = /^[0-3]$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The (instant, uuid) sort key of a cursor that a list gave. Anything else: `invalid-input`, 400.
 * Most of our lists are sorted by an instant and an id.
 */
export function decodeCursor(cursor: string): readonly [at: string, id: string] {
  return decode(cursor, [instant, uuid]);
}

/** As `decodeCursor`, of a list that is sorted by a number and an id. */
export function decodeRankCursor(cursor: string): readonly [rank: string, id: string] {
  return decode(cursor, [number, uuid]);
}

/** As `decodeCursor`, of a list of flags that is sorted by severity, an instant and an id. */
export function decodeGravityCursor(cursor: string): readonly [severity: string, at: string, id: string] {
  return decode(cursor, [gravityCode, instant, uuid]);
}

/** The parts of a cursor, as many as there are patterns and each as its pattern says. */
function decode<const P extends readonly RegExp[]>(
  cursor: string,
  patterns: P,
): { readonly [At in keyof P]: string } {
  const parts = parse(cursor);
  const fits = (part: unknown, at: number) => typeof part === 'string' && patterns[at]?.test(part) === true;
  if (parts.length === patterns.length && parts.every(fits))
    return parts as { readonly [At in keyof P]: string };
  throw problem('invalid-input', 'This cursor was not given by this list.', {
    pointer: '/cursor',
    status: 400,
  });
}

function parse(cursor: string): readonly unknown[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) ? (key as unknown[]) : [];
  } catch {
    // Not JSON: no cursor of ours, which the caller is told.
    return [];
  }
}
