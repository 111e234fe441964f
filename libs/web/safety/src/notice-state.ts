import { type Flag, type SafetyData } from '@earshot/contracts';

/** How it stands with telling somebody outside the page of a flag that nobody took. */
export type NoticeState =
  | 'notForThis'
  | 'inTime'
  | 'noTarget'
  | 'tooLate'
  | 'moved'
  | 'withdrawn'
  | 'waiting'
  | 'trying'
  /** Not told to those of a vendor. */
  | 'unknown';

/**
 * Why a flag has no notice, in this order: only critical flags have a deadline and are told of; one that was taken by
 * then needs none; without a target there is nowhere to send one; and one taken late had not been told of before.
 * `now`: server's time, ms since 1970.
 */
export function noticeState(flag: Flag, target: SafetyData['noticeTarget'], now: number): NoticeState {
  if (flag.deadlineAt === null) return 'notForThis';
  if (flag.outcome === 'moved') return 'moved';
  const takenAt = flag.acknowledgedAt ?? flag.closedAt;
  if (takenAt !== null && takenAt <= flag.deadlineAt) return 'inTime';
  if (target === null) return 'unknown';
  if (target === 'none') return 'noTarget';
  if (takenAt !== null) return 'tooLate';
  if (flag.state === 'withdrawn') return 'withdrawn';
  return now < Date.parse(flag.deadlineAt) ? 'waiting' : 'trying';
}
