import { Injectable, Logger } from '@nestjs/common';
import { AuditLog, PersonStore, SessionStore, type Person } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { LoginThrottle } from './login-throttle';
import { hashOfNobody, isPassword } from './passwords';
import { expiryOf, newToken, tokenHash } from './session-token';

/** What a person shows at the door. */
export interface LoginAttempt {
  readonly email: string;
  readonly password: string;
  /** The caller's network address. */
  readonly address: string;
  /** Token of a session the caller had; it ends when the new one begins. */
  readonly earlierToken: string | null;
}

/** Begins a session for the right password. Unknown, disabled and wrong are one answer, and take the same time. */
@Injectable()
export class LogIn {
  private readonly log = new Logger(LogIn.name);
  private readonly throttle = new LoginThrottle();

  constructor(
    private readonly people: PersonStore,
    private readonly sessions: SessionStore,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws wrong-credentials, too-many-attempts (with Retry-After) */
  async execute(attempt: LoginAttempt): Promise<{ token: string; person: Person }> {
    const { email, password, address, earlierToken } = attempt;
    const now = this.clock.now();
    const wait = this.throttle.waitSeconds(email, address, now);
    if (wait > 0) {
      throw problem('too-many-attempts', 'Too many attempts. Wait, then try again.', {
        retryAfterSeconds: wait,
      });
    }
    // Counted before the slow check, so that guesses sent all at once are counted too.
    this.throttle.failed(email, address, now);
    const person = await this.people.byEmail(email);
    const isRight = await isPassword(person?.passwordHash ?? (await hashOfNobody()), password);
    if (person === null || person.isDisabled || !isRight) {
      this.recordRefusal(person, address);
      throw problem('wrong-credentials', 'The e-mail address or the password is wrong.');
    }
    this.throttle.succeeded(email, address, now);

    const token = newToken();
    if (earlierToken !== null) await this.sessions.end(tokenHash(earlierToken));
    await this.sessions.begin({
      tokenHash: tokenHash(token),
      personId: person.id,
      now: new Date(now),
      expiresAt: new Date(expiryOf(now, now)),
    });
    await this.audit.append(this.database, {
      personId: person.id,
      act: 'session.begun',
      subject: `person ${person.id}`,
      detail: { address },
    });
    return { token, person };
  }

  /** Not waited for: a row for known people only would tell who is known by the time it takes. */
  private recordRefusal(person: Person | null, address: string): void {
    if (person === null) return;
    this.audit
      .append(this.database, {
        personId: null,
        act: 'session.refused',
        subject: `person ${person.id}`,
        detail: { address, disabled: person.isDisabled },
      })
      .catch((error: unknown) => this.log.error(error, 'A refused log-in could not be recorded.'));
  }
}
