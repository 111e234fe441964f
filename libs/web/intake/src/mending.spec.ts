import { changesOf, fieldsToEdit } from './mending';

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
