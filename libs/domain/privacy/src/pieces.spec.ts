import { withSpans, mask } from './mask';
import { maskMessages, maskNext, NO_PIECES } from './pieces';

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
    ['a card by its check digit', ['4111 1111', '1111 1111'], ['‹payment-card›', '‹payment-card›']],
  ])('masks %s', (_name, messages, expected) => {
    expect(texts(messages)).toEqual(expected);
  });

  it.each([
    ['answers to a menu', ['1', '2', '3', '1']],
    ['amounts', ['138元', '00138000']],
    ['pieces with another number between', ['138', '我等了3天', '00138000']],
    ['a card whose check digit fails', ['4111 1111', '1111 1112']],
    ['a message too many between', ['138', '好', '在', '吗', '00138000']],
  ])('leaves %s', (_name, messages) => {
    expect(texts(messages)).toEqual(messages);
  });
});

describe('maskNext', () => {
  it('says where an earlier message must be masked, which withSpans then does without the original', () => {
    const first = maskNext(NO_PIECES, '我的号码138');
    const second = maskNext(first.memory, '00138000');
    expect(second.earlier).toEqual([{ start: 4, end: 7, type: 'mobile', back: 1 }]);
    expect(withSpans(first.masked, second.earlier).text).toBe('我的号码‹mobile›');
  });

  it('takes what was masked as something smaller into the whole', () => {
    expect(withSpans(mask('我的号码6222123'), [{ start: 4, end: 11, type: 'bank-card' }]).text).toBe(
      '我的号码‹bank-card›',
    );
  });
});
