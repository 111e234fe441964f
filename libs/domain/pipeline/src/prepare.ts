import type { EventType } from '@earshot/contracts';
import { isAnnouncement, isCourtesy, type FoldEvent } from '@earshot/domain/conversation';
import { readCustomerSignals, type Detector, type EventKind, type Signal } from '@earshot/domain/detection';
import { mask, traceOf, type MaskSpan, type PieceTrace } from '@earshot/domain/privacy';
import { receiptOf, type Receipt } from './digest';
import type { IntakeEvent } from './event';
import { conversationKey } from './keys';

/** What is in force for a batch, as values. */
export interface Rules {
  /** The detector whose packs are in force at an event time (ms). */
  detectorAt(atMs: number): Detector;
  /** Keyed hash of a customer's reference within a brand, hex. */
  hashCustomer(brandId: string, ref: string): string;
  /** How long an open conversation may be silent before that counts as its close, ms. */
  readonly idleMs: number;
}

/** Where an event came from and when: what the sender does not say itself. */
export interface Arrival {
  readonly brandId: string;
  /** Our clock, ms. */
  readonly receivedAt: number;
  /** Its place in the batch, for the answer and for rejections. */
  readonly index: number;
}

/** A message as it is stored: masked, with what was found in the original. */
export interface PreparedMessage {
  readonly masked: string;
  readonly spans: readonly MaskSpan[];
  readonly signals: readonly Signal[];
  readonly announcement: boolean;
  /** Whether some rule in force asks how long ago such a message came. */
  readonly noted: boolean;
  /** What it may add to a number that is sent in pieces; never written. */
  readonly trace: PieceTrace | null;
  /** The original; encrypted before it is written. */
  readonly original: string;
}

/** Another event as it is stored: `data` with its free text masked, and the originals of what was replaced. */
export interface PreparedFact {
  readonly data: Record<string, unknown>;
  /** null where nothing needed to be kept apart. */
  readonly original: Record<string, unknown> | null;
}

/** An event ready to be written and folded: scanned, masked, with its receipt. */
export interface Prepared extends Arrival {
  readonly event: IntakeEvent;
  readonly receipt: Receipt;
  /** null for `agent.updated.v1`, which belongs to no conversation. */
  readonly conversationKey: string | null;
  readonly foldEvent: FoldEvent | null;
  readonly message: PreparedMessage | null;
  readonly fact: PreparedFact | null;
}

/**
 * Danger in the raw text of one event: the message, or a fact's free text, which is the customer's word. For many
 * events, call this for all of them before `prepare`: what scanning reads then stays in the processor's cache, which
 * halves its cost.
 */
export function signalsIn(event: IntakeEvent, rules: Rules): readonly Signal[] {
  if (event.type === 'conversation.message.v1') {
    const { text, sender } = event.data;
    return rules.detectorAt(event.at).hear(text, { speaker: sender.role, atMs: event.at });
  }
  const data = event.data as Record<string, unknown>;
  let signals: readonly Signal[] = nothing;
  for (const field of freeText[event.type] ?? []) {
    const text = data[field];
    if (typeof text !== 'string') continue;
    const found = rules.detectorAt(event.at).hear(text, { speaker: 'customer', atMs: event.at });
    // Rules look back at messages only.
    if (found.length > 0) signals = [...signals, ...found.filter(({ mark }) => mark === undefined)];
  }
  return signals;
}

const nothing: readonly Signal[] = [];

/** Masks one event and puts it together with `signals`, what was found in its raw text (see signalsIn). */
export function prepare(
  event: IntakeEvent,
  arrival: Arrival,
  rules: Rules,
  signals: readonly Signal[] = signalsIn(event, rules),
): Prepared {
  const { brandId, receivedAt, index } = arrival;
  const key = event.type === 'agent.updated.v1' ? null : conversationKey(brandId, event.subject);
  const receipt = receiptOf(event, brandId, key ?? '');
  // Written out: spreading an object for every event costs more than all of its fields.
  if (event.type === 'conversation.message.v1') {
    const message = prepareMessage(event, rules, signals);
    const foldEvent = foldEventOf(event, message);
    return {
      brandId,
      receivedAt,
      index,
      event,
      receipt,
      conversationKey: key,
      foldEvent,
      message,
      fact: null,
    };
  }
  const fact = prepareFact(event, arrival, rules, signals);
  const foldEvent = foldEventOfFact(event, fact);
  return { brandId, receivedAt, index, event, receipt, conversationKey: key, foldEvent, message: null, fact };
}

type Of<T extends EventType> = Extract<IntakeEvent, { type: T }>;

function prepareMessage(
  event: Of<'conversation.message.v1'>,
  rules: Rules,
  signals: readonly Signal[],
): PreparedMessage {
  const { text, sender } = event.data;
  const masked = mask(text);
  const announcement =
    sender.role === 'bot' ? isAnnouncement(text) : sender.role === 'agent' && isCourtesy(text);
  const noted = isNoted(event, rules);
  const trace = sender.role === 'customer' || sender.role === 'agent' ? traceOf(text, masked) : null;
  return { masked: masked.text, spans: masked.spans, signals, announcement, noted, trace, original: text };
}

/** Whether some rule in force at the event's time asks how long ago such a thing happened. */
function isNoted(event: IntakeEvent, rules: Rules): boolean {
  const { noted } = rules.detectorAt(event.at);
  if (noted.size === 0) return false;
  if (event.type === 'conversation.message.v1') {
    const { role } = event.data.sender;
    return role !== 'system' && noted.has(`${role}-message`);
  }
  const kind = kinds[event.type];
  return kind !== undefined && noted.has(kind);
}

