import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Detector } from '../detector';
import { type About } from '../types';
import { packSchema } from './pack-schema';
import { parseRulePack } from './parse-pack';

/** Gives the YAML of a pack with one rule; `when` and the rest are indented as a rule's fields. */
function pack(fields: string): string {
  return `id: test
version: 1.0.0
language: any
lists:
  people: [driver, courier]
rules:
  - id: test.rule
    category: threat
    severity: high
    score: 0.8
    rationale: { en: made for a test, zh: 仅供测试用 }
    owner: tests
${fields.replace(/^/gm, '    ')}
`;
}

function detectorOf(fields: string): Detector {
  const parsed = parseRulePack(pack(fields).replace('language: any', 'language: any\ntimeZone: UTC'));
  if (!parsed.ok) throw new Error(`${parsed.error.line}: ${parsed.error.detail}`);
  return Detector.compile([parsed.value]);
}

/** A pack that watches for a minute of silence, and nothing else. */
function watching(mustHit: string): string {
  return `id: test
version: 1.0.0
language: any
silence:
  withinSeconds: 60
  rationale: { en: made for a test, zh: 仅供测试用 }
  owner: tests
  mustHit: [${mustHit}]
  mustNotHit: [{category: threat, severity: low}]
`;
}

const EXAMPLES = 'mustHit: [the driver has a wombat]\nmustNotHit: [hello]';

