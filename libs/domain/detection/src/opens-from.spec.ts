import { type Category } from '@earshot/contracts';
import { TABLES } from './likeness/tables';
import { opensFrom } from './opens-from';

it.each<[string, Category, number | null]>([
  ['zh.harassment.driver', 'harassment', 0.5],
  ['conversation.no-human-answer', 'threat', null],
])('%s opens a flag from %s: %s', (ruleId, category, expected) => {
  expect(opensFrom(ruleId, category)).toBe(expected);
});

it.each<Category>(['harassment', 'empty-promise'])(
  'a likeness of %s opens one from the least of its heads',
  (category) => {
    const from = opensFrom(`likeness.${category}`, category) ?? 0;
    const heads = Object.values(TABLES)
      .flatMap(({ customer, agent }) => [...customer.heads, ...agent.heads])
      .filter(({ ear }) => ear === category);
    expect(heads.length).toBeGreaterThan(1);
    expect(heads.every((head) => head.opensFrom >= from)).toBe(true);
    expect(heads.some((head) => head.opensFrom === from)).toBe(true);
  },
);
