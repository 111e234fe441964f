import { type Answer, type Channel, type Scorecard } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type ItemState, type ReviewState } from '@earshot/domain/scoring';
import { scopeSql, type Values } from '../scope-sql';

/** A review with what is known of its item and conversation; nothing is hidden yet (see server/review). */
export interface KnownReview {
  readonly id: string;
  readonly itemId: string;
  readonly brandId: string;
  readonly vendorId: string | null;
  readonly conversationKey: string;
  readonly conversationId: string;
  readonly reviewerId: string;
  readonly reviewerName: string;
  readonly state: ReviewState;
  readonly scenario: string | null;
  readonly channel: Channel | null;
  readonly language: string | null;
  readonly openedAt: Date;
  readonly transcriptRevision: number;
  readonly conversationVersion: number;
  readonly scorecard: Scorecard;
  readonly answers: Record<string, Answer>;
  readonly note: string;
  readonly scorePercent: number | null;
  readonly passed: boolean | null;
  readonly claimedAt: Date;
  readonly submittedAt: Date | null;
  readonly revision: number;
  readonly itemState: ItemState;
  /** Who holds the item, and until when. */
  readonly leasedBy: string | null;
  readonly leaseUntil: Date | null;
  /** How many people gave the item back. */
  readonly skips: number;
}

/** As the database gives it. */
export interface ReviewRow {
  id: string;
  item_id: string;
  brand_id: string;
  vendor_id: string | null;
  conversation_key: string;
  conversation_id: string;
  reviewer_id: string;
  reviewer_name: string;
  state: ReviewState;
  scenario: string | null;
  channel: Channel | null;
  language: string | null;
  opened_at: Date;
  transcript_revision: string;
  conversation_version: string;
  definition: Scorecard;
  answers: Record<string, Answer>;
  note: string;
  score_percent: number | null;
  passed: boolean | null;
  claimed_at: Date;
  submitted_at: Date | null;
  revision: string;
  item_state: ItemState;
  leased_by: string | null;
  lease_until: Date | null;
  skips: number;
  cursor_at: string;
}

/** Columns of `ReviewRow`, from `reviewJoins`. */
export const reviewColumns = `r.id, r.item_id, r.brand_id, r.vendor_id, i.conversation_key, i.conversation_id, r.reviewer_id,
  coalesce(w.name, '') as reviewer_name, r.state, i.scenario, c.channel, i.language, c.opened_at, r.transcript_revision,
  c.version as conversation_version, d.definition, r.answers, r.note, r.score_percent, r.passed, r.claimed_at,
  r.submitted_at, r.revision, i.state as item_state, i.leased_by, i.lease_until,
  (select count(*)::int from reviews k where k.item_id = i.id and k.state = 'skipped') as skips,
  r.claimed_at::text as cursor_at`;
export const reviewJoins = `reviews r
  join review_items i on i.id = r.item_id
  join conversations c on c.key = i.conversation_key
  join scorecards d on d.brand_id = r.brand_id and d.scorecard_id = r.scorecard_id and d.version = r.scorecard_version
  left join people w on w.id = r.reviewer_id`;

/**
 * The condition that keeps reviews `r` within a scope and what its roles may see: a lead all, reviewers their own,
 * everybody else what was submitted.
 */
export function reviewScopeSql(scope: Scope, values: Values): string {
  const sights: string[] = [];
  if (scope.roles.includes('lead')) sights.push('true');
  if (scope.roles.includes('reviewer')) sights.push(`r.reviewer_id = ${values.add(scope.personId)}`);
  if (scope.roles.some((role) => role === 'supervisor' || role === 'vendor-manager' || role === 'auditor')) {
    sights.push(`r.state = 'submitted'`);
  }
  const seen = sights.length === 0 ? 'false' : `(${sights.join(' or ')})`;
  return `${scopeSql(scope, 'r', values)} and ${seen}`;
}

export function knownReview(row: ReviewRow): KnownReview {
  return {
    id: row.id,
    itemId: row.item_id,
    brandId: row.brand_id,
    vendorId: row.vendor_id,
    conversationKey: row.conversation_key,
    conversationId: row.conversation_id,
    reviewerId: row.reviewer_id,
    reviewerName: row.reviewer_name,
    state: row.state,
    scenario: row.scenario,
    channel: row.channel,
    language: row.language,
    openedAt: row.opened_at,
    transcriptRevision: Number(row.transcript_revision),
    conversationVersion: Number(row.conversation_version),
    scorecard: row.definition,
    answers: row.answers,
    note: row.note,
    scorePercent: row.score_percent,
    passed: row.passed,
    claimedAt: row.claimed_at,
    submittedAt: row.submitted_at,
    revision: Number(row.revision),
    itemState: row.item_state,
    leasedBy: row.leased_by,
    leaseUntil: row.lease_until,
    skips: row.skips,
  };
}
