import { WaitingBytes } from './waiting-bytes';

/** Lets what was admitted go on. */
const settled = () => new Promise((done) => setImmediate(done));

describe('WaitingBytes', () => {
  it('refuses what does not fit, and takes it once there is room', () => {
    const waiting = new WaitingBytes(10, 10);
    const [first, second] = [waiting.open('a'), waiting.open('b')];
    expect(first.tryTake(6)).toBe(true);
    expect(second.fits(5)).toBe(false);
    expect(second.tryTake(5)).toBe(false);
    expect(second.tryTake(4)).toBe(true);
    first.close();
    expect(waiting.held).toBe(4);
    expect(second.tryTake(6)).toBe(true);
  });

  it('leaves others their room, whatever one owner sends', () => {
    const waiting = new WaitingBytes(10, 4);
    const rooms = [1, 2, 3, 4, 5].map(() => waiting.open('a'));
    expect(rooms.map((room) => room.tryTake(2))).toEqual([true, true, false, false, false]);
    expect(waiting.open('b').tryTake(4)).toBe(true);
    rooms[0]?.close();
    expect(rooms[2]?.tryTake(2)).toBe(true);
  });

  it('lets those who wait on by turn, and nobody wait for somebody else’s own bound', async () => {
    const waiting = new WaitingBytes(20, 10);
    const held = waiting.open('a');
    held.tryTake(10);
    const admitted: string[] = [];
    const wait = (owner: string, name: string, bytes: number) => {
      const room = waiting.open(owner);
      void room.take(bytes).then(() => admitted.push(name));
      return room;
    };
    // The first goes on in any case.
    const first = wait('a', 'first', 8);
    wait('a', 'second', 8);
    wait('a', 'third', 1);
    wait('b', 'other', 2);
    await settled();
    expect(admitted).toEqual(['first', 'other']);
    expect(waiting.held).toBe(20);
    held.close();
    await settled();
    expect(admitted).toEqual(['first', 'other', 'third']);
    first.close();
    await settled();
    expect(admitted).toEqual(['first', 'other', 'third', 'second']);
  });

  it('goes beyond the bounds by one body at most, and forgets who gave up', async () => {
    const waiting = new WaitingBytes(10, 10);
    const bodies = Array.from({ length: 20 }, () => waiting.open('a'));
    let most = 0;
    let read = 0;
    // Each of 5 bytes, by ones, all at once: no two of the later ones would ever end by themselves.
    const reading = bodies.map(async (room, n) => {
      for (let byte = 0; byte < 5; byte++) {
        if (!room.tryTake(1)) await room.take(1);
        most = Math.max(most, waiting.held);
        await settled();
        if (n === 7) return room.close();
      }
      read++;
      room.close();
    });
    await Promise.all(reading);
    expect(read).toBe(19);
    expect(most).toBeLessThanOrEqual(15);
    expect(waiting.held).toBe(0);

    const full = waiting.open('a');
    full.tryTake(10);
    const gone = waiting.open('a');
    void gone.take(5);
    gone.close();
    full.close();
    expect(waiting.held).toBe(0);
  });
});
