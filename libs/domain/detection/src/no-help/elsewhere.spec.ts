import fc from 'fast-check';
import { signatureOf, similarity } from '../similarity/near-duplicates';
import { saidElsewhere, signReplies } from './elsewhere';

const canned = '非常抱歉给您带来不便，我们已记录您的问题，会尽快为您处理，工号1024为您服务';
const steps = '请您打开设置，点击关于手机，再点击版本号';
const compare = (own: string[], others: string[][]) =>
  saidElsewhere(signReplies(own), others.map(signReplies));

describe('saidElsewhere', () => {
  it('counts the other conversations in which nearly the same reply stands, each once', () => {
    const others = [[canned.replace('1024', '2077'), `${canned}！`, steps], [canned], [steps], ['您好']];
    expect(compare([canned, steps, '宽带问题我们明早九点上门'], others)).toEqual({
      compared: 4,
      alsoIn: [2, 2, 0],
    });
  });

  it.each<[string, string[], string[][], object]>([
    ['a greeting', ['您好', canned], [['您好', canned]], { compared: 1, alsoIn: [null, 1] }],
    ['conversations without a reply', [canned], [[], [canned]], { compared: 1, alsoIn: [1] }],
    ['nobody to compare with', [canned], [], { compared: 0, alsoIn: [0] }],
    ['no reply', [], [[canned]], { compared: 1, alsoIn: [] }],
  ])('leaves out %s', (_name, own, others, expected) => {
    expect(compare(own, others)).toEqual(expected);
  });

  it('takes masked data of one kind for the same', () => {
    const of = (tail: string) => `我们会拨打您登记的电话‹mobile·${tail}›与您联系，请保持畅通`;
    expect(compare([of('1024')], [[of('2077')]]).alsoIn).toEqual([1]);
  });

  it('compares of very many replies the latest 200, and of a long one the beginning', () => {
    const many = signReplies(Array.from({ length: 201 }, () => canned));
    expect(many.filter((reply) => reply !== null)).toHaveLength(200);
    expect(many[0]).toBeNull();
    const beginning = Array.from({ length: 125 }, (_, n) => String.fromCharCode(0x4e00 + n))
      .join('')
      .repeat(4);
    expect(compare([`${beginning}${steps.repeat(100)}`], [[`${beginning}${canned}`]]).alsoIn).toEqual([1]);
  });

  // Parts of two templates give similarities on both sides of the limit.
  const reply = fc
    .tuple(fc.nat({ max: canned.length }), fc.nat({ max: steps.length }), fc.nat({ max: 99 }))
    .map(([a, b, n]) => `${canned.slice(0, a)}${n}${steps.slice(0, b)}`);
  const conversation = fc.array(reply, { maxLength: 4 });
  const conversations = fc.array(conversation, { maxLength: 8 });

  it('is what comparing every pair of signatures gives', () => {
    const isNear = (a: string, b: string) =>
      a.length > 8 && b.length > 8 && similarity(signatureOf(a), signatureOf(b)) >= 0.7;
    let near = 0;
    fc.assert(
      fc.property(conversation, conversations, (own, others) => {
        const { compared, alsoIn } = compare(own, others);
        expect(compared).toBe(others.filter((it) => it.length > 0).length);
        expect(alsoIn).toEqual(
          own.map((mine) =>
            mine.length <= 8 ? null : others.filter((it) => it.some((theirs) => isNear(mine, theirs))).length,
          ),
        );
        near += alsoIn.filter((n) => n !== null && n > 0 && n < compared).length;
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(near).toBeGreaterThan(50);
  });

  it('does not hang on the order of the others, nor of their replies', () => {
    const shuffled = conversations.chain((others) =>
      fc.tuple(fc.constant(others), fc.shuffledSubarray(others, { minLength: others.length }), fc.boolean()),
    );
    fc.assert(
      fc.property(conversation, shuffled, (own, [others, again, isReversed]) => {
        const turned = again.map((it) => (isReversed ? [...it].reverse() : it));
        expect(compare(own, turned)).toEqual(compare(own, others));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
