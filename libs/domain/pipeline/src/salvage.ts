import type { Detector, Signal } from '@earshot/domain/detection';
import { shownText } from './shown';

/** What a rejected event still says. */
export interface Salvaged {
  readonly eventId: string | null;
  readonly conversationId: string | null;
  readonly vendorId: string | null;
  /** Its text masked, and cut at 400 characters. */
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
  const text = (typeof value === 'string' ? value : textIn(data ?? event ?? value))
    .slice(0, MOST_TEXT)
    .toWellFormed()
    .replaceAll('\0', '\u{fffd}');
  const role = asRecord(data?.['sender'])?.['role'];
  const speaker = typeof role === 'string' && speakers.has(role) ? (role as 'customer') : 'customer';
  return {
    eventId: idOf(event?.['id'], MOST_ID),
    conversationId: idOf(event?.['subject'], 1024),
    vendorId: idOf(data?.['vendorId'], 1024),
    excerpt: shownText(text, MOST_EXCERPT).text,
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

/** Levels below `data` at which texts are looked for: as deep as events go. */
const MOST_LEVELS = 9;
const nameOfNoText = /(^|[a-z])(id|Id|ref|type|role|time|source|specversion)$/;

/** The texts below `value`, each a line, ids and types left out; no more than is read of them. */
function textIn(value: unknown): string {
  const texts: string[] = [];
  let room = MOST_TEXT;
  // Nothing is made for what is no text: a body may hold millions of numbers.
  const look = (it: unknown, name: string, levels: number): void => {
    if (typeof it === 'string') {
      if (nameOfNoText.test(name)) return;
      texts.push(it);
      room -= it.length + 1;
    } else if (Array.isArray(it) && levels > 0) {
      for (let at = 0; at < it.length && room > 0; at++) look(it[at], '', levels - 1);
    } else if (typeof it === 'object' && it !== null && levels > 0) {
      for (const key in it) {
        if (room <= 0) return;
        look((it as Record<string, unknown>)[key], key, levels - 1);
      }
    }
  };
  look(value, '', MOST_LEVELS);
  return texts.join('\n');
}
