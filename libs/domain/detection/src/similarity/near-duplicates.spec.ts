import fc from 'fast-check';
import { ReplyMemory, signatureOf, similarity } from './near-duplicates';

const shingles = (text: string) =>
  new Set(Array.from({ length: Math.max(1, text.length - 2) }, (_, i) => text.slice(i, i + 3)));

describe('near duplicates', () => {
  it('estimates the Jaccard similarity of shingles within four standard errors', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 20, maxLength: 120 });
    fc.assert(
      fc.property(text, text, fc.nat({ max: 100 }), (head, tail, share) => {
        const a = head + tail;
        const b = head + tail.slice(0, Math.floor((tail.length * share) / 100));
        const [x, y] = [shingles(a), shingles(b)];
        const common = [...x].filter((s) => y.has(s)).length;
        const truth = common / (x.size + y.size - common);
        expect(Math.abs(similarity(signatureOf(a), signatureOf(b)) - truth)).toBeLessThanOrEqual(4 * 0.0625);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('finds a template with another number and another name', () => {
    const memory = new ReplyMemory(100);
    memory.seen('a', '非常抱歉给您带来不便，我们已记录您的问题，会尽快为您处理，工号1024为您服务');
    const found = memory.seen(
      'b',
      '非常抱歉给您带来不便，我们已记录您的问题，会尽快为您处理，工号2077为您服务！',
    );
    expect(found.map(({ id }) => id)).toEqual(['a']);
    expect(memory.seen('c', '请您打开设置，点击关于手机，再点击版本号')).toEqual([]);
  });

  it('forgets the oldest reply first', () => {
    const memory = new ReplyMemory(2);
    memory.seen('a', 'we will expedite your request');
    memory.seen('b', 'please restart the router now');
    memory.seen('c', 'your parcel is on its way home');
    expect(memory.seen('d', 'we will expedite your request')).toEqual([]);
  });
});
