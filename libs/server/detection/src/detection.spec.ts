import { maskAnswerSchema, scanAnswerSchema, type Role } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { builtInPacks, Detector } from '@earshot/domain/detection';
import { Database } from '@earshot/platform/database';
import { testApp, type TestApp } from '@earshot/testing';
import { DetectionModule, RulesInForce } from './index';

class BuiltInRules extends RulesInForce {
  private readonly detector = Detector.compile(builtInPacks());

  override detectorAt(): Detector {
    return this.detector;
  }
}

describe('scan and mask', () => {
  let app: TestApp;
  // Never asked: neither call touches the database.
  const database = new Database('postgres://nobody@127.0.0.1:1/none');
  const by = (role: Role): Scope => ({ personId: 'p', roles: [role], brandIds: [], vendorIds: null });

  beforeAll(async () => {
    app = await testApp({
      database,
      imports: [DetectionModule],
      providers: [{ provide: RulesInForce, useClass: BuiltInRules }],
      now: 1_800_000_000_000,
    });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });
  const scan = async (body: object, query = '') => {
    const answer = await app.call(by('safety'), `POST /api/v1/detection/scan${query}`, body);
    expect(answer.status).toBe(200);
    return scanAnswerSchema.parse(answer.body).matches;
  };

  it('finds the report of the passenger, with offsets of the text given', async () => {
    const text = '师傅一路上说下流话，还摸我大腿，我很害怕';
    const matches = await scan({ text });
    expect(matches.map(({ category }) => category)).toContain('sexual-harassment');
    for (const { spans } of matches) {
      for (const { start, end } of spans) expect(text.slice(start, end)).not.toBe('');
    }
    expect(JSON.stringify(matches)).not.toContain('opensFlag');
  });

  it('says why each rule exists, in both languages', async () => {
    const matches = await scan({ text: '司机骚扰我' });
    expect(matches.map(({ ruleId }) => ruleId)).toContain('zh.harassment.by-worker');
    for (const { rationale } of matches)
      expect(rationale).toEqual({
        en: expect.stringMatching(/^[A-Z]/) as string,
        'zh-CN': expect.stringMatching(/[\u4e00-\u9fff]/) as string,
      });
  });

  it('lists only what would open a flag, unless all is asked for', async () => {
    for (const text of ['让师傅打我电话', '媒体音量怎么调大', 'is there a police station near the hotel']) {
      expect(await scan({ text })).toEqual([]);
      expect(await scan({ text }, '?all=true')).not.toEqual([]);
    }
    const report = '司机骚扰我';
    expect(await scan({ text: report }, '?all=true')).toEqual(
      expect.arrayContaining(await scan({ text: report })),
    );
  });

  it('decides what rules ask of the conversation by what is told of it', async () => {
    const text = '有人敲门，我一个人在家';
    expect((await scan({ text, segments: ['vip'] })).map(({ ruleId }) => ruleId)).not.toContain(
      'zh.minor-afraid',
    );
    const [child] = (await scan({ text, segments: ['minor'] })).filter(
      ({ ruleId }) => ruleId === 'zh.minor-afraid',
    );
    expect(child).toMatchObject({ severity: 'high', reasons: expect.arrayContaining(['in-segment: minor']) });
    expect(Object.keys(child ?? {}).sort()).toEqual([
      'category',
      'rationale',
      'reasons',
      'ruleId',
      'score',
      'severity',
      'spans',
    ]);

    const night = { text: '司机不走导航，越开越偏', at: '2026-03-01T15:10:00.000Z' };
    expect((await scan(night)).map(({ severity }) => severity)).toContain('critical');
    const day = { ...night, at: '2026-03-01T04:10:00.000Z' };
    expect((await scan(day)).map(({ ruleId }) => ruleId)).not.toContain('zh.ride-at-night');

    const asked = (minute: number) => ({
      speaker: 'customer',
      text: '转人工',
      at: `2026-03-01T04:0${minute}:00.000Z`,
    });
    const third = { text: '我要人工客服', at: '2026-03-01T04:09:00.000Z', context: [asked(1), asked(5)] };
    expect((await scan(third)).map(({ ruleId }) => ruleId)).toContain('zh.human-asked-thrice');
    expect((await scan({ ...third, context: [asked(5)] })).map(({ ruleId }) => ruleId)).toEqual([]);
  });

  it('judges an agent’s reply by what was said before it', async () => {
    const judged = async (body: object) => {
      const answer = await app.call(by('safety'), 'POST /api/v1/detection/scan', body);
      return scanAnswerSchema.parse(answer.body).reply;
    };
    const text = '马上为您加急处理，请您放心';
    const context = [
      { speaker: 'customer', text: '司机一直跟着我，怎么办' },
      { speaker: 'agent', text },
      { speaker: 'agent', text },
    ];
    const reply = await judged({ text, speaker: 'agent', context });
    expect(reply?.noHelp).toBeGreaterThanOrEqual(0.8);
    expect(reply?.reasons).toEqual(
      expect.arrayContaining(['same-reply: 3', 'off-question', 'promise-without-time']),
    );
    expect(await judged({ text })).toBeNull();
  });

  it('masks messages with offsets of the texts given, numbers in pieces too', async () => {
    const messages = ['我的手机13800138000', '没有', '我的电话是1380013', '8000'];
    const { body } = await app.call(by('administrator'), 'POST /api/v1/privacy/mask', { messages });
    const masked = maskAnswerSchema.parse(body).messages;
    expect(masked.map(({ text }) => text).slice(0, 2)).toEqual(['我的手机‹mobile›', '没有']);
    expect(masked[0]?.spans).toEqual([{ start: 4, end: 15, type: 'mobile' }]);
    expect(JSON.stringify(masked.slice(2))).not.toMatch(/1380013|8000/);
  });

  it.each(['scan', 'mask'])('refuses %s of what is no input, and to who may not', async (what) => {
    const path = what === 'scan' ? '/api/v1/detection/scan' : '/api/v1/privacy/mask';
    expect((await app.call(by('lead'), `POST ${path}`, { text: 7, messages: 7 })).status).toBe(422);
    for (const role of ['reviewer', 'vendor-manager', 'auditor'] as const) {
      expect((await app.call(by(role), `POST ${path}`, {})).status).toBe(403);
    }
    expect((await app.call(null, `POST ${path}`, {})).status).toBe(401);
  });
});
