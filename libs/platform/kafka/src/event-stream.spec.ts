import { EventStream, type StreamHandler, type StreamPartition } from './event-stream';

/** A broker with one partition, and the one consumer that reads it. What Kafka itself does is shown on a real one. */
const broker = {
  log: { partition: 0, low: '0', high: '0' },
  joined: (_event: unknown): void => undefined,
  eachBatch: (_payload: unknown): Promise<void> => Promise.resolve(),
  seeks: [] as string[],
  isPaused: false,
  says: (_message: string): void => undefined,
};

jest.mock('kafkajs', () => ({
  logLevel: { WARN: 4 },
  Kafka: class {
    constructor({ logCreator }: { logCreator: () => (entry: unknown) => void }) {
      broker.says = (message) => logCreator()({ level: 1, log: { message, partition: 0 } });
    }
    admin = () => ({
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      describeCluster: () => Promise.resolve({ clusterId: 'cluster' }),
      listTopics: () => Promise.resolve(['topic']),
      fetchTopicOffsets: () => Promise.resolve([broker.log]),
    });
    consumer = () => ({
      events: { GROUP_JOIN: 'join', CRASH: 'crash' },
      on: (event: string, listener: typeof broker.joined) => {
        if (event === 'join') broker.joined = listener;
      },
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      subscribe: () => Promise.resolve(),
      run: ({ eachBatch }: { eachBatch: typeof broker.eachBatch }) => {
        broker.eachBatch = eachBatch;
        broker.joined({ payload: { memberAssignment: { topic: [0] } } });
        return Promise.resolve();
      },
      seek: ({ offset }: { offset: string }) => void broker.seeks.push(offset),
      pause: () => void (broker.isPaused = true),
      resume: () => void (broker.isPaused = false),
      commitOffsets: () => Promise.resolve(),
    });
  },
}));

/** The offset as a database would keep it. */
class Stored implements StreamHandler {
  isHalted = false;
  isAway = false;
  readonly taken: string[] = [];

  constructor(public next: string) {}

  position = () => Promise.resolve({ next: this.next, isHalted: this.isHalted });
  begin = () => Promise.resolve();
  halt(_id: StreamPartition, offset: string): Promise<void> {
    if (this.isAway) return Promise.reject(new Error('the database is away'));
    if (offset === this.next) this.isHalted = true;
    return Promise.resolve();
  }
  take: StreamHandler['take'] = ({ records, to }) => {
    this.taken.push(...records.map(({ offset }) => offset));
    this.next = to;
    return Promise.resolve('taken');
  };
}

describe('EventStream', () => {
  let stored: Stored;
  let stream: EventStream;
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => jest.useFakeTimers());
  afterEach(async () => {
    await stream.stop();
    jest.useRealTimers();
  });

  async function reading(next: string, high: string): Promise<void> {
    Object.assign(broker, { log: { partition: 0, low: '0', high }, seeks: [], isPaused: false });
    stored = new Stored(next);
    stream = new EventStream(
      {
        brokers: ['b'],
        topic: 'topic',
        groupId: 'g',
        clientId: 'c',
        batchRecords: 100,
        sessionTimeoutMs: 6_000,
        concurrency: 1,
      },
      stored,
      quiet,
    );
    stream.start();
    await pass(0);
  }
  function batch(...offsets: string[]): Promise<void> {
    return broker.eachBatch({
      batch: {
        partition: 0,
        messages: offsets.map((offset) => ({ offset })),
        firstOffset: () => offsets[0] ?? null,
        lastOffset: () => offsets.at(-1),
      },
      heartbeat: () => Promise.resolve(),
      isRunning: () => true,
      isStale: () => false,
      resolveOffset: () => undefined,
      pause: () => () => undefined,
    });
  }

  it('reads on from the stored offset', async () => {
    await reading('1000', '1200');
    await batch('1000', '1001');
    expect([broker.seeks, stored.taken, stored.next]).toEqual([['1000'], ['1000', '1001'], '1002']);
  });

  it('stands still outside the log, also once it has grown, until the offset was reset', async () => {
    await reading('1000', '0');
    expect([broker.isPaused, stored.isHalted]).toEqual([true, true]);
    broker.log.high = '1200';
    await pass(60_000);
    await batch('0', '1');
    expect([broker.seeks, stored.taken, stream.outsideLog().length]).toEqual([[], [], 1]);
    Object.assign(stored, { next: '0', isHalted: false });
    await pass(5_000);
    expect([broker.seeks, broker.isPaused, stream.outsideLog()]).toEqual([['0'], false, []]);
    await batch('0', '1');
    expect(stored.taken).toEqual(['0', '1']);
  });

  it('does not forget it where that could not be stored at once', async () => {
    await reading('1000', '1000');
    stored.isAway = true;
    broker.log.high = '0';
    broker.joined({ payload: { memberAssignment: { topic: [0] } } });
    await pass(0);
    broker.log.high = '1200';
    await pass(20_000);
    expect([broker.isPaused, stored.isHalted]).toEqual([true, false]);
    stored.isAway = false;
    await pass(5_000);
    expect([broker.isPaused, stored.isHalted, stored.taken]).toEqual([true, true, []]);
  });

  it('stands still where the client has gone back to the start of another log', async () => {
    await reading('1000', '1000');
    broker.says('Offset out of range, resetting to default offset');
    broker.log.high = '1200';
    await batch('0', '1', '2');
    expect([broker.isPaused, stored.isHalted, stored.taken]).toEqual([true, true, []]);
  });

  it('passes over what was fetched before it was positioned, however long ago', async () => {
    await reading('1000', '1200');
    // As where the process is frozen and wakes.
    await pass(60_000);
    await batch('998', '999', '1000');
    expect([stored.taken, broker.seeks]).toEqual([[], ['1000', '1000']]);
    await batch('1000');
    expect([stored.isHalted, stored.taken]).toEqual([false, ['1000']]);
  });
});
