import fc from 'fast-check';
import { Normaliser } from '../normalise/normalise';
import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';
import { type Signal } from '../types';
import { Ear } from './ear';
import { Likeness, likenessOf } from './likeness';
import { Pieces, tongueOf } from './pieces';
import { Places } from './places';
import { type Head, packRows, Table } from './table';
import { doubted, withLikeness } from './with-likeness';

const read = (text: string) => {
  const normaliser = new Normaliser();
  normaliser.read(text);
  return normaliser;
};

describe('Pieces', () => {
  const cut = (text: string, tongue: 'zh' | 'en') => {
    const { units, length } = read(text);
    const pieces = new Pieces();
    pieces.cut(units, 0, length, tongue);
    return Array.from({ length: pieces.count }, (_, i) =>
      String.fromCharCode(...units.subarray(pieces.from[i], pieces.to[i])),
    );
  };

  it('are runs of one to four characters of Chinese, and pairs with up to three between', () => {
    expect(cut('他锁车门', 'zh').sort()).toEqual(
      [
        '他',
        '他锁',
        '他锁车',
        '他锁车门',
        '锁',
        '锁车',
        '锁车门',
        '车',
        '车门',
        '门',
        '他锁车',
        '他锁车门',
        '锁车门',
      ].sort(),
    );
  });

  it('are words, runs of them and runs of letters of English', () => {
    const pieces = cut('he locked it', 'en');
    expect(pieces).toEqual(
      expect.arrayContaining(['he', 'locked', 'he locked', 'he locked it', 'lock', 'ked']),
    );
  });

  it('count a number as one whatever its digits', () => {
    const keysOf = (text: string) => {
      const pieces = new Pieces();
      const { units, length } = read(text);
      pieces.cut(units, 0, length, 'zh');
      return [...pieces.keys.subarray(0, pieces.count)];
    };
    expect(keysOf('打了17个')).toEqual(keysOf('打了2360个'));
    expect(keysOf('打了个')).not.toEqual(keysOf('打了2个'));
  });

  it('lie inside the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('zh', 'en'),
        (text, tongue) => {
          const { units, length } = read(text);
          const pieces = new Pieces();
          pieces.cut(units, 0, length, tongue as 'zh' | 'en');
          for (let i = 0; i < pieces.count; i++) {
            expect(pieces.from[i]).toBeGreaterThanOrEqual(0);
            expect(pieces.to[i]).toBeGreaterThan(pieces.from[i] ?? 0);
            expect(pieces.to[i]).toBeLessThanOrEqual(length);
          }
        },
      ),
    );
  });
});

it.each([
  ['司机不停车', 'zh'],
  ['那个driver不停车', 'zh'],
  ['the driver 不', 'en'],
  ['hello', 'en'],
])('tells the language of %s', (text, tongue) => {
  const { units, length } = read(text);
  expect(tongueOf(units, 0, length)).toBe(tongue);
});

const head: Head = { ear: 'fraud', unit: 1, offset: 0, opensFrom: 0.5, remarksFrom: 0.4, criticalFrom: 2 };
const gate: Head = { ...head, ear: 'any' };

describe('Table', () => {
  it('is the same after packing', () => {
    const row = fc.record({
      key: fc.integer({ min: 0, max: 0xffffff }),
      weights: fc.array(fc.integer({ min: -127, max: 127 }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ key }) => key, maxLength: 300 }), (some) => {
        const rows = some.sort((a, b) => a.key - b.key);
        const heads = [head, { ...head, ear: 'threat' as const }, gate];
        const table = Table.unpack({ heads, rows: packRows(rows) });
        const asked = [...rows.map(({ key }) => key), ...Array(200).keys()];
        const places = new Int32Array(asked.length);
        const found = new Int32Array(asked.length);
        const count = table.find(Int32Array.from(asked), asked.length, places, found);
        const weights = new Map(rows.map(({ key, weights: its }) => [key, its]));
        expect([...places.subarray(0, count)]).toEqual(
          [...asked.keys()].filter((place) => weights.has(asked[place] ?? -1)),
        );
        for (let k = 0; k < count; k++) {
          const row = found[k] ?? 0;
          const its = weights.get(asked[places[k] ?? 0] ?? 0);
          expect([...table.weights.subarray(row * 3, row * 3 + 3)]).toEqual(its);
          expect(table.atGate(row)).toBe(its?.[2]);
        }
      }),
    );
  });
});

