import { elsewhereMarks, replyMarks } from './reply-marks';

const words = {
  t: (key: string, values: Record<string, string | number> = {}) => [key, ...Object.values(values)].join(' '),
};

describe('replyMarks', () => {
  it('says why a reply is thought to help nobody, and is silent about the others', () => {
    const marks = replyMarks(
      [
        {
          messageId: 'm1',
          noHelp: 0.82,
          reasons: ['same-reply: 3', 'off-question', 'no-help: thanks'],
          alsoIn: 0,
        },
        { messageId: 'm2', noHelp: 0.5, reasons: ['promise-without-time'], alsoIn: 0 },
        { messageId: 'm3', noHelp: 0.49, reasons: ['off-question'], alsoIn: 0 },
      ],
      words,
    );
    expect([...marks].map(([id, { label }]) => [id, label])).toEqual([
      ['m1', 'conversation.help.label 82 · conversation.help.same 3 · conversation.help.off'],
      ['m2', 'conversation.help.label 50 · conversation.help.promise'],
    ]);
  });
});

describe('elsewhereMarks', () => {
  const said = [37, 0, null].map((alsoIn, n) => ({ messageId: `m${n}`, noHelp: 0.1, reasons: [], alsoIn }));

  it('says in how many other conversations nearly the same stands, beside a reply that helps too', () => {
    const marks = elsewhereMarks({ replies: said, compared: 412 }, words);
    expect([...marks].map(([id, { label }]) => [id, label])).toEqual([
      ['m0', 'conversation.help.elsewhere 37 412'],
    ]);
  });

  it('says nothing where nothing was compared', () => {
    expect(elsewhereMarks({ replies: said, compared: null }, words).size).toBe(0);
  });
});