describe('parseRulePack', () => {
  it.each([
    ['what is no YAML', 'id: [', { code: 'not-yaml' }],
    [
      'an unknown field',
      pack(`colour: red\nwhen: {any: [wombat]}\n${EXAMPLES}`),
      { code: 'not-a-pack', line: 7 },
    ],
    [
      'an unknown category',
      pack(`when: {any: [wombat]}\n${EXAMPLES}`).replace('threat', 'treat'),
      { code: 'not-a-pack', line: 8 },
    ],
    ['a rule without examples', pack('when: {any: [wombat]}'), { code: 'not-a-pack', line: 7 }],
    ...[
      ['rationale in one language', 'rationale: { en: made for a test }', 'rules.0.rationale.zh'],
      ['rationale in no language that is named', 'rationale: made for a test', 'rules.0.rationale'],
    ].map(([what, rationale, place]): [string, string, object] => [
      `a ${what}`,
      pack(`when: {any: [wombat]}\n${EXAMPLES}`).replace(/rationale: .*/, rationale ?? ''),
      {
        code: 'not-a-pack',
        line: 11,
        detail: `${place}: why this is looked for must be said in both languages, \`en\` and \`zh\``,
      },
    ]),
    [
      'a Chinese rationale that is not Chinese',
      pack(`when: {any: [wombat]}\n${EXAMPLES}`).replace('仅供测试用', 'made for a test'),
      { code: 'not-a-pack', line: 11, detail: 'rules.0.rationale.zh: must be Chinese' },
    ],
    [
      'a watch without a rationale',
      watching('{category: threat, severity: critical}').replace(/ +rationale: .*\n/, ''),
      { code: 'not-a-pack', line: 5 },
    ],
    ['an unknown list', pack(`when: {any: ['@nobody']}\n${EXAMPLES}`), { code: 'bad-term', line: 7 }],
    [
      'a group that is not closed',
      pack(`when: {any: ['(wombat']}\n${EXAMPLES}`),
      { code: 'bad-term', line: 7 },
    ],
    [
      'a disguise of no term',
      pack(`when: {any: [wombat]}\ndisguises: {pinyin: [骚扰]}\n${EXAMPLES}`),
      { code: 'bad-term' },
    ],
    [
      'an example that does not hit',
      pack('when: {any: [wombat]}\nmustHit: [a quokka]\nmustNotHit: [x]'),
      { code: 'example-failed', line: 7 },
    ],
    [
      'an example that hits',
      pack('when: {any: [wombat]}\nmustHit: [a wombat]\nmustNotHit: [two wombat]'),
      { code: 'example-failed', line: 7 },
    ],
    [
      'hours without a time zone',
      pack(`when: {any: [wombat]}\nhours: {from: 22, to: 5}\n${EXAMPLES}`),
      { code: 'not-a-pack' },
    ],
    [
      'a time zone that is none',
      `${pack(`when: {any: [wombat]}\n${EXAMPLES}`)}timeZone: Nowhere/Land\n`,
      { code: 'not-a-pack' },
    ],
    ['a pack of nothing', 'id: test\nversion: 1.0.0\nlanguage: any\n', { code: 'not-a-pack' }],
    [
      'a silence whose example is answered in time',
      watching('{category: threat, severity: critical, answeredAfterSeconds: 59}'),
      { code: 'example-failed', line: 5 },
    ],
    [
      'a silence whose example is not grave enough',
      watching('{category: threat, severity: high}'),
      { code: 'example-failed', line: 5 },
    ],
    [
      'aliases that unfold without end',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
      { code: 'not-yaml' },
    ],
  ])('refuses %s', (_, yaml, error) => {
    expect(parseRulePack(yaml)).toMatchObject({ ok: false, error });
  });

  it('refuses a rule given twice', () => {
    const once = pack(`when: {any: [wombat]}\n${EXAMPLES}`);
    const rule = once.slice(once.indexOf('  - id'));
    expect(parseRulePack(once + rule)).toMatchObject({ ok: false, error: { code: 'duplicate-rule' } });
  });

  it('takes a pack that only watches, with an example on the stroke of the time', () => {
    const pack = watching('{category: threat, severity: critical, answeredAfterSeconds: 60}');
    expect(parseRulePack(pack)).toMatchObject({
      ok: true,
      value: { rules: [], silence: { least: 'critical' } },
    });
  });

  it('has a JSON Schema that is of the same mind', () => {
    const written = readFileSync(join(__dirname, '../../packs/rule-pack.schema.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(packSchema, { io: 'input' }))),
    );
  });
});

describe('clauses', () => {
  const rows: { name: string; when: string; text: string; hits: boolean; about?: Partial<About> }[] = [
    { name: 'all slots', when: "{all: ['@people', wombat]}", text: 'a wombat and the driver', hits: true },
    { name: 'a slot missing', when: "{all: ['@people', wombat]}", text: 'a wombat', hits: false },
    {
      name: 'order kept',
      when: "{all: ['@people', wombat], order: true}",
      text: 'driver wombat',
      hits: true,
    },
    {
      name: 'order broken',
      when: "{all: ['@people', wombat], order: true}",
      text: 'wombat driver',
      hits: false,
    },
    {
      name: 'near enough',
      when: "{all: ['@people', wombat], within: 5}",
      text: 'driver and wombat',
      hits: true,
    },
    {
      name: 'too far',
      when: "{all: ['@people', wombat], within: 4}",
      text: 'driver and wombat',
      hits: false,
    },
    { name: 'none present', when: '{any: [wombat], none: [zoo]}', text: 'a wombat in the zoo', hits: false },
    {
      name: 'none far away',
      when: '{any: [wombat], none: [zoo], noneWithin: 3}',
      text: 'a wombat in the zoo',
      hits: true,
    },
    { name: 'repeated often enough', when: '{any: [wombat], times: 2}', text: 'wombat wombat', hits: true },
    { name: 'not repeated', when: '{any: [wombat], times: 2}', text: 'wombat', hits: false },
    { name: 'the second clause', when: '[{any: [quokka]}, {any: [wombat]}]', text: 'wombat', hits: true },
    { name: 'word boundaries', when: '{any: [wombat]}', text: 'wombats', hits: false },
    { name: 'a boundary beside Chinese', when: '{any: [wombat]}', text: '有wombat来了', hits: true },
    { name: 'an open end', when: "{any: ['wombat*']}", text: 'wombats', hits: true },
    {
      name: 'something said before',
      when: '{any: [wombat], after: {speaker: agent, any: [marsupial]}}',
      text: 'wombat',
      hits: true,
      about: { context: [{ speaker: 'agent', text: 'which marsupial?' }] },
    },
    {
      name: 'said by somebody else',
      when: '{any: [wombat], after: {speaker: agent, any: [marsupial]}}',
      text: 'wombat',
      hits: false,
      about: { context: [{ speaker: 'customer', text: 'a marsupial' }] },
    },
  ];

  it.each(rows)('$name', ({ when, text, hits, about }) => {
    const example = (value: string, context = '') => `- {text: ${value}${context}}`;
    const said = ', context: [{speaker: agent, text: marsupial}]';
    const detector = detectorOf(
      `when: ${when}\nmustHit:\n${example("'driver wombat wombat wombats quokka'", said)}\nmustNotHit:\n${example("'hello'")}`,
    );
    expect(detector.scan(text, { speaker: 'customer', ...about }).length > 0).toBe(hits);
  });

  it.each([
    { name: 'channel', fields: 'channel: [voice]', right: { channel: 'voice' }, wrong: { channel: 'chat' } },
    {
      name: 'segment',
      fields: 'segments: [minor]',
      right: { segments: ['vip', 'minor'] },
      wrong: { segments: ['vip'] },
    },
    {
      name: 'hours past midnight',
      fields: 'hours: {from: 22, to: 5}',
      right: { hour: 3 },
      wrong: { hour: 12 },
    },
    {
      name: 'speaker',
      fields: 'speaker: [agent]',
      right: { speaker: 'agent' },
      wrong: { speaker: 'customer' },
    },
  ] as const)('$name', ({ fields, right, wrong }) => {
    const example = JSON.stringify({ text: 'wombat', ...right });
    const detector = detectorOf(
      `${fields}\nwhen: {any: [wombat]}\nmustHit: [${example}]\nmustNotHit: [hello]`,
    );
    expect(detector.scan('wombat', { speaker: 'customer', ...right })).toHaveLength(1);
    expect(detector.scan('wombat', { speaker: 'customer', ...wrong })).toHaveLength(0);
  });
});
