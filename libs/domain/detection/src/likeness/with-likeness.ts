import { type Signal } from '../types';

const GRAVITY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/**
 * Gives what the rules found together with what the text is like, where that is news. Rules know more: the likeness
 * is left out (and `found` given back as it is) where a rule has spoken of the same category, has opened a flag that
 * is graver, or where all that the rules found was lowered away or is a title: then they have understood it.
 */
export function withLikeness(found: readonly Signal[], heard: Signal): readonly Signal[] {
  if (found.length === 0) return [heard];
  const opened = found.filter(({ opensFlag }) => opensFlag);
  const isTold =
    opened.every(({ reasons }) => reasons.includes('lowered-by: title')) ||
    found.some(({ category }) => category === heard.category) ||
    opened.some(({ severity }) => GRAVITY[severity] < GRAVITY[heard.severity]);
  return isTold ? found : [...found, heard];
}

/**
 * Gives what the rules found in a message that, as a whole, is like no danger at all: critical findings are high, and
 * say why (求救！手机输入法变成繁体了). Of a wish to die the words are believed in any message.
 */
export function doubted(found: readonly Signal[]): readonly Signal[] {
  return found.map((signal) =>
    signal.severity !== 'critical' || signal.category === 'self-harm'
      ? signal
      : { ...signal, severity: 'high', reasons: [...signal.reasons, 'lowered-by: unlike-danger'] },
  );
}