describe('Places', () => {
  it('gives each key a place of its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 0xffffff }), { maxLength: 3000 }), (keys) => {
        const places = new Places(keys);
        expect(new Set(keys.map((key) => places.of(key))).size).toBe(keys.length);
        for (const key of keys) expect(places.of(key)).toBeLessThan(places.size);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a key given twice, and more than it can tell apart', () => {
    expect(() => new Places([7, 7])).toThrow('given twice');
    expect(() => new Places(Array.from({ length: 60_000 }, (_, key) => key))).toThrow('at most');
  });
});

describe('Ear', () => {
  const pieces = new Pieces();
  const { units, length } = read('转账给他');
  pieces.cut(units, 0, length, 'zh');
  const rows = [{ key: pieces.keys[0] ?? 0, weights: [40] }];

  it('weighs a piece once, by the root of the count of pieces, at least twenty', () => {
    const ear = new Ear(Table.of([{ ...head, unit: 0.1, offset: -0.5 }], rows));
    expect(ear.weigh(pieces)).toBe(0);
    // 0.1 × 40 / √20 − 0.5 = 0.394427; 1 / (1 + e^-0.394427) = 0.597348.
    expect(ear.likeness[0]).toBeCloseTo(0.597348, 6);
    expect(ear.carriers(pieces, 0)).toEqual([0]);
  });

  it('shares the gate out to the likeliest category alone', () => {
    const heads = [
      { ...head, offset: Math.log(0.4 / 0.6) },
      { ...head, ear: 'threat' as const, offset: Math.log(0.2 / 0.8) },
    ];
    const ear = new Ear(Table.of([...heads, { ...gate, offset: Math.log(0.9 / 0.1) }], []));
    expect(ear.weigh(pieces)).toBe(0);
    // 0.9^0.7 × 0.4^0.3 = 0.705647.
    expect([...ear.likeness]).toEqual([expect.closeTo(0.705647, 5), 0, 0]);
  });
});

describe('likenessOf', () => {
  it.each([
    ['nothing', ''],
    ['under four units', '他杀'],
    ['thanks', '谢谢您，问题解决了'],
    ['a question', 'What time do you open on Sunday?'],
  ])('is like nothing: %s', (_, text) => {
    expect(likenessOf(text, 'customer')).toEqual([]);
  });

  it('hears neither bots nor the system', () => {
    const text = '我们会尽快处理的，请您耐心等待';
    expect(likenessOf(text, 'agent')).toEqual([
      expect.objectContaining({ ruleId: 'likeness.empty-promise', severity: 'low', opensFlag: true }),
    ]);
    expect(likenessOf(text, 'bot')).toEqual([]);
    expect(likenessOf(text, 'system')).toEqual([]);
  });

  it('gives well-formed signals, the same each time, whose spans lie in the text and hold none of it in reasons', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'他师傅锁车门不让我下车转账骗威胁 the driver wont stop scared 😡１2'), {
          maxLength: 60,
        }),
        (characters) => {
          const text = characters.join('');
          const [signal] = likenessOf(text, 'customer');
          expect(likenessOf(text, 'customer')).toEqual(signal === undefined ? [] : [signal]);
          if (signal === undefined) return;
          expect(signal.reasons).toEqual([`likeness: ${signal.score.toFixed(2)}`]);
          expect(signal.spans.length).toBeGreaterThan(0);
          for (const { start, end } of signal.spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });

  it.each([
    ['zh', 'agent', true],
    ['zh', 'customer', false],
    ['en', 'agent', false],
  ] as const)('listens only as it was asked: %s %s', (language, speaker, isHeard) => {
    const reading = read('我们会尽快处理的，请您耐心等待');
    const heard = new Likeness([{ language, speakers: [speaker] }]).hear(reading, 'agent');
    expect(heard !== null).toBe(isHeard);
  });
});

