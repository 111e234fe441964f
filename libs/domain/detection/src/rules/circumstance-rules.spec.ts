import { Detector } from '../detector';
import { type About } from '../types';
import { type Clause, type Earlier, type Rule, type RulePack } from './pack-schema';

const MINUTE = 60_000;

/** Gives whether a rule with this clause (and these further properties) fires for 没人理 in the circumstances. */
function fires(clause: Partial<Clause>, about: Partial<About>, more: Partial<Rule> = {}): boolean {
  const rule: Rule = {
    id: 'r',
    category: 'personal-safety',
    severity: 'critical',
    score: 0.9,
    speaker: ['customer'],
    when: { any: ['没人理'], ...clause },
    lowering: false,
    rationale: { en: 'made for a test', zh: '仅供测试用' },
    owner: 'test',
    mustHit: ['-'],
    mustNotHit: ['-'],
    ...more,
  };
  const pack: RulePack = {
    id: 'test',
    version: '1.0.0',
    language: 'zh',
    lists: {},
    harmless: [],
    rules: [rule],
  };
  return Detector.compile([pack]).scan('到现在没人理我', { speaker: 'customer', ...about }).length > 0;
}

describe('rules on circumstances', () => {
  const since: Clause['since'] = { event: 'agent-message', atLeastSeconds: 300 };
  const opened = { kind: 'opened', atMs: 0 } as const;
  const answered = { kind: 'agent-message', atMs: 4 * MINUTE } as const;

  it.each([
    { name: 'long after', atMs: 10 * MINUTE, events: [opened, answered], is: true },
    { name: 'soon after', atMs: 8 * MINUTE, events: [opened, answered], is: false },
    { name: 'never answered, opened long ago', atMs: 6 * MINUTE, events: [opened], is: true },
    { name: 'never answered, opened just now', atMs: MINUTE, events: [opened], is: false },
    {
      name: 'an answer that is still to come',
      atMs: 6 * MINUTE,
      events: [opened, { ...answered, atMs: 7 * MINUTE }],
      is: true,
    },
    { name: 'without events', atMs: 10 * MINUTE, events: undefined, is: false },
    { name: 'without a time', atMs: undefined, events: [opened], is: false },
  ])('time since the last answer: $name', ({ atMs, events, is }) => {
    expect(fires({ since }, { ...(atMs === undefined ? {} : { atMs }), ...(events ? { events } : {}) })).toBe(
      is,
    );
  });

  it('what has never happened, and what has just happened', () => {
    const events = [opened];
    expect(fires({ since: { event: 'agent-message', never: true } }, { atMs: 9, events })).toBe(true);
    expect(fires({ since: { event: 'opened', never: true } }, { atMs: 9, events })).toBe(false);
    expect(fires({ since: { event: 'opened', withinSeconds: 60 } }, { atMs: MINUTE, events })).toBe(true);
    expect(fires({ since: { event: 'opened', withinSeconds: 60 } }, { atMs: MINUTE + 1, events })).toBe(
      false,
    );
  });

  const driver: Earlier = { speaker: 'customer', any: ['司机'], messages: 2 };
  interface Row {
    name: string;
    clause: Partial<Clause>;
    context: NonNullable<About['context']> | undefined;
    is: boolean;
  }
  const other = { speaker: 'agent', text: '您好' } as const;
  const told = { speaker: 'customer', text: '司机锁了门', atMs: 0 } as const;

  it.each<Row>([
    { name: 'one message before', clause: { after: driver }, context: [told], is: true },
    { name: 'two messages before', clause: { after: driver }, context: [told, other], is: true },
    { name: 'three messages before', clause: { after: driver }, context: [told, other, other], is: false },
    {
      name: 'by another speaker',
      clause: { after: { ...driver, speaker: 'agent' } },
      context: [told],
      is: false,
    },
    { name: 'in time', clause: { after: { ...driver, withinSeconds: 60 } }, context: [told], is: true },
    { name: 'too long ago', clause: { after: { ...driver, withinSeconds: 59 } }, context: [told], is: false },
    {
      name: 'long enough ago',
      clause: { after: { ...driver, atLeastSeconds: 60 } },
      context: [told],
      is: true,
    },
    {
      name: 'too recently',
      clause: { after: { ...driver, atLeastSeconds: 61 } },
      context: [told],
      is: false,
    },
    { name: 'not said', clause: { unless: driver }, context: [other], is: true },
    { name: 'said, though it must not be', clause: { unless: driver }, context: [told], is: false },
    { name: 'context unknown', clause: { unless: driver }, context: undefined, is: false },
  ])('earlier messages: $name', ({ clause, context, is }) => {
    const about = { atMs: MINUTE, ...(context === undefined ? {} : { context }) };
    expect(fires(clause, about)).toBe(is);
  });

  it.each([
    { more: { channel: ['voice'] }, about: { channel: 'voice' }, is: true },
    { more: { channel: ['voice'] }, about: { channel: 'chat' }, is: false },
    { more: { channel: ['voice'] }, about: {}, is: false },
    { more: { segments: ['minor', 'elderly'] }, about: { segments: ['vip', 'minor'] }, is: true },
    { more: { segments: ['minor'] }, about: { segments: ['vip'] }, is: false },
    { more: { segments: ['minor'] }, about: {}, is: false },
    { more: { hours: { from: 22, to: 5 } }, about: { hour: 23 }, is: true },
    { more: { hours: { from: 22, to: 5 } }, about: { hour: 5 }, is: true },
    { more: { hours: { from: 22, to: 5 } }, about: { hour: 12 }, is: false },
    { more: { hours: { from: 22, to: 5 } }, about: {}, is: false },
  ])('$more in $about', ({ more, about, is }) => {
    expect(fires({}, about, more as Partial<Rule>)).toBe(is);
  });

  it('no packs at all find nothing', () => {
    expect(Detector.compile([]).scan('救命', { speaker: 'customer' })).toEqual([]);
  });
});
