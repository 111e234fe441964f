import { expiryOf, newToken, SessionCookie, sessionLimits, tokenHash } from './session-token';

const { idleMs, longestMs } = sessionLimits;

describe('expiryOf', () => {
  it.each([
    ['just begun', 0, 0, idleMs],
    ['in use', 0, idleMs / 2, idleMs * 1.5],
    ['never beyond the longest', 0, longestMs - 1, longestMs],
  ])('%s', (_name, createdAt, now, expected) => expect(expiryOf(createdAt, now)).toBe(expected));
});

describe('SessionCookie', () => {
  it.each([
    [false, 'earshot=', []],
    [true, '__Host-earshot=', ['Secure']],
  ])('gives what it reads (https: %s)', (isSecure, start, more) => {
    const cookie = new SessionCookie(isSecure);
    const token = newToken();
    const given = cookie.give(token);
    expect(given.startsWith(start)).toBe(true);
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', ...more])
      expect(given).toContain(attribute);
    expect(given.includes('Secure')).toBe(isSecure);
    expect(cookie.read(`other=1; ${given.split(';')[0]}; more=2`)).toBe(token);
    expect(cookie.read('other=1')).toBeNull();
    expect(cookie.read(undefined)).toBeNull();
    expect(cookie.take()).toContain('Max-Age=0');
  });
});

it('makes tokens that differ, and stores only their hash', () => {
  const [a, b] = [newToken(), newToken()];
  expect(a).not.toBe(b);
  expect(a.length).toBeGreaterThanOrEqual(43);
  expect(tokenHash(a)).toHaveLength(32);
  expect(tokenHash(a).toString('base64url')).not.toBe(a);
});
