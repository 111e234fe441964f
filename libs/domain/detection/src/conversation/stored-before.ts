import type { Signal, Watch } from '../types';
import { emptyDetectionState, type ConversationDetectionState, type Danger } from './step-detection';

// Until packs said what is watched for, all critical danger that a customer told of was watched for this.
const answerWithinMs = 120_000;
const notClosedAs = ['resolved'] as const;
const WATCH: Watch = Object.freeze({ answerWithinMs, notClosedAs });

type DangerBefore = Omit<Danger, 'severity'>;

/** A state as it may be stored: without what an earlier release did not know, and with what it called otherwise. */
export interface StoredDetectionState extends Partial<Omit<ConversationDetectionState, 'waiting'>> {
  readonly waiting?: ConversationDetectionState['waiting'] | (DangerBefore & { readonly isTold?: true });
  readonly critical?: DangerBefore | null;
}

/** Gives a stored state as it is known now: danger that was running when packs began to say what is watched for runs on. */
export function readDetectionState({
  critical = null,
  waiting = null,
  ...stored
}: StoredDetectionState): ConversationDetectionState {
  const told = critical === null ? null : ({ ...critical, severity: 'critical', notClosedAs } as const);
  return {
    ...emptyDetectionState(),
    told,
    ...stored,
    waiting:
      waiting === null || 'withinMs' in waiting
        ? waiting
        : { ...waiting, severity: 'critical', withinMs: answerWithinMs },
  };
}

/**
 * Gives the stored signals of a customer's words with what the conversation is watched for. A critical one always says
 * it, if only that it is nothing (see `Watches.of`); where it does not, it was stored before packs said so.
 */
export function readCustomerSignals(signals: readonly Signal[]): readonly Signal[] {
  return signals.map((signal) =>
    signal.watch === undefined && signal.opensFlag && signal.severity === 'critical'
      ? { ...signal, watch: WATCH }
      : signal,
  );
}
