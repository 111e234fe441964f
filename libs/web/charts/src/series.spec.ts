import { piecesOf, tableOf } from './series';

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

it('cuts a line where moments are missing', () => {
  const at = (...minutes: number[]) => minutes.map((minute) => ({ at: minute * 60_000, value: 1 }));
  const line = { id: 'a', name: 'A', color: 'red', points: at(1, 2, 5, 7, 8) };
  const pieces = piecesOf([line, { ...line, id: 'b', points: [] }], 60_000);
  expect(pieces.map(({ id, points }) => [id, points.length])).toEqual([
    ['a 0', 2],
    ['a 1', 1],
    ['a 2', 2],
  ]);
});
