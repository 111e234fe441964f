import { Detector } from '../detector';
import { builtInPacks } from '../packs/built-in';
import { type Signal } from '../types';

const detector = Detector.compile(builtInPacks().map((pack) => ({ ...pack, likeness: undefined })));

function gravest(text: string, speaker: 'customer' | 'agent' = 'customer'): Signal | undefined {
  return detector.scan(text, { speaker }).filter(({ opensFlag }) => opensFlag)[0];
}

describe('titles', () => {
  it.each([
    '《绑架游戏》还有票吗',
    '想看电影《有人跟踪我》，几点的场',
    '有部电影叫绑架游戏，还有场次吗',
    '我在找一本叫《不想活了》的小说',
    'I want to see the movie Kidnapped tonight',
    'two tickets for Suicide Bridge please',
    'Can we watch They Locked Me Inside this evening, is it showing?',
  ])('a danger in one wakes nobody, and is kept: %s', (text) => {
    const flags = detector.scan(text, { speaker: 'customer' }).filter(({ opensFlag }) => opensFlag);
    expect(flags.map(({ severity }) => severity)).toEqual(flags.map(() => 'low'));
    expect(flags[0]?.reasons).toContain('lowered-by: title');
  });

  it.each([
    ['Find Jackass Forever in Dallas, I love such a movie', 'customer'],
    ['I would like two tickets for No Time To Die', 'customer'],
    ['The movie Not My Problem is showing at the Holiday Theater', 'agent'],
  ] as const)('words that are less than danger open no flag in one: %s', (text, speaker) => {
    expect(gravest(text, speaker)).toBeUndefined();
  });

  it.each([
    '看完电影出来，司机一直骚扰我',
    '我在电影院，有个男的一直跟着我',
    '书店里有人跟踪我',
    '《合同》在我手里，他把车门锁了不让我下车',
    'I was watching a movie and a man is following me',
    'after the show he locked the doors and would not let me out',
    'the movie theater guard punched me',
    'MY DRIVER LOCKED THE DOORS AFTER THE SHOW',
    '司机骚扰我演唱会散场之后',
    '你们司机一直骚扰我 那部电影散场后',
    '被猥亵了在演唱会现场',
    '我要自杀了 这款游戏把我的钱骗光了',
    '我不想活了 这款游戏把我的钱骗光了',
    'After the show your driver raped a girl',
    'After the game two men raped a girl',
    'after the movie kidnapped by your driver',
    '看完电影叫的车，司机强奸了我',
    '看完电影叫了辆车司机把我锁在车里',
    '去唱歌叫的代驾摸我大腿',
    '唱完歌叫的车司机把我拉到荒郊野外还锁门',
    'the map shows he is not moving. HE LOCKED THE KIDS IN THE CAR, send someone',
    'my tickets are for tonight but THE DRIVER KIDNAPPED US and we are stuck',
    'Lost everything on your gaming app. Suicide Is My Only Way Out. I was playing all night',
  ])('a danger beside one stays critical: %s', (text) => {
    expect(gravest(text)).toMatchObject({ severity: 'critical' });
  });
});

describe('words of fright', () => {
  it.each(['吓死我了，还以为没货了', '这价格吓死我了'])('are a figure of speech: %s', (text) => {
    expect(gravest(text)).toBeUndefined();
  });

  it.each(['吓死我了，那男的一直敲门', '司机突然急刹，吓得我发抖'])('count beside a danger: %s', (text) => {
    expect(gravest(text)).toMatchObject({ severity: 'critical' });
  });
});
