import { IngestStore, PlanBook, RuleBook } from '@earshot/data-access';
import { ManualClock } from '@earshot/platform/clock';
import { InProcessLiveBus } from '@earshot/platform/live-bus';
import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { Ingestor } from './ingestor';
import { IntakeDesk } from './intake-desk';
import { KafkaIntake } from './kafka-intake';
import { eventsOfBody } from './raw-event';

const DAY_MS = 86_400_000;

/** Messages of numbers that are none: nothing that is legal costs more. */
const costly = Array.from({ length: 30 }, (_, n) =>
  anEvent('conversation.message.v1', {
    id: `costly-${n}`,
    subject: `conversation-${n}`,
    data: { messageId: `m-${n}`, text: '1-'.repeat(4_000) },
  }),
);

describe('a batch of long texts', () => {
  let test: TestDatabase;
  let ticks = 0;
  let timer: NodeJS.Timeout;
  const turnsOf: number[] = [];
  const onTurn = () => Promise.resolve(void turnsOf.push(ticks));

  beforeAll(async () => {
    test = await testDatabase();
    timer = setInterval(() => ticks++, 1);
  });
  beforeEach(() => {
    ticks = 0;
    turnsOf.length = 0;
  });
  afterAll(async () => {
    clearInterval(timer);
    await test.close();
  });

  it('takes turns with timers and sockets while it is made', async () => {
    const given = new TestIngest(test.database, eventsNow);
    await given.begin();
    const limits = { retentionMs: 60 * DAY_MS, futureMs: DAY_MS };
    const ingestor = new Ingestor(given.store, given.context, limits, (error) => {
      throw error;
    });
    const request = {
      brandId: 'brand',
      boundVendorId: null,
      writer: null,
      offset: null,
      receivedAt: eventsNow,
    };
    const outcome = await ingestor.ingest({ ...request, events: eventsOfBody(costly) ?? [], onTurn });
    expect(outcome.accepted).toBe(costly.length);
    expect(turnsOf.length).toBeGreaterThan(2);
    // Timers fired between them.
    expect(new Set(turnsOf).size).toBeGreaterThan(2);
  });

  it('keeps its seat in the consumer group meanwhile', async () => {
    const { database } = test;
    const plans = new PlanBook(new Uint8Array(32));
    await plans.refresh(database, eventsNow);
    const settings = { retentionMs: 60 * DAY_MS, idleMs: DAY_MS };
    const bus = new InProcessLiveBus((error) => {
      throw error;
    });
    const store = new IngestStore(database, TestIngest.keys);
    const desk = new IntakeDesk(store, await RuleBook.open(database), plans, TestIngest.keys, settings, bus);
    const topic = { brokers: [], topic: 'topic', brandId: 'other', concurrency: 1 };
    const intake = new KafkaIntake(topic, desk, database, new ManualClock(eventsNow));
    const place = { clusterId: 'cluster', topic: 'topic', partition: 0 };
    await intake.begin(place, '0');
    const records = costly.map((event, n) => ({
      offset: String(n),
      key: Buffer.from(event.subject),
      value: Buffer.from(JSON.stringify(event)),
      headers: {},
      timestamp: '0',
      attributes: 0,
    }));
    const offset = async () => {
      const [row] = await database.query<{ next_offset: string }>('select next_offset from kafka_offsets');
      return row?.next_offset;
    };
    const batch = { ...place, from: '0', to: String(records.length), records };
    expect(await intake.take({ ...batch, heartbeat: onTurn })).toBe('taken');
    expect(turnsOf.length).toBeGreaterThan(2);
    expect(await offset()).toBe(String(records.length));

    const moved = { ...batch, from: String(records.length), to: String(2 * records.length) };
    const rebalancing = () => Promise.reject(new Error('the group is being shared anew'));
    await expect(intake.take({ ...moved, heartbeat: rebalancing })).rejects.toThrow('shared anew');
    expect(await offset()).toBe(String(records.length));
    await bus.close();
  });
});
