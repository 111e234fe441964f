import { type ProblemCode } from '@earshot/contracts';
import { type z } from 'zod';

/** One call of the outside interface, as it is described to others. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With OpenAPI's braces: `/api/v1/flags/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** `session`: the cookie of a log-in; `intake-key`: a bearer key; `none`: open. */
  readonly access: 'session' | 'intake-key' | 'none';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media types of the body; JSON unless told. */
  readonly bodyTypes?: readonly string[];
  readonly status: number;
  /** Nothing is answered but the status where it is absent. */
  readonly answer?: z.ZodType;
  /** Problems of its own, besides those of every call. */
  readonly problems?: readonly ProblemCode[];
}
