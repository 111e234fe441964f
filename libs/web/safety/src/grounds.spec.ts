import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { aFinding, aFlag } from '@earshot/web/data-access';
import { Words, provideWords } from '@earshot/web/i18n';
import { groundOf, restsOn } from './grounds';

const rule = aFinding({ ruleId: 'en.harassment.by-worker' });
const likeness = aFinding({ ruleId: 'likeness.harassment' });
const closedOver = aFinding({
  ruleId: 'conversation.closed-over-danger',
  reasons: ['closed-as: resolved', 'while-open: harassment'],
});
const gone = { withdrawnAt: '2026-03-02T12:10:00.000Z' };

describe('groundOf', () => {
  it.each([
    ['a rule', [rule], 'rule'],
    ['a rule beside a likeness', [likeness, rule], 'rule'],
    ['a likeness alone', [likeness], 'likeness'],
    ['a likeness and what followed from it', [likeness, closedOver], 'likeness'],
    [
      'a likeness beside a rule that is less grave',
      [likeness, { ...rule, severity: 'high' as const }],
      'likeness',
    ],
    ['a likeness, the rule being withdrawn', [likeness, { ...rule, ...gone }], 'likeness'],
    ['nothing that stands', [{ ...rule, ...gone }, closedOver], 'withdrawn'],
    ['rules that are less grave by now', [{ ...rule, severity: 'high' as const }], 'rule'],
  ])('is %s', (_name, findings, expected) => expect(groundOf(aFlag({ findings }))).toBe(expected));
});

describe('restsOn', () => {
  async function words(): Promise<Words> {
    localStorage.setItem('earshot.language', 'en');
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    return TestBed.inject(Words);
  }
  const promise = aFlag({ id: 'p', category: 'empty-promise', severity: 'high' });
  const danger = aFlag({ state: 'acknowledged', acknowledgedBy: 'Pat' });
  const falseAlarm = aFlag({ state: 'closed', outcome: 'false-alarm' });

  it.each([
    ['nothing, where it is a finding of its own', promise, rule, [danger], []],
    [
      'the flag itself, and that this is no second danger',
      danger,
      closedOver,
      [],
      ['No second danger: it rests on what this flag found before.'],
    ],
    [
      'the flag itself, and how that ended',
      falseAlarm,
      closedOver,
      [],
      [
        'No second danger: it rests on what this flag found before, which has ended: closed as “False alarm”.',
      ],
    ],
    [
      'another flag, and in whose hands it is',
      promise,
      closedOver,
      [danger],
      ['Rests on the flag harassment (critical): taken · Pat.'],
    ],
    [
      'another flag that was no danger',
      promise,
      closedOver,
      [falseAlarm],
      [
        'Rests on the flag harassment (critical), which has ended: closed as “False alarm”. Judge anew whether this still stands.',
      ],
    ],
    [
      'another flag that was dealt with: it was a danger all the same',
      promise,
      closedOver,
      [aFlag({ state: 'closed', outcome: 'acted' })],
      ['Rests on the flag harassment (critical): closed as “Acted: the person is helped”.'],
    ],
    ['nothing that is known here', promise, closedOver, [], []],
  ])('names %s', async (_name, flag, finding, related, expected) =>
    expect(restsOn(flag, finding, { related, words: await words() })).toEqual(expected),
  );
});
