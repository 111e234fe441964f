import { type Job, type JobQueue, type OnJobError } from '@earshot/platform/jobs';
import { until } from '../until';

const once = { concurrency: 1, attempts: 1, backoffMs: 1 };

/** What every JobQueue must do. `make` gives a new, empty queue that nothing else uses. */
export function jobQueueConformance(make: (onError: OnJobError) => JobQueue): void {
  const errors: { error: unknown; job: { name: string; id: string } | undefined }[] = [];
  let queue: JobQueue;
  beforeEach(() => {
    errors.length = 0;
    queue = make((error, job) => errors.push({ error, job }));
  });
  afterEach(() => queue.close());

  it('runs a job with its payload, and not before it is started', async () => {
    const seen: Job<object>[] = [];
    queue.handle('greet', once, async (job) => void seen.push(job));
    await queue.add('greet', 'a', { v: 1, name: '你好' });
    await new Promise((done) => setTimeout(done, 50));
    expect(seen).toEqual([]);
    await queue.start();
    await until('the job ran', () => seen.length === 1);
    expect(seen).toEqual([{ id: 'a', payload: { v: 1, name: '你好' }, attempt: 1 }]);
  });

  it('takes an id once while it waits, and again when it is over', async () => {
    let runs = 0;
    queue.handle('count', once, async () => void (runs += 1));
    for (let n = 0; n < 5; n += 1) await queue.add('count', 'same', {}, 100);
    await queue.start();
    await until('it ran once', () => runs === 1);
    // Being over is told to the store after the handler returns.
    await until('it ran again', async () => {
      await queue.add('count', 'same', {});
      await new Promise((done) => setTimeout(done, 50));
      return runs >= 2;
    });
    await new Promise((done) => setTimeout(done, 150));
    expect(runs).toBe(2);
  });

  it('waits as long as it is told', async () => {
    const started = performance.now();
    let ranAfter = 0;
    queue.handle('later', once, async () => void (ranAfter = performance.now() - started));
    await queue.start();
    await queue.add('later', 'a', {}, 300);
    await until('it ran', () => ranAfter > 0);
    expect(ranAfter).toBeGreaterThanOrEqual(290);
  });

  it('tries again after a failure, and tells of the last one', async () => {
    const attempts: number[] = [];
    queue.handle('fail', { concurrency: 1, attempts: 3, backoffMs: 5 }, async ({ attempt }) => {
      attempts.push(attempt);
      throw new Error(`no ${attempt}`);
    });
    await queue.start();
    await queue.add('fail', 'a', {});
    await until('it was told', () => errors.length > 0);
    expect(attempts).toEqual([1, 2, 3]);
    expect(errors).toMatchObject([{ error: { message: 'no 3' }, job: { name: 'fail', id: 'a' } }]);
  });

  it('keeps to its concurrency, and one kind does not wait for another', async () => {
    let inside = 0;
    let most = 0;
    let done = 0;
    queue.handle('slow', { concurrency: 2, attempts: 1, backoffMs: 1 }, async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((end) => setTimeout(end, 100));
      inside -= 1;
      done += 1;
    });
    let doneWhenQuick = -1;
    queue.handle('quick', once, async () => void (doneWhenQuick = done));
    await queue.start();
    for (let n = 0; n < 6; n += 1) await queue.add('slow', String(n), {});
    await queue.add('quick', 'a', {});
    await until('all ran', () => done === 6);
    expect(most).toBe(2);
    expect(doneWhenQuick).toBeLessThan(6);
  });

  it('waits at its close for what runs, and begins nothing more', async () => {
    const seen: string[] = [];
    queue.handle('slow', once, async ({ id }) => {
      seen.push(`${id} begins`);
      await new Promise((end) => setTimeout(end, 200));
      seen.push(`${id} ends`);
    });
    await queue.start();
    await queue.add('slow', 'a', {});
    await queue.add('slow', 'b', {});
    await until('the first began', () => seen.length === 1);
    await queue.close();
    expect(seen).toEqual(['a begins', 'a ends']);
  });

  it('refuses a name that nobody handles, and a second handler', async () => {
    queue.handle('known', once, async () => undefined);
    expect(() => queue.handle('known', once, async () => undefined)).toThrow('already');
    await expect(queue.add('unknown', 'a', {})).rejects.toThrow('Nobody handles');
  });
}
