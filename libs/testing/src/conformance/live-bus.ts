import { type LiveBus, type OnBusError } from '@earshot/platform/live-bus';
import { until } from '../until';

/** What every LiveBus must do. `make` gives a bus; buses of one test are connected with each other where they can be. */
export function liveBusConformance(make: (onError: OnBusError) => LiveBus): void {
  const errors: unknown[] = [];
  let bus: LiveBus;
  beforeEach(() => {
    errors.length = 0;
    bus = make((error) => errors.push(error));
  });
  afterEach(() => bus.close());

  it('tells every listener of the topic, itself included, and nobody else', async () => {
    const heard: unknown[] = [];
    await bus.subscribe('flags.changed', (message) => heard.push(['a', message]));
    await bus.subscribe('flags.changed', (message) => heard.push(['b', message]));
    await bus.subscribe('review.queue-changed', (message) => heard.push(['c', message]));
    await until('it is connected', () => bus.state !== 'away');
    bus.publish('flags.changed', { flagIds: ['1'] });
    await until('both heard', () => heard.length === 2);
    expect(heard).toEqual([
      ['a', { flagIds: ['1'] }],
      ['b', { flagIds: ['1'] }],
    ]);
  });

  it('keeps the order of one publisher', async () => {
    const heard: string[] = [];
    await bus.subscribe('flags.changed', ({ flagIds }) => heard.push(...flagIds));
    await until('it is connected', () => bus.state !== 'away');
    const sent = Array.from({ length: 200 }, (_, n) => String(n));
    for (const id of sent) bus.publish('flags.changed', { flagIds: [id] });
    await until('all came', () => heard.length === sent.length);
    expect(heard).toEqual(sent);
  });

  it('gives each listener a message of its own, and survives one that throws', async () => {
    const heard: string[][] = [];
    await bus.subscribe('flags.changed', ({ flagIds }) => {
      flagIds.push('changed by a listener');
      throw new Error('boom');
    });
    await bus.subscribe('flags.changed', ({ flagIds }) => heard.push(flagIds));
    await until('it is connected', () => bus.state !== 'away');
    bus.publish('flags.changed', { flagIds: ['1'] });
    await until('the second heard', () => heard.length === 1);
    expect(heard).toEqual([['1']]);
    expect(errors).toMatchObject([{ message: 'boom' }]);
  });

  it('tells no more after it was told to stop', async () => {
    const heard: unknown[] = [];
    const stop = await bus.subscribe('flags.changed', (message) => heard.push(message));
    await bus.subscribe('flags.changed', (message) => heard.push(message));
    await until('it is connected', () => bus.state !== 'away');
    stop();
    bus.publish('flags.changed', { flagIds: [] });
    await until('the other heard', () => heard.length > 0);
    await new Promise((done) => setTimeout(done, 50));
    expect(heard).toHaveLength(1);
  });
}
