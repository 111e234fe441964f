import { type ConversationRow, type MetricId } from '@earshot/contracts';
import { type Format, type Words, noValue } from '@earshot/web/i18n';

/** What a conversation itself gives to a figure, as it stands in a list behind it. */
export interface OwnFigure {
  /** What is shown: `1 min 12 s`, `2.0`, `unresolved`. */
  text: string;
  /** Whether it is what the figure is worse for. */
  isBad: boolean;
}

/** Limits of what a customer should have to wait, per conversation; the contract's usual ones. */
const slowMs = { 'first-response-time': 30_000, 'response-time': 60_000 } as const;

/** The conversation's own value of a metric in words; `now`: server's time, ms since 1970. */
export function ownFigure(
  metric: MetricId,
  row: ConversationRow,
  { words, format, now }: { words: Words; format: Format; now: number },
): OwnFigure {
  const { figure } = row;
  const said = (
    key: 'resolved' | 'again' | 'passed' | 'failed' | 'unanswered' | 'answered' | 'noComplaint',
    isBad: boolean,
  ): OwnFigure => ({
    text: words.t(`live.own.${key}`),
    isBad,
  });
  switch (metric) {
    case 'waiting-now': {
      const waited = row.waitingSince === null ? null : Math.max(0, now - Date.parse(row.waitingSince));
      return { text: format.clock(waited), isBad: (waited ?? 0) > slowMs['response-time'] };
    }
    case 'first-response-time':
    case 'response-time':
      return { text: format.duration(figure), isBad: (figure ?? 0) > slowMs[metric] };
    case 'time-to-human':
    case 'resolution-time':
    case 'intake-lag':
    case 'time-to-acknowledge':
    case 'time-to-brand':
      return { text: format.duration(figure), isBad: false };
    case 'satisfaction':
      return { text: `${format.number(figure, 1)} / 5`, isBad: (figure ?? 5) <= 2 };
    case 'qa-score':
      return { text: figure === null ? noValue : format.rate(figure / 100, 0), isBad: false };
    case 'qa-pass-rate':
      return figure === null
        ? { text: noValue, isBad: false }
        : said(figure === 1 ? 'passed' : 'failed', figure !== 1);
    case 'first-contact-resolution':
      return figure === 1
        ? said('resolved', false)
        : row.outcome === 'resolved'
          ? said('again', true)
          : { text: outcomeOf(row, words), isBad: true };
    case 'open-flags':
      return { text: words.count('live.own.flags', figure ?? 0), isBad: row.worstSeverity === 'critical' };
    case 'complaint-rate':
      return figure === 1
        ? { text: words.t('conversation.complained'), isBad: true }
        : said('noComplaint', false);
    case 'abandoned-rate':
      return { text: outcomeOf(row, words), isBad: figure === 1 };
    case 'unanswered-rate':
      return figure === 1 ? said('unanswered', true) : said('answered', false);
  }
}

function outcomeOf({ outcome }: ConversationRow, words: Words): string {
  return outcome === null ? noValue : words.t(`outcome.${outcome}`);
}
