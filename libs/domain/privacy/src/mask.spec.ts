import { mask, toMaskedOffset } from './mask';
import { parsePlaceholders, placeholder } from './placeholder';

describe('mask', () => {
  it.each([
    ['a mobile number', '我的手机13800138000', '我的手机‹mobile›'],
    ['hyphens', '139-1234-5678', '‹mobile›'],
    ['Chinese numerals', '一三八零零一三八零零零', '‹mobile›'],
    ['full-width digits apart', '１３８ ００１３ ８０００', '‹mobile›'],
    ['an e-mail address', 'li.lei77@qq.com,多谢', '‹email›,多谢'],
    ['a QQ number', 'QQ2712345671帮', 'QQ‹qq›帮'],
    ['an identity card', '身份证11010519491231002X', '身份证‹identity-card›'],
    ['a payment card', '4111 1111 1111 1111', '‹payment-card›'],
    ['an IBAN', 'GB82 WEST 1234 5698 7654 32', '‹iban›'],
    ['a fixed line', '电话 020.87654321', '电话 ‹landline›'],
    ['a plate', '粤B·D12345', '‹plate›'],
  ])('masks %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it.each([
    ['short hotlines', '10086 95588 12315 10000'],
    ['a 400 number', '400-123-4567'],
    ['a corporate QQ number', '客服QQ：800123456'],
    ['a date and a time', '2019-03-02 08:15:30'],
    ['an SMS port', '10655123456789'],
    ['an order number', '订单号 201234567890'],
    ['a version', '版本8.1.0.4321'],
  ])('leaves %s', (_name, text) => {
    const masked = mask(text);
    expect(masked.text).toBe(text);
    expect(masked.spans).toHaveLength(0);
  });

  it.each([
    ['a Hong Kong card', '证件A123456(3)', '证件‹permit›'],
    ['a Taiwan card', 'A123456789', '‹identity-card›'],
    ['a passport', '护照E12345678', '护照‹passport›'],
    ['a WeChat id of letters only', '微信号：lover_girl', '微信号：‹wechat›'],
    ['a social security number', 'my ssn 123-45-6789', 'my ssn ‹ssn›'],
    ['a verification code', '验证码是 482911', '验证码是 ‹verification-code›'],
    ['IPv4', '登录ip 203.0.113.9', '登录ip ‹ip›'],
    ['IPv6', '2001:db8::1', '‹ip›'],
    ['a Chinese address', '住在朝阳区建国路6号院3号楼501室', '住在‹address›'],
    ['an English address', 'i live at 42 maple street', 'i live at ‹address›'],
    ['a country code', '是+852 91234567', '是‹mobile›'],
    ['brackets around an area code', '(0755)26543210', '‹landline›'],
    ['a local number after its word', '我的固话62345678', '我的固话‹landline›'],
    ['a local number before its word', '62345678是我的电话', '‹landline›是我的电话'],
    ['an e-mail address in words', 'name at gmail dot com', '‹email›'],
    ['mathematical digits', '𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎', '‹mobile›'],
    ['keycaps', '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣', '‹mobile›'],
    ['letters for digits', 'l38OOl38OOO', '‹mobile›'],
  ])('masks %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it('masks order numbers where configured, staff numbers in blind review', () => {
    expect(mask('订单号 201234567890', { orderNumbers: true }).text).toBe('订单号 ‹order›');
    expect(mask('快递单号SF1234567890123', { orderNumbers: true }).text).toBe('快递单号‹order›');
    expect(mask('我是工号1234', { blind: true }).text).toBe('我是工号‹staff-number›');
    expect(mask('我是工号1234').text).toBe('我是工号1234');
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
