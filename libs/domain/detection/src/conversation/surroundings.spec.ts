import { type SpeakerRole } from '@earshot/contracts';
import fc from 'fast-check';
import { Detector } from '../detector';
import { type Rule, type RulePack } from '../rules/pack-schema';
import { type About } from '../types';
import { emptyDetectionState, noteHappened, stepDetection, type Setting } from './step-detection';

type Given = Partial<Rule> & Pick<Rule, 'when'>;

/** A pack of these rules; the words are `plea` and `other`. */
function packOf(given: readonly Given[]): RulePack {
  const rules = given.map((rule, n): Rule => ({
    id: `test.r${n}`,
    category: 'personal-safety',
    severity: 'high',
    score: 0.9,
    speaker: ['customer'],
    lowering: false,
    rationale: { en: 'made for a test', zh: '仅供测试用' },
    owner: 'test',
    mustHit: ['-'],
    mustNotHit: ['-'],
    ...rule,
  }));
  return {
    id: 'test',
    version: '1.0.0',
    language: 'en',
    timeZone: 'Asia/Shanghai',
    lists: {},
    harmless: [],
    rules,
  };
}

interface Line {
  speaker: SpeakerRole;
  text: string;
  atMs: number;
}

const chat: Pick<Setting, 'channel' | 'segments'> = { channel: 'chat', segments: ['minor'] };

/** Rules that fire for the last line when the conversation is folded message by message, through JSON. */
function folded(detector: Detector, lines: readonly Line[]): string[] {
  let state = emptyDetectionState();
  let last: string[] = [];
  for (const [n, { speaker, text, atMs }] of lines.entries()) {
    const signals = detector.hear(text, { speaker, atMs });
    const message = { messageId: `m${n}`, role: speaker, atMs, agentId: null, signals };
    const step = stepDetection(state, message, { ...chat, place: n + 1 });
    const kind = `${speaker}-message` as const;
    state =
      kind !== 'system-message' && detector.noted.has(kind)
        ? noteHappened(step.state, kind, atMs)
        : step.state;
    state = JSON.parse(JSON.stringify(state)) as typeof state;
    last = step.findings.map(({ ruleId }) => ruleId);
  }
  return last.sort();
}

/** Rules that fire for the last line when it is scanned with the others as its context. */
function scanned(detector: Detector, lines: readonly Line[]): string[] {
  const context = lines.slice(0, -1);
  const last = lines.at(-1);
  if (last === undefined) return [];
  const kinds = (role: SpeakerRole) => (role === 'system' ? [] : ([`${role}-message`] as const));
  const events = context.flatMap(({ speaker, atMs }) => kinds(speaker).map((kind) => ({ kind, atMs })));
  const about: About = {
    speaker: last.speaker,
    atMs: last.atMs,
    context,
    events,
    channel: 'chat',
    segments: ['minor'],
  };
  return detector
    .scan(last.text, about)
    .map(({ ruleId }) => ruleId)
    .sort();
}

const plea = { speaker: 'customer', any: ['plea'] } as const;
const detector = Detector.compile([
  packOf([
    { when: { any: ['plea'], after: { ...plea, any: ['plea'], messages: 6, times: 2, unanswered: true } } },
    { when: { any: ['plea'], after: { ...plea, any: ['plea'], messages: 3, withinSeconds: 60 } } },
    {
      when: { any: ['plea'], unless: { speaker: 'agent', any: ['other'], messages: 20, atLeastSeconds: 30 } },
    },
    { when: { any: ['other'], since: { event: 'agent-message', withinSeconds: 90 } } },
    { when: { any: ['other'], since: { event: 'bot-message', never: true } }, segments: ['minor'] },
    { when: { any: ['plea', 'other'] }, channel: ['voice'] },
    {
      when: [{ any: ['plea'] }, { any: ['other'], after: { speaker: 'agent', any: ['plea'], messages: 2 } }],
    },
  ]),
]);

const line = (speaker: SpeakerRole, text: string, atSeconds: number): Line => ({
  speaker,
  text,
  atMs: atSeconds * 1000,
});

