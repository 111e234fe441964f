import { type Scope } from '@earshot/domain/access';
import { COMPARED_CHARACTERS } from '@earshot/domain/detection';
import { type Queryable } from '@earshot/platform/database';
import { roleCodes } from '../ingest/message-rows';
import { scopeSql, Values } from '../scope-sql';

/** How far back others are read. */
const WITHIN = '7 days';
/** Replies read in all, and of one conversation: one long conversation is not to stand for all. */
const MOST_REPLIES = 1_000;
const MOST_OF_ONE = 20;
/** Conversations looked into: of many that no agent answered, no more either. */
const MOST_CONVERSATIONS = 1_000;

/** The conversation whose replies are compared, and until when. */
export interface ComparedConversation {
  readonly key: string;
  readonly brandId: string;
  readonly vendorId: string;
  /** ISO 8601. */
  readonly until: string;
}

/**
 * Reads what agents of the same vendor replied in other conversations within a person's scope, to be compared with:
 * of the conversations opened in the 7 days before `until` the newest first, of each the latest 20 replies until then,
 * at most 1,000 replies of at most 1,000 conversations. Masked; one list a conversation that has any.
 */
export async function otherReplies(
  database: Queryable,
  scope: Scope,
  { key, brandId, vendorId, until }: ComparedConversation,
): Promise<string[][]> {
  const values = new Values();
  const [brand, vendor, own] = [values.add(brandId), values.add(vendorId), values.add(key)];
  const to = `${values.add(until)}::timestamptz`;
  const from = `${to} - interval '${WITHIN}'`;
  // The limits on the way keep it to one walk down conversations_by_vendor, with a look at the messages of each.
  const rows = await database.query<{ key: string; text: string }>(
    `select c.key, m.text from (
       select c.key, c.opened_at from conversations c
       where c.brand_id = ${brand} and c.vendor_id = ${vendor} and ${scopeSql(scope, 'c', values)}
         and c.key <> ${own} and c.opened_at > ${from} and c.opened_at <= ${to}
       order by c.opened_at desc, c.key limit ${MOST_CONVERSATIONS}
     ) c cross join lateral (
       select left(m.masked, ${COMPARED_CHARACTERS}) as text from messages m
       where m.conversation_key = c.key and m.role = ${roleCodes.agent} and m.at > ${from} and m.at <= ${to}
       order by m.at desc, m.sequence desc, m.event_id collate "C" desc limit ${MOST_OF_ONE}
     ) m
     order by c.opened_at desc, c.key limit ${MOST_REPLIES}`,
    values.list,
  );
  const replies = new Map<string, string[]>();
  for (const row of rows) {
    const said = replies.get(row.key);
    if (said === undefined) replies.set(row.key, [row.text]);
    else said.push(row.text);
  }
  return [...replies.values()];
}