const kinds: Partial<Record<EventType, EventKind>> = {
  'conversation.opened.v1': 'opened',
  'conversation.assigned.v1': 'assigned',
  'conversation.transferred.v1': 'transferred',
  'conversation.closed.v1': 'closed',
  'conversation.reopened.v1': 'reopened',
};

/** Fields that hold free text, by type; `customer.ref` of an opening is kept as a hash. */
const freeText: Partial<Record<EventType, readonly string[]>> = {
  'conversation.transferred.v1': ['reason'],
  'conversation.closed.v1': ['disposition'],
  'conversation.reopened.v1': ['reason'],
  'conversation.rated.v1': ['comment'],
  'conversation.complained.v1': ['text', 'category'],
};

function prepareFact(
  event: IntakeEvent,
  arrival: Arrival,
  rules: Rules,
  signals: readonly Signal[],
): PreparedFact {
  const noted = isNoted(event, rules) ? { noted: true } : {};
  if (event.type === 'conversation.opened.v1') {
    const { customer, ...rest } = event.data;
    const ref = rules.hashCustomer(arrival.brandId, customer.ref);
    const shown = { ref, segments: customer.segments ?? [] };
    return { data: { ...rest, customer: shown, ...noted }, original: { customerRef: customer.ref } };
  }
  const data: Record<string, unknown> = { ...event.data, ...noted };
  const original: Record<string, unknown> = {};
  for (const field of freeText[event.type] ?? []) {
    const text = data[field];
    if (typeof text !== 'string') continue;
    original[field] = text;
    data[field] = mask(text).text;
  }
  if (signals.length > 0) data['signals'] = signals;
  return { data, original: Object.keys(original).length === 0 ? null : original };
}

/** Danger found in a fact's free text, which is stored with its data. */
function signalsOf(data: Record<string, unknown>): readonly Signal[] {
  return readCustomerSignals((data['signals'] as readonly Signal[] | undefined) ?? []);
}

/** Who of the desk's side wrote a message. A customer is known by the hash of their reference and by nothing else. */
export function senderIdOf({ data: { sender } }: Of<'conversation.message.v1'>): string | null {
  return sender.role === 'customer' ? null : (sender.id ?? null);
}

/** What folding sees of a message. Rows read back give the same (see data-access, history). */
export function foldEventOf(
  event: Of<'conversation.message.v1'>,
  {
    signals,
    announcement,
    noted,
    trace,
  }: Pick<PreparedMessage, 'signals' | 'announcement' | 'noted' | 'trace'>,
): FoldEvent {
  const { id, source, at, sequence, data } = event;
  const { messageId, sender } = data;
  const folded: FoldEvent = {
    kind: 'message',
    id,
    source,
    at,
    sequence,
    messageId,
    role: sender.role,
    senderId: senderIdOf(event),
    signals,
    announcement,
    trace,
  };
  return noted ? { ...folded, noted } : folded;
}

function foldEventOfFact(event: IntakeEvent, fact: PreparedFact): FoldEvent | null {
  return storedFact(event, event.type, fact.data);
}

type Order = Pick<FoldEvent, 'id' | 'source' | 'at' | 'sequence'>;

/** The fold event of a stored fact: `data` as prepareFact gives it. null for types that are not folded. */
export function storedFact(order: Order, type: string, data: Record<string, unknown>): FoldEvent | null {
  const fact = factOf(order, type, data);
  return fact !== null && data['noted'] === true ? { ...fact, noted: true } : fact;
}

function factOf(order: Order, type: string, data: Record<string, unknown>): FoldEvent | null {
  // Written out, as above: each copy of an object by spreading is paid for every event.
  const { id, source, at, sequence } = order;
  switch (type as EventType) {
    case 'conversation.opened.v1': {
      const it = data as Of<'conversation.opened.v1'>['data'];
      return {
        id,
        source,
        at,
        sequence,
        kind: 'opened',
        vendorId: it.vendorId,
        channel: it.channel,
        platform: it.platform ?? null,
        scenario: it.scenario ?? null,
        language: it.language ?? null,
        segments: it.customer.segments ?? [],
        customerHash: it.customer.ref,
        menuSteps: it.entry?.menuSteps ?? 0,
        botTurns: it.entry?.botTurns ?? 0,
      };
    }
    case 'conversation.assigned.v1': {
      const { agentId, teamId } = data as Of<'conversation.assigned.v1'>['data'];
      return { id, source, at, sequence, kind: 'assigned', agentId, teamId: teamId ?? null };
    }
    case 'conversation.transferred.v1': {
      const { party, agentId, teamId } = (data as Of<'conversation.transferred.v1'>['data']).to;
      return {
        id,
        source,
        at,
        sequence,
        kind: 'transferred',
        to: party,
        agentId: agentId ?? null,
        teamId: teamId ?? null,
      };
    }
    case 'conversation.closed.v1': {
      const { outcome } = data as Of<'conversation.closed.v1'>['data'];
      return { id, source, at, sequence, kind: 'closed', outcome };
    }
    case 'conversation.reopened.v1':
      return { id, source, at, sequence, kind: 'reopened' };
    case 'conversation.rated.v1': {
      const { score, scaleMax } = data as Of<'conversation.rated.v1'>['data'];
      // To a ten-thousandth: nobody rates finer, and a column of single precision holds no number below 1e-38.
      const outOf5 = Math.round((score / scaleMax) * 50_000) / 10_000;
      return { id, source, at, sequence, kind: 'rated', outOf5, signals: signalsOf(data) };
    }
    case 'conversation.complained.v1':
      return { id, source, at, sequence, kind: 'complained', signals: signalsOf(data) };
    case 'conversation.message.v1':
    case 'agent.updated.v1':
      return null;
  }
}
