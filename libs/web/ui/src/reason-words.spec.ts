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
    'moon: full',
  ];
  expect(reasonWords(reasons, words)).toEqual([
    'says “司机” “摸我”',
    'lighter: negated',
    'the same promise again, the 3rd time',
    'while harassment is open',
    'the customer: minor',
    'said 2 times before',
    'moon: full',
  ]);
  await words.choose('zh-CN');
  expect(reasonWords(reasons, words)).toEqual([
    '说到“司机” “摸我”',
    '减轻：否定语气',
    '重复同样的承诺，第 3 次',
    '此时“骚扰”尚未解除',
    '客户：未成年人',
    '此前已说过 2 次',
    'moon: full',
  ]);
});
