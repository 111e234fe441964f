import { Injectable, Logger } from '@nestjs/common';
import { AuditLog, SessionStore, type Person } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { expiryOf, newToken, tokenHash } from './session-token';

/** Begins and ends sessions, and records who came and went. */
@Injectable()
export class SessionLedger {
  private readonly log = new Logger(SessionLedger.name);

  constructor(
    private readonly sessions: SessionStore,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A new session's token. The session that the caller had before ends: a token given to it earlier is worth nothing. */
  async begin(person: Person, address: string, earlierToken: string | null): Promise<string> {
    const now = this.clock.now();
    const token = newToken();
    if (earlierToken !== null) await this.sessions.end(tokenHash(earlierToken));
    // Nobody else removes what is over, and log-ins are rare enough to.
    await this.sessions.sweep(new Date(now));
    await this.sessions.begin({
      tokenHash: tokenHash(token),
      personId: person.id,
      now: new Date(now),
      expiresAt: new Date(expiryOf(now, now)),
    });
    await this.record(person.id, 'session.begun', person.id, { address });
    return token;
  }

  async end(personId: string, token: string | null): Promise<void> {
    if (token !== null) await this.sessions.end(tokenHash(token));
    await this.record(personId, 'session.ended', personId, {});
  }

  /** Not waited for: a row for known people only would tell who is known by the time it takes. */
  refused(person: Person, address: string): void {
    this.record(null, 'session.refused', person.id, { address, disabled: person.isDisabled }).catch(
      (error: unknown) => this.log.error(error, 'A refused log-in could not be recorded.'),
    );
  }

  private record(personId: string | null, act: string, subjectId: string, detail: Record<string, unknown>) {
    return this.audit.append(this.database, { personId, act, subject: `person ${subjectId}`, detail });
  }
}