describe('what only the conversation can tell', () => {
  it.each<{ name: string; lines: Line[]; rules: string[] }>([
    { name: 'said once', lines: [line('customer', 'plea', 0)], rules: ['test.r2', 'test.r6'] },
    {
      name: 'said three times, long apart',
      lines: [
        line('customer', 'plea', 0),
        line('bot', 'other', 99),
        line('customer', 'plea', 100),
        line('customer', 'plea', 900),
      ],
      rules: ['test.r0', 'test.r2', 'test.r6'],
    },
    {
      name: 'said three times, and answered between',
      lines: [
        line('customer', 'plea', 0),
        line('agent', 'well', 10),
        line('customer', 'plea', 100),
        line('customer', 'plea', 900),
      ],
      rules: ['test.r2', 'test.r6'],
    },
    {
      name: 'said twice within a minute',
      lines: [line('customer', 'plea', 0), line('customer', 'plea', 60)],
      rules: ['test.r1', 'test.r2', 'test.r6'],
    },
    {
      name: 'what must not have been said was said',
      lines: [line('agent', 'other', 0), line('customer', 'plea', 30)],
      rules: ['test.r6'],
    },
    {
      name: 'what must not have been said was said just now',
      lines: [line('agent', 'other', 0), line('customer', 'plea', 29)],
      rules: ['test.r2', 'test.r6'],
    },
    {
      name: 'soon after an agent wrote, a bot never',
      lines: [line('agent', 'plea', 0), line('customer', 'other', 90)],
      rules: ['test.r3', 'test.r4', 'test.r6'],
    },
    {
      name: 'long after an agent wrote, and after a bot',
      lines: [
        line('agent', 'plea', 0),
        line('bot', '-', 1),
        line('system', '-', 1),
        line('customer', 'other', 91),
      ],
      rules: [],
    },
  ])('$name', ({ lines, rules }) => {
    expect(folded(detector, lines)).toEqual(rules);
    expect(scanned(detector, lines)).toEqual(rules);
  });

  it('is decided alike by the fold and by a scan with the conversation as context', () => {
    const some = fc.record({
      speaker: fc.constantFrom<SpeakerRole>('customer', 'customer', 'agent', 'bot', 'system'),
      text: fc.constantFrom('plea', 'other', 'plea other', '-'),
      wait: fc.constantFrom(0, 10_000, 30_000, 90_000),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 26 }), (drawn) => {
        let atMs = 0;
        const lines = drawn.map(({ speaker, text, wait }) => ({ speaker, text, atMs: (atMs += wait) }));
        expect(folded(detector, lines)).toEqual(scanned(detector, lines));
      }),
      { numRuns: 300 },
    );
  });

  it('costs nothing where nobody asks: no marks, nothing noted, the same signals', () => {
    const plain = Detector.compile([packOf([{ when: { any: ['plea'] } }])]);
    expect(plain.noted.size).toBe(0);
    const signals = plain.hear('plea', { speaker: 'customer', atMs: 0 });
    expect(plain.scan('plea', { speaker: 'customer', atMs: 0 })).toEqual(signals);
    const message = { messageId: 'm', role: 'customer', atMs: 0, agentId: null, signals } as const;
    const { state } = stepDetection(emptyDetectionState(), message, { ...chat, place: 1 });
    expect(Object.keys(state)).toEqual(Object.keys(emptyDetectionState()));
  });

  it('says what was so', () => {
    const [signal] = detector
      .scan('plea', {
        speaker: 'customer',
        atMs: 9000,
        context: [line('customer', 'plea', 1), line('customer', 'plea', 2)],
      })
      .filter(({ ruleId }) => ruleId === 'test.r0');
    expect(signal?.reasons).toEqual(['term: plea', 'said-before: 2']);
    expect(signal).not.toHaveProperty('if');
  });

  it('remembers no more than rules can look back at', () => {
    let state = emptyDetectionState();
    for (let place = 1; place <= 100; place++) {
      const signals = detector.hear('plea', { speaker: 'customer', atMs: place });
      const message = {
        messageId: `m${place}`,
        role: 'customer',
        atMs: place,
        agentId: null,
        signals,
      } as const;
      ({ state } = stepDetection(state, message, { ...chat, place }));
    }
    for (const places of Object.values(state.said?.marks ?? {}))
      expect(places.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(state).length).toBeLessThan(2000);
  });

  it.each([
    ['2026-01-01T13:59:59Z', false],
    ['2026-01-01T14:00:00Z', true],
    ['2026-01-01T21:59:59Z', true],
    ['2026-01-01T22:00:00Z', false],
  ])('reads the hour in the time zone of the pack: %s', (at, is) => {
    const night = Detector.compile([packOf([{ when: { any: ['plea'] }, hours: { from: 22, to: 5 } }])]);
    expect(night.hear('plea', { speaker: 'customer', atMs: Date.parse(at) }).length > 0).toBe(is);
  });
});
