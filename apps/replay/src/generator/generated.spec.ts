import fc from 'fast-check';
import { envelopeSchema, eventData, type EventType } from '@earshot/contracts';
import { agentEvents } from './agents';
import { toJson, type Conversation, type TimedEvent } from './conversation';
import { generated } from './generated';
import { vendors } from './roster';
import { scripts } from './scripts/all';
import { compileText, type Part } from './scripts/script';
import { identityDigit, luhnDigit, slotNames } from './slots';

const openedAt = Date.UTC(2026, 10, 1);
const many = (seed: string, count: number): Conversation[] =>
  Array.from({ length: count }, (_, index) => generated(seed)(index, openedAt));
const typeOf = ({ event }: TimedEvent): string => event.type;

function expectValid(timed: TimedEvent): void {
  const parsed = JSON.parse(toJson(timed)) as { type: EventType; data: unknown };
  expect(envelopeSchema.safeParse(parsed).error).toBeUndefined();
  expect(eventData[parsed.type].safeParse(parsed.data).error).toBeUndefined();
}

describe('generated conversations', () => {
  it('are the same for the same seed, index and opening time, and others otherwise', () => {
    const text = (seed: string, index: number, at: number): string =>
      generated(seed)(index, at).events.map(toJson).join('\n');
    expect(text('a', 7, openedAt)).toBe(text('a', 7, openedAt));
    expect(text('a', 7, openedAt)).not.toBe(text('b', 7, openedAt));
    expect(text('a', 7, openedAt)).not.toBe(text('a', 8, openedAt));
  });

  it('hold only events that the contracts take, in order, opened first, each with an id of its own', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.nat(1_000_000), (seed, index) => {
        const { events, closeIndex, id } = generated(seed)(index, openedAt);
        events.forEach(expectValid);
        expect(typeOf(events[0] as TimedEvent)).toBe('conversation.opened.v1');
        expect(typeOf(events[closeIndex] as TimedEvent)).toBe('conversation.closed.v1');
        expect(new Set(events.map(({ event }) => event.id)).size).toBe(events.length);
        events.forEach(({ at, key, event }, place) => {
          expect(key).toBe(id);
          expect(Date.parse(event.time)).toBe(at);
          expect(at).toBeGreaterThan(events[place - 1]?.at ?? openedAt - 1);
          expect(at).toBeLessThan(openedAt + 12 * 3600_000);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('tell the vendors apart, as their quality does', () => {
    const badShare = new Map<string, { bad: number; all: number }>();
    for (const { truth } of many('quality', 4000)) {
      const so = badShare.get(truth.vendorId) ?? { bad: 0, all: 0 };
      so.all += 1;
      if (truth.handled === 'badly') so.bad += 1;
      badShare.set(truth.vendorId, so);
    }
    const share = (id: string): number => {
      const { bad, all } = badShare.get(id) ?? { bad: 0, all: 1 };
      return bad / all;
    };
    expect(share('in-house')).toBeLessThan(share('vendor-b'));
    expect(share('vendor-a')).toBeLessThan(share('vendor-b'));
    expect(share('vendor-b')).toBeLessThan(share('vendor-c'));
  });

  it('name in the truth the message in which the danger stands', () => {
    const dangerous = many('danger', 3000).filter(({ truth }) => truth.dangers.length > 0);
    expect(dangerous.length).toBeGreaterThan(50);
    for (const { events, truth } of dangerous) {
      const messageIds = new Set(
        events.flatMap(({ event }) =>
          event.type === 'conversation.message.v1' ? [event.data.messageId] : [],
        ),
      );
      for (const { messageId } of truth.dangers) expect(messageIds).toContain(messageId);
    }
  });

  it('leave the passenger with "加急" three times when her report is handled badly', () => {
    const reports = many('report', 20_000).filter(
      ({ truth }) => truth.script === 'driver-harassment' && truth.ways.includes('not-escalated'),
    );
    expect(reports.length).toBeGreaterThan(10);
    for (const { events } of reports) {
      const answers = events.filter(
        ({ event }) =>
          event.type === 'conversation.message.v1' &&
          event.data.sender.role === 'agent' &&
          event.data.text.includes('马上为您加急'),
      );
      expect(answers).toHaveLength(3);
    }
  });

  it('bring customers back more often after bad handling', () => {
    const conversations = many('back', 6000);
    const refOf = ({ events }: Conversation): string => {
      const first = events[0]?.event;
      return first?.type === 'conversation.opened.v1' ? first.data.customer.ref : '';
    };
    const returned = new Set<string>();
    const seen = new Set<string>();
    for (const conversation of conversations) {
      const ref = refOf(conversation);
      if (seen.has(ref)) returned.add(ref);
      seen.add(ref);
    }
    expect(returned.size / conversations.length).toBeGreaterThan(0.05);
    expect(returned.size / conversations.length).toBeLessThan(0.25);
  });
});

describe('agents', () => {
  it('are introduced by events that the contracts take, some of them new', () => {
    const events = agentEvents('1', openedAt);
    expect(events).toHaveLength(vendors.reduce((sum, { agents }) => sum + agents.length, 0));
    events.forEach(expectValid);
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
    expect(vendors.every(({ agents }) => agents.some(({ tenureDays }) => tenureDays < 30))).toBe(true);
  });
});

describe('scripts', () => {
  it('have names of their own and slots that can be filled', () => {
    expect(new Set(scripts.map(({ id }) => id)).size).toBe(scripts.length);
    expect(scripts.length).toBeGreaterThanOrEqual(60);
    const slotsIn = (parts: readonly Part[]): string[] =>
      parts.flatMap((part) =>
        typeof part === 'string' ? [] : 'slot' in part ? [part.slot] : part.oneOf.flatMap(slotsIn),
      );
    for (const { steps } of scripts) {
      for (const step of steps)
        if (step.kind === 'say') for (const slot of slotsIn(step.text)) expect(slotNames).toContain(slot);
    }
  });

  it.each([
    ['words', '您好', ['您好']],
    ['a choice', 'a{b|c}', ['a', { oneOf: [['b'], ['c']] }]],
    ['a slot in a choice', '{x{$city}|y}', [{ oneOf: [['x', { slot: 'city' }], ['y']] }]],
    ['a choice in a choice', '{{a|b}c|d}', [{ oneOf: [[{ oneOf: [['a'], ['b']] }, 'c'], ['d']] }]],
  ])('compile %s', (_, text, parts) => expect(compileText(text)).toEqual(parts));

  it('say where a brace is missing', () => {
    expect(() => compileText('a{b|c')).toThrow(/brace/);
  });
});

describe('check digits', () => {
  it.each([
    ['7992739871', '3'], // Luhn's own example
    ['411111111111111', '1'], // Visa's test number
  ])('of card %s is %s', (digits, last) => expect(luhnDigit(digits)).toBe(last));

  it.each([
    ['11010519491231002', 'X'], // GB 11643-1999, appendix A
    ['44052418800101001', '4'], // GB 11643-1999, appendix A
  ])('of identity card %s is %s', (digits, last) => expect(identityDigit(digits)).toBe(last));
});
