import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type Review } from '@earshot/contracts';
import { FakeServer, FakeSocket, ReviewStore, aProblem, aReview } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { Notices } from '@earshot/web/ui';
import { ReviewPage } from './review-page';

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function aDesk(first: Review | null = aReview()) {
  localStorage.setItem('earshot.language', 'en');
  const socket = new FakeSocket();
  let next: Review | null = first;
  const server = FakeServer.start()
    .on('POST /review-queue/claim', () => ({ body: { review: next, waiting: 1 } }))
    .on('PUT /reviews/review-1/scores', ({ body }) => ({
      body: { ...aReview(), ...(body as object), revision: 2 },
    }))
    .on('POST /reviews/review-1/submit', () => {
      next = null;
      return { body: {} };
    });
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), socket.provide()],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(ReviewPage);
  const page = fixture.nativeElement as HTMLElement;
  document.body.append(page);
  const settle = async (): Promise<void> => {
    await soon(30);
    await fixture.whenStable();
  };
  await settle();
  const press = async (key: string, over: KeyboardEventInit = {}): Promise<void> => {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }),
    );
    await settle();
  };
  const focused = (): string => page.querySelector('es-criterion-row.focused h3')?.textContent?.trim() ?? '';
  return { server, socket, page, press, focused, store: TestBed.inject(ReviewStore), settle };
}

