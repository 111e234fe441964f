import { lineShapes, messagesOf } from './lines';

const place = { file: 'a.jsonl', line: 7, speaker: 'customer' } as const;

describe('a line of a file to be listened to', () => {
  it('is a conversation, each message with those before it', () => {
    const turns = [
      { speaker: 'customer', text: 'hello' },
      { speaker: 'agent', text: 'how can I help?' },
    ];
    expect(messagesOf(JSON.stringify({ id: 'c1', language: 'en', turns }), place)).toEqual([
      { ...turns[0], where: 'c1#0', context: [] },
      { ...turns[1], where: 'c1#1', context: [turns[0]] },
    ]);
    expect(messagesOf(JSON.stringify({ turns }), place)[1]?.where).toBe('7#1');
  });

  it('is a message, or plain text, or nothing', () => {
    expect(messagesOf('{"text":"hello","speaker":"agent"}', place)).toEqual([
      { where: '7', speaker: 'agent', text: 'hello' },
    ]);
    expect(messagesOf('{"text":"hello"}', place)[0]?.speaker).toBe('customer');
    expect(messagesOf('[图片] 你好', place)).toEqual([
      { where: '7', speaker: 'customer', text: '[图片] 你好' },
    ]);
    expect(messagesOf('  ', place)).toEqual([]);
  });

  it.each([
    '{"id":"c1","messages":[{"role":"customer","content":"hello"}]}',
    '  {"id":"c1","messages":[]}',
    '{"turns":[]}',
    '{"turns":[{"speaker":"customer","content":"hello"}]}',
    '{"turns":[{"speaker":"user","text":"hello"}]}',
    '{"text":5}',
    '{"text":"hello","speaker":"user"}',
    '[{"speaker":"customer","text":"hello"}]',
    '{"text":"hello"',
  ])('of another shape is refused, with its place and what is expected: %s', (text) => {
    const refused = (): unknown => messagesOf(text, place);
    expect(refused).toThrow(/^a\.jsonl, line 7: /);
    expect(refused).toThrow(lineShapes);
  });
});
