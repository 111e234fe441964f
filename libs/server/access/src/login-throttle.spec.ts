import { LoginThrottle, throttleLimits } from './login-throttle';

const { windowMs, perAccount, perAddress } = throttleLimits;

describe('LoginThrottle', () => {
  const failTimes = (
    throttle: LoginThrottle,
    times: number,
    at: (n: number) => { email: string; address: string },
  ) => {
    for (let n = 0; n < times; n += 1) throttle.failed(at(n).email, at(n).address, n);
  };

  it('lets an account fail so often, then makes it wait for the first failure to be forgotten', () => {
    const throttle = new LoginThrottle();
    failTimes(throttle, perAccount - 1, (n) => ({ email: 'a@b.c', address: `1.1.1.${n}` }));
    expect(throttle.waitSeconds('a@b.c', '9.9.9.9', 1_000)).toBe(0);
    throttle.failed('A@b.c ', '1.1.1.99', 1_000);
    expect(throttle.waitSeconds('a@b.c', '9.9.9.9', 1_000)).toBe((windowMs - 1_000) / 1000);
    expect(throttle.waitSeconds('other@b.c', '9.9.9.9', 1_000)).toBe(0);
    expect(throttle.waitSeconds('a@b.c', '9.9.9.9', windowMs + 1)).toBe(0);
  });

  it('makes an address wait that tries many accounts', () => {
    const throttle = new LoginThrottle();
    failTimes(throttle, perAddress, (n) => ({ email: `${n}@b.c`, address: '1.1.1.1' }));
    expect(throttle.waitSeconds('new@b.c', '1.1.1.1', perAddress)).toBeGreaterThan(0);
    expect(throttle.waitSeconds('new@b.c', '2.2.2.2', perAddress)).toBe(0);
  });

  it('counts no success against the address, and starts the account anew', () => {
    const throttle = new LoginThrottle();
    for (let n = 0; n < perAddress * 2; n += 1) {
      throttle.failed('a@b.c', '1.1.1.1', n);
      throttle.succeeded('a@b.c', '1.1.1.1', n);
    }
    expect(throttle.waitSeconds('a@b.c', '1.1.1.1', perAddress * 2)).toBe(0);
  });

  it('keeps its memory bounded whatever is tried', () => {
    const throttle = new LoginThrottle();
    failTimes(throttle, throttleLimits.remembered + 500, (n) => ({ email: `${n}@b.c`, address: '1.1.1.1' }));
    const { failures } = throttle as unknown as { failures: Map<string, unknown> };
    expect(failures.size).toBeLessThanOrEqual(throttleLimits.remembered);
    expect(throttle.waitSeconds('new@b.c', '1.1.1.1', throttleLimits.remembered + 500)).toBeGreaterThan(0);
  });
});
