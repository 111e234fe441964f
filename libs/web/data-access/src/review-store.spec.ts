import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Answer, type Review } from '@earshot/contracts';
import { Api } from './http/api';
import { ReviewStore } from './review-store';
import { aReview } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

/** A server that keeps one review as the real one does: each save raises the revision. */
async function aStore() {
  const server = FakeServer.start();
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
  /** `held` is the review on the server: other windows change it there. `losing` answers are done, and never come. */
  const at = { held: aReview() as Review | null, losing: 0 };
  const answered = (body: unknown) => {
    if (at.losing === 0) return { body };
    at.losing -= 1;
    throw new TypeError('Failed to fetch');
  };
  server
    .on('POST /review-queue/claim', () => ({
      body: { review: at.held?.state === 'submitted' ? null : at.held, waiting: 3 },
    }))
    .on('GET /reviews/review-1', () => ({ body: at.held }))
    .on('PUT /reviews/review-1/scores', ({ body }) => {
      const { revision, ...draft } = body as { revision: number } & Pick<Review, 'answers' | 'note'>;
      if (at.held?.revision !== revision || at.held.state === 'submitted')
        return { status: 409, body: aProblem('conflict', 409) };
      at.held = { ...at.held, ...draft, revision: revision + 1 };
      if (at.held.state === 'expired') return { status: 409, body: aProblem('lease-lost', 409) };
      return answered(at.held);
    })
    .on('POST /reviews/review-1/submit', () => {
      if (at.held?.state !== 'draft') return { status: 409, body: aProblem('conflict', 409) };
      at.held = { ...at.held, state: 'submitted' };
      return answered(at.held);
    })
    .on('POST /reviews/review-1/take-back', () => {
      if (at.held) at.held = { ...at.held, state: 'draft' };
      return { body: at.held };
    })
    .on('POST /reviews/review-1/skip', () => {
      at.held = null;
      return { status: 204 };
    });
  const store = TestBed.inject(ReviewStore);
  await store.claim();
  /** What another window of the same person does. */
  const elsewhere = (over: Partial<Review>): void => {
    if (at.held) at.held = { ...at.held, ...over, revision: at.held.revision + 1 };
  };
  return { server, store, at, elsewhere };
}

const given = (points: Answer['points']): Answer => ({ points, note: '', evidence: [] });

