import { provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Review } from '@earshot/contracts';
import { ReviewStore } from './review-store';
import { aReview } from './testing/builders';
import { FakeServer, aProblem } from './testing/fake-server';
import { FakeSocket } from './testing/fake-socket';

/** A server that keeps one review as the real one does: each save raises the revision. */
async function aStore() {
  const server = FakeServer.start();
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), socket.provide()] });
  let review: Review | null = aReview();
  server
    .on('POST /review-queue/claim', () => ({ body: { review, waiting: 3 } }))
    .on('PUT /reviews/review-1/scores', ({ body }) => {
      const { revision, ...draft } = body as { revision: number } & Pick<Review, 'answers' | 'note'>;
      if (review?.revision !== revision) return { status: 409, body: aProblem('conflict', 409) };
      review = { ...review, ...draft, revision: revision + 1 };
      return { body: review };
    })
    .on('POST /reviews/review-1/submit', () => {
      review = null;
      return { body: {} };
    })
    .on('POST /reviews/review-1/skip', () => {
      review = null;
      return { status: 204 };
    });
  const store = TestBed.inject(ReviewStore);
  await store.claim();
  return { server, store };
}

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
    server.on('PUT /reviews/review-1/scores', () => ({ status: 409, body: aProblem('lease-lost', 409) }));
    store.setPoints('safe', 0);
    expect(await store.submit()).toBe(false);
    expect(store.saveState()).toBe('failed');
    expect(store.failure()?.code).toBe('lease-lost');
    expect(store.draft().answers['safe']?.points).toBe(0);
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
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
