import { replyMarks } from './reply-marks';

const words = {
  t: (key: string, values: Record<string, string | number> = {}) => [key, ...Object.values(values)].join(' '),
};

describe('replyMarks', () => {
  it('says why a reply is thought to help nobody, and is silent about the others', () => {
    const marks = replyMarks(
      [
        { messageId: 'm1', noHelp: 0.82, reasons: ['same-reply: 3', 'off-question', 'no-help: thanks'] },
        { messageId: 'm2', noHelp: 0.5, reasons: ['promise-without-time'] },
        { messageId: 'm3', noHelp: 0.49, reasons: ['off-question'] },
      ],
      words,
    );
    expect([...marks].map(([id, { label }]) => [id, label])).toEqual([
      ['m1', 'conversation.help.label 82 · conversation.help.same 3 · conversation.help.off'],
      ['m2', 'conversation.help.label 50 · conversation.help.promise'],
    ]);
  });
});
