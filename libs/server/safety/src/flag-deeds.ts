import { Injectable } from '@nestjs/common';
import { type Flag, type FlagOutcome } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { mask } from '@earshot/domain/privacy';
import { DataKeys } from '@earshot/platform/crypto';
import { FlagDesk } from './flag-desk';

/** What is authenticated with the sealed reason of a flag. */
export function reasonContext(flagId: string): string {
  return `flag-reason\n${flagId}`;
}

/** A person of the brand says "mine". Twice by the same person is once. */
@Injectable()
export class AcknowledgeFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, id: string): Promise<Flag> {
    return this.desk.act(scope, id, 'acknowledge');
  }
}

/** Undo of an acknowledgement: by the same person, within 8 seconds. Its deadline runs again. */
@Injectable()
export class ReleaseFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, id: string): Promise<Flag> {
    return this.desk.act(scope, id, 'release');
  }
}

/** Ends a flag with what came of it and why. The reason is kept masked, its original sealed. */
@Injectable()
export class CloseFlag {
  constructor(
    private readonly desk: FlagDesk,
    private readonly keys: DataKeys,
  ) {}

  execute(
    scope: Scope,
    id: string,
    { outcome, reason }: { outcome: FlagOutcome; reason: string },
  ): Promise<Flag> {
    const { secret, keyId } = this.keys.seal(reason, reasonContext(id));
    return this.desk.act(scope, id, 'close', {
      outcome,
      reason: mask(reason).text,
      reasonSecret: secret,
      keyId,
    });
  }
}

/** Undo of a close: the flag is acknowledged again by whoever had acknowledged it. */
@Injectable()
export class ReopenFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, id: string): Promise<Flag> {
    return this.desk.act(scope, id, 'reopen');
  }
}
