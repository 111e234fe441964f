import { changesOf, fieldsToEdit, isWithin } from './mending';

const fields = fieldsToEdit([
  { pointer: '/time', value: '"2027-01-01T00:00:00Z"', masked: false },
  { pointer: '/data/score', value: '12', masked: false },
  { pointer: '/data/text', value: '"call ‹mobile·1234›"', masked: true },
  { pointer: '/data/long', value: '"cut in the mid', masked: false },
]);

it('shows texts without quotes, the rest as it is', () => {
  expect(fields.map(({ shown, isText }) => [shown, isText])).toEqual([
    ['2027-01-01T00:00:00Z', true],
    ['12', false],
    ['call ‹mobile·1234›', true],
    ['"cut in the mid', false],
  ]);
});

it.each([
  ['/time', []],
  ['/data', []],
  ['', []],
  ['/data/messageId', ['/data/messageId']],
  ['/da', ['/da']],
])('stands empty for what is missing at %j: %j', (wrong, added) => {
  const given = [
    { pointer: '/time', value: '"now"', masked: false },
    { pointer: '/data/text', value: '"hi"', masked: false },
  ];
  const all = fieldsToEdit(given, wrong);
  expect(all.slice(0, -2).map(({ pointer, shown }) => pointer + shown)).toEqual(added);
  expect(changesOf(all)).toEqual([]);
  const typed = all.map((field) => (field.pointer === wrong ? { ...field, typed: 'm-1' } : field));
  if (added.length > 0) expect(changesOf(typed)).toEqual([{ pointer: wrong, value: 'm-1' }]);
});

it.each([
  ['/data/customer', '/data/customer', true],
  ['/data/customer/ref', '/data/customer', true],
  ['/data/customers', '/data/customer', false],
  ['/data', '', false],
])('%s is marked where %j is wrong: %s', (pointer, wrong, expected) =>
  expect(isWithin(pointer, wrong)).toBe(expected),
);

describe('changesOf', () => {
  const touched = (pointer: string, change: { typed?: string; isRemoved?: boolean }) =>
    changesOf(fields.map((field) => (field.pointer === pointer ? { ...field, ...change } : field)));

  it('sends nothing that was left alone: masked originals are kept', () =>
    expect(changesOf(fields)).toEqual([]));
  it.each([
    ['a text stays a text', '/time', { typed: '123' }, '123'],
    ['a number stays a number', '/data/score', { typed: '4' }, 4],
    ['what is no JSON is a text', '/data/score', { typed: 'four' }, 'four'],
    ['removed is null', '/data/text', { isRemoved: true }, null],
  ])('%s', (_name, pointer, change, value) => expect(touched(pointer, change)).toEqual([{ pointer, value }]));
  it('sends nothing for a value typed back', () =>
    expect(touched('/time', { typed: '2027-01-01T00:00:00Z' })).toEqual([]));
});
