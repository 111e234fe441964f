import * as z from 'zod';

/** Codes of `application/problem+json` answers; the interface's texts are keyed by them. */
export const problemCodes = [
  'invalid-input',
  'unknown-query-name',
  'not-found',
  'not-logged-in',
  'wrong-credentials',
  'too-many-attempts',
  'forbidden',
  'cross-site',
  'conflict',
  'lease-lost',
  'already-acknowledged',
  'malformed-json',
  'not-an-event',
  'body-too-large',
  'body-too-slow',
  'intake-key-missing',
  'intake-key-unknown',
  'throttled',
  'unavailable',
  'too-much',
  'internal',
] as const;
export const problemCodeSchema = z.enum(problemCodes);
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/** RFC 9457 body: what happened, what to do (`detail`), where (`pointer`), and the request id to quote. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: problemCodeSchema,
  detail: z.string(),
  pointer: z.string().optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
