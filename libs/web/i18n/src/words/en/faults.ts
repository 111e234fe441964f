import { faultTexts } from '@earshot/contracts';

/** What exactly is wrong with a rejected event: in English as the server says it. */
export const faults = {
  fault: faultTexts,
  /** Types of JSON values. */
  jsonType: {
    string: 'string',
    number: 'number',
    integer: 'integer',
    boolean: 'boolean',
    object: 'object',
    array: 'array',
  },
};
