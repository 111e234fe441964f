import { mask } from './mask';

describe('an amount, a count or a service behind a cue', () => {
  it.each([
    '微信转账20000给骗子',
    '微信转账给他20000',
    '我微信转了20000给他',
    '他让我微信转50000',
    '他让我转到微信20000',
    '微信红包20000',
    '微信提现50000',
    '微信扣了我36500',
    '微信被扣36500',
    '微信付了15000',
    '微信里的 52000',
    '微信余额 52000',
    '微信20000被骗走了',
    '微信转了12345.67',
    'qq转账50000',
    'qq红包88888',
    'Q币QQ充了20000',
    '微信运动23456步',
    '微信步数23456',
    'QQ等级23456',
    '微信群有20000人',
    '微信粉丝23456',
    'wechat pay 20000',
    'WeChat transferred 20000 to the scammer',
    'I paid on wechat 20000',
    'phone costs 5999000',
    'the phone bill was 2345600',
    'call 2000000 people',
    '电话费2345600',
    '验证码等了3600秒',
    '验证码发过去就被转走了5000',
    '验证码是10086发给我的',
    '验证码是95588发来的',
    '验证码来自10086',
    'the verification code came from 95588',
    '护照要 20231123',
    'visa application 202311230001',
    '微信 iphone12pro 登录',
    'the phone number 10-6551582 is not yours',
  ])('stays: %s', (text) => {
    expect(mask(text).text).toBe(text);
  });

  it.each([
    ['a handle that is a number', '微信12345678', '微信‹wechat›'],
    ['a handle after its verb', '加v 12345678', '加v ‹wechat›'],
    ['a handle that was passed on', '我微信转发给你 12345678', '我微信转发给你 ‹wechat›'],
    ['a long QQ number beside a payment', '钱转到QQ 1234567890', '钱转到QQ ‹qq›'],
    ['QQ 扣扣 itself', '扣扣1234567', '扣扣‹qq›'],
    ['a QQ number that is still one', 'qq还是1234567', 'qq还是‹qq›'],
    ['a code like a service number', '验证码12345', '验证码‹verification-code›'],
    ['a local number', '电话 2345678', '电话 ‹landline›'],
  ])('is none: %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });
});
