import { Injectable } from '@nestjs/common';
import { type ClosingOutcome, type Flag, type FlagsDone } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { mask } from '@earshot/domain/privacy';
import { DataKeys } from '@earshot/platform/crypto';
import { type Closing, FlagDesk, type SeenFlag } from './flag-desk';

/** What is authenticated with the sealed reason of a flag. */
export function reasonContext(flagId: string): string {
  return `flag-reason\n${flagId}`;
}

/** A person of the brand says "mine", to nothing graver than was seen. Twice by the same person is once. */
@Injectable()
export class AcknowledgeFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, flag: SeenFlag): Promise<Flag> {
    return this.desk.act(scope, 'acknowledge', flag);
  }

  /** Several; one that is graver by now than the person saw it is left. */
  executeAll(scope: Scope, flags: readonly SeenFlag[]): Promise<FlagsDone> {
    return this.desk.actOnAll(scope, { deed: 'acknowledge', flags });
  }
}

/** Undo of an acknowledgement: by the same person, within 8 seconds. Its deadline runs again. */
@Injectable()
export class ReleaseFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, id: string): Promise<Flag> {
    return this.desk.act(scope, 'release', { id });
  }
}

/** How flags end: what came of them and why. */
export interface Ending {
  readonly outcome: ClosingOutcome;
  readonly reason: string;
}

/** Ends flags with what came of them and why. The reason is kept masked, its original sealed. */
@Injectable()
export class CloseFlag {
  constructor(
    private readonly desk: FlagDesk,
    private readonly keys: DataKeys,
  ) {}

  execute(scope: Scope, id: string, ending: Ending): Promise<Flag> {
    return this.desk.act(scope, 'close', { id }, this.closingOf(ending)(id));
  }

  /** Several with one outcome and reason; a flag that is not as the person saw it is left. */
  executeAll(
    scope: Scope,
    { flags, ...ending }: Ending & { flags: readonly { id: string; revision: number }[] },
  ): Promise<FlagsDone> {
    return this.desk.actOnAll(scope, { deed: 'close', flags, closing: this.closingOf(ending) });
  }

  private closingOf({ outcome, reason }: Ending): (flagId: string) => Closing {
    const masked = mask(reason).text;
    return (flagId) => {
      const { secret, keyId } = this.keys.seal(reason, reasonContext(flagId));
      return { outcome, reason: masked, reasonSecret: secret, keyId };
    };
  }
}

/** Undo of a close: the flag is acknowledged again by whoever had acknowledged it. */
@Injectable()
export class ReopenFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, id: string): Promise<Flag> {
    return this.desk.act(scope, 'reopen', { id });
  }
}

/** Undoes acts on several flags at once. */
@Injectable()
export class UndoOnFlags {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, deed: 'release' | 'reopen', ids: readonly string[]): Promise<FlagsDone> {
    return this.desk.actOnAll(scope, { deed, flags: ids.map((id) => ({ id })) });
  }
}
