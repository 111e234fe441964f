import type { Detector, Signal } from '@earshot/domain/detection';
import { mask } from '@earshot/domain/privacy';

/** What a rejected event still says. */
export interface Salvaged {
  readonly eventId: string | null;
  readonly conversationId: string | null;
  readonly vendorId: string | null;
  /** Its text masked, at most 400 characters. */
  readonly excerpt: string;
  readonly signals: readonly Signal[];
}

const MOST_TEXT = 1 << 20;
const MOST_EXCERPT = 400;
const MOST_ID = 200;
const speakers = new Set(['customer', 'agent', 'bot', 'system']);

/**
 * Takes from an event that cannot be accepted what can be made out: ids, the text to show, and the danger in it.
 * `value` is the parsed JSON, or the raw text where it does not parse.
 */
export function salvage(value: unknown, detector: Detector): Salvaged {
  const event = asRecord(value);
  const data = asRecord(event?.['data']);
  const text = (typeof value === 'string' ? value : textsOf(data ?? event ?? value).join('\n'))
    .slice(0, MOST_TEXT)
    .toWellFormed()
    .replaceAll('\0', '\u{fffd}');
  const role = asRecord(data?.['sender'])?.['role'];
  const speaker = typeof role === 'string' && speakers.has(role) ? (role as 'customer') : 'customer';
  const shown = mask(text.slice(0, MOST_EXCERPT * 4).toWellFormed()).text;
  return {
    eventId: idOf(event?.['id'], MOST_ID),
    conversationId: idOf(event?.['subject'], 1024),
    vendorId: idOf(data?.['vendorId'], 1024),
    excerpt: shown.length > MOST_EXCERPT ? `${shown.slice(0, MOST_EXCERPT).toWellFormed()}…` : shown,
    signals: text === '' ? [] : detector.scan(text, { speaker }),
  };
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}

function idOf(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.slice(0, longest).toWellFormed().replaceAll('\0', '\u{fffd}');
}

/** Every text below `value`, ids and types left out, as deep as events go. */
function textsOf(value: unknown, key = '', depth = 0): string[] {
  if (typeof value === 'string')
    return /(^|[a-z])(id|Id|ref|type|role|time|source|specversion)$/.test(key) ? [] : [value];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, name, depth + 1));
}
