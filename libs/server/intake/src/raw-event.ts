import { isEventLike, rejectionOf, type FaultAt, type Rejection } from '@earshot/domain/pipeline';
import type { RecordPosition } from '@earshot/data-access';

/** One event as it arrived, parsed if it could be. */
export interface RawEvent {
  /** Its place in the body or batch. */
  readonly index: number;
  /** Its place in its own body, where several bodies are one batch. */
  readonly itemIndex?: number;
  /** The parsed JSON; the text itself where it did not parse. */
  readonly value: unknown;
  /** Why it cannot even be looked at; null where it parsed. */
  readonly fault: Rejection | null;
  readonly position: RecordPosition | null;
  /** The event as it came, to keep it. */
  raw(): string;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** A record of the topic, in structured or binary mode. */
export interface LogRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>> | undefined;
}

/** What a body holds: its events, or null where it is no event and no array of them. */
export function eventsOfBody(body: unknown): RawEvent[] | null {
  if (Array.isArray(body)) return body.map((value, index) => parsed(value, index, null));
  return isEventLike(body) ? [parsed(body, 0, null)] : null;
}

/** The JSON of a body; undefined where it is none. Bytes that are not UTF-8 are none. */
export function parseBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strictUtf8.decode(bytes));
  } catch {
    // Not JSON: the caller answers 400 and counts it.
    return undefined;
  }
}

/** A record as an event. A subject that is missing is the record's key, which is the conversation id. */
export function eventOfRecord(record: LogRecord, index: number, position: RecordPosition): RawEvent {
  const { value, headers } = record;
  if (value === null) return unreadable('', index, position, 'no-record-value');
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(value));
  } catch {
    return unreadable(value.toString('utf8'), index, position, 'no-json');
  }
  const attributes = headers?.['ce_specversion'] === undefined ? null : attributesOf(headers);
  const event = attributes === null ? json : { ...attributes, data: json };
  const isKeyed = record.key !== null && typeof event === 'object' && event !== null && !('subject' in event);
  if (isKeyed) Object.assign(event, { subject: record.key.toString('utf8') });
  // Put together from headers or the key, it is kept as it was put together: it may be sent again without them.
  const isAsItCame = attributes === null && !isKeyed;
  return {
    index,
    value: event,
    fault: null,
    position,
    raw: isAsItCame ? textOf(value) : () => asText(event),
  };
}

/** Keeps the bytes alone: what was parsed of them need not live until they are asked for. */
function textOf(bytes: Buffer): () => string {
  return () => bytes.toString('utf8');
}

function parsed(value: unknown, index: number, position: RecordPosition | null): RawEvent {
  return { index, value, fault: null, position, raw: () => asText(value) };
}

/** Levels kept of a value that nests so deep that no JSON can be written of it. */
const MOST_LEVELS = 100;

/** The JSON of a parsed value. What nests by the thousand is kept down to a hundred levels, `"…"` below. */
function asText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return JSON.stringify(cut(value, MOST_LEVELS));
  }
}

function cut(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((inner) => cut(inner, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner, levels - 1)]));
}

function unreadable(text: string, index: number, position: RecordPosition, why: FaultAt['fault']): RawEvent {
  const fault = rejectionOf('malformed-json', { fault: why, pointer: '' });
  return { index, value: text, fault, position, raw: () => text };
}

function attributesOf(headers: NonNullable<LogRecord['headers']>): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first === undefined) continue;
    if (name.startsWith('ce_')) attributes[name.slice(3)] = first.toString();
    else if (name === 'content-type') attributes['datacontenttype'] = first.toString();
  }
  return attributes;
}
