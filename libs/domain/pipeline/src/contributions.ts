import type { Fold, Response } from '@earshot/domain/conversation';
import { backDatedMs, firstResponseTargetMs, type BucketChanges, type Series } from '@earshot/domain/metrics';

/** The series a conversation is counted in: '' for what is not known. */
export function seriesOf(brandId: string, fold: Pick<Fold, 'identity'>): Series {
  const { identity } = fold;
  return {
    brandId,
    vendorId: identity?.vendorId ?? '',
    channel: identity?.channel ?? '',
    scenario: identity?.scenario ?? '',
  };
}

/** Adds (`sign` 1) or takes back (−1) what a conversation as a whole counts for: all but messages and responses. */
export function countFold(changes: BucketChanges, series: Series, fold: Fold, sign: 1 | -1): void {
  const openedAt = fold.identity?.openedAt ?? fold.firstAt;
  const opening = changes.at(openedAt, series);
  opening.add('opened', sign);
  if (fold.humanAt !== null) opening.record('time-to-human', fold.humanAt - openedAt, sign);
  if (fold.firstResponse !== null) {
    const owed = changes.at(fold.firstResponse.since, series);
    owed.record('first-response', fold.firstResponse.ms, sign);
    if (fold.firstResponse.ms <= firstResponseTargetMs) owed.add('first-responses-in-target', sign);
  }
  countRating(changes, series, fold, sign);
  countClose(changes, series, fold, sign);
}

/** Adds or takes back one message and, where it answered a run, that response. */
export function countMessage(changes: BucketChanges, series: Series, atMs: number, sign: 1 | -1): void {
  changes.at(atMs, series).add('messages', sign);
}

export function countResponse(
  changes: BucketChanges,
  series: Series,
  response: Response,
  sign: 1 | -1,
): void {
  changes.at(response.since, series).record('response', response.ms, sign);
}

/** Counts an event at its receipt, or takes it back: the vendor supplies the clock it is paid by, so its lag is a figure too. */
export function countReceipt(
  changes: BucketChanges,
  series: Series,
  { at, receivedAt }: { readonly at: number; readonly receivedAt: number },
  sign: 1 | -1 = 1,
): void {
  const bucket = changes.at(receivedAt, series);
  const lag = receivedAt - at;
  bucket.add('events', sign);
  bucket.record('lag', lag, sign);
  if (lag > backDatedMs) bucket.add('back-dated', sign);
}

function countRating(changes: BucketChanges, series: Series, { rating }: Fold, sign: 1 | -1): void {
  if (rating === null) return;
  const bucket = changes.at(rating.at, series);
  bucket.add('ratings', sign);
  bucket.add('ratings-sum-hundredths', sign * Math.round(rating.outOf5 * 100));
  if (rating.outOf5 <= 2) bucket.add('ratings-worst-two', sign);
}

function countClose(changes: BucketChanges, series: Series, fold: Fold, sign: 1 | -1): void {
  const { firstCloseAt, close } = fold;
  if (firstCloseAt === null || close === null) return;
  const bucket = changes.at(firstCloseAt, series);
  bucket.add('closed', sign);
  bucket.add(close.outcome, sign);
  if (fold.humanMessages === 0) bucket.add('unanswered', sign);
  if (fold.humanAt === null) bucket.add('never-human', sign);
  if (fold.complainedAt !== null) bucket.add('complained', sign);
  bucket.add('bot-turns', sign * fold.botTurns);
  bucket.add('menu-steps', sign * fold.menuSteps);
  changes
    .at(close.at, series)
    .record('resolution', close.at - (fold.identity?.openedAt ?? fold.firstAt), sign);
}

/**
 * Whether two states of one conversation count for the same in `countFold`; then nothing needs to be taken back
 * and added again. Compares by identity first: an ordinary message leaves all of these untouched.
 */
export function countsTheSame(a: Fold, b: Fold): boolean {
  return (
    a.identity === b.identity &&
    // The opening's minute while nobody has told of the opening.
    a.firstAt === b.firstAt &&
    a.humanAt === b.humanAt &&
    a.firstResponse === b.firstResponse &&
    a.rating === b.rating &&
    a.close === b.close &&
    a.firstCloseAt === b.firstCloseAt &&
    (a.close === null ||
      (a.complainedAt === b.complainedAt &&
        a.botTurns === b.botTurns &&
        a.menuSteps === b.menuSteps &&
        (a.humanMessages === 0) === (b.humanMessages === 0)))
  );
}
