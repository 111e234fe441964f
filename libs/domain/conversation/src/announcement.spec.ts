import { isAnnouncement, isCourtesy } from './announcement';

describe('isAnnouncement', () => {
  it.each([
    '正在转接',
    '正在为您转接人工客服，请稍候',
    '好的，马上为您转接人工',
    '正在排队，前面还有 3 位用户等待',
    '当前有12人排队，请耐心等待',
    'Transferring you to an agent, please hold.',
    "I'll connect you with a colleague now.",
    'You are number 4 in the queue.',
    'An agent will be with you shortly.',
  ])('hears an announcement in %s', (text) => expect(isAnnouncement(text)).toBe(true));

  it.each([
    '您的订单预计明天送达',
    '转账失败请检查余额',
    '如需修改密码，请点击设置',
    '请问您要查询哪一笔订单？',
    'Your refund has been transferred to your card.',
    'Please connect your phone to the charger.',
    '正在为您查询，订单已发货',
  ])('hears an answer in %s', (text) => expect(isAnnouncement(text)).toBe(false));
});

describe('isCourtesy', () => {
  it.each([
    '您好！',
    '好的，感谢您的理解与支持',
    '亲，请您稍等一下哦~',
    '非常抱歉，给您带来不便了',
    '请问还有什么可以帮您的吗？',
    'Thank you for your patience.',
    "I'm so sorry for the inconvenience, one moment please.",
    '……',
  ])('hears nothing but courtesy in %s', (text) => expect(isCourtesy(text)).toBe(true));

  it.each([
    '好的，已为您退款',
    '您好，司机两分钟后到',
    '请您稍等，我给司机打电话',
    'Sorry, the line is down until noon.',
    'Thank you, your refund was sent.',
    '138 0013 8000',
  ])('hears more in %s', (text) => expect(isCourtesy(text)).toBe(false));
});
