import { gravity } from '@earshot/domain/conversation';
import { CLOSED_OVER_DANGER, NO_HUMAN_ANSWER, type Finding } from '@earshot/domain/detection';
import type { Rules } from '@earshot/domain/pipeline';
import type { Transaction } from '@earshot/platform/database';
import { unsettledSql } from '../flags/flag-list-sql';
import { flagIdOf } from '../flags/flag-ids';
import { BinaryCopy } from './binary-copy';
import type { Concluded } from './conversation-rows';

/** Our own clock gives a critical flag this long to be acknowledged (DESIGN section 6). */
export const acknowledgeWithinMs = 60_000;

/** What a critical flag's deadline is called. */
export const acknowledgeDeadline = 'acknowledge-critical';

// Of what is known already: they make a flag that is dealt with no news.
const circumstances = [CLOSED_OVER_DANGER, NO_HUMAN_ANSWER];

interface FlagRow {
  id: string;
  brand_id: string;
  vendor_id: string | null;
  conversation_key: string;
  conversation_id: string;
  category: string;
  severity: number;
  opened_at: string;
  received_at: string;
  rejected_event_id: string | null;
  excerpt: string | null;
}

interface FindingRow {
  flag_id: string;
  id: string;
  rule_id: string;
  /** Of the rules in force at the event's time, which are those that found it. */
  pack_version: string;
  severity: number;
  score: number;
  reasons: readonly string[];
  evidence: readonly unknown[];
  at: string;
}

/** A finding in an event that was not taken: its flag is not the conversation's own. */
export interface StrayFinding {
  readonly flag: Omit<FlagRow, 'category' | 'severity' | 'id'>;
  readonly findings: readonly Finding[];
}

/**
 * Writes flags and findings; gives the ids of flags that changed. A finding that was not known before opens its
 * flag again if it was closed. After a refold, findings that no longer stand are marked withdrawn; but where some of
 * the conversation's events were let go, those stand that are not shown to be untrue.
 */
