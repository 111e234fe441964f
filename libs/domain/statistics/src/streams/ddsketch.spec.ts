import fc from 'fast-check';
import { DDSketch } from './ddsketch';

const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 90_000_000 }),
  fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
);
const values = fc.array(value, { maxLength: 200 });

function sketchOf(list: readonly number[], alpha?: number): DDSketch {
  const sketch = new DDSketch(alpha);
  for (const one of list) sketch.add(one);
  return sketch;
}

const bytesOf = (sketch: DDSketch): string => Buffer.from(sketch.encode()).toString('hex');

describe('DDSketch', () => {
  it('gives the worked example', () => {
    const sketch = sketchOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((second) => second * 1000));
    expect(sketch.quantile(0.5)).toBeCloseTo(4965.3, 1);
    expect([sketch.count, sketch.sum]).toEqual([10, 55_000]);
  });

  it('answers every quantile within alpha of the exact one', () => {
    const alpha = fc.constantFrom(0.005, 0.01, 0.02, 0.1);
    const property = fc.property(
      fc.array(value, { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      alpha,
      check,
    );
    function check(list: number[], q: number, error: number): void {
      const exact = [...list].sort((a, b) => a - b)[Math.floor(q * (list.length - 1))] ?? -1;
      const got = sketchOf(list, error).quantile(q) ?? -1;
      expect(Math.abs(got - exact)).toBeLessThanOrEqual(exact * error * (1 + 1e-9));
    }
    fc.assert(property);
  });

  it('gives the whole for the parts, in any order, byte by byte', () => {
    const parts = fc.array(fc.tuple(value, fc.integer({ min: 0, max: 4 })));
    fc.assert(
      fc.property(parts, (list) => {
        const shards = Array.from({ length: 5 }, () => new DDSketch());
        for (const [one, shard] of list) shards[shard]?.add(one);
        const merged = new DDSketch();
        for (const shard of shards.reverse()) merged.merge(shard);
        expect(bytesOf(merged)).toBe(bytesOf(sketchOf(list.map(([one]) => one))));
      }),
    );
  });

  it('adds up encoded ones as it would merge them, those outside the usual range too', () => {
    const signed = fc.tuple(fc.array(value, { maxLength: 30 }), fc.constantFrom(1, -1));
    fc.assert(
      fc.property(fc.array(signed, { maxLength: 8 }), (parts) => {
        const sketches = parts.map(([list, times]) => {
          const sketch = new DDSketch();
          for (const one of list) sketch.add(one, times);
          return sketch;
        });
        const merged = new DDSketch();
        for (const sketch of sketches) merged.merge(sketch);
        const summed = DDSketch.sumOfEncoded(sketches.map((sketch) => sketch.encode()));
        expect(summed.equals(merged)).toBe(true);
        expect(summed.count).toBe(merged.count);
        expect(bytesOf(summed)).toBe(bytesOf(merged));
      }),
    );
  });

  it('adds up nothing of another alpha, and leaves nothing behind of bytes that are none', () => {
    const [one, broken] = [sketchOf([1000]).encode(), Uint8Array.of(1, 0, 0, 5)];
    expect(() => DDSketch.sumOfEncoded([one, sketchOf([5], 0.05).encode()])).toThrow(/alpha/);
    expect(() => DDSketch.sumOfEncoded([one, broken])).toThrow();
    expect(bytesOf(DDSketch.sumOfEncoded([one]))).toBe(bytesOf(sketchOf([1000])));
  });

  it('takes back what was added, also before it was added', () => {
    fc.assert(
      fc.property(values, values, (kept, corrected) => {
        const sketch = new DDSketch();
        for (const one of corrected) sketch.add(one, -1);
        sketch.merge(sketchOf(kept));
        sketch.merge(sketchOf(corrected));
        expect(bytesOf(sketch)).toBe(bytesOf(sketchOf(kept)));
        sketch.subtract(sketchOf(kept));
        expect(sketch.isEmpty()).toBe(true);
      }),
    );
  });

  it('merges and subtracts itself', () => {
    const sketch = sketchOf([0, 5, 700, 700]);
    sketch.merge(sketch);
    expect(sketch.equals(sketchOf([0, 0, 5, 5, 700, 700, 700, 700]))).toBe(true);
    sketch.subtract(sketch);
    expect(sketch.isEmpty()).toBe(true);
  });

  it('comes back from its bytes and its JSON, negative counts included', () => {
    const changes = fc.array(fc.tuple(value, fc.integer({ min: -3, max: 1000 })));
    fc.assert(
      fc.property(changes, fc.constantFrom(0.01, 0.02, 0.37), (list, alpha) => {
        const sketch = new DDSketch(alpha);
        for (const [one, times] of list) sketch.add(one, times);
        const decoded = DDSketch.decode(sketch.encode());
        expect(decoded.equals(sketch)).toBe(true);
        expect([decoded.count, decoded.sum]).toEqual([sketch.count, sketch.sum]);
        const copied = DDSketch.fromJSON(JSON.parse(JSON.stringify(sketch)));
        expect(bytesOf(copied)).toBe(bytesOf(sketch));
      }),
    );
  });

  it('reads no bytes but those it writes', () => {
    const own = fc.array(fc.tuple(value, fc.integer({ min: -3, max: 300 })), { maxLength: 8 }).map((list) => {
      const sketch = new DDSketch();
      for (const [one, times] of list) sketch.add(one, times);
      return sketch.encode();
    });
    const bent = fc.tuple(own, fc.nat(), fc.nat(255)).map(([bytes, at, to]) => {
      bytes[at % bytes.length] = to;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(bent, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        let sketch: DDSketch;
        try {
          sketch = DDSketch.decode(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'StatisticsError', code: 'malformed' });
          return;
        }
        expect(bytesOf(sketch)).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 2000 },
    );
  });

  it('bounds the number of values at most a value', () => {
    fc.assert(
      fc.property(values, value, (list, limit) => {
        const { low, high } = sketchOf(list).countAtMost(limit);
        const exact = list.filter((one) => one <= limit).length;
        expect(low).toBeLessThanOrEqual(exact);
        expect(high).toBeGreaterThanOrEqual(exact);
      }),
    );
  });

  it('has no quantile when empty, and zero for zeros', () => {
    expect(new DDSketch().quantile(0.5)).toBeNull();
    expect(sketchOf([0, 0, 9]).quantile(0.5)).toBe(0);
  });

  it('sums in whole units', () => {
    expect(sketchOf([0.4, 0.5, 1.5]).sum).toBe(3);
  });

  it('keeps a minute of waits in few bytes', () => {
    const sketch = new DDSketch();
    for (let at = 0; at < 300; at += 1) sketch.add(2000 + 7919 * (at % 60));
    expect(sketch.encode().length).toBeLessThan(150);
  });

  it.each([
    ['a negative value', () => new DDSketch().add(-1), 'out-of-range'],
    ['a value beyond 2^53', () => new DDSketch().add(2 ** 53), 'out-of-range'],
    ['NaN', () => new DDSketch().add(Number.NaN), 'not-finite'],
    ['infinity', () => new DDSketch().add(Infinity), 'not-finite'],
    ['half a time', () => new DDSketch().add(1, 0.5), 'not-an-integer'],
    ['a sum beyond 2^53', () => new DDSketch().add(2 ** 50, 20), 'out-of-range'],
    ['alpha of 0', () => new DDSketch(0), 'out-of-range'],
    ['alpha of 1', () => new DDSketch(1), 'out-of-range'],
    ['another alpha', () => new DDSketch(0.01).merge(new DDSketch(0.02)), 'bad-choice'],
    ['q above 1', () => sketchOf([1]).quantile(1.1), 'out-of-range'],
    ['counts below zero', () => sketchDown().quantile(0.5), 'not-estimable'],
    ['a limit below zero', () => sketchOf([1]).countAtMost(-1), 'out-of-range'],
  ])('refuses %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ name: 'StatisticsError', code }));
  });

  it('is unchanged by what it refuses', () => {
    const sketch = sketchOf([3]);
    expect(() => sketch.add(2 ** 52, 8)).toThrow();
    expect(sketch.equals(sketchOf([3]))).toBe(true);
    expect(sketch.count).toBe(1);
  });
});

function sketchDown(): DDSketch {
  const sketch = sketchOf([1, 2]);
  sketch.add(3, -1);
  return sketch;
}
