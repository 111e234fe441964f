import { type Queryable } from '@earshot/platform/database';
import { conversationKey } from '@earshot/domain/pipeline';
import { strayFlagIds, type StrayEvent } from './flag-ids';
import { unsettledSql } from './flag-list-sql';
import { FlagRepository, type FlagAct } from './flag-repository';

/** Moves what was found in a rejected event to what became of that event, so that one danger is one flag. */
export class FlagMoves {
  private readonly flags: FlagRepository;

  constructor(private readonly database: Queryable) {
    this.flags = new FlagRepository(database);
  }

  /**
   * Ends the flags found in a rejected event, once that was mended and taken into `conversationId` as `messageId`: each
   * as `moved`, pointing there, where that very message gave the conversation a finding of the category, as grave at
   * least, that stands in a flag still to be dealt with. One whose danger arrived nowhere stays open, whatever else the
   * conversation tells of. Whoever had taken one has taken the flag it moved to, where that tells of nothing else and of
   * nothing graver. Gives the ids of all that changed.
   */
  async toConversation(
    event: StrayEvent,
    {
      conversationId,
      messageId,
      at,
      personId,
    }: {
      readonly conversationId: string;
      /** As its findings name it: a comment or a complaint has the id of its event. */
      readonly messageId: string;
      readonly at: Date;
      readonly personId: string;
    },
  ): Promise<string[]> {
    const key = conversationKey(event.brandId, conversationId);
    // A finding over several messages has the id of the first one.
    const itsMessage = JSON.stringify([{ messageId }]);
    const moved = await this.database.query<{ id: string }>(
      `update flags f set state = 'closed', outcome = 'moved', closed_at = $4, conversation_key = $2,
         conversation_id = $3, revision = revision + 1
       where f.id = any($1::uuid[]) and ${unsettledSql('f')} and exists (
         select from flags g join findings d on d.flag_id = g.id
         where g.conversation_key = $2 and g.category = f.category and g.rejected_event_id is null
           and ${unsettledSql('g')} and d.withdrawn_at is null and d.severity <= f.severity
           and (d.id = d.rule_id || ':' || $5 or d.evidence @> $6::jsonb))
       returning f.id`,
      [strayFlagIds(event), key, conversationId, at, messageId, itsMessage],
    );
    return this.conclude(moved, {
      note: { at, personId, act: 'moved', detail: { conversationId } },
      takers: `g.conversation_key = $2 and g.rejected_event_id is null and not exists (
        select from findings d where d.flag_id = g.id and d.withdrawn_at is null
          and d.id <> d.rule_id || ':' || $3 and not d.evidence @> $4::jsonb)`,
      values: [key, messageId, itsMessage],
    });
  }

  /**
   * Ends the flags found in a rejected event that was sent again and rejected as `next`: each as `moved` where `next`
   * has one of the category, as grave at least, that is still to be dealt with. So one danger is one flag, however often
   * its event is mended. Whoever had taken one has taken the next. Gives the ids of all that changed.
   */
  async toRejection(
    event: StrayEvent,
    next: StrayEvent,
    { at, personId }: { readonly at: Date; readonly personId: string },
  ): Promise<string[]> {
    const nextIds = strayFlagIds(next);
    const moved = await this.database.query<{ id: string }>(
      `update flags f set state = 'closed', outcome = 'moved', closed_at = $3, revision = revision + 1
       where f.id = any($1::uuid[]) and ${unsettledSql('f')} and exists (
         select from flags g where g.id = any($2::uuid[]) and g.category = f.category
           and g.severity <= f.severity and ${unsettledSql('g')})
       returning f.id`,
      [strayFlagIds(event), nextIds, at],
    );
    return this.conclude(moved, {
      note: { at, personId, act: 'moved', detail: { rejectedEventId: next.id } },
      takers: 'g.id = any($2::uuid[])',
      values: [nextIds],
    });
  }

  /**
   * Notes what was moved, and gives the flags `g` of the same category that `takers` names (its values from $2 on) to
   * whoever had taken one before it was moved; not where they are graver: who took the milder one has not said so of
   * that. Gives the ids of all that changed.
   */
  private async conclude(
    moved: readonly { id: string }[],
    { note, takers, values }: { note: Omit<FlagAct, 'flagId'>; takers: string; values: readonly unknown[] },
  ): Promise<string[]> {
    const ids = moved.map(({ id }) => id);
    if (ids.length === 0) return [];
    for (const id of ids) await this.flags.record({ ...note, flagId: id });
    const taken = await this.database.query<{ id: string; by: string; at: Date; from: string }>(
      `update flags g set state = 'acknowledged', acknowledged_at = f.acknowledged_at,
         acknowledged_by = f.acknowledged_by, revision = g.revision + 1
       from flags f
       where f.id = any($1::uuid[]) and f.acknowledged_by is not null and g.category = f.category
         and g.state = 'open' and g.severity >= f.severity and ${takers}
       returning g.id, g.acknowledged_by as by, g.acknowledged_at as at, f.id as from`,
      [ids, ...values],
    );
    for (const { id, by, at, from } of taken) {
      await this.flags.record({
        flagId: id,
        at,
        personId: by,
        act: 'acknowledged',
        detail: { movedFrom: from },
      });
    }
    const takenIds = taken.map(({ id }) => id);
    await this.database.query('delete from deadlines where subject_id = any($1::uuid[])', [takenIds]);
    return [...ids, ...takenIds];
  }
}
