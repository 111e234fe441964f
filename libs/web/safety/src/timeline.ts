import { type Flag } from '@earshot/contracts';

export type Step = 'said' | 'received' | 'detected' | 'notified' | 'acknowledged' | 'closed';

/** A step of a flag's way; `afterMs` counts from the receipt, and is null for what came before it or has not come. */
export interface TimelineStep {
  step: Step;
  at: string | null;
  afterMs: number | null;
  by: string | null;
}

/**
 * The way of a flag from what was said to its close. A flag that was never taken but closed has no acknowledgement;
 * steps still to come have no time.
 */
export function timelineOf(flag: Flag): TimelineStep[] {
  const received = Date.parse(flag.receivedAt);
  const after = (at: string | null): number | null => (at === null ? null : Date.parse(at) - received);
  const step = (name: Step, at: string | null, by: string | null = null): TimelineStep => ({
    step: name,
    at,
    afterMs: after(at),
    by,
  });
  return [
    { step: 'said', at: flag.openedAt, afterMs: null, by: null },
    { step: 'received', at: flag.receivedAt, afterMs: null, by: null },
    step('detected', flag.detectedAt),
    step('notified', flag.notifiedAt),
    step('acknowledged', flag.acknowledgedAt, flag.acknowledgedBy),
    step('closed', flag.closedAt, flag.closedBy),
  ];
}
