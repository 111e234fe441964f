import { type ShownPromise } from '@earshot/contracts';
import { type Format, type Words } from '@earshot/web/i18n';
import { type Mark } from '@earshot/web/ui';

/** What followed each promise, for the margin beside its message: words without a stretch of the text. */
export function promiseMarks(
  promises: readonly ShownPromise[],
  { t }: Pick<Words, 't'>,
  format: Pick<Format, 'time'>,
): ReadonlyMap<string, Mark> {
  return new Map(
    promises.map((promise) => {
      const { messageId, state, by, settledAt, dueAt, timed } = promise;
      const label =
        state === 'kept' && by !== null
          ? t(`conversation.promise.kept.${by}`, { time: format.time(settledAt) })
          : state === 'open'
            ? t('conversation.promise.open', { time: format.time(dueAt) })
            : t(timed ? 'conversation.promise.brokenTimed' : 'conversation.promise.broken', {
                time: format.time(settledAt),
              });
      return [messageId, { start: 0, end: 0, kind: state === 'broken' ? 'flag' : 'evidence', label }];
    }),
  );
}

/** Marks by message with one more each. */
export function withMarks(
  marks: ReadonlyMap<string, readonly Mark[]>,
  more: ReadonlyMap<string, Mark>,
): ReadonlyMap<string, readonly Mark[]> {
  const all = new Map(marks);
  for (const [messageId, mark] of more) all.set(messageId, [...(all.get(messageId) ?? []), mark]);
  return all;
}
