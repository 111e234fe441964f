import { fieldsOf, mend } from './mend';

const phone = '13800138000';

describe('the fields of a rejected event', () => {
  it.each([
    ['mail\nzhang.san@example.com', 'mail\n‹email›'],
    ['电话：\n13800138000', '电话：\n‹mobile›'],
    ['car\t京A12345', 'car\t‹plate›'],
    [`"${phone}"`, '"‹mobile›"'],
  ])('masks %j before it quotes it', (text, shown) => {
    expect(fieldsOf({ t: text })).toEqual([{ pointer: '/t', value: JSON.stringify(shown), masked: true }]);
  });

  it.each([
    ['a mobile', phone],
    ['an identity card', '11010519491231002X'],
    ['an identity card full of unseen characters', [...'11010519491231002X'].join('\u200b'.repeat(8))],
  ])('shows no beginning of %s where it cuts', (_, number) => {
    for (let before = 1_960; before <= 2_000; before++) {
      const [field] = fieldsOf({ t: '好'.repeat(before) + number });
      expect(field?.value).not.toMatch(/\d/);
      expect(field?.masked).toBe(true);
    }
  });

  it('says of a long text that the rest of it is not shown', () => {
    const [field] = fieldsOf({ t: '好'.repeat(3_000) });
    expect(field).toEqual({ pointer: '/t', value: JSON.stringify(`${'好'.repeat(2_000)}…`), masked: true });
  });

  it('masks a number, and leaves what is short and nobody’s as it is', () => {
    expect(fieldsOf({ a: Number(phone), b: [true, null, 'hi'] })).toEqual([
      { pointer: '/a', value: '‹mobile›', masked: true },
      { pointer: '/b/0', value: 'true', masked: false },
      { pointer: '/b/1', value: 'null', masked: false },
      { pointer: '/b/2', value: '"hi"', masked: false },
    ]);
  });

  it('masks the names of fields, and tells those that look alike apart', () => {
    const fields = fieldsOf({ n: { [phone]: 1, '13900139000': 2, 'a/b~c': 3 } });
    expect(fields.map(({ pointer }) => pointer)).toEqual(['/n/‹mobile›', '/n/‹mobile› 2', '/n/a~1b~0c']);
  });

  it('stops at 200, whatever there is', () => {
    const many = { x: Array<number>(2_000_000).fill(1) };
    const before = process.memoryUsage().heapUsed;
    expect(fieldsOf(many)).toHaveLength(200);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
    expect(fieldsOf({ x: Array.from({ length: 100_000 }, () => []) })).toEqual([]);
  });

  it('shows what nests too deep as one field, which can be removed', () => {
    const deep: unknown = JSON.parse(`{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const [field] = fieldsOf(deep);
    expect(field).toEqual({ pointer: `/data${'/0'.repeat(16)}`, value: '"…"', masked: true });
  });
});

describe('mending', () => {
  it('finds a field by the name under which it is shown', () => {
    const event = { n: { [phone]: 1, '13900139000': 2, z: { [phone]: 'x' } } };
    const changes = [
      { pointer: '/n/‹mobile›', value: null },
      { pointer: '/n/‹mobile› 2', value: 5 },
      { pointer: '/n/z/‹mobile›', value: 'y' },
      { pointer: '/n/new', value: true },
    ];
    expect(mend(event, changes)).toEqual({ n: { '13900139000': 5, z: { [phone]: 'y' }, new: true } });
    expect(event.n[phone]).toBe(1);
  });

  it.each(['/n/none/x', '/s/length', 'n', ''])('knows no field at %j', (pointer) => {
    expect(() => mend({ n: {}, s: 'text' }, [{ pointer, value: 1 }])).toThrow(RangeError);
  });

  it('gives an own field any name there is', () => {
    const mended = mend(JSON.parse('{"__proto__":{"a":1}}'), [{ pointer: '/__proto__/a', value: 2 }]);
    expect(JSON.stringify(mended)).toBe('{"__proto__":{"a":2}}');
  });
});
