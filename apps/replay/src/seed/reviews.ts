import type { Answer, Criterion, Scorecard } from '@earshot/contracts';
import { scoreOf } from '@earshot/domain/scoring';
import type { Database } from '@earshot/platform/database';
import type { Truth } from '../generator/conversation';
import { Rng } from '../generator/rng';
import type { BadWay } from '../generator/scripts/script';
import { pastSeed } from './past-seed';
import { addressOf, demoBrand } from './people';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Items younger than this still wait for a reviewer, so that there is work to claim. */
const backlogMs = 36 * hourMs;

interface PastItem {
  readonly id: string;
  readonly vendor_id: string | null;
  readonly conversation_id: string;
  readonly decided_at: Date;
  readonly version: string;
}

interface Reviewer {
  readonly id: string;
  /** Chance of giving one point more than deserved: reviewers differ. */
  readonly lenience: number;
}

/**
 * Submits reviews of the past's kept conversations, by both demo reviewers, on the brand's scorecard, with points
 * that follow the truth. Every item that is old enough is reviewed, whatever kept it: leaving some out would bend
 * the estimates. Gives the number of reviews.
 */
export async function submitReviews(
  database: Database,
  truths: ReadonlyMap<string, Truth>,
  end: number,
): Promise<number> {
  const [card] = await database.query<{ definition: Scorecard }>(
    'select definition from scorecards where brand_id = $1 order by published_at desc, version desc limit 1',
    [demoBrand],
  );
  const people = await database.query<{ id: string; email: string }>(
    'select id, email from people where email = any($1) order by email',
    [[addressOf('reviewer1'), addressOf('reviewer2')]],
  );
  const items = await database.query<PastItem>(
    `select i.id, i.vendor_id, i.conversation_id, i.decided_at, c.version
     from review_items i join conversations c on c.key = i.conversation_key
     where i.brand_id = $1 and i.conversation_id like 'c-${pastSeed}-%' and c.platform = 'demo'
       and i.state = 'waiting' and i.decided_at < $2
     order by i.id`,
    [demoBrand, new Date(end - backlogMs)],
  );
  if (card === undefined || people.length === 0) return 0;
  const reviewers = people.map(({ id }, index) => ({ id, lenience: 0.04 + 0.08 * index }));
  const reviews = items.flatMap((item) => {
    const truth = truths.get(item.conversation_id);
    return truth === undefined ? [] : [review(item, truth, card.definition, reviewers)];
  });
  await database.transaction(async (tx) => {
    await tx.query(writeReviews, [JSON.stringify(reviews), demoBrand]);
    await tx.query(
      `update review_items set state = 'submitted', leased_by = null, lease_until = null, demo = true
       where id = any($1::uuid[])`,
      [reviews.map(({ item_id }) => item_id)],
    );
  });
  return reviews.length;
}

function review(item: PastItem, truth: Truth, scorecard: Scorecard, reviewers: readonly Reviewer[]) {
  const rng = new Rng(`review ${item.id}`);
  const reviewer = rng.pick(reviewers);
  const answers: Record<string, Answer> = {};
  for (const criterion of scorecard.criteria) {
    answers[criterion.id] = { points: pointsFor(criterion, truth, reviewer, rng), note: '', evidence: [] };
  }
  const scored = scoreOf(scorecard, answers);
  if (!scored.ok) throw new Error(`made answers cannot be scored: ${JSON.stringify(scored.error)}`);
  const claimedAt = item.decided_at.getTime() + rng.int(hourMs, 30 * hourMs);
  return {
    item_id: item.id,
    vendor_id: item.vendor_id,
    reviewer_id: reviewer.id,
    scorecard_id: scorecard.id,
    scorecard_version: scorecard.version,
    transcript_revision: item.version,
    answers,
    score_percent: scored.value.scorePercent,
    passed: scored.value.passed,
    claimed_at: new Date(claimedAt).toISOString(),
    submitted_at: new Date(claimedAt + Math.round(rng.logNormal(4 * minuteMs, 0.4))).toISOString(),
  };
}

/** Which criteria of the default scorecard suffer from which way of being bad; all others suffer a little. */
const hurt: Readonly<Record<BadWay, readonly string[]>> = {
  'empty-promise': ['no-harm', 'solution', 'closing'],
  'canned-deflection': ['understanding', 'solution', 'courtesy'],
  'not-escalated': ['no-harm', 'solution', 'understanding'],
  'wrong-answer': ['solution', 'closing'],
  rude: ['courtesy', 'solution', 'closing'],
  'stuck-in-bot': ['understanding', 'solution', 'closing'],
  privacy: ['privacy', 'no-harm'],
  slow: ['courtesy', 'closing'],
  abandoned: ['solution', 'closing'],
};

/**
 * Gives the points a reviewer gives for one criterion. Full marks where nothing was wrong (with a slip now and
 * then), few where the conversation was bad in the way the criterion asks about. A critical criterion fails only
 * where it is hurt: a danger that was not taken up, a promise that was none.
 */
function pointsFor(criterion: Criterion, truth: Truth, { lenience }: Reviewer, rng: Rng): number {
  const isHurt = truth.ways.some((way) => hurt[way].includes(criterion.id));
  const { scale } = criterion;
  if (criterion.critical) {
    const failed =
      (isHurt && !rng.chance(lenience)) ||
      (truth.handled === 'badly' && truth.dangers.length > 0 && rng.chance(0.6));
    return failed ? 0 : scale;
  }
  let share = isHurt ? 0.25 : truth.handled === 'badly' ? 0.75 : 1;
  if (rng.chance(0.12)) share -= 0.34;
  if (rng.chance(lenience)) share += 0.34;
  return Math.min(scale, Math.max(0, Math.round(share * scale)));
}

const writeReviews = `insert into reviews (id, item_id, brand_id, vendor_id, reviewer_id, scorecard_id,
    scorecard_version, transcript_revision, state, answers, score_percent, passed, claimed_at, submitted_at, demo)
  select gen_random_uuid(), item_id, $2, vendor_id, reviewer_id, scorecard_id, scorecard_version,
    transcript_revision, 'submitted', answers, score_percent, passed, claimed_at, submitted_at, true
  from json_to_recordset($1::json) as r (item_id uuid, vendor_id text, reviewer_id uuid, scorecard_id text,
    scorecard_version int, transcript_revision bigint, answers jsonb, score_percent real, passed boolean,
    claimed_at timestamptz, submitted_at timestamptz)`;
