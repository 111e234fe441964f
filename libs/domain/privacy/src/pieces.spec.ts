import { mask, withSpans } from './mask';
import { followPieces, maskMessages, type Followed, type PieceMemory } from './pieces';
import { traceOf } from './runs';

const texts = (messages: readonly string[]): string[] => maskMessages(messages).map(({ text }) => text);

describe('maskMessages', () => {
  it.each([
    ['a mobile number in three', ['138', '0013', '8000'], ['‹mobile›', '‹mobile›', '‹mobile›']],
    [
      'words around the pieces and a message between',
      ['我手机前三位138', '等下', '后面八位00138000，快点'],
      ['我手机前三位‹mobile›', '等下', '后面八位‹mobile›，快点'],
    ],
    [
      'an identity number whose middle is a date',
      ['110105', '19491231', '002X'],
      Array(3).fill('‹identity-card›'),
    ],
    ['an area code first', ['我的区号0755', '26543210'], ['我的区号‹landline›', '‹landline›']],
    ['Chinese numerals', ['一三八', '零零一三八零零零'], ['‹mobile›', '‹mobile›']],
    ['a word that ends like digits before a piece', ['call 138', '00138000'], ['call ‹mobile›', '‹mobile›']],
    ['a word that ends like digits between', ['138', 'hello', '00138000'], ['‹mobile›', 'hello', '‹mobile›']],
    ['hyphens that say it goes on', ['138-', '0013-', '8000'], ['‹mobile›-', '‹mobile›-', '‹mobile›']],
    [
      'a word that begins like a unit behind the last piece',
      ['我手机138', '00138000点名找王先生'],
      ['我手机‹mobile›', '‹mobile›点名找王先生'],
    ],
    ['a card by its check digit', ['4111 1111', '1111 1111'], ['‹payment-card›', '‹payment-card›']],
  ])('masks %s', (_name, messages, expected) => {
    expect(texts(messages)).toEqual(expected);
  });

  it.each([
    ['answers to a menu', ['1', '2', '3', '1']],
    ['amounts', ['138元', '00138000']],
    ['pieces with another number between', ['138', '我等了3天', '00138000']],
    ['a card whose check digit fails', ['4111 1111', '1111 1112']],
    ['words that begin or end like digits', ['15', '0624189', 'I apologize']],
    ['a message too many between', ['138', '好', '在', '吗', '00138000']],
  ])('leaves %s', (_name, messages) => {
    expect(texts(messages)).toEqual(messages);
  });
});

/** Follows a speaker's messages, named by their place, from a memory that was kept as JSON in between. */
function follow(texts: readonly string[]): Followed[] {
  let memory: PieceMemory | null = null;
  return texts.map((text, index) => {
    const followed = followPieces(memory, `m${index}`, traceOf(text, mask(text)));
    memory = JSON.parse(JSON.stringify(followed.memory)) as PieceMemory | null;
    return followed;
  });
}

describe('followPieces', () => {
  it('says where each message must be masked, which withSpans then does without the original', () => {
    const [, second] = follow(['我的号码138', '00138000']);
    expect(second?.masks).toEqual([
      { messageId: 'm0', start: 4, end: 7, type: 'mobile' },
      { messageId: 'm1', start: 0, end: 8, type: 'mobile' },
    ]);
    expect(withSpans(mask('我的号码138'), second?.masks.slice(0, 1) ?? []).text).toBe('我的号码‹mobile›');
  });

  it.each([
    ['nothing', ['你好', '在吗']],
    ['a whole number', ['13800138000']],
    ['digits with which no number begins', ['12345678', '999']],
    ['a completed number that no longer one begins with', ['138', '00138999']],
    ['a piece and three messages without one', ['138', '好', '在', '吗']],
    ['a piece and something masked', ['138', 'a@b.com']],
  ])('remembers nothing after %s', (_name, messages) => {
    expect(follow(messages).at(-1)?.memory).toBeNull();
  });

  it.each([
    ['a piece', ['我的号码138']],
    ['a piece and two messages without one', ['138', '好', '在']],
    ['what may be the beginning of an identity number', ['11010519', '491']],
  ])('remembers something after %s', (_name, messages) => {
    expect(follow(messages).at(-1)?.memory).not.toBeNull();
  });

  it('takes what was masked as something smaller into the whole', () => {
    expect(withSpans(mask('我的号码6222123'), [{ start: 4, end: 11, type: 'bank-card' }]).text).toBe(
      '我的号码‹bank-card›',
    );
  });
});

describe('traceOf', () => {
  it.each(['', '你好', 'hello', '我等了很久了，一直没有人', 'all in all', '价格是12元'])(
    'is null for %j: a number may go on behind it',
    (text) => {
      expect(traceOf(text, mask(text))).toBeNull();
    },
  );

  it('is the same run first and last where a message is little but digits', () => {
    const trace = traceOf('是138，', mask('是138，'));
    expect(trace?.first).toEqual({ start: 1, end: 4, digits: '138', hasX: false, isDate: false });
    expect(trace?.last).toBe(trace?.first);
  });
});
