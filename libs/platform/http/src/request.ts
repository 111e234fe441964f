import { type Role } from '@earshot/contracts';
import { type Request } from 'express';

/** Who asks, as attached to the request by the guard. The same shape as `Scope` of `@earshot/domain/access`. */
export interface RequestViewer {
  readonly personId: string;
  readonly roles: readonly Role[];
  readonly brandIds: readonly string[];
  /** null: all vendors of the brands. */
  readonly vendorIds: readonly string[] | null;
}

/** An Express request on its way through our middleware and guard. */
export interface AppRequest extends Request {
  requestId: string;
  viewer?: RequestViewer;
}

/** Finds out who asks. Implemented by `@earshot/server/access`; also used by the socket gateway. */
export abstract class SessionReader {
  /** The person whose session the `Cookie` header names, or null; a disabled person has none. */
  abstract read(cookieHeader: string | undefined): Promise<RequestViewer | null>;
}
