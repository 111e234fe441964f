import { Injectable } from '@nestjs/common';
import { SessionStore } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { SessionReader, type RequestViewer } from '@earshot/platform/http';
import { expiryOf, SessionCookie, sessionLimits, tokenHash } from './session-token';

/** Finds the person of a request by its session cookie, and keeps a session alive that is used. */
@Injectable()
export class StoredSessionReader extends SessionReader {
  constructor(
    private readonly sessions: SessionStore,
    private readonly cookie: SessionCookie,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async read(cookieHeader: string | undefined): Promise<RequestViewer | null> {
    const token = this.cookie.read(cookieHeader);
    if (token === null || token === '') return null;
    const hash = tokenHash(token);
    const now = this.clock.now();
    const session = await this.sessions.read(hash, new Date(now));
    if (session === null) return null;
    if (now - session.lastSeenAt.getTime() >= sessionLimits.touchMs) {
      await this.sessions.extend(hash, new Date(now), new Date(expiryOf(session.createdAt.getTime(), now)));
    }
    const { personId, roles, brandIds, vendorIds } = session;
    return { personId, roles, brandIds, vendorIds };
  }
}
