import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type ConversationRow, type MetricId, metricIds } from '@earshot/contracts';
import { Format, Words, provideWords } from '@earshot/web/i18n';
import { ownFigure } from './own-figure';

const now = Date.parse('2026-03-02T12:07:12.000Z');
const row = (over: Partial<ConversationRow>): ConversationRow => ({
  id: 'c-1',
  brandId: 'brand',
  vendorId: null,
  channel: null,
  platform: null,
  scenario: null,
  language: null,
  segments: [],
  agentId: null,
  state: 'open',
  outcome: null,
  derivedClose: false,
  openedAt: '2026-03-02T12:00:00.000Z',
  closedAt: null,
  lastEventAt: '2026-03-02T12:00:00.000Z',
  messages: 1,
  waitingSince: null,
  worstSeverity: null,
  openFlags: 0,
  ratingOutOf5: null,
  complained: false,
  figure: null,
  ...over,
});

async function own(metric: MetricId, over: Partial<ConversationRow>) {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const given = { words: TestBed.inject(Words), format: TestBed.inject(Format), now };
  const { text, isBad } = ownFigure(metric, row(over), given);
  return [text.replaceAll('\u202f', ' '), isBad];
}

it.each<[MetricId, Partial<ConversationRow>, string, boolean]>([
  ['first-response-time', { figure: 72_000 }, '1 min 12 s', true],
  ['first-response-time', { figure: 12_000 }, '12 s', false],
  ['waiting-now', { waitingSince: '2026-03-02T12:00:00.000Z' }, '7:12', true],
  ['satisfaction', { figure: 2 }, '2.0 / 5', true],
  ['first-contact-resolution', { figure: 0, outcome: 'resolved' }, 'came again within 72 h', true],
  ['first-contact-resolution', { figure: 0, outcome: 'unresolved' }, 'unresolved', true],
  ['first-contact-resolution', { figure: 1, outcome: 'resolved' }, 'resolved at once', false],
  ['qa-pass-rate', { figure: 0 }, 'failed', true],
  ['qa-pass-rate', { figure: null }, '–', false],
  ['qa-score', { figure: 62 }, '62 %', false],
  ['open-flags', { figure: 3, worstSeverity: 'critical' }, '3 open flags', true],
  ['complaint-rate', { figure: 1 }, 'complained', true],
  ['complaint-rate', { figure: 0 }, 'no complaint', false],
  ['abandoned-rate', { figure: 1, outcome: 'abandoned' }, 'abandoned', true],
  ['abandoned-rate', { figure: 0, outcome: 'resolved' }, 'resolved', false],
  ['unanswered-rate', { figure: 1 }, 'no human answered', true],
  ['unanswered-rate', { figure: 0 }, 'a human answered', false],
])('%s of %j: %s', async (metric, over, text, isBad) => {
  expect(await own(metric, over)).toEqual([text, isBad]);
});

it('has words for every metric, where there is no value too', async () => {
  for (const metric of metricIds) {
    expect(await own(metric, {})).toEqual([expect.stringMatching(/./), expect.any(Boolean)]);
    TestBed.resetTestingModule();
  }
});
