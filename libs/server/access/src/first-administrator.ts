import { Injectable } from '@nestjs/common';
import { AuditLog, firstAdministrator, PersonStore } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { Database, isUniqueViolation } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { LoginThrottle } from './login-throttle';
import { hashPassword } from './passwords';
import { newToken, tokenHash } from './session-token';

const validMs = 24 * 3_600_000;

/** The way in to a product that nobody can log in to yet: a link, printed where only its operator looks. */
@Injectable()
export class FirstAdministrator {
  private readonly throttle = new LoginThrottle();

  constructor(
    private readonly people: PersonStore,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A fresh token, good for a day and in place of earlier ones; null where there is an administrator. */
  async offer(): Promise<string | null> {
    if (await this.people.hasAdministrator()) return null;
    const token = newToken();
    await this.people.offerLink(firstAdministrator, tokenHash(token), new Date(this.clock.now() + validMs));
    return token;
  }

  /**
   * Makes the person. The token is looked up by its hash before anything that costs is done, so that a caller without
   * one can neither keep the processor busy nor learn a token from the time an answer takes; wrong ones are counted
   * by `address`, the caller's. @throws too-many-attempts; not-found for a token that is unknown, used or out of
   * date; conflict for a known e-mail address.
   */
  async redeem(
    given: { token: string; email: string; name: string; password: string },
    address: string,
  ): Promise<void> {
    const { token, email, name, password } = given;
    const nowMs = this.clock.now();
    const now = new Date(nowMs);
    // Named by the caller, so that a stranger's guesses do not lock the operator out.
    const account = `first administrator, from ${address}`;
    const wait = this.throttle.waitSeconds(account, address, nowMs);
    if (wait > 0) {
      throw problem('too-many-attempts', 'Too many attempts. Wait, then try again.', {
        retryAfterSeconds: wait,
      });
    }
    this.throttle.failed(account, address, nowMs);
    const hash = tokenHash(token);
    if (!(await this.people.isOffered(firstAdministrator, hash, now))) throw notValid();
    const passwordHash = await hashPassword(password);
    const personId = await this.people
      .redeemFirstAdministrator(hash, now, { email, name, passwordHash })
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? problem('conflict', 'This e-mail address is taken.', '/email')
          : error;
      });
    if (personId === null) throw notValid();
    this.throttle.succeeded(account, address, nowMs);
    await this.audit.append(this.database, {
      personId,
      act: 'person.made',
      subject: `person ${personId}`,
      detail: { roles: ['administrator'], by: 'one-time link' },
    });
  }
}

function notValid(): Error {
  return problem('not-found', 'This link is not valid (any more). A start of the server prints a new one.');
}
