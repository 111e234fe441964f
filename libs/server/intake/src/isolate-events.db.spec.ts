import { IngestStore } from '@earshot/data-access';
import { ManualClock } from '@earshot/platform/clock';
import { Database } from '@earshot/platform/database';
import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { HttpIntake } from './http-intake';
import { Ingestor, type IngestRequest } from './ingestor';
import type { IntakeDesk } from './intake-desk';
import { eventsOfBody, type RawEvent } from './raw-event';

const DAY_MS = 86_400_000;
const limits = { retentionMs: 60 * DAY_MS, futureMs: DAY_MS };
/** After so long without a statement PostgreSQL ends a transaction here, and so long our own work then takes. */
const [IDLE_MS, WORK_MS] = [400, 700];
jest.setTimeout(60_000);

let test: TestDatabase;
let impatient: Database;
let fixed: TestIngest;
let n = 0;
beforeAll(async () => {
  test = await testDatabase();
  impatient = new Database(test.url, { connections: 2, idleInTransactionMs: IDLE_MS });
  fixed = new TestIngest(test.database, eventsNow);
  await fixed.begin();
});
afterAll(async () => {
  await impatient.close();
  await test.close();
});
beforeEach(() => (n += 1));

const danger = '司机一直在骚扰我，我很害怕';
const timeOf = (place: number) => eventsNow - 60_000 + place * 1_000;
const says = (place: number) =>
  anEvent('conversation.message.v1', {
    id: `${n}/${place}`,
    subject: `c${n}-${place}`,
    time: new Date(timeOf(place)).toISOString(),
    data: { messageId: `m${place}`, text: danger },
  });
const stored = async () => {
  const rows = await test.database.query<{ event_id: string }>(
    'select event_id from messages where event_id like $1 order by event_id',
    [`${n}/%`],
  );
  return rows.map(({ event_id }) => event_id);
};

/**
 * An ingestor whose rules of one instant take very long, as often as told: they are looked up when an event is heard,
 * and again in the transaction when its findings are written.
 */
function slowAt(atMs: number, times: number): { ingestor: Ingestor; failed: RawEvent[] } {
  const failed: RawEvent[] = [];
  const { rules } = fixed.context;
  let left = times;
  const detectorAt = (at: number) => {
    if (at === atMs && left-- > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WORK_MS);
    return rules.detectorAt(at);
  };
  const context = { ...fixed.context, rules: { ...rules, detectorAt } };
  const store = new IngestStore(impatient, TestIngest.keys);
  return { ingestor: new Ingestor(store, context, limits, (_, raw) => failed.push(raw)), failed };
}

const request = (events: readonly unknown[]): IngestRequest => ({
  events: eventsOfBody(events) ?? [],
  brandId: 'brand',
  boundVendorId: null,
  writer: null,
  offset: null,
  receivedAt: eventsNow,
});

describe('a batch that our own work keeps from asking for longer than PostgreSQL waits', () => {
  it('is halved until the event stands alone, which is kept with an alarm; the others are taken', async () => {
    const { ingestor, failed } = slowAt(timeOf(2), Infinity);
    const outcome = await ingestor.ingest(request([0, 1, 2, 3].map(says)));
    expect(outcome.accepted).toBe(3);
    expect(outcome.rejected.map(({ index, rejection }) => [index, rejection.code])).toEqual([
      [2, 'internal-error'],
    ]);
    expect(failed.map(({ index }) => index)).toEqual([2]);
    expect(await stored()).toEqual([`${n}/0`, `${n}/1`, `${n}/3`]);
  });

  it('is taken whole where it happened once, as to a process that was frozen: also a single event', async () => {
    // When it is heard, and then once in the transaction.
    const { ingestor, failed } = slowAt(timeOf(0), 2);
    expect(await ingestor.ingest(request([says(0)]))).toMatchObject({ accepted: 1, rejected: [] });
    expect(failed).toEqual([]);
    expect(await stored()).toEqual([`${n}/0`]);
  });

  it('is not halved where the connection is lost: that says nothing of the events', async () => {
    const { ingestor, failed } = slowAt(0, 0);
    const cut = new Ingestor(
      new IngestStore(new Database('postgresql://localhost:1/none'), TestIngest.keys),
      fixed.context,
      limits,
      (_, raw) => failed.push(raw),
    );
    await expect(cut.ingest(request([says(0), says(1)]))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(failed).toEqual([]);
    expect(await ingestor.ingest(request([says(0), says(1)]))).toMatchObject({ accepted: 2 });
  });
});

describe('bodies that are written together', () => {
  it('have what is rejected of them told and kept by its place in its own body', async () => {
    const ingestor = new Ingestor(fixed.store, fixed.context, limits, (error) => {
      throw error;
    });
    const desk = { write: (it: IngestRequest) => ingestor.ingest(it) } as IntakeDesk;
    const intake = new HttpIntake(desk, new ManualClock(eventsNow));
    const post = (body: readonly unknown[]) =>
      intake.take({ brandId: 'brand', vendorId: null }, eventsOfBody(body) ?? [], true);
    const late = { ...says(9), time: '2031-01-01T00:00:00.000Z' };
    const answers = await Promise.all([
      post([says(0)]),
      post([says(1)]),
      post([says(2), says(3), says(4)]),
      post([late]),
    ]);
    expect(answers[3]?.rejected).toMatchObject([{ index: 0, code: 'time-in-future' }]);
    expect((await post([late])).rejected).toMatchObject([{ index: 0, code: 'time-in-future' }]);
    const kept = await test.database.query('select item_index from rejected_events where event_id = $1', [
      late.id,
    ]);
    expect(kept).toEqual([{ item_index: 0 }]);
  });
});
