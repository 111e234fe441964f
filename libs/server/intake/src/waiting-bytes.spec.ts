import { WaitingBytes } from './waiting-bytes';

describe('WaitingBytes', () => {
  it('refuses what does not fit, and takes it once there is room', () => {
    const waiting = new WaitingBytes(10);
    expect(waiting.tryTake(6)).toBe(true);
    expect(waiting.tryTake(5)).toBe(false);
    expect(waiting.tryTake(4)).toBe(true);
    waiting.give(6);
    expect(waiting.tryTake(6)).toBe(true);
  });

  it('lets those who wait in by turn, and nobody past them', async () => {
    const waiting = new WaitingBytes(10);
    await waiting.take(10);
    const admitted: string[] = [];
    const large = waiting.take(8).then(() => admitted.push('large'));
    const small = waiting.take(1).then(() => admitted.push('small'));
    waiting.give(5);
    // Room for the small one, which came later.
    expect(waiting.tryTake(1)).toBe(false);
    await Promise.resolve();
    expect(admitted).toEqual([]);
    waiting.give(5);
    await Promise.all([large, small]);
    expect(admitted).toEqual(['large', 'small']);
    waiting.give(9);
    expect(waiting.tryTake(10)).toBe(true);
  });
});
