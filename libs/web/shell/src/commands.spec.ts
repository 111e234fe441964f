import { fitting } from './commands';

const commands = ['Live', 'Safety', 'Language: English', 'Log out'].map((label) => ({
  id: label.toLowerCase(),
  label,
  run: () => undefined,
}));
const labels = (typed: string): string[] => fitting(commands, typed).map(({ label }) => label);

it.each([
  ['everything for nothing typed', '', ['Live', 'Safety', 'Language: English', 'Log out']],
  ['by any part, beginnings first', 'l', ['Live', 'Language: English', 'Log out']],
  ['every word, in any order', 'english lang', ['Language: English']],
  ['nothing', 'zzz', []],
])('%s', (_name, typed, expected) => expect(labels(typed)).toEqual(expected));
