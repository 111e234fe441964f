import { mask } from './mask';

describe('a WeChat id', () => {
  it.each([
    ['加V', '加V lovecat88', '加V ‹wechat›'],
    ['加v and a colon', '加v：lovecat88', '加v：‹wechat›'],
    ['加V and the id at once', '加Vlovecat88', '加V‹wechat›'],
    ['a plus sign', '➕V：lovecat88', '➕V：‹wechat›'],
    ['a plus sign and 微', '＋微 lovecat88', '＋微 ‹wechat›'],
    ['加微', '加微：lovecat88', '加微：‹wechat›'],
    ['加薇', '加薇 lovecat88', '加薇 ‹wechat›'],
    ['加我微', '加我微 lovecat88', '加我微 ‹wechat›'],
    ['加一下我的v', '加一下我的v lovecat88', '加一下我的v ‹wechat›'],
    ['我的v是', '我的v是lovecat88', '我的v是‹wechat›'],
    ['letters after 是', '微信是zhangsan', '微信是‹wechat›'],
    ['letters and an underscore', '我微信是lovecat_cat', '我微信是‹wechat›'],
    ['an underscore, no linker', '加我微信lovecat_cat', '加我微信‹wechat›'],
    ['letters after 加我微信', '加我微信 zhangsanfeng', '加我微信 ‹wechat›'],
    ['a space inside', '微 信：lovecat88', '微 信：‹wechat›'],
    ['another spelling', '徽信lovecat88', '徽信‹wechat›'],
    ['a nickname', '加绿泡泡lovecat88', '加绿泡泡‹wechat›'],
    ['V信', '加V信：lovecat', '加V信：‹wechat›'],
    ['full width', 'ＶＸ：ｌｏｖｅｃａｔ８８', 'ＶＸ：‹wechat›'],
    ['weixin', 'weixin: lovecat', 'weixin: ‹wechat›'],
    ['my wechat is', 'my wechat is lovecat_cn', 'my wechat is ‹wechat›'],
    ['my wechat is, letters', 'my wechat is lovecat, thanks', 'my wechat is ‹wechat›, thanks'],
    ['add my wechat', 'add my wechat zhangsanfeng', 'add my wechat ‹wechat›'],
    ['add me on wechat', 'add me on WeChat: zhang_san', 'add me on WeChat: ‹wechat›'],
    ['a number after 加微', '加微12345678', '加微‹wechat›'],
    ['an e-mail address after it', '微信：zhangsan@qq.com', '微信：‹email›'],
  ])('is masked: %s', (_name, text, expected) => {
    expect(mask(text).text).toBe(expected);
  });

  it.each([
    'my wechat is blocked',
    'my wechat is broken.',
    'my wechat is frozen because of you',
    'wechat is asking me to verify',
    '微信android版本打不开',
    '我的微信iPhone上登不了',
    '加V认证',
    '加微信group',
    '加vip会员',
    '微信小程序login失败',
    '稍微 please wait',
    'love you, v: great',
    '微博lovecat88',
    '加我微信please',
  ])('is none: %s', (text) => {
    expect(mask(text).text).toBe(text);
  });
});
