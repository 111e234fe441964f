import {
  type Conversation,
  type Flag,
  type Measure,
  type Review,
  type SafetyData,
  type Scorecard,
  type WhoAmI,
} from '@earshot/contracts';

const at = '2026-03-02T12:00:00.000Z';

/** For tests: an open critical flag. */
export function aFlag(over: Partial<Flag> = {}): Flag {
  return {
    id: 'flag-1',
    brandId: 'brand',
    vendorId: 'vendor-a',
    conversationId: 'c-1',
    category: 'harassment',
    severity: 'critical',
    state: 'open',
    openedAt: at,
    receivedAt: at,
    detectedAt: '2026-03-02T12:00:00.300Z',
    deadlineAt: '2026-03-02T12:01:00.000Z',
    notifiedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    closedBy: null,
    outcome: null,
    reason: null,
    reopened: null,
    rejectedEventId: null,
    excerpt: null,
    revision: 1,
    findings: [],
    ...over,
  };
}

/** For tests: a finding that says harassment. */
export function aFinding(over: Partial<Flag['findings'][number]> = {}): Flag['findings'][number] {
  return {
    ruleId: 'rule',
    severity: 'critical',
    score: 0.9,
    opensFrom: 0.5,
    rationale: {},
    reasons: ['term: harassing'],
    evidence: [],
    at,
    withdrawnAt: null,
    ...over,
  };
}

/** For tests: what the safety view holds. */
export function aLane(flags: Flag[], over: Partial<SafetyData> = {}): SafetyData {
  return {
    asOf: new Date().toISOString(),
    flags,
    beyond: { critical: 0, high: 0, medium: 0, low: 0, total: 0 },
    officersLooking: 1,
    noticeTarget: 'webhook',
    vendors: [],
    ...over,
  };
}

/** For tests: a measure without a value unless given. */
export function aMeasure(over: Partial<Measure> = {}): Measure {
  return {
    metric: 'first-response-time',
    dimensions: {},
    value: null,
    unit: 'ms',
    numerator: null,
    denominator: null,
    interval: null,
    parts: {},
    reason: null,
    from: at,
    to: at,
    asOf: at,
    provisional: false,
    ...over,
  };
}

/** For tests: two criteria, a critical yes/no and a scale of 0 to 3 that may not apply. */
export function aScorecard(over: Partial<Scorecard> = {}): Scorecard {
  const words = (text: string) => ({ 'zh-CN': text, en: text });
  return {
    id: 'card',
    version: 1,
    title: words('Card'),
    passMark: 75,
    criteria: [
      {
        id: 'safe',
        title: words('Safe'),
        help: words('?'),
        scale: 1,
        weight: 3,
        critical: true,
        allowsNotApplicable: false,
      },
      {
        id: 'kind',
        title: words('Kind'),
        help: words('?'),
        scale: 3,
        weight: 1,
        critical: false,
        allowsNotApplicable: true,
      },
    ],
    ...over,
  };
}

/** For tests: a claimed review with one exchange. */
export function aReview(over: Partial<Review> = {}): Review {
  const message = (messageId: string, role: 'customer' | 'agent', text: string) => ({
    messageId,
    sender: { role, id: null },
    text,
    at,
    receivedAt: at,
    attachments: 0,
  });
  return {
    id: 'review-1',
    state: 'draft',
    scorecard: aScorecard(),
    scenario: null,
    channel: 'chat',
    language: 'en',
    openedAt: at,
    transcriptRevision: 1,
    transcriptChanged: false,
    messages: [message('m1', 'customer', 'Where is my parcel?'), message('m2', 'agent', 'It comes today.')],
    answers: {},
    note: '',
    scorePercent: null,
    passed: null,
    leaseUntil: null,
    claimedAt: at,
    submittedAt: null,
    revision: 1,
    reviewer: null,
    vendorId: null,
    conversationId: null,
    ...over,
  };
}

/** For tests: an open conversation with one message. */
export function aConversation(over: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c-1',
    brandId: 'brand',
    vendorId: 'vendor-a',
    channel: 'chat',
    platform: null,
    scenario: null,
    language: 'en',
    segments: [],
    agentId: null,
    state: 'open',
    outcome: null,
    derivedClose: false,
    openedAt: at,
    closedAt: null,
    lastEventAt: at,
    waitingSince: null,
    worstSeverity: null,
    openFlags: 0,
    ratingOutOf5: null,
    complained: false,
    version: 1,
    messages: [
      {
        messageId: 'm1',
        sender: { role: 'customer', id: null },
        text: 'He will not let me out.',
        at,
        receivedAt: at,
        attachments: 0,
      },
    ],
    events: [],
    flags: [],
    selections: [],
    reviews: [],
    promises: [],
    help: { score: null, replies: [], compared: 0 },
    responseTimes: {
      firstResponseMs: null,
      timeToHumanMs: null,
      meanResponseMs: null,
      longestResponseMs: null,
      resolutionMs: null,
      responses: 0,
    },
    ...over,
  };
}

/** For tests: a person of the brand who sees two vendors. */
export function aPerson(over: Partial<WhoAmI> = {}): WhoAmI {
  return {
    email: 'p@example.test',
    name: 'Pat',
    roles: ['supervisor'],
    brandIds: ['brand'],
    vendorIds: null,
    language: 'en',
    vendors: [
      { vendorId: 'vendor-a', name: 'Vendor A' },
      { vendorId: 'vendor-b', name: 'Vendor B' },
    ],
    unknownVendor: false,
    ...over,
  };
}
