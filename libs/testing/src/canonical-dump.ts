import { attachmentsContext, openPieces, sealContext } from '@earshot/data-access';
import { NO_HUMAN_ANSWER } from '@earshot/domain/detection';
import { Bucket, sumOf } from '@earshot/domain/metrics';
import type { DataKeys } from '@earshot/platform/crypto';
import { Database, type Queryable } from '@earshot/platform/database';

/** Figures of our own receipt: two runs of the same events have others. */
const ofReceipt = new Set(['events', 'back-dated', 'lag']);

/**
 * What is known, as text: one line of JSON for each message (decrypted), other event, conversation, standing finding,
 * flag, decision in force, bucket (added up over its writers) and service agent; keys and lines sorted. Two databases
 * that were given the same events, in whatever way, give the same bytes.
 *
 * Left out is what depends on the way: superseded decisions, a silence that only our own clock has noticed so far, receipts and their times, rejected events and the flags
 * found in them, the outbox, what people did, nonces and key ids, versions.
 *
 * Give it a database in which nothing is under way. **Errors**: where an original cannot be decrypted with `keys`.
 */
export async function canonicalDump(databaseUrl: string, keys: DataKeys): Promise<string> {
  const database = new Database(databaseUrl, { connections: 1, applicationName: 'canonical-dump' });
  try {
    const parts = [
      await messages(database, keys),
      await events(database, keys),
      await conversationRows(database, keys),
      await rowsOf(database, 'finding', findings),
      await rowsOf(database, 'flag', flags),
      await rowsOf(database, 'decision', decisions),
      await buckets(database),
      await rowsOf(database, 'agent', agents),
    ];
    return parts
      .map((lines) => lines.sort().join('\n'))
      .filter((part) => part !== '')
      .join('\n');
  } finally {
    await database.close();
  }
}

/** Where two dumps differ: at most `most` lines that only one of them has, marked `-` and `+`. '' where nowhere. */
export function dumpDifference(expected: string, got: string, most = 20): string {
  if (expected === got) return '';
  const [before, after] = [new Set(expected.split('\n')), new Set(got.split('\n'))];
  const lines = [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
  const shown = lines.slice(0, most).map((line) => line.slice(0, 1500));
  return [`${lines.length} lines differ`, ...shown].join('\n');
}

interface Sealed {
  conversation_key: string;
  event_id: string;
  secret: Buffer | null;
  key_id: string | null;
}

async function messages(db: Queryable, keys: DataKeys): Promise<string[]> {
  const rows = await db.query<Sealed & { attachments_secret: Buffer | null }>(
    `select conversation_key, event_id, source, sequence, ${ms('at')} as at, message_id, role, sender_id, masked, spans,
       signals, attachment_count, attachments_secret, start_ms, end_ms, secret, key_id from messages`,
  );
  return rows.map(({ attachments_secret: secret, ...row }) => {
    const context = attachmentsContext(row.conversation_key, row.event_id);
    const attachments = secret === null ? null : keys.open({ secret, keyId: row.key_id ?? '' }, context);
    return line('message', { ...opened(row, keys), attachments });
  });
}

async function events(db: Queryable, keys: DataKeys): Promise<string[]> {
  const rows = await db.query<Sealed>(
    `select conversation_key, event_id, source, sequence, ${ms('at')} as at, type, data, secret, key_id
     from conversation_events`,
  );
  return rows.map((row) => line('event', opened(row, keys)));
}

function opened({ secret, key_id: keyId, ...row }: Sealed, keys: DataKeys): object {
  if (secret === null || keyId === null) return row;
  const original = keys.open({ secret, keyId }, sealContext(row.conversation_key, row.event_id));
  return { ...row, original };
}

async function conversationRows(db: Queryable, keys: DataKeys): Promise<string[]> {
  const rows = await db.query<{ key: string; fold: { pieces?: string } }>(conversations);
  return rows.map(({ fold, ...row }) => {
    const { pieces, ...folded } = fold;
    const opened = pieces === undefined ? undefined : openPieces(keys, row.key, pieces);
    // A sealed text differs each time it is sealed; what is in it does not.
    const known = opened == null ? folded : { ...folded, pieces: JSON.parse(opened) as unknown };
    return line('conversation', { ...row, fold: known });
  });
}

async function rowsOf(db: Queryable, kind: string, statement: string): Promise<string[]> {
  return (await db.query(statement)).map((row) => line(kind, row));
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

const conversations = `
  select key, brand_id, conversation_id, vendor_id, channel, platform, scenario, language, segments,
    encode(customer_hash, 'hex') as customer_hash, agent_id, team_id, state, outcome, derived_close,
    ${ms('opened_at')} as opened_at, ${ms('closed_at')} as closed_at, ${ms('first_closed_at')} as first_closed_at,
    ${ms('last_event_at')} as last_event_at, ${ms('waiting_since')} as waiting_since, messages, rating, complained,
    worst_severity, fold::json as fold
  from conversations`;

const standing = `
  select * from findings f where withdrawn_at is null`;

const findings = `
  select f.flag_id, f.id, f.rule_id, f.severity, f.score, f.reasons, f.evidence, ${ms('f.at')} as at
  from (${standing}) f join flags l on l.id = f.flag_id
  where l.rejected_event_id is null and not (f.rule_id = '${NO_HUMAN_ANSWER}' and exists (
    select 1 from conversations c where c.key = l.conversation_key
      and c.fold::json #> '{detection,waiting}' is not null
      and c.fold::json #>> '{detection,waiting,messageId}' is not null
      and c.fold::json #>> '{detection,waiting,isTold}' is null))`;

// A flag of which nothing stands any more was perhaps never opened on another way.
const flags = `
  select id, brand_id, vendor_id, conversation_key, conversation_id, category, severity, ${ms('opened_at')} as opened_at
  from flags l where rejected_event_id is null and exists (select 1 from (${standing}) f where f.flag_id = l.id)`;

const decisions = `
  select id, brand_id, vendor_id, conversation_key, conversation_id, plan_id, plan_version, period, purpose, kept, u,
    p, inclusion_probability, stratum, reason, ${ms('decided_at')} as decided_at, outside_estimates
  from selections where superseded_at is null`;

const agents = `
  select brand_id, agent_id, vendor_id, team_id, name, hired_on::text, left_on::text, languages,
    ${ms('updated_at')} as updated_at
  from service_agents`;

async function buckets(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ payloads: Buffer[] }>(
    `select grain, ${ms('start_at')} as start_at, brand_id, vendor_id, channel, scenario, array_agg(payload) as payloads
     from metric_buckets group by grain, start_at, brand_id, vendor_id, channel, scenario`,
  );
  return rows.flatMap(({ payloads, ...place }) => {
    const sum = sumOf(payloads.map((payload) => Bucket.decode(payload))).toJSON();
    const figures = Object.entries(sum).filter(([name]) => !ofReceipt.has(name));
    return figures.length === 0 ? [] : [line('bucket', { ...place, figures: Object.fromEntries(figures) })];
  });
}

function line(kind: string, value: object): string {
  return JSON.stringify(sorted({ kind, ...value }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