describe('ReviewStore', () => {
  it('saves by itself, one save at a time, each on the revision of the last', async () => {
    const { server, store } = await aStore();
    store.setPoints('safe', 1);
    expect(store.saveState()).toBe('waiting');
    expect(await store.flush()).toBe(true);
    store.setPoints('kind', 2);
    await store.flush();
    const saves = server.callsOf('PUT /reviews/review-1/scores').map(({ body }) => body);
    expect(saves).toMatchObject([
      { revision: 1 },
      { revision: 2, answers: { safe: { points: 1 }, kind: { points: 2 } } },
    ]);
    expect(store.saveState()).toBe('clean');
  });

  it('undoes step by step', async () => {
    const { store } = await aStore();
    store.setPoints('safe', 1);
    store.addEvidence('safe', { messageId: 'm2', start: 0, end: 2 });
    store.undo();
    expect(store.draft().answers['safe']).toMatchObject({ points: 1, evidence: [] });
    store.undo();
    expect(store.draft().answers).toEqual({});
    expect(store.canUndo()).toBe(false);
  });

  it('saves before it submits, then takes the next', async () => {
    const { server, store } = await aStore();
    store.setPoints('safe', 1);
    store.setPoints('kind', 'n/a');
    expect(store.isComplete()).toBe(true);
    expect(await store.submit()).toBe(true);
    expect(server.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /review-queue/claim',
      'PUT /reviews/review-1/scores',
      'POST /reviews/review-1/submit',
      'POST /review-queue/claim',
    ]);
    expect(store.review()).toBeNull();
  });

  it('keeps what was written when a save fails, and does not submit', async () => {
    const { server, store } = await aStore();
    server.on('PUT /reviews/review-1/scores', () => ({ status: 422, body: aProblem('invalid-input', 422) }));
    store.setPoints('safe', 0);
    expect(await store.submit()).toBe(false);
    expect(store.saveState()).toBe('failed');
    expect(store.failure()?.code).toBe('invalid-input');
    expect(store.draft().answers['safe']?.points).toBe(0);
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
  });

  it('goes on after a save whose answer was lost, with nothing to choose', async () => {
    const { store, at } = await aStore();
    at.losing = 1;
    store.setPoints('safe', 1);
    expect(await store.flush()).toBe(false);
    expect(store.failure()?.code).toBe('connection-lost');
    store.setPoints('kind', 2);
    expect(await store.flush()).toBe(true);
    expect(store.failure()).toBeNull();
    expect([store.clashes(), store.taken()]).toEqual([[], []]);
    expect(at.held?.answers).toMatchObject({ safe: { points: 1 }, kind: { points: 2 } });
    expect(await store.submit()).toBe(true);
  });

  it('tries a save again by itself where no answer came', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    try {
      const { store, at } = await aStore();
      at.losing = 1;
      store.setPoints('safe', 1);
      await store.flush();
      await jest.advanceTimersByTimeAsync(5_000);
      expect(store.saveState()).toBe('clean');
    } finally {
      jest.useRealTimers();
    }
  });

  it('saves on what the server made of the review, its evidence where the server has moved it', async () => {
    const { store, at, elsewhere } = await aStore();
    const [first, second] = at.held?.messages ?? [];
    if (!first || !second) throw new Error('the review has two messages');
    store.addEvidence('safe', { messageId: 'm1', start: 12, end: 18 });
    await store.flush();
    store.addEvidence('kind', { messageId: 'm1', start: 9, end: 11 });
    const evidence = [{ messageId: 'm1', start: 10, end: 16 }];
    elsewhere({
      messages: [{ ...first, text: '‹x› is my parcel?' }, second],
      answers: { safe: { ...given(null), evidence } },
    });
    expect(await store.flush()).toBe(true);
    expect(store.review()?.messages[0]?.text).toBe('‹x› is my parcel?');
    expect(at.held?.answers['safe']?.evidence).toEqual(evidence);
    expect(at.held?.answers['kind']?.evidence).toEqual([{ messageId: 'm1', start: 7, end: 9 }]);
  });

  it('takes in what another window answered, and says so', async () => {
    const { store, at, elsewhere } = await aStore();
    elsewhere({ answers: { kind: given(3) } });
    store.setPoints('safe', 1);
    expect(await store.flush()).toBe(true);
    expect(store.taken()).toEqual(['kind']);
    expect(at.held?.answers).toMatchObject({ safe: { points: 1 }, kind: { points: 3 } });
    store.undo();
    expect(store.draft().answers).toMatchObject({ kind: { points: 3 } });
  });

  it.each([
    ['mine', 1, 0],
    ['theirs', 0, 1],
  ] as const)('lets choose where another window answered differently: %s', async (whose, chosen, other) => {
    const { server, store, at, elsewhere } = await aStore();
    elsewhere({ answers: { safe: given(0) } });
    store.setPoints('safe', 1);
    store.setPoints('kind', 2);
    expect(await store.submit()).toBe(false);
    expect(store.clashes()).toEqual(['safe']);
    store.setNote(null, 'still mine');
    expect(await store.flush()).toBe(false);
    expect(at.held?.answers['safe']?.points).toBe(0);
    store.choose(whose);
    expect(await store.flush()).toBe(true);
    expect(at.held).toMatchObject({
      note: 'still mine',
      answers: { safe: { points: chosen }, kind: { points: 2 } },
    });
    store.undo();
    expect(store.draft().answers['safe']?.points).toBe(other);
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
  });

  it('leaves a lost item on screen, keeps it on the server, and can go on to the next', async () => {
    const { server, store, at, elsewhere } = await aStore();
    elsewhere({ state: 'expired' });
    store.setPoints('safe', 1);
    expect(await store.submit()).toBe(false);
    expect(store.standing()).toBe('lost');
    expect(store.draft().answers['safe']?.points).toBe(1);
    expect(at.held?.answers['safe']?.points).toBe(1);
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
    server.on('POST /review-queue/claim', () => ({
      body: { review: aReview({ id: 'review-2' }), waiting: 1 },
    }));
    await store.claim();
    expect(store.review()?.id).toBe('review-2');
    expect(store.standing()).toBe('held');
    expect(store.draft().answers).toEqual({});
  });

  it('goes on with a lost item that is free again, with what was written meanwhile', async () => {
    const { store, at, elsewhere } = await aStore();
    elsewhere({ state: 'expired' });
    store.setPoints('safe', 1);
    await store.flush();
    store.setPoints('kind', 2);
    elsewhere({ state: 'draft' });
    await store.claim();
    expect(store.standing()).toBe('held');
    expect(await store.flush()).toBe(true);
    expect(at.held?.answers).toMatchObject({ safe: { points: 1 }, kind: { points: 2 } });
  });

  it('submits once where the answer to the first try was lost', async () => {
    const { server, store, at } = await aStore();
    store.setPoints('safe', 1);
    await store.flush();
    at.losing = 1;
    expect(await store.submit()).toBe(false);
    expect(store.failure()?.code).toBe('connection-lost');
    expect(await store.submit()).toBe(true);
    expect(store.review()).toBeNull();
    expect(server.callsOf('POST /reviews/review-1/submit')).toHaveLength(2);
  });

  it('says so where another window submitted, and keeps what is written here on screen', async () => {
    const { store, elsewhere } = await aStore();
    elsewhere({ state: 'submitted', answers: { safe: given(0) } });
    store.setPoints('safe', 1);
    expect(await store.submit()).toBe(false);
    expect(store.standing()).toBe('finished');
    expect(store.draft().answers['safe']?.points).toBe(1);
    expect(store.saveState()).toBe('failed');
  });

  it('takes a submission back, after saving the item that came next', async () => {
    const { server, store } = await aStore();
    store.setPoints('safe', 1);
    const second = aReview({ id: 'review-2' });
    server.on('POST /review-queue/claim', () => ({ body: { review: second, waiting: 1 } }));
    server.on('PUT /reviews/review-2/scores', ({ body }) => ({
      body: { ...second, ...(body as object), revision: 2 },
    }));
    expect(await store.submit()).toBe(true);
    store.setPoints('kind', 3);
    expect(await store.takeBack('review-1')).toBe(true);
    expect(server.callsOf('PUT /reviews/review-2/scores')).toHaveLength(1);
    expect(store.review()?.id).toBe('review-1');
    expect(store.draft().answers['safe']?.points).toBe(1);
  });

  it('saves when the page is left, by a call that outlives it, and has the browser ask before', async () => {
    const { server, store } = await aStore();
    const leaving = (): boolean => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return !event.defaultPrevented;
    };
    expect(leaving()).toBe(true);
    store.setPoints('safe', 1);
    window.dispatchEvent(new Event('pagehide'));
    await store.flush();
    expect(server.callsOf('PUT /reviews/review-1/scores')).toMatchObject([{ keepalive: true }]);
    expect(leaving()).toBe(true);
    store.setPoints('safe', 0);
    expect(leaving()).toBe(false);
    await store.flush();
  });

  it('saves what it could not once the person has logged in again', async () => {
    const { server, store, at } = await aStore();
    const save = server.routeOf('PUT /reviews/review-1/scores');
    server.on('PUT /reviews/review-1/scores', () => ({ status: 401, body: aProblem('not-logged-in', 401) }));
    store.setPoints('safe', 1);
    expect(await store.flush()).toBe(false);
    TestBed.tick();
    server.on('PUT /reviews/review-1/scores', save);
    TestBed.inject(Api).sessionBegun();
    TestBed.tick();
    await new Promise((done) => setTimeout(done, 20));
    expect(store.saveState()).toBe('clean');
    expect(at.held?.answers['safe']?.points).toBe(1);
  });

  it('skips with a reason without saving the draft', async () => {
    const { server, store } = await aStore();
    expect(await store.skip('language', 'Cantonese')).toBe(true);
    expect(server.callsOf('POST /reviews/review-1/skip')[0]?.body).toEqual({
      reason: 'language',
      note: 'Cantonese',
    });
  });
});
