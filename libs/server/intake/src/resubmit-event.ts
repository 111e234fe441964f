import { Injectable } from '@nestjs/common';
import type { resubmitAnswerSchema, resubmitSchema } from '@earshot/contracts';
import {
  AuditLog,
  FlagMoves,
  IntakeKeys,
  RejectedEventRepository,
  rejectedIdOf,
  type RejectedOriginal,
} from '@earshot/data-access';
import type { Scope } from '@earshot/domain/access';
import { Clock } from '@earshot/platform/clock';
import { DataKeys } from '@earshot/platform/crypto';
import { Database, type Transaction } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import type { z } from 'zod';
import { IntakeDesk } from './intake-desk';
import { mend } from './mend';

/** Sends a mended event through the intake again, as if it had been so when it came. */
@Injectable()
export class ResubmitEvent {
  constructor(
    private readonly desk: IntakeDesk,
    private readonly database: Database,
    private readonly keys: DataKeys,
    private readonly intakeKeys: IntakeKeys,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Rejected again, the new attempt is kept with its own reason, and what was found in it stands for what was found in
   * the first; where nothing was changed, that is the first, which stays as it is. Problems: `not-found`;
   * `conflict` where it was dealt with before; `invalid-input` for a change that points into nothing.
   */
  async execute(
    scope: Scope,
    id: string,
    { changes, event }: z.output<typeof resubmitSchema>,
  ): Promise<z.input<typeof resubmitAnswerSchema>> {
    const repository = new RejectedEventRepository(this.database);
    const original = await repository.find(scope, id, this.keys);
    if (original === null || original.brandId === null) throw problem('not-found', 'No such rejected event.');
    if (original.event.state !== 'open')
      throw problem('conflict', 'Somebody has dealt with this event already.');
    const value = this.mended(original.raw, changes, event);
    const raw = JSON.stringify(value);
    const outcome = await this.desk.write({
      events: [{ index: 0, value, fault: null, position: null, raw: () => raw }],
      brandId: original.brandId,
      boundVendorId: await this.boundVendorOf(original),
      writer: null,
      offset: null,
      // It came when it came: what danger it tells of has waited since then, and the sender is not to blame for it.
      receivedAt: Date.parse(original.event.receivedAt),
    });
    const [rejected] = outcome.rejected;
    const next = rejected === undefined ? null : rejectedIdOf(original.brandId, rejected.rejection.code, raw);
    if (rejected !== undefined && next === id) {
      return { outcome: 'rejected', ...rejected.rejection, rejectedId: id };
    }
    const moved = await this.database.transaction(async (tx) => {
      await new RejectedEventRepository(tx).resolve(id, 'resubmitted', scope.personId);
      const flagIds =
        next === null
          ? await this.moveFlags(tx, { original, value, personId: scope.personId })
          : await this.moveToNext(tx, original, { next, scope });
      await this.audit.append(tx, {
        personId: scope.personId,
        act: 'rejected-event.resubmitted',
        subject: `rejected-event ${id}`,
        detail: {
          pointers: changes.map(({ pointer }) => pointer),
          outcome: rejected?.rejection.code ?? 'taken',
          ...(flagIds.length > 0 && { movedFlags: flagIds }),
        },
      });
      return flagIds;
    });
    this.desk.tell({ ...nothingChanged, flagIds: moved });
    if (rejected !== undefined) return { outcome: 'rejected', ...rejected.rejection, rejectedId: next };
    const nothing = { code: null, detail: null, fault: null, pointer: null, rejectedId: null };
    return { outcome: outcome.accepted === 1 ? 'accepted' : 'duplicate', ...nothing };
  }

  /** What was found in the event while it was rejected points from now on to the conversation that took it. */
  private async moveFlags(
    tx: Transaction,
    { original, value, personId }: { original: RejectedOriginal; value: unknown; personId: string },
  ): Promise<string[]> {
    const { event, brandId, conversationId } = original;
    const said = saidIn(value);
    if (brandId === null || said === null) return [];
    return new FlagMoves(tx).toConversation(
      { id: event.id, brandId, conversationId },
      { ...said, at: new Date(this.clock.now()), personId },
    );
  }

  /** What was found in the event stands, from now on, for what it was rejected as again. */
  private async moveToNext(
    tx: Transaction,
    { event, brandId, conversationId }: RejectedOriginal,
    { next, scope }: { next: string; scope: Scope },
  ): Promise<string[]> {
    const kept = await new RejectedEventRepository(tx).find(scope, next, this.keys);
    if (brandId === null || kept === null) return [];
    return new FlagMoves(tx).toRejection(
      { id: event.id, brandId, conversationId },
      { id: next, brandId, conversationId: kept.conversationId },
      { at: new Date(this.clock.now()), personId: scope.personId },
    );
  }

  /**
   * The vendor that the event stays bound to. Mending must not carry an event over to a vendor for which its key
   * could never have spoken: where a key of the brand is bound to the vendor under which the event was kept, it counts
   * as brought by that key. Records of the topic are bound to none.
   */
  private async boundVendorOf({ event, brandId, vendorId }: RejectedOriginal): Promise<string | null> {
    if (event.via === 'kafka' || brandId === null || vendorId === null) return null;
    return (await this.intakeKeys.isAnyBoundTo({ brandId, vendorId })) ? vendorId : null;
  }

  private mended(raw: string, changes: Parameters<typeof mend>[1], event: unknown): unknown {
    if (event !== undefined) return event;
    try {
      return mend(JSON.parse(raw), changes);
    } catch (error) {
      if (error instanceof RangeError) throw problem('invalid-input', error.message, '/changes');
      throw problem('invalid-input', 'The event is no JSON: send it whole, as `event`.', {
        pointer: '/event',
        cause: error,
      });
    }
  }
}

const nothingChanged = { brandIds: [], vendorIds: [], conversationKeys: [], flagIds: [], reviewItems: 0 };

/** Where an event speaks, and as which message; null for one about an agent. */
function saidIn(value: unknown): { conversationId: string; messageId: string } | null {
  const { id, type, subject, data } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof type !== 'string' || !type.startsWith('conversation.') || typeof subject !== 'string')
    return null;
  const { messageId } = (data ?? {}) as { messageId?: unknown };
  const its = type === 'conversation.message.v1' ? messageId : id;
  return typeof its === 'string' ? { conversationId: subject, messageId: its } : null;
}
