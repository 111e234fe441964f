import { type Category } from '@earshot/contracts';
import { opensFrom } from './opens-from';

it.each<[string, Category, number | null]>([
  ['zh.harassment.driver', 'harassment', 0.5],
  ['likeness.harassment', 'harassment', 0.685],
  ['likeness.empty-promise', 'empty-promise', 0.375],
  ['conversation.no-human-answer', 'threat', null],
])('%s opens a flag from %s: %s', (ruleId, category, expected) => {
  expect(opensFrom(ruleId, category)).toBe(expected);
});
