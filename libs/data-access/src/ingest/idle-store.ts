import { unpackFold } from '@earshot/domain/conversation';
import { BucketChanges } from '@earshot/domain/metrics';
import { countFolded, judge, settleConversation } from '@earshot/domain/pipeline';
import type { Database } from '@earshot/platform/database';
import { writeBuckets } from './bucket-rows';
import { idleGraceMs, noteIdleChecks, takeIdleChecks, type IdleCheck } from './idle-checks';
import { lockSwept, touchedBy, writeConversations, type Concluded } from './conversation-rows';
import { writeFlags } from './flag-rows';
import { writeSelections, type Judged } from './selection-rows';
import type { IngestContext, IngestOutcome } from './types';
import { takeWriter } from './writers';

/** Conversations looked at in one transaction. */
const BATCH = 500;

/** What one look of a sweep found. */
export interface Settled {
  readonly looked: number;
  readonly outcome: Pick<
    IngestOutcome,
    'brandIds' | 'vendorIds' | 'conversationKeys' | 'flagIds' | 'reviewItems'
  >;
}

/** Closes conversations in which nobody has spoken for a day: never closing is no way out of being selected. */
export class IdleStore {
  constructor(private readonly database: Database) {}

  /**
   * Looks at up to 500 conversations whose silence may be due at `nowMs`. Those of which something was received
   * lately are left for later: their next events are perhaps on the way. Call again while `looked` is 500.
   */
  async settle(nowMs: number, context: IngestContext): Promise<Settled> {
    return this.database.transaction(async (tx) => {
      const looked = await takeIdleChecks(tx, nowMs, BATCH);
      const rows = await lockSwept(tx, looked, `state = 'open'`);
      const later: IdleCheck[] = [];
      const concluded: Concluded[] = [];
      const judged: Judged[] = [];
      for (const row of rows) {
        const receivedAt = row.last_received_at.getTime();
        const fold = unpackFold(row.fold);
        const isQuiet = receivedAt + idleGraceMs <= nowMs;
        const folded = isQuiet ? settleConversation(fold, nowMs, context.rules.idleMs) : null;
        if (folded === null) {
          later.push({ key: row.key, fold, receivedAt });
          continue;
        }
        const plan = context.planOf(row.brand_id);
        const about = { key: row.key, conversationId: row.conversation_id, fold: folded.fold };
        const verdict = plan === null ? null : judge(plan, about, row.decided);
        const conversation: Concluded = {
          key: row.key,
          brandId: row.brand_id,
          conversationId: row.conversation_id,
          version: Number(row.version) + 1,
          folded,
          decided: verdict?.signature ?? row.decided,
          boundVendorId: row.bound_vendor_id,
          receivedAt,
        };
        concluded.push(conversation);
        if (verdict !== null) judged.push({ conversation, verdict, isFirst: row.decided === null });
      }
      await noteIdleChecks(tx, later, context.rules.idleMs);
      await writeConversations(tx, concluded, context.rules.idleMs);
      const flagIds = await writeFlags(tx, concluded, [], {
        rules: context.rules,
        now: nowMs,
      });
      const reviewItems = await writeSelections(tx, judged);
      const changes = new BucketChanges();
      for (const { brandId, folded } of concluded) countFolded(changes, brandId, folded);
      const cells = changes.finish();
      if (cells.length > 0) await writeBuckets(tx, cells, await takeWriter(tx));
      return {
        looked: looked.length,
        outcome: {
          ...touchedBy(concluded),
          flagIds,
          reviewItems,
        },
      };
    });
  }
}
