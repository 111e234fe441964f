import fc from 'fast-check';
import { Bucket, BucketChanges, counters, grainMs, sketches, spansOf, sumOf } from './index';

const change = fc.oneof(
  fc.record({
    kind: fc.constant('count' as const),
    id: fc.constantFrom(...counters),
    times: fc.integer({ min: 0, max: 1e10 }),
  }),
  fc.record({
    kind: fc.constant('record' as const),
    id: fc.constantFrom(...sketches),
    ms: fc.integer({ min: 0, max: 1e8 }),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(bucket: Bucket, it: Change, sign = 1): Bucket {
  if (it.kind === 'count') bucket.add(it.id, sign * it.times);
  else bucket.record(it.id, it.ms, sign);
  return bucket;
}
const of = (changes: readonly Change[]) => changes.reduce((bucket, it) => apply(bucket, it), new Bucket());

describe('Bucket', () => {
  it('decodes what it encoded, to the same bytes', () => {
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const bucket = of(changes);
        const again = Bucket.decode(bucket.encode());
        expect(again.toJSON()).toEqual(bucket.toJSON());
        expect(again.encode()).toEqual(bucket.encode());
      }),
    );
  });

  it('is the sum of its parts, in any order', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (a, b) => {
        expect(sumOf([of(b), of(a)]).encode()).toEqual(of([...a, ...b]).encode());
        expect(Bucket.sumOfEncoded([of(b).encode(), of(a).encode()]).encode()).toEqual(
          of([...a, ...b]).encode(),
        );
      }),
    );
  });

  it('forgets what is taken back', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (kept, wrong) => {
        const bucket = of([...kept, ...wrong]);
        for (const it of wrong) apply(bucket, it, -1);
        expect(bucket.encode()).toEqual(of(kept).encode());
      }),
    );
  });

  it('forgets what is named and keeps the rest', () => {
    const bucket = of([
      { kind: 'count', id: 'events', times: 3 },
      { kind: 'count', id: 'messages', times: 2 },
      { kind: 'record', id: 'lag', ms: 5 },
    ]);
    bucket.forget(['events', 'lag']);
    expect(bucket.toJSON()).toEqual({ messages: 2 });
  });

  it('refuses bytes of another format', () => {
    expect(() => Bucket.decode(Uint8Array.of(9, 0))).toThrow(/format 9/);
  });
});

describe('spansOf', () => {
  it('covers the window once, without gaps, with few spans', () => {
    const instant = fc.integer({ min: 0, max: 100 * grainMs.day });
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const spans = spansOf(from, to);
        expect(spans.length).toBeLessThanOrEqual(5);
        let at = Math.floor(from / grainMs.minute) * grainMs.minute;
        for (const span of spans) {
          expect(span.fromMs).toBe(at);
          expect(span.fromMs % grainMs[span.grain]).toBe(0);
          expect(span.toMs % grainMs[span.grain]).toBe(0);
          at = span.toMs;
        }
        expect(at).toBe(Math.max(at, Math.ceil(to / grainMs.minute) * grainMs.minute));
      }),
    );
  });

  it('uses days in the middle of a month', () => {
    const from = Date.UTC(2026, 2, 1, 10, 30);
    expect(spansOf(from, from + 3 * grainMs.day).map(({ grain }) => grain)).toEqual([
      'minute',
      'hour',
      'day',
      'hour',
      'minute',
    ]);
  });
});

describe('BucketChanges', () => {
  it('gives every grain and drops what came to nothing', () => {
    const changes = new BucketChanges();
    const series = { brandId: 'b', vendorId: 'v', channel: 'chat', scenario: '' };
    changes.at(Date.UTC(2026, 0, 1, 10, 5), series).add('messages', 2);
    changes.at(Date.UTC(2026, 0, 1, 10, 6), series).add('messages', 3);
    const undone = changes.at(Date.UTC(2026, 0, 2), series);
    undone.add('opened');
    undone.add('opened', -1);
    const cells = changes.finish().map((cell) => [cell.grain, cell.bucket.count('messages')]);
    expect(cells.sort()).toEqual([
      ['day', 5],
      ['hour', 5],
      ['minute', 2],
      ['minute', 3],
    ]);
  });
});
