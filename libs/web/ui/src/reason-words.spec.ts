import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Words, provideWords } from '@earshot/web/i18n';
import { reasonWords } from './reason-words';

it('says reasons in the person’s language, and an unknown one as it was written', async () => {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const words = TestBed.inject(Words);
  const reasons = [
    'term: 司机',
    'lowered-by: negation',
    'term: 摸我',
    'repeated-promise: 3rd',
    'while-open: harassment',
    'in-segment: minor',
    'said-before: 2',
    'raised-by: fear',
    'disguise: split characters',
    'no-human-answer: 120 s',
    'likeness: 0.91',
    'found-in: rejected event',
    'since: agent-message',
    'moon: full',
  ];
  expect(reasonWords(reasons, words)).toEqual([
    'says “司机” “摸我”',
    'lighter: it is negated',
    'the same promise again, the 3rd time',
    'while harassment was open',
    'the customer: minor',
    'said 2 times before',
    'graver: it speaks of fear',
    'hidden as split characters',
    'no human answer for 2\u202fmin',
    'sounds like danger, without the words of a rule',
    'found in an event that could not be taken',
    'time since: an agent last wrote',
    'moon: full',
  ]);
  await words.choose('zh-CN');
  expect(reasonWords(reasons, words)).toEqual([
    '说到“司机” “摸我”',
    '减轻：是否定语气',
    '重复同样的承诺，第 3 次',
    '当时“骚扰”尚未解除',
    '客户：未成年人',
    '此前已说过 2 次',
    '加重：说到害怕',
    '变体写法：拆字',
    '2\u202f分内没有人工回复',
    '听起来像有危险，但没有命中规则用词',
    '来自一条无法接收的事件',
    '距“客服上次发言”的时间',
    'moon: full',
  ]);
});
