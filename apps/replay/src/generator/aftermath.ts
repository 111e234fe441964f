import type { ConversationWriter } from './conversation';
import { type Rng } from './rng';

const minutes = 60_000;

const praise = {
  zh: ['很有耐心', '解决得很快，谢谢', '态度很好', '满意', ''],
  en: ['quick and kind', 'solved, thanks', ''],
};
const blame = {
  zh: ['一直说加急，没有用', '等了太久', '问题没解决就结束了', '像机器人一样', '再也不买了', ''],
  en: ['not solved', 'waited forever', 'copy and paste answers', ''],
};
const complaint = {
  zh: ['客服反复说已加急，没有任何结果', '要求回电，一直没有人联系我', '处理结果不接受，要求上级回复'],
  en: ['was told it is expedited three times, nothing happened', 'nobody called me back'],
};

/** Ratings on 5 after good and after bad handling, in percent. */
const scores: Record<'well' | 'badly', readonly { readonly score: number; readonly weight: number }[]> = {
  well: [
    { score: 5, weight: 70 },
    { score: 4, weight: 23 },
    { score: 3, weight: 7 },
  ],
  badly: [
    { score: 1, weight: 50 },
    { score: 2, weight: 25 },
    { score: 3, weight: 18 },
    { score: 4, weight: 7 },
  ],
};

/**
 * Adds what comes after the close: seldom a reopening, sometimes a rating, after bad handling sometimes a
 * complaint. All of it within an hour and a half.
 */
export function aftermath(
  writer: ConversationWriter,
  rng: Rng,
  known: {
    readonly language: 'zh' | 'en';
    readonly handled: 'well' | 'badly';
    readonly agentId: string | undefined;
    /** Rating to be given instead of a drawn one, 1 to 5. */
    readonly rating?: number | undefined;
  },
): { rating: number | undefined; complained: boolean } {
  const bad = known.handled === 'badly';
  if (known.agentId !== undefined && rng.chance(bad ? 0.06 : 0.015)) reopen(writer, rng, known);

  let rating: number | undefined;
  if (rng.chance(bad ? 0.42 : 0.34)) {
    const drawn = rng.weighted(bad ? scores.badly : scores.well, 100).score;
    rating = known.rating ?? drawn;
    const comment = rng.pick((rating <= 3 ? blame : praise)[known.language]);
    writer.add(
      'conversation.rated.v1',
      { score: rating, scaleMax: 5, ...(comment === '' ? {} : { comment }) },
      rng.logNormal(40_000, 0.8),
    );
  }

  const complained = rng.chance(bad ? 0.08 : 0.003);
  if (complained) {
    writer.add(
      'conversation.complained.v1',
      {
        via: rng.pick(['hotline', 'hotline', 'app', 'app', 'app', 'social', 'regulator'] as const),
        category: 'service',
        text: rng.pick(complaint[known.language]),
      },
      rng.int(5 * minutes, 60 * minutes),
    );
  }
  return { rating, complained };
}

function reopen(
  writer: ConversationWriter,
  rng: Rng,
  { language, agentId }: { language: 'zh' | 'en'; agentId: string | undefined },
): void {
  const english = language === 'en';
  writer.add(
    'conversation.reopened.v1',
    { reason: 'customer-wrote-again' },
    rng.int(2 * minutes, 15 * minutes),
  );
  writer.say(
    'customer',
    english
      ? rng.pick(['it still does not work', 'one more thing'])
      : rng.pick(['还是不行啊', '还有一个问题', '又没动静了']),
    { afterMs: 2000 },
  );
  writer.say(
    'agent',
    english ? 'Let me check that for you' : rng.pick(['好的，我再看一下', '抱歉，这就为您处理']),
    { afterMs: rng.logNormal(30_000, 0.5), senderId: agentId },
  );
  writer.add(
    'conversation.closed.v1',
    { outcome: 'resolved', disposition: 'reopened', closedBy: 'agent' },
    rng.int(minutes, 4 * minutes),
  );
}
