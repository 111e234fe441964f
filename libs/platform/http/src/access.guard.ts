import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { allowKey, type Allowed } from './allow';
import { problem } from './app-error';
import { SessionReader, type AppRequest } from './request';

/**
 * Closes every route that does not say who may call it. No session where one is needed: `not-logged-in`;
 * none of the roles: `forbidden`. Only for HTTP: the socket gateway asks `SessionReader` itself, at connection.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionReader,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const allowed = this.reflector.getAllAndOverride<readonly Allowed[] | undefined>(allowKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (allowed === undefined)
      throw problem('forbidden', 'This route is closed: it names nobody who may call it.');
    if (allowed.includes('public')) return true;

    const request = context.switchToHttp().getRequest<AppRequest>();
    const viewer = await this.sessions.read(request.headers.cookie);
    if (viewer === null) throw problem('not-logged-in', 'Log in first.');
    request.viewer = viewer;
    if (allowed.includes('any') || viewer.roles.some((role) => allowed.includes(role))) return true;
    throw problem('forbidden', 'Your role does not allow this.');
  }
}
