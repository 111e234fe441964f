import { mask, toMaskedOffset } from './mask';
import { parsePlaceholders, placeholder } from './placeholder';

describe('mask', () => {
  it.each([
    ['a mobile number', '我的手机13800138000', '我的手机‹mobile›'],
    ['hyphens', '185-6014-3737', '‹mobile›'],
    ['Chinese numerals', '一三八零零一三八零零零', '‹mobile›'],
    ['full-width digits apart', '１３８ ００１３ ８０００', '‹mobile›'],
    ['an e-mail address', '80049752@qq.com,谢谢', '‹email›,谢谢'],
    ['a QQ number', 'QQ1316106601帮', 'QQ‹qq›帮'],
    ['an identity card', '身份证11010519491231002X', '身份证‹identity-card›'],
    ['a payment card', '4111 1111 1111 1111', '‹payment-card›'],
    ['an IBAN', 'GB82 WEST 1234 5698 7654 32', '‹iban›'],
    ['a fixed line', '电话 020.82391611', '电话 ‹landline›'],
    ['a plate', '粤B·D12345', '‹plate›'],
  ])('masks %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it.each([
    ['short hotlines', '10086 95588 12315 10000'],
    ['a 400 number', '400-111-1777'],
    ['a corporate QQ number', '客服QQ：800010000'],
    ['a date and a time', '2016-04-06 20:54:47'],
    ['an SMS port', '10655010184520'],
    ['an order number', '订单号 277875863883'],
    ['a version', '版本7.5.0.5550'],
  ])('leaves %s', (_name, text) => {
    const masked = mask(text);
    expect(masked.text).toBe(text);
    expect(masked.spans).toHaveLength(0);
  });

  it('keeps the last four characters where asked', () => {
    expect(mask('13800138000', { showLastFour: true }).text).toBe(placeholder('mobile', '8000'));
  });
});

describe('toMaskedOffset', () => {
  it('moves offsets behind a span and snaps those inside to the placeholder', () => {
    const masked = mask('电话13800138000急');
    expect(toMaskedOffset(masked, 2, 'start')).toBe(2);
    expect(toMaskedOffset(masked, 5, 'start')).toBe(2);
    expect(toMaskedOffset(masked, 5, 'end')).toBe(10);
    expect(masked.text.slice(toMaskedOffset(masked, 13, 'start'))).toBe('急');
  });
});

describe('parsePlaceholders', () => {
  it('reads back what placeholder writes', () => {
    const text = `a${placeholder('mobile', '8000')}b${placeholder('email')}‹nobody›`;
    expect(parsePlaceholders(text)).toEqual([
      { start: 1, end: 14, type: 'mobile', lastFour: '8000' },
      { start: 15, end: 22, type: 'email' },
    ]);
  });
});
