import { aFlag } from '@earshot/web/data-access';
import { fits, settledIds } from './flag-filter';

describe('fits', () => {
  const all = { severity: null, category: null, vendorId: null };
  it.each([
    ['no filter', all, true],
    ['same severity', { ...all, severity: 'critical' as const }, true],
    ['other severity', { ...all, severity: 'high' as const }, false],
    ['other category', { ...all, category: 'fraud' }, false],
    ['other vendor', { ...all, vendorId: 'vendor-b' }, false],
  ])('%s', (_name, filter, expected) => expect(fits(aFlag(), filter)).toBe(expected));

  it('leaves low ones out until they are asked for', () => {
    const low = aFlag({ severity: 'low' });
    expect([fits(low, all), fits(low, { ...all, severity: 'low' })]).toEqual([false, true]);
    expect(fits(aFlag({ severity: 'medium' }), all)).toBe(true);
  });
});

describe('settledIds', () => {
  const critical = aFlag({ id: 'critical' });
  const high = aFlag({ id: 'high', severity: 'high' });
  it('lets everything in while nobody points at the lane', () => {
    expect(settledIds([critical, high], false, new Set())).toEqual(new Set(['critical', 'high']));
  });
  it('lets only critical flags in under a pointer', () => {
    expect(settledIds([critical, high], true, new Set())).toEqual(new Set(['critical']));
  });
});
