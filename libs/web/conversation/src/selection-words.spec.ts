import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Words, provideWords } from '@earshot/web/i18n';
import { selectionReason } from './selection-words';

it.each([
  ['random', 'drawn by lot', '随机抽取'],
  ['no trigger', 'nothing triggered it', '没有触发条件'],
  ['complained', 'the customer complained', '客户投诉'],
  ['rated in the worst two', 'rated 2 of 5 or less', '评分不高于 2 分（满分 5）'],
  ['medium empty-promise', 'empty promise (medium)', '空头承诺（中）'],
  [
    'critical harassment, complained',
    'harassment (critical), the customer complained',
    '骚扰（危急），客户投诉',
  ],
  ['picked by hand', 'picked by hand', 'picked by hand'],
])('%s', async (stored, en, zh) => {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const words = TestBed.inject(Words);
  expect(selectionReason(stored, words)).toBe(en);
  await words.choose('zh-CN');
  expect(selectionReason(stored, words)).toBe(zh);
});
