import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { FlagRepository, noticeTargetMissing, OutboxRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { InProcessJobQueue } from '@earshot/platform/jobs';
import { Rows, rowsNow, type TestApp, type TestDatabase } from '@earshot/testing';
import { NoNoticeChannel, WebhookChannel, type NoticeChannel } from './notice-channels';
import { NoticeJobs } from './notice-jobs';
import { OfficersDesk } from './testing/officers-desk';
import { retryAfterMs, SendNotices } from './send-notices';
import { SweepDeadlines } from './sweep-deadlines';

const fail = (error: unknown): void => {
  throw error;
};

describe('when nobody acknowledges a critical flag', () => {
  let desk: OfficersDesk;
  let test: TestDatabase;
  let rows: Rows;
  let app: TestApp;
  let officer: Scope;
  let aFlag: OfficersDesk['aFlag'];
  let act: OfficersDesk['act'];

  beforeAll(async () => {
    desk = await OfficersDesk.open(['v1']);
    ({ test, rows, app, officer, aFlag, act } = desk);
  });
  afterAll(() => desk.close());

  let server: Server;
  let received: { flagId: string; excerpt: string; noticeId: string }[];
  let answer: number;

  beforeEach(async () => {
    received = [];
    answer = 200;
    await test.database.query('delete from outbox');
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += String(chunk)));
      request.on('end', () => {
        received.push(JSON.parse(text) as (typeof received)[number]);
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  // Nobody begins these jobs: the sweeps do all there is to do.
  const sweeping = () => {
    const jobs = new NoticeJobs(new InProcessJobQueue(fail), sending());
    jobs.onModuleInit();
    return new SweepDeadlines(test.database, app.clock, jobs);
  };
  const sending = (
    channel: NoticeChannel = new WebhookChannel(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    ),
  ) => new SendNotices(test.database, app.clock, channel, app.bus);
  async function aDueFlag(): Promise<string> {
    const id = await aFlag({ deadline_at: rowsNow });
    await rows.insert('deadlines', { kind: 'acknowledge-critical', subject_id: id, due_at: rowsNow });
    return id;
  }
  const flagNow = (id: string) => new FlagRepository(test.database).find(officer, id);

  it('tells the webhook once, with masked text, and shows when', async () => {
    const id = await aDueFlag();
    const swept = await Promise.all([sweeping().execute(), sweeping().execute(), sweeping().execute()]);
    expect(swept.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect((await flagNow(id))?.notifiedAt).toBeNull();
    await Promise.all([sending().execute(), sending().execute()]);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ flagId: id, excerpt: '司机‹mobile›骚扰我' });
    expect((await flagNow(id))?.notifiedAt).toBe(new Date(app.clock.now()).toISOString());
    expect(await sweeping().execute()).toBe(0);
  });

  it('tries again after a failure, which is shown until it succeeds', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    answer = 500;
    await sending().execute();
    expect((await flagNow(id))?.notifiedAt).toBeNull();
    expect(await new OutboxRepository(test.database).overdue('notify-flag')).toMatchObject({
      count: 1,
      lastError: 'the webhook answered 500',
    });
    answer = 200;
    expect(await sending().execute()).toBe(0);
    app.clock.advance(retryAfterMs(1));
    expect(await sending().execute()).toBe(1);
    expect(received).toHaveLength(2);
    expect(received[0]?.noticeId).toBe(received[1]?.noticeId);
    expect(await new OutboxRepository(test.database).overdue('notify-flag')).toBeNull();
  });

  it('comes back when the process dies between taking and sending', async () => {
    await aDueFlag();
    await sweeping().execute();
    const now = app.clock.now();
    await new OutboxRepository(test.database).take('notify-flag', new Date(now), {
      hiddenUntil: new Date(now + 60_000),
      limit: 10,
    });
    expect(await sending().execute()).toBe(0);
    app.clock.advance(60_000);
    expect(await sending().execute()).toBe(1);
  });

  it('says so where nothing is configured', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    await sending(new NoNoticeChannel()).execute();
    expect(await new OutboxRepository(test.database).overdue('notify-flag')).toMatchObject({
      lastError: noticeTargetMissing,
    });
    const acts = await test.database.query('select act, detail from flag_acts where flag_id = $1', [id]);
    expect(acts).toMatchObject([{ act: 'notice-failed', detail: { channel: 'none' } }]);
  });

  it('keeps silent about a flag that was taken in time, also between sweep and sending', async () => {
    const inTime = await aDueFlag();
    await act(officer, inTime, 'acknowledge');
    await sweeping().execute();
    const late = await aDueFlag();
    await sweeping().execute();
    await act(officer, late, 'acknowledge');
    await sending().execute();
    expect(received).toEqual([]);
  });

  it('runs the deadline again after an acknowledgement was taken back', async () => {
    const id = await aDueFlag();
    await act(officer, id, 'acknowledge');
    await sweeping().execute();
    await act(officer, id, 'release');
    expect(await sweeping().execute()).toBe(1);
    expect(await sending().execute()).toBe(1);
    expect(received).toMatchObject([{ flagId: id }]);
  });

  it('tells of a flag that is given back after a notice had failed and was dropped', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    answer = 500;
    await sending().execute();
    answer = 200;
    await act(officer, id, 'acknowledge');
    app.clock.advance(retryAfterMs(1));
    await sending().execute();
    expect(received).toHaveLength(1);
    expect((await act(officer, id, 'release')).status).toBe(200);
    expect(await sweeping().execute()).toBe(1);
    expect(await sending().execute()).toBe(1);
    expect((await flagNow(id))?.notifiedAt).not.toBeNull();
    expect(received).toHaveLength(2);
  });

  it('tells of a flag that was taken just as its deadline passed, and given back', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    await act(officer, id, 'acknowledge');
    await sending().execute();
    await act(officer, id, 'release');
    expect(await sweeping().execute()).toBe(1);
    await sending().execute();
    expect((await flagNow(id))?.notifiedAt).not.toBeNull();
    // Told once: whoever takes it now and gives it back sets off no second notice.
    await act(officer, id, 'acknowledge');
    await act(officer, id, 'release');
    expect(await sweeping().execute()).toBe(0);
    expect(received).toHaveLength(1);
  });

  it('sends one notice, and at once, where it is given back while the first is to be tried again', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    answer = 500;
    await sending().execute();
    answer = 200;
    await act(officer, id, 'acknowledge');
    await act(officer, id, 'release');
    expect(await sweeping().execute()).toBe(1);
    expect(await sending().execute()).toBe(1);
    app.clock.advance(retryAfterMs(1));
    expect(await sending().execute()).toBe(0);
    expect(new Set(received.map(({ noticeId }) => noticeId)).size).toBe(1);
    expect((await flagNow(id))?.notifiedAt).not.toBeNull();
  });

  it('runs the deadline of a flag that is found again, though its earlier alarm was told of', async () => {
    const id = await aDueFlag();
    await sweeping().execute();
    await sending().execute();
    await act(officer, id, 'close', { outcome: 'acted', reason: 'done' });
    app.clock.advance(60_000);
    // As the intake leaves it after a new finding.
    const due = new Date(app.clock.now());
    await test.database.query(
      `update flags set state = 'open', acknowledged_at = null, acknowledged_by = null, deadline_at = $2
       where id = $1`,
      [id, due],
    );
    await test.database.query('update deadlines set due_at = $2, done_at = null where subject_id = $1', [
      id,
      due,
    ]);
    await act(officer, id, 'acknowledge');
    await sweeping().execute();
    await act(officer, id, 'release');
    expect(await sweeping().execute()).toBe(1);
    expect(await sending().execute()).toBe(1);
    expect(received).toHaveLength(2);
  });

  it('has the deadline run where a closed flag is reopened by hand and given back', async () => {
    const id = await aDueFlag();
    await act(officer, id, 'acknowledge');
    await sweeping().execute();
    await act(officer, id, 'close', { outcome: 'acted', reason: 'done' });
    await act(officer, id, 'reopen');
    expect((await act(officer, id, 'release')).status).toBe(200);
    expect(await sweeping().execute()).toBe(1);
    expect(await sending().execute()).toBe(1);
  });
});
