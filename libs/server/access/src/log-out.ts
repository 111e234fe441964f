import { Injectable } from '@nestjs/common';
import { AuditLog, SessionStore } from '@earshot/data-access';
import { Database } from '@earshot/platform/database';
import { tokenHash } from './session-token';

/** Ends the session of a request. */
@Injectable()
export class LogOut {
  constructor(
    private readonly sessions: SessionStore,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async execute(personId: string, token: string | null): Promise<void> {
    if (token !== null) await this.sessions.end(tokenHash(token));
    await this.audit.append(this.database, {
      personId,
      act: 'session.ended',
      subject: `person ${personId}`,
      detail: {},
    });
  }
}
