import { type Contracts } from '../http/contracts';
import { LiveFeed } from './live-feed';

const contracts = {} as Contracts;

function aFeed() {
  const asked: string[] = [];
  let now = 0;
  const feed = new LiveFeed<number[]>(
    {
      view: 'safety',
      read: (data) => (Array.isArray(data) ? (data as number[]) : null),
      apply: (data, change) => (typeof change.data === 'number' ? [...data, change.data] : null),
    },
    { resync: () => asked.push('resync'), instant: () => (now += 1) },
  );
  return {
    feed,
    asked,
    snapshot: (seq: number, data: unknown) => feed.snapshot({ view: 'safety', seq, data }, contracts),
    change: (seq: number, data: unknown) => feed.change({ view: 'safety', seq, kind: 'x', data }, contracts),
  };
}

const frame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

describe('LiveFeed', () => {
  it('applies changes that follow one another, written once per frame', async () => {
    const { feed, snapshot, change } = aFeed();
    snapshot(4, [1]);
    change(5, 2);
    change(6, 3);
    expect(feed.data()).toBeNull();
    await frame();
    expect(feed.data()).toEqual([1, 2, 3]);
  });

  it('asks for a new snapshot at a gap, and takes no change before it comes', async () => {
    const { feed, asked, snapshot, change } = aFeed();
    snapshot(1, [1]);
    change(3, 3);
    change(4, 4);
    expect(asked).toEqual(['resync']);
    expect(feed.stale()).toEqual({ why: 'waiting', since: 1 });
    snapshot(4, [1, 2, 3, 4]);
    change(5, 5);
    await frame();
    expect(feed.data()).toEqual([1, 2, 3, 4, 5]);
    expect(feed.stale()).toBeNull();
  });

  it('ignores what it has seen already', async () => {
    const { feed, asked, snapshot, change } = aFeed();
    snapshot(2, [1]);
    change(2, 9);
    change(1, 9);
    await frame();
    expect(feed.data()).toEqual([1]);
    expect(asked).toEqual([]);
  });

  it('asks anew for what it cannot apply', () => {
    const { asked, snapshot, change } = aFeed();
    snapshot(1, [1]);
    change(2, 'not a number');
    expect(asked).toEqual(['resync']);
  });

  it('keeps the data where a snapshot cannot be read, says so, and changes nothing before one can', async () => {
    const { feed, snapshot, change } = aFeed();
    snapshot(1, [1]);
    snapshot(2, 'nonsense');
    change(3, 3);
    await frame();
    expect(feed.data()).toEqual([1]);
    expect(feed.stale()).toEqual({ why: 'unreadable', since: 1 });
    snapshot(4, [9]);
    await frame();
    expect(feed.data()).toEqual([9]);
    expect(feed.stale()).toBeNull();
  });

  it('is old since the first thing that went wrong, for the last reason', () => {
    const { feed, snapshot } = aFeed();
    snapshot(1, [1]);
    feed.outdate('lost');
    snapshot(2, 'nonsense');
    expect(feed.stale()).toEqual({ why: 'unreadable', since: 1 });
  });

  it('does not call the data fresh that was lost before it was written', async () => {
    const { feed, snapshot } = aFeed();
    snapshot(1, [1]);
    feed.outdate('lost');
    await frame();
    expect(feed.data()).toEqual([1]);
    expect(feed.stale()).toMatchObject({ why: 'lost' });
  });

  it('shows an edit at once, and forgets everything when cleared', () => {
    const { feed, snapshot } = aFeed();
    snapshot(1, [1]);
    feed.edit((data) => [...data, 7]);
    expect(feed.data()).toEqual([1, 7]);
    feed.clear();
    expect(feed.data()).toBeNull();
  });

  describe('an answer that was asked for apart', () => {
    const fill = (feed: LiveFeed<number[]>): (() => boolean) => {
      const take = feed.filling();
      return () => take([7], (known) => [...known, 7]);
    };

    it('is the first data, or changes what there is', () => {
      const { feed } = aFeed();
      expect([fill(feed)(), feed.data()]).toEqual([true, [7]]);
      expect([fill(feed)(), feed.data()]).toEqual([true, [7, 7]]);
    });

    it.each<[what: string, happen: (feed: ReturnType<typeof aFeed>) => void, expected: number[] | null]>([
      ['a snapshot', ({ snapshot }) => snapshot(4, [1]), [1]],
      ['a change', ({ change }) => change(2, 2), [0, 2]],
      ['an act', ({ feed }) => feed.edit((known) => [...known, 3]), [0, 3]],
      ['another answer', ({ feed }) => fill(feed)(), [0, 7]],
      ['another filter', ({ feed }) => feed.clear(), null],
    ])('is left where %s came after the question', async (_what, happen, expected) => {
      const one = aFeed();
      one.snapshot(1, [0]);
      const take = fill(one.feed);
      happen(one);
      expect(take()).toBe(false);
      await frame();
      expect(one.feed.data()).toEqual(expected);
    });
  });
});
