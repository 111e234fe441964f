import { type ProblemCode } from '@earshot/contracts';

/** HTTP status and constant title of each code. Nothing else in the server knows status codes. */
export const problemTable: Record<ProblemCode, { readonly status: number; readonly title: string }> = {
  'invalid-input': { status: 422, title: 'The input is not valid' },
  'unknown-query-name': { status: 400, title: 'Unknown query name' },
  'not-found': { status: 404, title: 'Not found' },
  'not-logged-in': { status: 401, title: 'Not logged in' },
  'wrong-credentials': { status: 401, title: 'Wrong e-mail or password' },
  'too-many-attempts': { status: 429, title: 'Too many attempts' },
  forbidden: { status: 403, title: 'Not allowed' },
  'cross-site': { status: 403, title: 'Refused: the request comes from another site' },
  conflict: { status: 409, title: 'Conflict' },
  'lease-lost': { status: 409, title: 'The lease has run out' },
  'already-acknowledged': { status: 409, title: 'Already acknowledged' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'not-an-event': { status: 400, title: 'The body is no event and no array' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'body-too-slow': { status: 408, title: 'The body did not come in time' },
  'intake-key-missing': { status: 401, title: 'No intake key' },
  'intake-key-unknown': { status: 401, title: 'Unknown intake key' },
  throttled: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available at the moment' },
  'too-much': { status: 503, title: 'Too much to read at once' },
  internal: { status: 500, title: 'Something failed on our side' },
};
