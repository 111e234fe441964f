import { isDatabaseTrouble, isEndedIdle, isTransient, isUniqueViolation, sqlState } from './errors';

const failure = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('isDatabaseTrouble', () => {
  it.each([
    ['what is transient', failure('40P01'), true],
    ['a full disk', failure('53100'), true],
    ['a standby', failure('25006'), true],
    ['a column of another build', failure('42703'), true],
    ['a privilege that is missing', failure('42501'), true],
    ['a value that does not fit', failure('22003'), false],
    ['a key that is taken', failure('23505'), false],
    ['a bug of ours', new TypeError('x is undefined'), false],
  ])('%s', (_name, error, expected) => expect(isDatabaseTrouble(error)).toBe(expected));
});

describe('isTransient', () => {
  it.each([
    ['deadlock', failure('40P01'), true],
    ['serialisation', failure('40001'), true],
    ['shutting down', failure('57P01'), true],
    ['starting', failure('57P03'), true],
    ['connection class', failure('08006'), true],
    ['refused', failure('ECONNREFUSED'), true],
    ['pipe, whose code looks like a SQLSTATE', failure('EPIPE'), true],
    ['cut', new Error('Connection terminated unexpectedly'), true],
    ['pool exhausted', new Error('timeout exceeded when trying to connect'), true],
    ['unique', failure('23505'), false],
    ['syntax', failure('42601'), false],
    ['a bug of ours', new TypeError('x is undefined'), false],
    ['nothing', undefined, false],
  ])('%s', (_name, error, expected) => expect(isTransient(error)).toBe(expected));
});

it('knows a unique violation by its SQLSTATE', () => {
  expect(isUniqueViolation(failure('23505'))).toBe(true);
  expect(sqlState(failure('ENOENT'))).toBeUndefined();
});

it('tells a transaction that asked nothing for too long from a connection that was lost', () => {
  expect(isEndedIdle(failure('25P03'))).toBe(true);
  expect(isEndedIdle(failure('57P01'))).toBe(false);
  expect(isEndedIdle(new Error('Connection terminated unexpectedly'))).toBe(false);
});
