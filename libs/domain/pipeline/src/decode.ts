import { envelopeSchema, eventData, limits, type EventType } from '@earshot/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import * as z from 'zod';
import { contractFault, idTooLong, isIdentifier } from './contract-fault';
import type { Decoded, IntakeEvent } from './event';
import { knownFields } from './known-fields';
import { rejectionOf, type FaultAt, type Rejection } from './rejection';
import { escapedName, shownPointer, shownText } from './shown';

/** From when on events are taken, and up to when; ms since the epoch. */
export interface TimeLimits {
  readonly oldest: number;
  readonly newest: number;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });

// The contract is zod; the hot way runs its JSON Schema compiled, about seven times as fast (docs/benchmarks.md).
const compile = (schema: z.ZodType): ValidateFunction =>
  ajv.compile(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
const validateEnvelope = compile(envelopeSchema);
const validateData = new Map<string, ValidateFunction>(
  (Object.keys(eventData) as EventType[]).map((type) => [type, compile(eventData[type])]),
);

const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

type Envelope = z.infer<typeof envelopeSchema>;

/**
 * Checks one parsed JSON value: is it an event of ours, complete, of known type, within the limits of size and
 * time? Fields that the contract does not know are ignored.
 */
export function decode(value: unknown, times: TimeLimits): Decoded {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return rejected('not-an-event', { fault: 'no-object', pointer: '' });
  }
  if (!validateEnvelope(value)) {
    const fault = contractFault(validateEnvelope, '');
    return { ok: false, rejection: isEventLike(value) ? fault : { ...fault, code: 'not-an-event' } };
  }
  const envelope = value as Envelope;
  const validate = validateData.get(envelope.type);
  if (validate === undefined) {
    const values = { type: show(envelope.type) };
    return rejected('unknown-type', { fault: 'unknown-type', pointer: '/type', values });
  }
  if (!validate(envelope.data)) return { ok: false, rejection: contractFault(validate, '/data') };
  const at = instantOf(envelope.time);
  if (at === null) return rejected('invalid-field', { fault: 'no-instant', pointer: '/time' });
  const event = {
    type: envelope.type,
    id: envelope.id,
    source: envelope.source,
    subject: envelope.subject,
    at,
    sequence: Number(envelope.sequence ?? 0),
    data: knownFields(envelope.type as EventType, envelope.data as Record<string, unknown>),
  } as IntakeEvent;
  const fault = timeFault(at, times) ?? extentFault(event) ?? sizeFault(event) ?? rangeFault(event);
  if (fault === null) return { ok: true, event };
  // The names of an attachment's fields are the producer's own.
  return { ok: false, rejection: { ...fault, pointer: shownPointer(fault.pointer) } };
}

/** Whether a body that is one object means to be an event, so that it is answered as one and kept. */
export function isEventLike(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('specversion' in value || ('type' in value && 'data' in value))
  );
}

/** Milliseconds since the epoch of an RFC 3339 instant; null where it is none, or names no day (February 30). */
export function instantOf(text: string): number | null {
  if (!INSTANT.test(text)) return null;
  const at = Date.parse(text.replace(/:60(?=[.Zz+-])/, ':59').toUpperCase());
  if (Number.isNaN(at)) return null;
  const day = Number(text.slice(8, 10));
  return day <= 28 ||
    day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()
    ? at
    : null;
}

function timeFault(at: number, { oldest, newest }: TimeLimits): Rejection | null {
  if (at > newest) {
    const values = { hours: limits.futureMs / 3600_000 };
    return rejectionOf('time-in-future', { fault: 'time-in-future', pointer: '/time', values });
  }
  return at < oldest ? rejectionOf('too-old', { fault: 'too-old', pointer: '/time' }) : null;
}

/** Values in all attachments of a message; millions of numbers would take seconds and gigabytes to be stored. */
const MOST_VALUES = 10_000;

/** Whether the attachments hold more than a message may: nothing else in an event is the producer's own to shape. */
function extentFault(event: IntakeEvent): Rejection | null {
  if (event.type !== 'conversation.message.v1' || event.data.attachments === undefined) return null;
  if (valuesIn(event.data.attachments, MOST_LEVELS) <= MOST_VALUES) return null;
  const values = { most: MOST_VALUES };
  return rejectionOf('invalid-field', { fault: 'too-many-values', pointer: '/data/attachments', values });
}

