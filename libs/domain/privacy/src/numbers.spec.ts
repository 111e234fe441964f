import { mask } from './mask';

const masked = (text: string): string => mask(text).text;

describe('a mobile number before a word that may also be a unit', () => {
  it.each([
    ['天天, its cue before', '我的手机号13800138000天天收到骚扰短信', '我的手机号‹mobile›天天收到骚扰短信'],
    ['个人, its cue before', '我手机13800138000个人用户', '我手机‹mobile›个人用户'],
    ['月底', '13800138000月底到期', '‹mobile›月底到期'],
    ['月租', '我的13800138000月租多少', '我的‹mobile›月租多少'],
    ['年底', '13800138000年底就不用了', '‹mobile›年底就不用了'],
    ['点名', '你打13800138000点名找王先生', '你打‹mobile›点名找王先生'],
    ['次日', '请拨13800138000次日再联系我', '请拨‹mobile›次日再联系我'],
    ['小时候', '13800138000小时候用的', '‹mobile›小时候用的'],
    ['万一', '13800138000万一打不通打13900139000', '‹mobile›万一打不通打‹mobile›'],
    ['条件', '13800138000条件不够', '‹mobile›条件不够'],
    ['分钟', '13800138000分钟前打过', '‹mobile›分钟前打过'],
    ['日常', '13800138000日常用', '‹mobile›日常用'],
    ['a letter', 'call 13800138000 Monday', 'call ‹mobile› Monday'],
    ['minutes', 'Call 13800138000 minutes ago', 'Call ‹mobile› minutes ago'],
    ['元旦', '13800138000元旦打不通', '‹mobile›元旦打不通'],
    ['a per cent escape', 'tel=13800138000%20ok', 'tel=‹mobile›%20ok'],
    ['a currency, its cue before', '手机号13800138000元', '手机号‹mobile›元'],
    ['a word, its digits in groups', '138 0013 8000 天天打', '‹mobile› 天天打'],
    ['a word, with an area code', '010-81234567点名找我', '‹landline›点名找我'],
    ['a word, a QQ number', '我的QQ123456789天天在线', '我的QQ‹qq›天天在线'],
    ['a word, a local number', '我家电话62345678年底拆了', '我家电话‹landline›年底拆了'],
  ])('is masked: %s', (_name, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each(['共13800138000元', '总额13800138000人民币', '涨了13800138000%', 'total 13800138000 USD'])(
    'is an amount: %s',
    (text) => {
      expect(masked(text)).toBe(text);
    },
  );
});

describe('a number whose separators are mixed or many', () => {
  it.each([
    ['a space, then a hyphen', '138 0013-8000', '‹mobile›'],
    ['a hyphen, then a space', '我的号码是138-0013 8000', '我的号码是‹mobile›'],
    ['brackets, then a space', '(138)0013 8000', '‹mobile›'],
    ['full-width brackets, then a hyphen', '（138）0013-8000', '‹mobile›'],
    ['a comma, then a space, its cue before', '手机 138,0013 8000', '手机 ‹mobile›'],
    ['a dot, then a space, its cue before', 'tel 138.0013 8000', 'tel ‹mobile›'],
    ['a slash, then a space', '138/0013 8000', '‹mobile›'],
    ['uneven groups, its cue before', '手机 13 8001 38000', '手机 ‹mobile›'],
    ['many spaces', '138      0013      8000', '‹mobile›'],
    ['lines', '138\n\n0013\n\n8000', '‹mobile›'],
    ['ellipses', '138…0013…8000', '‹mobile›'],
    ['full stops', '138。0013。8000', '‹mobile›'],
    ['spaces of HTML', '138&nbsp;0013&nbsp;8000', '‹mobile›'],
    [
      'spaces of HTML between single digits',
      '1&nbsp;3&nbsp;8&nbsp;0&nbsp;0&nbsp;1&nbsp;3&nbsp;8&nbsp;0&nbsp;0&nbsp;0',
      '‹mobile›',
    ],
    ['line breaks of HTML', '138<br>0013<br/>8000', '‹mobile›'],
    ['escaped line breaks', '138\\n0013\\n8000', '‹mobile›'],
    ['spaces of a URL', '138%200013%208000', '‹mobile›'],
    ['a UnionPay card', '卡 6222 0202 0011-2233-446', '卡 ‹bank-card›'],
    ['a UnionPay card, hyphen first', '6222-0202 0011 2233 446', '‹bank-card›'],
    ['a card in six, ten and three', '622202 0200112233 446', '‹bank-card›'],
    ['a card in six and fours', '622202 0200-1122-3344-6', '‹bank-card›'],
    ['a payment card', '4111 1111-1111 1111', '‹payment-card›'],
    ['a US telephone', 'call (415) 555-2671 or 415 555-2671', 'call ‹mobile› or ‹mobile›'],
  ])('is masked: %s', (_name, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    ['a count and a range of prices', '我要150 2000-3000的'],
    ['a list of amounts', '138.5, 2000, 3500'],
    ['a sum', '150+2000+3000=5150'],
    ['dates', '2019-03-02 2019-03-05'],
  ])('is none: %s', (_name, text) => {
    expect(masked(text)).toBe(text);
  });
});

describe('a number in groups that only its cue names', () => {
  it.each([
    ['QQ in threes by hyphens', 'QQ：123-456-789', 'QQ：‹qq›'],
    ['QQ in threes by spaces', 'QQ号 123 456 789', 'QQ号 ‹qq›'],
    ['QQ in fives', 'QQ:12345 67890', 'QQ:‹qq›'],
    ['QQ in fours', 'QQ 1234 5678 9', 'QQ ‹qq›'],
    ['QQ, a hyphen and a space', 'QQ 123-456 789', 'QQ ‹qq›'],
    ['QQ by single digits', '我的QQ号是 1 2 3 4 5 6 7 8 9', '我的QQ号是 ‹qq›'],
    ['QQ in numerals', 'QQ一二三 四五六 七八九', 'QQ‹qq›'],
    ['QQ, its cue behind', '123 456 789是我QQ', '‹qq›是我QQ'],
    ['a code by single digits', '验证码：4 8 2 9 1 3', '验证码：‹verification-code›'],
    ['a code in threes', 'verification code: 482-913', 'verification code: ‹verification-code›'],
    [
      'a code in threes and its minutes',
      '验证码482 913 10分钟内有效',
      '验证码‹verification-code› 10分钟内有效',
    ],
    ['a code and its minutes', '验证码482913 10分钟内有效', '验证码‹verification-code› 10分钟内有效'],
    ['a local number in fours', '座机 8765-4321', '座机 ‹landline›'],
    ['a local number by a space', '电话号码是8765 4321', '电话号码是‹landline›'],
    ['a local number and an extension', '座机 8765-4321转801', '座机 ‹landline›'],
    ['a short local number', 'call me at 555-2345', 'call me at ‹landline›'],
    [
      'an identity number in groups, one digit lost',
      '身份证号 440308 1990 0101 2',
      '身份证号 ‹identity-card›',
    ],
    ['QQ and a mobile number', 'QQ 123456789 13800138000', 'QQ ‹qq› ‹mobile›'],
    ['QQ in groups and a mobile number in groups', 'QQ 23456 138 0013 8000', 'QQ ‹qq› ‹mobile›'],
    ['QQ and an age', 'QQ 123456789 18岁', 'QQ ‹qq› 18岁'],
  ])('is masked: %s', (_name, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    ['a span of time', '验证码等了10-15分钟'],
    ['a long span of time', '验证码等了3600-7200秒'],
    ['times', '验证码收了3-5次'],
    ['a day', '电话 2019-03-02'],
    ['a short day', '验证码 2023-1-5收不到'],
    ['years', '电话 2019-2020年'],
  ])('is none: %s', (_name, text) => {
    expect(masked(text)).toBe(text);
  });
});
