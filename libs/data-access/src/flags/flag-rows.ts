import { type Category, type Flag, type FlagOutcome, type FlagState } from '@earshot/contracts';
import { isOfBrand, type Scope } from '@earshot/domain/access';
import { toMaskedOffset, type Masked } from '@earshot/domain/privacy';
import { type Queryable } from '@earshot/platform/database';
import { instant, instantOrNull, severityOf } from '../columns';
import { maskedOf, type StoredSpan } from '../conversations/transcript-repository';
import { ruleWords } from './rule-words';

/** A flag as stored, with the names of those who acted. */
export interface FlagRow {
  id: string;
  brand_id: string;
  vendor_id: string | null;
  conversation_key: string | null;
  conversation_id: string;
  category: Category;
  severity: number;
  opened_at: Date;
  received_at: Date;
  detected_at: Date;
  state: FlagState;
  deadline_at: Date | null;
  notified_at: Date | null;
  acknowledged_at: Date | null;
  acknowledged_by_name: string | null;
  closed_at: Date | null;
  closed_by_name: string | null;
  outcome: FlagOutcome | null;
  reason: string | null;
  reopened_at: Date | null;
  reopened_by_name: string | null;
  reopen_reason: string | null;
  rejected_event_id: string | null;
  excerpt: string | null;
  revision: string;
  cursor_at: string;
  cursor_received_at: string;
}

interface FindingRow {
  flag_id: string;
  rule_id: string;
  severity: number;
  score: number;
  reasons: string[];
  evidence: { messageId: string; start: number; end: number }[];
  at: Date;
  withdrawn_at: Date | null;
}

/** Columns of `FlagRow` from `flags f`, with `flagJoins`. */
export const flagColumns = `f.id, f.brand_id, f.vendor_id, f.conversation_key, f.conversation_id, f.category, f.severity,
  f.opened_at, f.received_at, f.detected_at, f.state, f.deadline_at, f.notified_at, f.acknowledged_at,
  a.name as acknowledged_by_name, f.closed_at, z.name as closed_by_name, f.outcome, f.reason, f.rejected_event_id,
  f.excerpt, f.revision, f.opened_at::text as cursor_at, f.received_at::text as cursor_received_at,
  o.at as reopened_at, o.name as reopened_by_name, o.reason as reopen_reason`;
export const flagJoins = `left join people a on a.id = f.acknowledged_by left join people z on z.id = f.closed_by
  left join lateral (
    select t.at, p.name, t.detail ->> 'reason' as reason from flag_acts t left join people p on p.id = t.person_id
    where t.flag_id = f.id and t.act = 'reopened' order by t.id desc limit 1
  ) o on true`;

/** The flags of rows, with their findings and evidence in offsets of the text as shown. Three statements in all. */
export async function showFlags(
  database: Queryable,
  scope: Scope,
  rows: readonly FlagRow[],
): Promise<Flag[]> {
  if (rows.length === 0) return [];
  const findings = await database.query<FindingRow>(
    `select flag_id, rule_id, severity, score, reasons, evidence, at, withdrawn_at
     from findings where flag_id = any($1::uuid[]) order by at, rule_id, id`,
    [rows.map(({ id }) => id)],
  );
  const shown = await maskedTexts(database, rows, findings);
  const byFlag = new Map<string, FindingRow[]>(rows.map(({ id }) => [id, []]));
  for (const finding of findings) byFlag.get(finding.flag_id)?.push(finding);
  return rows.map((row) => showFlag(scope, row, { findings: byFlag.get(row.id) ?? [], shown }));
}

type MaskedTexts = ReadonlyMap<string, Masked>;
const textKey = (conversationKey: string, messageId: string) => `${conversationKey} ${messageId}`;

/** Only messages in which something is masked matter: elsewhere an offset is the same in both texts. */
async function maskedTexts(
  database: Queryable,
  rows: readonly FlagRow[],
  findings: readonly FindingRow[],
): Promise<MaskedTexts> {
  const keys = [...new Set(rows.flatMap(({ conversation_key }) => conversation_key ?? []))];
  const messageIds = [
    ...new Set(findings.flatMap(({ evidence }) => evidence.map(({ messageId }) => messageId))),
  ];
  if (keys.length === 0 || messageIds.length === 0) return new Map();
  const messages = await database.query<{
    conversation_key: string;
    message_id: string;
    masked: string;
    spans: StoredSpan[];
  }>(
    `select conversation_key, message_id, masked, spans from messages
     where conversation_key = any($1::uuid[]) and message_id = any($2::text[]) and spans is not null`,
    [keys, messageIds],
  );
  return new Map(
    messages.map((m) => [textKey(m.conversation_key, m.message_id), maskedOf(m.masked, m.spans)]),
  );
}

/**
 * Gives the name of a person of the brand, or what that person wrote, to the brand, and null to a vendor: it learns that
 * the brand took a flag and how it ended, and what was written may be of its own people ("police informed, do not tell
 * them").
 */
export function brandsOwn(scope: Scope): (known: string | null) => string | null {
  return (known) => (isOfBrand(scope) ? known : null);
}

function showFlag(
  scope: Scope,
  row: FlagRow,
  { findings, shown }: { findings: readonly FindingRow[]; shown: MaskedTexts },
): Flag {
  const own = brandsOwn(scope);
  return {
    id: row.id,
    brandId: row.brand_id,
    vendorId: row.vendor_id,
    conversationId: row.conversation_id,
    category: row.category,
    severity: severityOf(row.severity),
    state: row.state,
    openedAt: instant(row.opened_at),
    receivedAt: instant(row.received_at),
    detectedAt: instant(row.detected_at),
    deadlineAt: instantOrNull(row.deadline_at),
    notifiedAt: instantOrNull(row.notified_at),
    acknowledgedAt: instantOrNull(row.acknowledged_at),
    acknowledgedBy: own(row.acknowledged_by_name),
    closedAt: instantOrNull(row.closed_at),
    closedBy: own(row.closed_by_name),
    outcome: row.outcome,
    reason: own(row.reason),
    reopened:
      row.reopened_at === null
        ? null
        : { at: instant(row.reopened_at), by: own(row.reopened_by_name), reason: own(row.reopen_reason) },
    rejectedEventId: row.rejected_event_id,
    excerpt: row.excerpt,
    revision: Number(row.revision),
    findings: findings
      .map((finding) => showFinding(row, finding, shown))
      .map((finding) => (scope.vendorIds === null ? finding : withoutOtherDangers(finding))),
  };
}

/** A reason may name another danger of the conversation, whose flag the vendor perhaps may not see yet. */
function withoutOtherDangers(finding: Flag['findings'][number]): Flag['findings'][number] {
  return { ...finding, reasons: finding.reasons.filter((reason) => !reason.startsWith('while-open:')) };
}

function showFinding(
  { category, conversation_key: conversationKey }: FlagRow,
  row: FindingRow,
  shown: MaskedTexts,
): Flag['findings'][number] {
  return {
    ruleId: row.rule_id,
    severity: severityOf(row.severity),
    score: row.score,
    reasons: row.reasons,
    ...ruleWords(row.rule_id, category),
    evidence: row.evidence.map(({ messageId, start, end }) => {
      const masked = conversationKey === null ? undefined : shown.get(textKey(conversationKey, messageId));
      if (masked === undefined) return { messageId, start, end };
      return {
        messageId,
        start: toMaskedOffset(masked, start, 'start'),
        end: toMaskedOffset(masked, end, 'end'),
      };
    }),
    at: instant(row.at),
    withdrawnAt: instantOrNull(row.withdrawn_at),
  };
}
