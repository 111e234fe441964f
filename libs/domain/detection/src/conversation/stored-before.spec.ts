import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';
import { type Signal } from '../types';
import { readCustomerSignals } from './stored-before';

const cry = '司机一直在骚扰我，我很害怕';
const hear = (detector: Detector) => detector.hear(cry, { speaker: 'customer', atMs: 0 });
const isCritical = ({ severity, opensFlag }: Signal) => severity === 'critical' && opensFlag;

describe('stored signals of a customer’s words', () => {
  it('without a word on what is watched for are watched as they were when they were stored', () => {
    const signals = hear(Detector.compile(builtInPacks()));
    expect(signals.some(isCritical)).toBe(true);
    const before = signals.map(({ watch: _, ...signal }) => signal);
    for (const signal of readCustomerSignals(before)) {
      expect(signal.watch).toEqual(
        isCritical(signal) ? { answerWithinMs: 120_000, notClosedAs: ['resolved'] } : undefined,
      );
    }
  });

  it('are left alone where the packs watch for nothing: a refold finds what was found at first', () => {
    const unwatching = builtInPacks().map(({ silence: _, closing: __, ...pack }) => pack);
    const signals = hear(Detector.compile(unwatching));
    expect(signals.some(isCritical)).toBe(true);
    expect(readCustomerSignals(signals)).toEqual(signals);
  });
});
