import { type Category } from '@earshot/contracts';
import { type Signal } from '../types';

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/**
 * Gives what the rules found together with what the text is like, where that is news. Rules know more: the likeness
 * is left out (and `found` given back as it is) where a rule has opened a flag of the same category or a graver one, or
 * where all that the rules found is a title: then they have understood it. What a rule has lowered away silences
 * nothing: another rule must never cost a finding.
 */
export function withLikeness(found: readonly Signal[], heard: Signal): readonly Signal[] {
  if (found.length === 0) return [heard];
  const opened = found.filter(({ opensFlag }) => opensFlag);
  const isTold =
    found.every(({ reasons }) => reasons.includes('lowered-by: title')) ||
    opened.some(({ category }) => category === heard.category) ||
    opened.some(({ severity }) => GRAVITY[severity] < GRAVITY[heard.severity]);
  return isTold ? found : [...found, heard];
}

/** Of these the words are believed in any passage: to doubt them has never spared a false alarm. */
const BELIEVED: ReadonlySet<Category> = new Set(['self-harm', 'sexual-harassment']);

/** Gives a critical finding of a passage that is like no danger at all: high, and why (求救！手机输入法变成繁体了). */
export function doubted(signal: Signal): Signal {
  return signal.severity !== 'critical' || BELIEVED.has(signal.category)
    ? signal
    : { ...signal, severity: 'high', reasons: [...signal.reasons, 'lowered-by: unlike-danger'] };
}
