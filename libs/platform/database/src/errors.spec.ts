import { isTransient, isUniqueViolation, sqlState } from './errors';

const failure = (code: string, message = 'x') => Object.assign(new Error(message), { code });

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
