import { Injectable } from '@nestjs/common';
import { type ClosingOutcome, type Flag, type FlagsDone } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { mask } from '@earshot/domain/privacy';
import { DataKeys } from '@earshot/platform/crypto';
import { FlagDesk, type FlagAsk, type KeptReason, type SeenFlag } from './flag-desk';

/** What is authenticated with the sealed reason of a flag. */
export function reasonContext(flagId: string): string {
  return `flag-reason\n${flagId}`;
}

/** A person of the brand says "mine", to nothing graver than was seen. Twice by the same person is once. */
@Injectable()
export class AcknowledgeFlag {
  constructor(private readonly desk: FlagDesk) {}

  execute(scope: Scope, flag: SeenFlag): Promise<Flag> {
    return this.desk.act(scope, { deed: 'acknowledge', flag });
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
    return this.desk.act(scope, { deed: 'release', flag: { id } });
  }

  executeAll(scope: Scope, ids: readonly string[]): Promise<FlagsDone> {
    return this.desk.actOnAll(scope, { deed: 'release', flags: ids.map((id) => ({ id })) });
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
    return this.desk.act(scope, { deed: 'close', flag: { id }, closing: this.closingOf(ending) });
  }

  /** Several with one outcome and reason; a flag that is not as the person saw it is left. */
  executeAll(
    scope: Scope,
    { flags, ...ending }: Ending & { flags: readonly { id: string; revision: number }[] },
  ): Promise<FlagsDone> {
    return this.desk.actOnAll(scope, { deed: 'close', flags, closing: this.closingOf(ending) });
  }

  private closingOf({ outcome, reason }: Ending): NonNullable<FlagAsk['closing']> {
    const keep = keeperOf(this.keys, reason);
    return (flagId) => ({ outcome, ...keep(flagId) });
  }
}

/**
 * Opens closed flags again, acknowledged by whoever had acknowledged them. Why is kept as the reason of a close is; it
 * may be left out only to undo an own close at once.
 */
@Injectable()
export class ReopenFlag {
  constructor(
    private readonly desk: FlagDesk,
    private readonly keys: DataKeys,
  ) {}

  execute(scope: Scope, id: string, reason: string | undefined): Promise<Flag> {
    return this.desk.act(scope, { deed: 'reopen', flag: { id }, ...this.why(reason) });
  }

  executeAll(
    scope: Scope,
    { ids, reason }: { ids: readonly string[]; reason?: string | undefined },
  ): Promise<FlagsDone> {
    const flags = ids.map((id) => ({ id }));
    return this.desk.actOnAll(scope, { deed: 'reopen', flags, ...this.why(reason) });
  }

  private why(reason: string | undefined): Pick<FlagAsk, 'why'> {
    return reason === undefined ? {} : { why: keeperOf(this.keys, reason) };
  }
}

function keeperOf(keys: DataKeys, reason: string): (flagId: string) => KeptReason {
  const masked = mask(reason).text;
  return (flagId) => {
    const { secret, keyId } = keys.seal(reason, reasonContext(flagId));
    return { reason: masked, reasonSecret: secret, keyId };
  };
}