describe('withLikeness', () => {
  const signal = (over: Partial<Signal>): Signal => ({
    ruleId: 'r',
    category: 'fraud',
    severity: 'medium',
    score: 0.8,
    reasons: [],
    spans: [],
    opensFlag: true,
    ...over,
  });
  const heard = signal({ ruleId: 'likeness.threat', category: 'threat', severity: 'high' });
  it.each([
    { name: 'the rules are silent', found: [], isAdded: true },
    { name: 'a rule told something less grave', found: [signal({})], isAdded: true },
    {
      name: 'a rule told the same category',
      found: [signal({ category: 'threat', severity: 'medium' })],
      isAdded: false,
    },
    { name: 'a rule told something graver', found: [signal({ severity: 'critical' })], isAdded: false },
    {
      name: 'what is of the same category was lowered away',
      found: [signal({ category: 'threat', opensFlag: false })],
      isAdded: true,
    },
    { name: 'something else was lowered away', found: [signal({ opensFlag: false })], isAdded: true },
    {
      name: 'all is a title',
      found: [signal({ opensFlag: false, reasons: ['lowered-by: title'] })],
      isAdded: false,
    },
  ])('$name: added $isAdded', ({ found, isAdded }) => {
    expect(withLikeness(found, heard)).toEqual(isAdded ? [...found, heard] : found);
  });
});

it('is asked only by detectors of packs that want it', () => {
  const promise = '您放心，这边一定帮您处理好的';
  const packs = builtInPacks().filter(({ id }) => id === 'conduct.zh');
  const idsOf = (likeness: ('customer' | 'agent')[] | undefined) =>
    Detector.compile(packs.map((pack) => ({ ...pack, likeness })))
      .scan(promise, { speaker: 'agent' })
      .map(({ ruleId }) => ruleId);
  const heard = idsOf(['agent']).filter((id) => id.startsWith('likeness.'));
  const silent = [...idsOf(['customer']), ...idsOf(undefined)].filter((id) => id.startsWith('likeness.'));
  expect({ heard, silent }).toEqual({ heard: ['likeness.empty-promise'], silent: [] });
});

describe('what sounds like no danger', () => {
  const detector = Detector.compile(builtInPacks());
  const graveOf = (text: string) =>
    detector.scan(text, { speaker: 'customer' }).find(({ category }) => category === 'personal-safety');

  it('is high and no longer critical, and says why', () => {
    const found = graveOf('求救，我这个手机的输入法突然变成繁体字了，在哪个设置里可以改回简体');
    expect(found).toMatchObject({ severity: 'high', opensFlag: true });
    expect(found?.reasons).toContain('lowered-by: unlike-danger');
  });

  it.each(['救命', '救命啊，他把门锁了不让我出去，快来人', 'kettle exploded'])(
    'does not doubt a few words, nor what sounds like danger: %s',
    (text) => expect(graveOf(text)?.severity).toBe('critical'),
  );

  it.each([
    ['en', 'Please look into my refund for the blue coat, order number 8841, it was the wrong size. '],
    ['zh', '我上周买的那件蓝色外套尺码不合适，想换大一号，订单里显示已经签收了，麻烦帮我看一下。'],
  ])('does not doubt one sentence in a long letter about something else: %s', (language, filler) => {
    const plea = {
      en: 'The driver kept touching my leg and would not stop the car. ',
      zh: '司机一直在摸我的大腿，我很害怕。',
    };
    const letter = filler.repeat(12) + plea[language as 'zh' | 'en'] + filler.repeat(12);
    const [gravest] = detector.scan(letter, { speaker: 'customer' });
    expect(gravest).toMatchObject({ severity: 'critical', opensFlag: true });
  });

  it('never doubts a wish to die, nor what was done to a body', () => {
    const signal = (category: Signal['category']): Signal => ({
      ruleId: 'r',
      category,
      severity: 'critical',
      score: 0.9,
      reasons: [],
      spans: [],
      opensFlag: true,
    });
    expect(
      (['self-harm', 'sexual-harassment', 'threat'] as const).map((it) => doubted(signal(it)).severity),
    ).toEqual(['critical', 'critical', 'high']);
  });
});

it.each(['我要人工客服', '人工客服', '转人工客服', 'human agent', 'hello sir', 'thick crust'])(
  'the few words of which chats are full are like nothing: %s',
  (text) => expect(likenessOf(text, 'customer').filter(({ opensFlag }) => opensFlag)).toEqual([]),
);
