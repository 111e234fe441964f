import { HealthRegistry } from './health-registry';

const part = (name: string, required: boolean, check: () => { ok: boolean; detail: string }) => ({
  name,
  required,
  check,
});
const well = () => ({ ok: true, detail: 'well' });
const ill = () => ({ ok: false, detail: 'ill' });

describe('HealthRegistry', () => {
  it.each([
    ['all well', [part('a', true, well), part('b', false, well)], true],
    ['a required part is not', [part('a', true, ill), part('b', false, well)], false],
    ['Kafka or Redis is away', [part('a', true, well), part('b', false, ill)], true],
    ['no parts', [], true],
  ])('%s', async (_name, parts, ready) => {
    const registry = new HealthRegistry();
    for (const one of parts) registry.add(one);
    const answer = await registry.readiness();
    expect(answer.ready).toBe(ready);
    expect(Object.keys(answer.parts)).toEqual(parts.map(({ name }) => name));
  });

  it('takes a part that throws or hangs for not well', async () => {
    jest.useFakeTimers();
    const registry = new HealthRegistry();
    registry.add({ name: 'throws', required: true, check: () => Promise.reject(new Error('boom')) });
    registry.add({ name: 'hangs', required: true, check: () => new Promise(() => undefined) });
    const asked = registry.readiness();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await asked).toMatchObject({
      ready: false,
      parts: { throws: { ok: false, detail: 'boom' }, hangs: { detail: 'no answer within 2000 ms' } },
    });
    jest.useRealTimers();
  });

  it('refuses two parts of one name', () => {
    const registry = new HealthRegistry();
    registry.add(part('a', true, well));
    expect(() => registry.add(part('a', true, well))).toThrow('already');
  });
});
