import fc from 'fast-check';
import { Detector } from './detector';
import { normaliseTerm } from './normalise/normalise';
import { builtInPacks } from './packs/built-in';

const detector = Detector.compile(builtInPacks());
const categoriesOf = (text: string) =>
  detector
    .scan(text, { speaker: 'customer' })
    .filter((signal) => signal.opensFlag)
    .map((signal) => signal.category);

describe('Detector', () => {
  it.each([
    ['full width', 'Ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ', 'self-harm'],
    ['case', 'I WANT TO KILL MYSELF', 'self-harm'],
    ['traditional', '師傅一路上都在騷擾我', 'harassment'],
    ['zero-width', '司机一直骚\u200b扰我', 'harassment'],
    ['bidi marks', 'the driver is har\u202eassing me', 'harassment'],
    ['combining marks', 'the driver is ha\u0336r\u0336assing me', 'harassment'],
    ['dots inside words', '司机一直骚.扰我', 'harassment'],
    ['spaces inside words', '司机一直骚 扰我', 'harassment'],
    ['stars inside words', '司机一直骚***扰我', 'harassment'],
    ['emoji inside words', '司机一直骚😡扰我', 'harassment'],
    ['letters apart', 'i want to k i l l myself', 'self-harm'],
    ['dots between letters', 'i want to k.i.l.l m.y.s.e.l.f', 'self-harm'],
    ['repeated letters', 'i want to kiiiiill myself', 'self-harm'],
    ['leet', 'i want to k1ll mys3lf', 'self-harm'],
    ['Cyrillic look-alikes', 'the driver is hаrаssing me', 'harassment'],
    ['Greek look-alikes', 'the driver is hαrαssing me', 'harassment'],
    ['mathematical letters', 'the driver is 𝐡𝐚𝐫𝐚𝐬𝐬𝐢𝐧𝐠 me', 'harassment'],
    ['circled letters', 'the driver is ⓗⓐⓡⓐⓢⓢⓘⓝⓖ me', 'harassment'],
    ['Chinese numerals', '我要打一二三一五', 'regulator-mention'],
    ['circled digits', '我要打①②③①⑤', 'regulator-mention'],
    ['pinyin', '司机一直saorao我', 'harassment'],
    ['half pinyin', '司机一直sao扰我', 'harassment'],
    ['homophones', '司机一直搔绕我', 'harassment'],
    ['split characters', '司机对我强女干', 'sexual-harassment'],
    ['initial letters', '你们这帮cnm', 'customer-abuse'],
  ])('sees through %s', (_, text, category) => {
    expect(categoriesOf(text)).toContain(category);
  });

  it.each([
    '螺丝刀和电钻都有货吗',
    '秒杀活动几点开始',
    'USB接口插不进去',
    '垃圾短信太多了怎么拦截',
    '刀剑神域的周边还有吗',
    'he is an assistant in Essex',
    'his expert opinion',
    'my code is z 1 s 8 l 2',
  ])('leaves the look-alike alone: %s', (text) => {
    expect(categoriesOf(text)).toEqual([]);
  });

  it('gives one shared empty array where nothing is found', () => {
    const about = { speaker: 'customer' } as const;
    const first = detector.scan('请问几点开门', about);
    expect(detector.scan('thank you very much', about)).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
  });

  it('lowers a negated critical finding and keeps it', () => {
    const [plain] = detector.scan('司机骚扰我', { speaker: 'customer' });
    const [negated] = detector.scan('司机没有骚扰我', { speaker: 'customer' });
    expect(negated).toMatchObject({ severity: 'critical', opensFlag: true });
    expect(negated?.reasons).toContain('lowered-by: negation');
    expect(negated?.score).toBeLessThan(plain?.score ?? 0);
  });

  it('gives spans of the original that hold the term', () => {
    const noise = fc.string({
      unit: fc.constantFrom('好', '的', ' ', '\u200b', '😀', 'ａ', '，', 'x'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const text = `${before}我不想活了${after}`;
        const signal = detector.scan(text, { speaker: 'customer' }).find((s) => s.category === 'self-harm');
        const span = signal?.spans[0];
        expect(span).toBeDefined();
        expect(normaliseTerm(text.slice(span?.start, span?.end))).toContain('不想活');
      }),
    );
  });

  it('never splits a surrogate pair and never fails, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('司机', '骚', '扰', '我', 'kill', ' my', 'self', '\ud83d', '\ude00', '\u0000', '𝐤𝐢𝐥𝐥'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { spans } of detector.scan(text, { speaker: 'customer' })) {
          for (const { start, end } of spans) {
            expect(0 <= start && start < end && end <= text.length).toBe(true);
            const splits = (at: number) => /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(at - 1, at + 1));
            expect(splits(start) || splits(end)).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['plain text', '请问套餐怎么收费呢，'],
    ['one letter', 'a'],
    ['half a term', '骚 '],
    ['dots', 'k.i.l.'],
    ['characters that expand', '\ufdfa'],
  ])('reads 256 Ki units of %s in time linear in the length', (_, unit) => {
    const timeOf = (size: number) => {
      const text = unit.repeat(size / unit.length);
      const from = process.hrtime.bigint();
      detector.scan(text, { speaker: 'customer' });
      return Number(process.hrtime.bigint() - from) / 1e6;
    };
    timeOf(1 << 14);
    // 2 ms for 16 Ki would be slow already; a square would need 256 times as long for 256 Ki, not 16 times.
    expect(timeOf(1 << 18)).toBeLessThan(2000);
  });
});

describe('where a finding comes from', () => {
  const named = (ids: readonly string[]) =>
    builtInPacks()
      .filter(({ id }) => ids.includes(id))
      .map(({ id, version }) => `${id}@${version}`)
      .join('+');
  it.each([
    ['a rule', builtInPacks().find(({ id }) => id === 'deceit.zh')?.rules[0]?.id ?? '', ['deceit.zh']],
    ['the second ear', 'likeness.threat', ['safety.en', 'safety.zh']],
    ['promises in a row', 'conversation.repeated-promise', ['promises.en', 'promises.zh']],
    ['a conversation that is watched', 'conversation.no-human-answer', ['watches']],
  ])('names the pack of %s', (_, ruleId, packs) => {
    expect(detector.originOf(ruleId)).toBe(named(packs));
  });

  it('names all packs where none is nearer', () => {
    expect(detector.originOf('unheard-of')).toBe(detector.version);
  });
});
