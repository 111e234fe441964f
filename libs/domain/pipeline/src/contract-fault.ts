import { limits, type Fault, type FaultCode } from '@earshot/contracts';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { rejectionOf, type Rejection } from './rejection';

/** What a value does not keep of the contract that was just validated; `at` is where the value stands in the event. */
export function contractFault({ errors }: ValidateFunction, at: string): Rejection {
  // Of alternatives that all fail, each has said why: it is said last, and for the whole.
  const error = errors?.find(({ keyword }) => keyword === 'anyOf') ?? errors?.[0];
  if (error === undefined) return rejectionOf('invalid-field', { fault: 'other-than-contract', pointer: at });
  const missing = (error.params as { missingProperty?: string }).missingProperty;
  const pointer = at + error.instancePath + (missing === undefined ? '' : `/${missing}`);
  const isLong =
    error.keyword === 'maxLength' && isIdentifier(pointer.replace(/^\/(id|source|subject)$/, '/id'));
  if (isLong) return rejectionOf('id-too-long', { ...idTooLong, pointer });
  const [fault, values] = said(error, pointer);
  return rejectionOf('invalid-field', { fault, pointer, values });
}

/** Said of identifiers that are too long. */
export const idTooLong = { fault: 'id-too-long', values: { most: limits.idBytes } } as const;

/** Whether the text at the pointer is an identifier, to which other limits apply than to a text. */
export function isIdentifier(pointer: string): boolean {
  return pointer.endsWith('Id') || pointer.endsWith('/id') || pointer.endsWith('/ref');
}

/** What Ajv says of its keywords, of those that the contract has. */
interface Params {
  readonly type: string;
  readonly limit: number;
  readonly allowedValue: string;
  readonly allowedValues: readonly string[];
}

function said({ keyword, params }: ErrorObject, pointer: string): [FaultCode, Fault['values']] {
  const { type, limit, allowedValue, allowedValues } = params as Params;
  switch (keyword) {
    case 'required':
      return ['missing', {}];
    case 'type':
      return ['wrong-type', { expected: type }];
    case 'enum':
      return ['not-one-of', { allowed: allowedValues.join(', ') }];
    case 'const':
      return ['not-the-version', { expected: allowedValue }];
    case 'minLength':
      return ['empty', {}];
    case 'maxLength':
      return ['too-many-characters', { most: limit }];
    case 'maxItems':
      return ['too-many-items', { most: limit }];
    case 'minimum':
      return ['too-small', { least: limit }];
    case 'exclusiveMinimum':
      return ['not-above', { limit }];
    case 'maximum':
      return ['too-large', { most: limit }];
    case 'pattern':
      return [pointer.endsWith('On') ? 'no-day' : 'no-name', {}];
    case 'anyOf':
      return ['no-sequence', {}];
    default:
      return ['other-than-contract', {}];
  }
}
