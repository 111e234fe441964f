import { type Queryable } from '@earshot/platform/database';
import { conversationKey } from '@earshot/domain/pipeline';
import { strayFlagIds, type StrayEvent } from './flag-ids';
import { FlagRepository } from './flag-repository';

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
    event: { readonly id: string; readonly brandId: string; readonly conversationId: string | null },
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
    const moved = await this.database.query<{ id: string }>(
      `update flags f set state = 'closed', outcome = 'moved', closed_at = $4, conversation_key = $2,
         conversation_id = $3, revision = revision + 1
       where f.id = any($1::uuid[]) and f.state in ('open', 'acknowledged') and exists (
         select from flags g join findings d on d.flag_id = g.id
         where g.conversation_key = $2 and g.category = f.category and g.rejected_event_id is null
           and g.state in ('open', 'acknowledged') and d.withdrawn_at is null and d.severity <= f.severity
           and (d.id = d.rule_id || ':' || $5 or d.evidence @> $6::jsonb))
       returning f.id`,
      [
        strayFlagIds(event),
        key,
        conversationId,
        at,
        messageId,
        // A finding over several messages has the id of the first one.
        JSON.stringify([{ messageId }]),
      ],
    );
    for (const { id } of moved) {
      await this.flags.record({ flagId: id, at, personId, act: 'moved', detail: { conversationId } });
    }
    const ids = moved.map(({ id }) => id);
    return [...ids, ...(await this.handOver(ids, { key, messageId }))];
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
    const moved = await this.database.query<{
      id: string;
      next: string;
      by: string | null;
      taken: Date | null;
    }>(
      `update flags f set state = 'closed', outcome = 'moved', closed_at = $3, revision = f.revision + 1
       from flags g
       where f.id = any($1::uuid[]) and f.state in ('open', 'acknowledged')
         and g.id = any($2::uuid[]) and g.category = f.category and g.severity <= f.severity
         and g.state in ('open', 'acknowledged')
       returning f.id, g.id as next, f.acknowledged_by as by, f.acknowledged_at as taken`,
      [strayFlagIds(event), strayFlagIds(next), at],
    );
    const taken: string[] = [];
    for (const { id, next: nextId, by, taken: takenAt } of moved) {
      await this.flags.record({
        flagId: id,
        at,
        personId,
        act: 'moved',
        detail: { rejectedEventId: next.id },
      });
      if (by === null || takenAt === null) continue;
      // Not where the next is graver: whoever took the milder one has not said so of this.
      const given = await this.database.query(
        `update flags g set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3, revision = g.revision + 1
         from flags f where g.id = $1 and f.id = $4 and g.state = 'open' and g.severity >= f.severity returning g.id`,
        [nextId, takenAt, by, id],
      );
      if (given.length === 0) continue;
      await this.flags.record({
        flagId: nextId,
        at: takenAt,
        personId: by,
        act: 'acknowledged',
        detail: { movedFrom: id },
      });
      taken.push(nextId);
    }
    await this.database.query('delete from deadlines where subject_id = any($1::uuid[])', [taken]);
    return [...moved.map(({ id }) => id), ...taken];
  }

  /** Gives flags that a message opened to whoever had taken it before it was moved; gives their ids. */
  private async handOver(
    moved: readonly string[],
    said: { key: string; messageId: string },
  ): Promise<string[]> {
    if (moved.length === 0) return [];
    const taken = await this.database.query<{ id: string; by: string; at: Date; from: string }>(
      `update flags g set state = 'acknowledged', acknowledged_at = f.acknowledged_at,
         acknowledged_by = f.acknowledged_by, revision = g.revision + 1
       from flags f
       where f.id = any($1::uuid[]) and f.acknowledged_by is not null
         and g.conversation_key = $2 and g.category = f.category and g.rejected_event_id is null
         and g.state = 'open' and g.severity >= f.severity and not exists (
           select from findings d where d.flag_id = g.id and d.withdrawn_at is null
             and d.id <> d.rule_id || ':' || $3 and not d.evidence @> $4::jsonb)
       returning g.id, g.acknowledged_by as by, g.acknowledged_at as at, f.id as from`,
      [moved, said.key, said.messageId, JSON.stringify([{ messageId: said.messageId }])],
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
    await this.database.query('delete from deadlines where subject_id = any($1::uuid[])', [
      taken.map(({ id }) => id),
    ]);
    return taken.map(({ id }) => id);
  }
}
