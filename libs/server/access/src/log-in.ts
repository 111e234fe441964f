import { Injectable } from '@nestjs/common';
import { PersonStore, type Person } from '@earshot/data-access';
import { Clock } from '@earshot/platform/clock';
import { problem } from '@earshot/platform/http';
import { LoginThrottle } from './login-throttle';
import { hashOfNobody, isPassword } from './passwords';
import { SessionLedger } from './session-ledger';

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
  private readonly throttle = new LoginThrottle();

  constructor(
    private readonly people: PersonStore,
    private readonly ledger: SessionLedger,
    private readonly clock: Clock,
  ) {}

  /** @throws wrong-credentials, too-many-attempts (with Retry-After) */
  async execute({
    email,
    password,
    address,
    earlierToken,
  }: LoginAttempt): Promise<{ token: string; person: Person }> {
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
      if (person !== null) this.ledger.refused(person, address);
      throw problem('wrong-credentials', 'The e-mail address or the password is wrong.');
    }
    this.throttle.succeeded(email, address, now);
    return { token: await this.ledger.begin(person, address, earlierToken), person };
  }
}
