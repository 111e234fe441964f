import { Injectable } from '@nestjs/common';
import { type Conversation } from '@earshot/contracts';
import {
  AuditLog,
  ConversationRepository,
  FlagRepository,
  ReviewRepository,
  SelectionRepository,
  TranscriptRepository,
  type TranscriptMessage,
  type KnownConversation,
} from '@earshot/data-access';
import { mayRead, type Scope } from '@earshot/domain/access';
import { type Fold } from '@earshot/domain/conversation';
import { judgeReplies, promisesAfter } from '@earshot/domain/detection';
import { Clock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { problem } from '@earshot/platform/http';
import { compareReplies, type ComparedReplies } from './compare-replies';
import { showReviews } from './show-reviews';

/** Reads one conversation with its masked transcript, which leaves an audit row. */
@Injectable()
export class ReadConversation {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * **Errors**: `not-found`, also for what lies out of scope; `invalid-input` where several brands of the person have
   * a conversation of this id and none was named; `forbidden` while the person reviews this conversation blind.
   */
  async execute(scope: Scope, id: string, brandId?: string): Promise<Conversation> {
    const conversations = new ConversationRepository(this.database);
    const [known, another] = await conversations.find(scope, id, brandId);
    if (known === undefined) throw problem('not-found', 'No such conversation.');
    if (another !== undefined) {
      throw problem('invalid-input', 'Several brands have a conversation of this id: name one.', {
        pointer: '/brandId',
        status: 400,
      });
    }
    if (await conversations.isUnderBlindReviewBy(scope, known.key)) {
      throw problem('forbidden', 'You are reviewing this conversation blind.');
    }
    const shown = await this.show(scope, known);
    await this.audit.append(this.database, {
      personId: scope.personId,
      act: 'transcript.read',
      subject: `conversation ${known.row.brandId} ${known.row.id}`,
      detail: {},
    });
    return shown;
  }

  private async show(scope: Scope, known: KnownConversation): Promise<Conversation> {
    const { key, version, fold } = known;
    const { figure: _, ...row } = known.row;
    const transcript = new TranscriptRepository(this.database);
    const [messages, events, flags, selections, reviews] = await Promise.all([
      transcript.messages(key),
      transcript.events(key),
      new FlagRepository(this.database).ofConversation(scope, key),
      mayRead(scope, 'selections') ? new SelectionRepository(this.database).ofConversation(scope, key) : [],
      mayRead(scope, 'reviews') ? new ReviewRepository(this.database).ofConversation(scope, key) : [],
    ]);
    const compared = await compareReplies(this.database, scope, known, messages);
    return {
      ...row,
      version,
      messages: messages.map(({ masked: _, ...message }) => message),
      events,
      flags,
      selections,
      reviews: showReviews(scope, reviews, new Date(this.clock.now())),
      promises: promisesOf(fold, this.clock.now()),
      help: helpIn(messages, fold, compared),
      responseTimes: responseTimesOf(fold),
    };
  }
}

/** Waits of one conversation, ms; null where there was nothing to wait for, or nobody came. */
export function responseTimesOf(fold: Fold): Conversation['responseTimes'] {
  const { responses, humanAt, close } = fold;
  const openedAt = fold.identity?.openedAt ?? fold.firstAt;
  return {
    firstResponseMs: fold.firstResponse?.ms ?? null,
    timeToHumanMs: humanAt === null ? null : humanAt - openedAt,
    meanResponseMs: responses.n === 0 ? null : responses.sumMs / responses.n,
    longestResponseMs: responses.n === 0 ? null : responses.longestMs,
    resolutionMs: close === null ? null : close.at - openedAt,
    responses: responses.n,
  };
}

/** Promises of one conversation, as they stand at `nowMs` by our own clock. */
export function promisesOf({ detection }: Fold, nowMs: number): Conversation['promises'] {
  const { followed = [] } = promisesAfter(detection, { kind: 'time', atMs: nowMs });
  return followed.map(({ messageId, dueMs, isTimed, state, settledMs, by }) => ({
    messageId,
    dueAt: new Date(dueMs).toISOString(),
    timed: isTimed,
    state,
    settledAt: settledMs === undefined ? null : new Date(settledMs).toISOString(),
    by: by ?? null,
  }));
}

/**
 * Agents' replies judged by the masked transcript, and beside it what is known of them from other conversations: made
 * of what is stored, when somebody looks.
 */
export function helpIn(
  messages: readonly Pick<TranscriptMessage, 'messageId' | 'sender' | 'text'>[],
  { detection: { followed = [] } }: Fold,
  { compared, alsoIn }: ComparedReplies,
): Conversation['help'] {
  const empty = new Set(followed.filter(({ isTimed }) => !isTimed).map(({ messageId }) => messageId));
  const said = messages.map(({ messageId, sender, text }) => ({ messageId, role: sender.role, text }));
  const { score, replies } = judgeReplies(said, empty);
  const shown = replies.map(({ reasons, ...reply }, place) => ({
    ...reply,
    reasons: [...reasons],
    alsoIn: alsoIn[place] ?? null,
  }));
  return { score, replies: shown, compared };
}