/** How many values there are, not counted further than beyond the limit; nor deeper than an event may nest. */
function valuesIn(value: unknown, levels: number): number {
  if (typeof value !== 'object' || value === null || levels === 0) return 1;
  if (Array.isArray(value) && value.length > MOST_VALUES) return value.length;
  let values = 1;
  for (const key in value) {
    values += valuesIn((value as Record<string, unknown>)[key], levels - 1);
    if (values > MOST_VALUES) break;
  }
  return values;
}

/** Walks every text of the event: byte lengths, and what PostgreSQL and UTF-8 cannot hold. */
function sizeFault(event: IntakeEvent): Rejection | null {
  // Nearly every event is short and well formed throughout; only what is not is walked with the place of each text.
  if (
    isShort(event.id) &&
    isShort(event.source) &&
    isShort(event.subject) &&
    isPlain(event.data, MOST_LEVELS)
  )
    return null;
  return (
    idFault(event.id, '/id') ??
    idFault(event.source, '/source') ??
    idFault(event.subject, '/subject') ??
    textsFault(event.data, '/data', MOST_LEVELS)
  );
}

/** Levels of nesting; only an attachment can have many. */
const MOST_LEVELS = 16;
const MOST_NAME = 256;

/** Whether all texts and names below are too short to be too long, and well formed. */
function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isShort(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  const isArray = Array.isArray(value);
  for (const key in value) {
    if (!isArray && (key.length > MOST_NAME || !isShort(key))) return false;
    if (!isPlain((value as Record<string, unknown>)[key], levels - 1)) return false;
  }
  return true;
}

// A UTF-16 unit is at most three bytes of UTF-8, and an id is the shortest of what is limited.
function isShort(text: string): boolean {
  return text.length * 3 <= limits.idBytes && !text.includes('\0') && text.isWellFormed();
}

function textsFault(value: unknown, pointer: string, levels: number): Rejection | null {
  if (typeof value === 'string') {
    return isIdentifier(pointer) ? idFault(value, pointer) : textFault(value, pointer);
  }
  if (typeof value !== 'object' || value === null) return null;
  if (levels === 0) {
    return rejectionOf('invalid-field', { fault: 'too-deep', pointer, values: { most: MOST_LEVELS } });
  }
  const isArray = Array.isArray(value);
  for (const key in value) {
    const fault =
      (isArray ? null : nameFault(key, pointer)) ??
      textsFault((value as Record<string, unknown>)[key], `${pointer}/${escapedName(key)}`, levels - 1);
    if (fault !== null) return fault;
  }
  return null;
}

/** A field's own name, which only an attachment chooses; the pointer is to what holds it. */
function nameFault(name: string, pointer: string): Rejection | null {
  if (name.length > MOST_NAME) {
    return rejectionOf('invalid-field', { fault: 'name-too-long', pointer, values: { most: MOST_NAME } });
  }
  return formFault(name, pointer);
}

function idFault(id: string, pointer: string): Rejection | null {
  // A UTF-16 unit is at most three bytes of UTF-8.
  if (id.length * 3 > limits.idBytes && utf8Bytes(id) > limits.idBytes) {
    return rejectionOf('id-too-long', { ...idTooLong, pointer });
  }
  return formFault(id, pointer);
}

function textFault(text: string, pointer: string): Rejection | null {
  if (text.length * 3 > limits.textBytes && utf8Bytes(text) > limits.textBytes) {
    const values = { most: limits.textBytes / 1024 };
    return rejectionOf('text-too-long', { fault: 'text-too-long', pointer, values });
  }
  return formFault(text, pointer);
}

function formFault(text: string, pointer: string): Rejection | null {
  if (text.includes('\0')) return rejectionOf('ill-formed-text', { fault: 'null-character', pointer });
  return text.isWellFormed() ? null : rejectionOf('ill-formed-text', { fault: 'half-character', pointer });
}

/** What the contract's types cannot say. */
function rangeFault(event: IntakeEvent): Rejection | null {
  if (event.type === 'conversation.rated.v1' && event.data.score > event.data.scaleMax) {
    return rejectionOf('invalid-field', { fault: 'above-scale', pointer: '/data/score' });
  }
  if (event.type === 'agent.updated.v1') {
    for (const field of ['hiredOn', 'leftOn'] as const) {
      if (event.data[field]?.startsWith('0000') !== true) continue;
      return rejectionOf('invalid-field', { fault: 'year-zero', pointer: `/data/${field}` });
    }
  }
  return null;
}

function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}

function show(text: string): string {
  return JSON.stringify(shownText(text, 100).text);
}

function rejected(code: Rejection['code'], fault: FaultAt): Decoded {
  return { ok: false, rejection: rejectionOf(code, fault) };
}
