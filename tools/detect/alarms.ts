/** Says what a whole conversation would have been alarmed for. */
import { type SpeakerRole } from '@earshot/contracts';
import { isCourtesy } from '@earshot/domain/conversation';
import { emptyDetectionState, type Finding, type Signal, stepDetection } from '@earshot/domain/detection';

/** One message of a recorded conversation. */
export interface Turn {
  speaker: SpeakerRole;
  text: string;
}

/** What one message says, by some way of listening. */
export type Listen = (text: string, speaker: SpeakerRole) => readonly Signal[];

const HARM = new Set(['critical', 'high', 'medium']);

/**
 * Gives the findings of medium severity or more of a conversation, in order: those of its messages, and those that only
 * the conversation shows, as a promise that is given again.
 */
export function alarmsOf(turns: readonly Turn[], listen: Listen): Finding[] {
  let state = emptyDetectionState();
  return turns.flatMap(({ speaker, text }, place) => {
    const step = stepDetection(state, {
      messageId: `m${place}`,
      role: speaker,
      atMs: place * 60_000,
      agentId: null,
      signals: listen(text, speaker),
      isCourtesy: speaker === 'agent' && isCourtesy(text),
    });
    state = step.state;
    return step.findings.filter(({ severity }) => HARM.has(severity));
  });
}
