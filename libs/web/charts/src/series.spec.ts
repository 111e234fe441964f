import { tableOf } from './series';

it('gives the table that says what the lines say, newest first', () => {
  const line = (id: string, points: { at: number; value: number }[]) => ({ id, name: id, color: '', points });
  const rows = tableOf([
    line('a', [
      { at: 1, value: 10 },
      { at: 3, value: 30 },
    ]),
    line('b', [{ at: 2, value: 20 }]),
  ]);
  expect(rows).toEqual([
    { at: 3, values: [30, null] },
    { at: 2, values: [null, 20] },
    { at: 1, values: [10, null] },
  ]);
});
