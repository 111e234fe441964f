import fc from 'fast-check';
import { judgeReplies, type SaidMessage } from './replies';

const said = (...lines: readonly [SaidMessage['role'], string][]): SaidMessage[] =>
  lines.map(([role, text], n) => ({ messageId: `m${n}`, role, text }));
const canned = '非常抱歉给您带来不便，我们已记录您的问题，会尽快为您处理，工号1024为您服务';

describe('judgeReplies', () => {
  it('tells the same reply for the third time, whatever number stands in it', () => {
    const { replies, score } = judgeReplies(
      said(
        ['customer', '司机一直跟着我，你们能不能报警'],
        ['agent', canned],
        ['customer', '他还在'],
        ['agent', canned.replace('1024', '2077')],
        ['customer', '有人吗'],
        ['agent', `${canned}！`],
      ),
    );
    expect(replies.map(({ reasons }) => reasons.find((it) => it.startsWith('same-reply')))).toEqual([
      undefined,
      'same-reply: 2',
      'same-reply: 3',
    ]);
    expect(replies[1]?.noHelp).toBeGreaterThanOrEqual(0.6);
    expect(replies[2]?.noHelp).toBeGreaterThanOrEqual(0.8);
    expect(score).toBeGreaterThanOrEqual(0.667);
  });

  it.each([
    ['网络断了两天了怎么办', '感谢关注，我们将持续优化服务品质', true],
    ['网络断了两天了怎么办', '请您重启光猫，网络就会恢复', false],
    ['my router has been blinking red', 'We value every opinion and keep improving', true],
    ['my router has been blinking red', 'Please press the button behind the router', false],
    ['在吗', '感谢关注，我们将持续优化服务品质', false],
    ['网络断了两天了怎么办', '您好，很高兴遇见', false],
  ])('whether a reply touches what was asked: %s / %s', (question, reply, isOff) => {
    const { replies } = judgeReplies(said(['customer', question], ['agent', reply]));
    expect(replies[0]?.reasons.includes('off-question')).toBe(isOff);
  });

  it('takes what the customer wrote since the last reply for the question', () => {
    const { replies } = judgeReplies(
      said(
        ['customer', '宽带断了两天'],
        ['customer', '你们什么时候来修'],
        ['agent', '宽带问题我们明早九点上门'],
        ['customer', '那话费怎么算的呢'],
        ['agent', '宽带问题已经在排查当中'],
      ),
    );
    expect(replies.map(({ reasons }) => reasons.includes('off-question'))).toEqual([false, true]);
  });

  it('says which replies promise without a time, and nothing of short ones said twice', () => {
    const { replies } = judgeReplies(
      said(['agent', '好的'], ['agent', '好的'], ['agent', '马上为您加急']),
      new Set(['m2']),
    );
    expect(replies.map(({ reasons }) => reasons.filter((it) => !it.includes('help')))).toEqual([
      [],
      [],
      ['promise-without-time'],
    ]);
  });

  it('judges agents only; nobody said anything is no score', () => {
    expect(judgeReplies([])).toEqual({ score: null, replies: [] });
    expect(judgeReplies(said(['customer', canned], ['bot', canned])).score).toBeNull();
  });

  it('gives a share of replies between 0 and 1, one judgement for each reply, in order', () => {
    const line = fc.tuple(
      fc.constantFrom<SaidMessage['role']>('customer', 'agent', 'bot'),
      fc.string({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const messages = said(...lines);
        const { score, replies } = judgeReplies(messages);
        const agents = messages.filter(({ role }) => role === 'agent').map(({ messageId }) => messageId);
        expect(replies.map(({ messageId }) => messageId)).toEqual(agents);
        for (const { noHelp } of replies) expect(noHelp >= 0 && noHelp <= 1).toBe(true);
        expect(score === null ? agents.length === 0 : score >= 0 && score <= 1).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