describe('the reviewer’s desk', () => {
  it('answers by digits and moves on, then submits by chord and takes the next', async () => {
    const { server, page, press, focused, store } = await aDesk();
    expect(focused()).toContain('Safe');
    await press('1');
    expect(focused()).toContain('Kind');
    await press('3');
    expect(page.querySelector('footer')?.textContent).toContain('running score 100');
    await press('Enter', { ctrlKey: true });
    expect(server.callsOf('POST /reviews/review-1/submit')).toHaveLength(1);
    expect(store.review()).toBeNull();
    expect(page.textContent).toContain('Nothing waits for review');
  });

  it('shows beside every answer the key that gives it, on every criterion alike', async () => {
    const { page } = await aDesk();
    const keys = [...page.querySelectorAll('es-criterion-row')].map((row) =>
      [...row.querySelectorAll('.choices button')].map(
        (one) => `${one.firstChild?.textContent?.trim()}: ${one.querySelector('kbd')?.textContent}`,
      ),
    );
    expect(keys).toEqual([
      ['yes: 1', 'no: 2'],
      ['0: 0', '1: 1', '2: 2', '3: 3', 'n/a: 9'],
    ]);
  });

  it('says that the connection is lost, until it is back', async () => {
    const { socket, page, settle } = await aDesk();
    const note = (): string | null => page.querySelector('es-as-of')?.textContent?.trim() ?? null;
    socket.connect();
    socket.snapshot('review', 1, { waiting: 1, submittedToday: 0, draft: null, medianReviewSeconds: null });
    await settle();
    expect(note()).toBeNull();
    socket.drop();
    await settle();
    expect(note()).toContain('connection lost');
    socket.connect();
    socket.snapshot('review', 1, { waiting: 1, submittedToday: 0, draft: null, medianReviewSeconds: null });
    await settle();
    expect(note()).toBeNull();
  });

  it('does not submit what is incomplete: it goes to what is missing', async () => {
    const { server, page, press, focused } = await aDesk();
    await press('j');
    await press('2');
    await press('Enter', { ctrlKey: true });
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
    expect(focused()).toContain('Safe');
    expect(page.querySelector('footer [role=alert]')?.textContent).toContain('1 to go');
  });

  it('takes the message under the keys as evidence, and undoes it', async () => {
    const { page, press, store } = await aDesk();
    await press(']');
    await press(']');
    await press('e');
    expect(store.draft().answers['safe']?.evidence).toEqual([{ messageId: 'm2', start: 0, end: 15 }]);
    expect(page.querySelector('mark.evidence')?.textContent).toBe('It comes today.');
    await press('u');
    expect(page.querySelector('mark.evidence')).toBeNull();
  });

  it('leaves digits to the note while it is written, and to an input method', async () => {
    const { press, store, focused } = await aDesk();
    await press('1', { isComposing: true });
    expect(store.draft().answers).toEqual({});
    await press('n');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Note on Safe');
    await press('1');
    expect(store.draft().answers).toEqual({});
    await press('Escape');
    await press('2');
    expect(store.draft().answers['safe']?.points).toBe(0);
    expect(focused()).toContain('Kind');
  });

  it('puts the cursor into the note of the criterion that the keys have only just come to', async () => {
    const { settle } = await aDesk();
    for (const key of ['j', 'n'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settle();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Note on Kind');
  });

  it('takes a submission back by U, in place of a question', async () => {
    const { server, page, press, store } = await aDesk();
    for (const key of ['1', '3']) await press(key);
    await press('Enter', { ctrlKey: true });
    expect(TestBed.inject(Notices).shown()).toMatchObject([{ text: 'Submitted', kind: 'said' }]);
    server.on('POST /reviews/review-1/take-back', () => ({
      body: aReview({ revision: 4, answers: { safe: { points: 1, note: 'kept', evidence: [] } } }),
    }));
    await press('u');
    expect(store.review()?.id).toBe('review-1');
    expect(page.querySelector('textarea')?.value).toBe('kept');
  });

  it('says that it is too late to take a submission back', async () => {
    const { server, press } = await aDesk();
    for (const key of ['1', '3']) await press(key);
    await press('Enter', { ctrlKey: true });
    server.on('POST /reviews/review-1/take-back', () => ({ status: 409, body: aProblem('conflict', 409) }));
    await press('u');
    const [notice] = TestBed.inject(Notices).shown();
    expect(notice).toMatchObject({ kind: 'failed' });
    expect(notice?.text).toContain('Too late');
  });

  it('leaves a lost item to be read and copied, and goes on to the next by the same chord', async () => {
    const { server, page, press } = await aDesk();
    server.on('PUT /reviews/review-1/scores', () => ({ status: 409, body: aProblem('lease-lost', 409) }));
    for (const key of ['1', '3']) await press(key);
    await press('Enter', { ctrlKey: true });
    expect(page.querySelector('es-review-standing')?.textContent).toContain('What you wrote is kept');
    expect(page.querySelectorAll('[aria-pressed=true]')).toHaveLength(2);
    expect(server.callsOf('POST /reviews/review-1/submit')).toEqual([]);
    server.on('POST /review-queue/claim', () => ({ body: { review: aReview({ id: 'next' }), waiting: 0 } }));
    await press('Enter', { ctrlKey: true });
    expect(page.querySelectorAll('[aria-pressed=true]')).toHaveLength(0);
    expect(page.querySelector('es-review-standing')?.textContent?.trim()).toBe('');
  });

  it('asks where another window answered differently, and U brings the other back', async () => {
    const { server, page, press, store, settle } = await aDesk();
    const theirs = aReview({ revision: 5, answers: { safe: { points: 0, note: '', evidence: [] } } });
    server
      .on('GET /reviews/review-1', () => ({ body: theirs }))
      .on('PUT /reviews/review-1/scores', ({ body }) =>
        (body as { revision: number }).revision === 5
          ? { body: { ...theirs, ...(body as object), revision: 6 } }
          : { status: 409, body: aProblem('conflict', 409) },
      );
    await press('1');
    await store.flush();
    await settle();
    const asked = page.querySelector('es-review-standing');
    expect(asked?.textContent).toContain('Answered differently here and in another window: Safe.');
    asked?.querySelectorAll('button')[1]?.click();
    await settle();
    expect(store.draft().answers['safe']?.points).toBe(0);
    await press('u');
    expect(store.draft().answers['safe']?.points).toBe(1);
  });

  it('keeps what was begun in the question why an item is skipped, until it is another item', async () => {
    const { page, press, settle } = await aDesk();
    await press('s');
    const note = page.querySelector<HTMLTextAreaElement>('dialog textarea');
    if (!note) throw new Error('no note');
    note.value = 'half the';
    note.dispatchEvent(new Event('input'));
    page.querySelector('dialog')?.dispatchEvent(new Event('close'));
    await settle();
    await press('s');
    expect(note.value).toBe('half the');
  });

  it('warns which critical criterion fails the review', async () => {
    const { page, press } = await aDesk();
    await press('2');
    expect(page.querySelector('footer')?.textContent).toContain('fails: Safe');
  });

  it('says so when nothing waits', async () => {
    const { page } = await aDesk(null);
    expect(page.textContent).toContain('Nothing waits for review');
    expect([...page.querySelectorAll('button')].map((one) => one.textContent?.trim())).toContain(
      'Look again',
    );
  });
});