export async function writeFlags(
  tx: Transaction,
  concluded: readonly Concluded[],
  stray: readonly StrayFinding[],
  about: { readonly rules: Rules; readonly now: number },
): Promise<string[]> {
  const flags = new Map<string, FlagRow>();
  const findings: FindingRow[] = [];
  const add = (flag: Omit<FlagRow, 'category' | 'severity' | 'id'>, finding: Finding) => {
    const id = flagIdOf(flag.conversation_key, finding.category, flag.rejected_event_id);
    const severity = gravity[finding.severity];
    const at = new Date(finding.atMs).toISOString();
    const known = flags.get(id);
    if (known === undefined)
      flags.set(id, { ...flag, id, category: finding.category, severity, opened_at: at });
    else {
      known.severity = Math.min(known.severity, severity);
      if (at < known.opened_at) known.opened_at = at;
    }
    const { ruleId: rule_id, score, reasons, evidence } = finding;
    const pack_version = about.rules.detectorAt(finding.atMs).originOf(rule_id);
    findings.push({
      flag_id: id,
      id: finding.id,
      rule_id,
      pack_version,
      severity,
      score,
      reasons,
      evidence,
      at,
    });
  };
  for (const { folded, ...it } of concluded) {
    for (const finding of folded.findings) {
      add(
        {
          brand_id: it.brandId,
          vendor_id: folded.fold.identity?.vendorId ?? null,
          conversation_key: it.key,
          conversation_id: it.conversationId,
          opened_at: '',
          received_at: new Date(it.receivedAt).toISOString(),
          rejected_event_id: null,
          excerpt: null,
        },
        finding,
      );
    }
  }
  for (const { flag, findings: found } of stray) for (const finding of found) add(flag, finding);

  const refolded = concluded.filter(({ folded }) => folded.isRefolded);
  const changed = new Set<string>();
  if (refolded.length > 0) {
    for (const id of await withdraw(tx, refolded, findings)) changed.add(id);
  }
  const untrue = concluded.flatMap(({ key, folded }) => folded.untrue.map((id) => ({ key, id })));
  if (untrue.length > 0) {
    const known = await tx.query(told, [JSON.stringify(untrue)]);
    const rows = known.length === 0 ? [] : await tx.query<{ id: string }>(takeBack, [JSON.stringify(known)]);
    for (const { id } of rows) changed.add(id);
  }
  if (flags.size > 0) {
    const written = await tx.query<WrittenFlag>(upsertFlags, [
      JSON.stringify([...flags.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
    ]);
    const toldAnew = await writeFindings(tx, findings, written);
    const again = written.filter(({ id, is_ended }) => is_ended && toldAnew.has(id)).map(({ id }) => id);
    if (again.length > 0) await tx.query(reopen, [again, new Date(about.now).toISOString()]);
    // Told again from all events, a finding may be milder, or of later, than it was while some were missing; and of
    // a flag that was emptied nothing is left to be as grave as, or as old.
    const retold = new Set(refolded.map(({ key }) => key));
    const emptied = new Set(written.filter(({ is_emptied }) => is_emptied).map(({ id }) => id));
    const unsure = [...flags.values()]
      .filter(
        (it) => emptied.has(it.id) || (it.rejected_event_id === null && retold.has(it.conversation_key)),
      )
      .map(({ id }) => id);
    if (unsure.length > 0) await tx.query(regrade, [unsure]);
    const critical = written.filter(({ severity }) => severity === 0).map(({ id }) => id);
    if (critical.length > 0) await tx.query(arm, [critical, acknowledgeDeadline, acknowledgeWithinMs]);
    for (const id of flags.keys()) changed.add(id);
  }
  return [...changed];
}

/** A flag as it stands after it was written. */
interface WrittenFlag {
  readonly id: string;
  readonly severity: number;
  readonly is_new: boolean;
  /** Whether it was dealt with, and nothing has opened it again. */
  readonly is_ended: boolean;
  /** Whether all that had been found was withdrawn: how grave and how old it was counts no more. */
  readonly is_emptied: boolean;
}

/**
 * Writes findings of flags that are written already; gives the flags that were there before and of which something is
 * told that was not. Those of a new flag are new for certain, so they come over COPY.
 */
async function writeFindings(
  tx: Transaction,
  findings: readonly FindingRow[],
  flags: readonly WrittenFlag[],
): Promise<Set<string>> {
  const isNew = new Set(flags.filter(({ is_new }) => is_new).map(({ id }) => id));
  const rows = new BinaryCopy(FINDING_BYTES * findings.length);
  const others: FindingRow[] = [];
  for (const finding of findings) {
    if (!isNew.has(finding.flag_id)) {
      others.push(finding);
      continue;
    }
    rows.row(findingColumns.length);
    rows.uuid(finding.flag_id);
    rows.text(finding.id);
    rows.text(finding.rule_id);
    rows.text(finding.pack_version);
    rows.int16(finding.severity);
    rows.real(finding.score);
    rows.jsonb(finding.reasons);
    rows.jsonb(finding.evidence);
    rows.instant(Date.parse(finding.at));
  }
  await rows.into(tx, `findings (${findingColumns.join(', ')})`);
  if (others.length === 0) return new Set();
  const told = await tx.query<{ flag_id: string }>(upsertFindings, [JSON.stringify(others), circumstances]);
  return new Set(told.map(({ flag_id }) => flag_id));
}

const FINDING_BYTES = 512;
const findingColumns = [
  'flag_id',
  'id',
  'rule_id',
  'pack_version',
  'severity',
  'score',
  'reasons',
  'evidence',
  'at',
] as const;

/** The finding of a silence that lasts: our own clock may have noticed it before any event tells of it. */
function silenceOf({ key, folded }: Concluded): { flag_id: string; id: string }[] {
  const { waiting } = folded.fold.detection;
  if (waiting === null) return [];
  return [{ flag_id: flagIdOf(key, waiting.category), id: `${NO_HUMAN_ANSWER}:${waiting.messageId}` }];
}

async function withdraw(
  tx: Transaction,
  refolded: readonly Concluded[],
  standing: readonly FindingRow[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with told as (
       update flags f set vendor_id = r.vendor_id from json_to_recordset($1::json) as r (key uuid, vendor_id text)
       where f.conversation_key = r.key and f.rejected_event_id is null
         and f.vendor_id is distinct from r.vendor_id
     ), gone as (
       update findings f set withdrawn_at = clock_timestamp()
       from flags l
       where l.id = f.flag_id and l.rejected_event_id is null and f.withdrawn_at is null
         and l.conversation_key in (
           select key from json_to_recordset($1::json) as r (key uuid, whole boolean) where whole)
         and not exists (
           select 1 from json_to_recordset($2::json) as s (flag_id uuid, id text)
           where s.flag_id = f.flag_id and s.id = f.id)
       returning f.flag_id
     )
     select distinct flag_id as id from gone`,
    [
      JSON.stringify(
        refolded.map(({ key, folded: { fold } }) => ({
          key,
          vendor_id: fold.identity?.vendorId ?? null,
          whole: !fold.isPartial,
        })),
      ),
      JSON.stringify([
        ...standing.map(({ flag_id, id }) => ({ flag_id, id })),
        ...refolded.flatMap(silenceOf),
      ]),
    ],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tx.query(regrade, [ids]);
  return ids;
}

const flagColumns = `id uuid, brand_id text, vendor_id text, conversation_key uuid, conversation_id text,
  category text, severity smallint, opened_at timestamptz, received_at timestamptz, rejected_event_id uuid, excerpt text`;

const turnsCritical = 'flags.severity > 0 and excluded.severity = 0';

// A flag that turns critical is a new alarm: its clock begins then, and who acknowledged the lesser one has not yet
// acknowledged this. What is read first is as it was before: one statement sees one state. (With `not exists` the
// planner reads all findings at once; with a limit it looks each up.)
const upsertFlags = `
  with input as (
    select * from json_to_recordset($1::json) as r (${flagColumns})
  ), raised as (
    select f.id from flags f join input using (id)
    where f.severity > 0 and input.severity = 0 and ${unsettledSql('f')}
  ), noted as (
    insert into flag_acts (flag_id, act) select id, 'raised-to-critical' from raised
  ), disarmed as (
    delete from deadlines where subject_id in (select id from raised)
  )
  insert into flags (id, brand_id, vendor_id, conversation_key, conversation_id, category, severity, opened_at,
    received_at, rejected_event_id, excerpt)
  select * from input
  on conflict (id) do update set
    severity = least(flags.severity, excluded.severity),
    opened_at = least(flags.opened_at, excluded.opened_at),
    received_at = case when ${turnsCritical} then excluded.received_at
      else least(flags.received_at, excluded.received_at) end,
    state = case when ${turnsCritical} and flags.state = 'acknowledged' then 'open' else flags.state end,
    acknowledged_at = case when ${turnsCritical} then null else flags.acknowledged_at end,
    acknowledged_by = case when ${turnsCritical} then null else flags.acknowledged_by end,
    notified_at = case when ${turnsCritical} then null else flags.notified_at end,
    vendor_id = coalesce(excluded.vendor_id, flags.vendor_id),
    revision = flags.revision + 1
  returning id, severity, xmax = 0 as is_new, state in ('closed', 'withdrawn') as is_ended,
    xmax <> 0 and (
      select d.id from findings d where d.flag_id = flags.id and d.withdrawn_at is null limit 1) is null as is_emptied`;

// Gives the flags of findings that were not there before, or had been withdrawn, where they open a closed flag again.
const upsertFindings = `
  with input as (
    select * from json_to_recordset($1::json) as r (flag_id uuid, id text, rule_id text, pack_version text, severity smallint,
      score real, reasons jsonb, evidence jsonb, at timestamptz)
  ), known as (
    select f.flag_id, f.id from findings f join input using (flag_id, id) where f.withdrawn_at is null
  ), written as (
    insert into findings (${findingColumns.join(', ')}) select ${findingColumns.join(', ')} from input
    on conflict (flag_id, id) do update set severity = excluded.severity, score = excluded.score,
      reasons = excluded.reasons, evidence = excluded.evidence, at = excluded.at, withdrawn_at = null
  )
  select flag_id from input where rule_id <> all($2::text[]) and not exists (
    select 1 from known where known.flag_id = input.flag_id and known.id = input.id)`;

// What was closed and is said again is open again: a flag is never lost because an earlier one was dealt with.
const reopen = `
  with opened as (
    update flags set state = 'open', acknowledged_at = null, acknowledged_by = null, notified_at = null, closed_at = null,
      closed_by = null, outcome = null, reason = null, reason_secret = null,
      key_id = null, received_at = $2::timestamptz
    where id = any($1) and state in ('closed', 'withdrawn')
    returning id
  ), noted as (
    insert into flag_acts (flag_id, act) select id, 'reopened-by-finding' from opened
  )
  delete from deadlines where subject_id in (select id from opened)`;

const arm = `
  with due as (
    update flags set deadline_at = received_at + $3 * interval '1 millisecond'
    where id = any($1) and severity = 0 and state = 'open'
    returning id, deadline_at
  )
  insert into deadlines (kind, subject_id, due_at)
  select $2, id, deadline_at from due order by id
  on conflict do nothing`;

// Nearly always there is none. Each is looked up by itself: joined, the planner may take the whole tables for it.
const told = `
  select f.flag_id, f.id from json_to_recordset($1::json) as r (key uuid, id text)
  cross join lateral (select l.id as flag_id from flags l
    where l.conversation_key = r.key and l.rejected_event_id is null offset 0) l
  cross join lateral (select f.flag_id, f.id from findings f
    where f.flag_id = l.flag_id and f.id = r.id and f.withdrawn_at is null offset 0) f`;

const takeBack = `
  with gone as (
    update findings f set withdrawn_at = clock_timestamp()
    from json_to_recordset($1::json) as r (flag_id uuid, id text)
    where f.flag_id = r.flag_id and f.id = r.id
    returning f.flag_id
  )
  update flags set revision = revision + 1 where id in (select flag_id from gone) returning id`;

const regrade = `
  update flags f set
    severity = coalesce(s.severity, f.severity),
    opened_at = coalesce(s.opened_at, f.opened_at),
    state = case when s.severity is null and f.state = 'open' then 'withdrawn' else f.state end,
    revision = f.revision + 1
  from (select l.id, min(d.severity) as severity, min(d.at) as opened_at
        from flags l left join findings d on d.flag_id = l.id and d.withdrawn_at is null
        where l.id = any($1) group by l.id) s
  where f.id = s.id`;
