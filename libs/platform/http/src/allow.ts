import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { type Role } from '@earshot/contracts';
import { type AppRequest, type RequestViewer } from './request';

/** `public`: no session needed; `any`: whoever is logged in. */
export type Allowed = Role | 'public' | 'any';

export const allowKey = 'earshot:allow';

/**
 * Who may call a route (or every route of a controller) at all; one of the roles is enough. A route without it is
 * closed to everybody. What a person may see *within* a route is its scope, below the controllers.
 */
export const Allow = (...allowed: readonly Allowed[]) => SetMetadata(allowKey, allowed);

/** The person who asks, as `Scope`; only in routes that are not public. */
export const Viewer = createParamDecorator((_: unknown, context: ExecutionContext): RequestViewer => {
  const viewer = context.switchToHttp().getRequest<AppRequest>().viewer;
  if (viewer === undefined) throw new Error('@Viewer() in a route that is public: there is nobody to name.');
  return viewer;
});

/** The request's id, to be quoted in logs and audit rows. */
export const RequestId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    context.switchToHttp().getRequest<AppRequest>().requestId,
);
