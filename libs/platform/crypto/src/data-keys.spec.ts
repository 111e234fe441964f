import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { DataKeys } from './index';

const key = (id: string) => ({ id, bytes: randomBytes(32) });

describe('DataKeys', () => {
  const old = key('2025');
  const keys = new DataKeys([old]);

  it('opens what it sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(keys.open(keys.seal(text, context), context)).toBe(text);
      }),
    );
  });

  it('refuses another context, another key and changed bytes', () => {
    const sealed = keys.seal('司机的电话', 'message 1');
    expect(() => keys.open(sealed, 'message 2')).toThrow();
    expect(() => new DataKeys([key('2026')]).open(sealed, 'message 1')).toThrow(/2025/);
    const changed = Buffer.from(sealed.secret);
    changed[14] = (changed[14] ?? 0) ^ 1;
    expect(() => keys.open({ ...sealed, secret: changed }, 'message 1')).toThrow();
  });

  it('never repeats a nonce within many texts', () => {
    const nonces = new Set(
      Array.from({ length: 10_000 }, () => keys.seal('a', '').secret.subarray(0, 12).toString('hex')),
    );
    expect(nonces.size).toBe(10_000);
  });

  it('after rotation opens old texts, seals with the new key and keeps the hashes', () => {
    const rotated = new DataKeys([key('2026'), old]);
    expect(rotated.open(keys.seal('x', 'c'), 'c')).toBe('x');
    expect(rotated.seal('x', 'c').keyId).toBe('2026');
    expect([rotated.has('2025'), rotated.has('2026'), rotated.has('2024')]).toEqual([true, true, false]);
    expect(rotated.hash('customer-1', 'ref')).toEqual(keys.hash('customer-1', 'ref'));
  });
});
