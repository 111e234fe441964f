import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';

const detector = Detector.compile(builtInPacks());

describe('a critical finding', () => {
  it.each([
    'Your driver raped me. Please look into this, thank you.',
    'Your technician groped me in my own kitchen. Please call me back, thank you',
    'Your driver sexually assaulted me last night. Thank you for your kindness in helping.',
    'the driver put his hand on my thigh, I want a refund',
    'My driver is touching my leg right now, please help, thank you',
    'the courier is locking me in my garage, package on the floor',
    'i have the pills ready, tell my mum the phone is hers',
    'He threatened me with a knife and took my phone, he also took the tickets from the movie',
    '安眠药我攒够了，手机也不用退了',
    '等我走了就不用还了，哈哈，手机也不要了',
    '你们司机强奸了我，我看新闻说以前也有',
    '司机打我，还一直打我电话',
    '司机把我拉到没人的地方，还要我退款取消订单',
    '老人被骑手撞倒在地上流血，订单显示已完成',
  ])('is not talked away by what stands elsewhere in the message: %s', (text) => {
    expect(detector.scan(text, { speaker: 'customer' })[0]).toMatchObject({
      severity: 'critical',
      opensFlag: true,
    });
  });

  it.each(['煤气爆炸了', '我家天然气爆炸了', '楼上燃气爆炸，老人还在屋里', '沼气爆炸了'])(
    'is made of gas that explodes: %s',
    (text) => expect(detector.scan(text, { speaker: 'customer' })[0]?.severity).toBe('critical'),
  );

  it.each(['they hit me with an extra fee again', '让师傅到了打我电话', '我被气爆炸了，你们这物流'])(
    'is none where the words beside it say what they are about: %s',
    (text) =>
      expect(
        detector
          .scan(text, { speaker: 'customer' })
          .filter((it) => it.opensFlag && it.severity === 'critical'),
      ).toEqual([]),
  );
});
