import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { aConversation, aFinding, aFlag, aLane } from '@earshot/web/data-access';
import { Notices } from '@earshot/web/ui';
import { aDesk } from './testing/a-desk';

const low = aFlag({ id: 'low', category: 'empty-promise', severity: 'low', conversationId: 'c-9' });
const grave = aFlag({ category: 'fraud', severity: 'medium' });
const titles = (page: HTMLElement): string[] =>
  [...page.querySelectorAll('es-flag-row strong')].map((one) => one.textContent ?? '');
const button = (page: HTMLElement, words: string): HTMLButtonElement | undefined =>
  [...page.querySelectorAll<HTMLButtonElement>('.counts button')].find((one) =>
    one.textContent?.includes(words),
  );

describe('low flags', () => {
  it('stand apart: in no list until they are asked for, and counted by their own button', async () => {
    const { page, settle } = await aDesk({ lane: aLane([grave, low]) });
    expect(titles(page)).toEqual(['fraud']);
    expect(page.querySelector('.counts')?.textContent).toMatch(/Medium and up\s*1\s*Low\s*1/);
    expect(button(page, 'Medium and up')?.getAttribute('aria-pressed')).toBe('true');
    button(page, 'Low')?.click();
    await settle();
    expect(titles(page)).toEqual(['empty promise']);
    expect(TestBed.inject(Router).url).toContain('severity=low');
    button(page, 'Low')?.click();
    await settle();
    expect(titles(page)).toEqual(['fraud']);
    expect(TestBed.inject(Router).url).not.toContain('severity');
  });

  it('are on the card of a conversation that has a graver one', async () => {
    const beside = { ...low, conversationId: grave.conversationId };
    const { page } = await aDesk({ lane: aLane([grave, beside]) });
    expect(page.querySelector('es-flag-row .chip')?.textContent).toContain('fraud · empty promise');
  });

  it('are asked for by the address too', async () => {
    const { page } = await aDesk({ lane: aLane([grave, low]), address: '/safety?severity=low' });
    expect(titles(page)).toEqual(['empty promise']);
  });

  it('leave the desk saying that nothing graver is open, not that nothing is', async () => {
    const { page } = await aDesk({ lane: aLane([low]) });
    expect(page.textContent).toContain('Nothing medium or graver is open');
    expect(page.textContent).toContain('Low flags are open: 1.');
    expect(page.textContent).not.toContain('No open flags');
  });

  it('say nothing of a lane that has no room for them, until they are asked for', async () => {
    const beyond = { critical: 0, high: 0, medium: 0, low: 40, total: 40 };
    const { page, settle } = await aDesk({ lane: aLane([grave], { beyond }) });
    expect(page.querySelector('.cut')).toBeNull();
    expect(page.querySelector('.counts')?.textContent).toMatch(/Low\s*40/);
    button(page, 'Low')?.click();
    await settle();
    expect(page.querySelector('.cut')?.textContent).toContain('0 of 40 are listed');
    expect(page.textContent).not.toContain('No flag fits the filter');
  });

  it('stay where one is while the closed ones are narrowed', async () => {
    const { server, page, settle } = await aDesk({ lane: aLane([grave]) });
    server.on('GET /flags', () => ({ body: { items: [], nextCursor: null, total: null } }));
    server.on('GET /flags/counts', () => ({
      body: { critical: 0, high: 0, medium: 1, low: 7, total: 8 },
    }));
    await TestBed.inject(Router).navigateByUrl('/safety?state=closed');
    await settle();
    button(page, 'Low')?.click();
    await settle();
    expect(TestBed.inject(Router).url).toContain('state=closed&severity=low');
    expect(server.callsOf('GET /flags').at(-1)?.path).toBe('/flags?state=closed&severity=low&sort=newest');
  });
});

describe('a card whose gravest flag is taken', () => {
  const head = aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam' });
  const left = aFlag({
    id: 'left',
    category: 'fraud',
    severity: 'high',
    deadlineAt: null,
    receivedAt: '2026-03-02T12:05:00.000Z',
  });

  it('is shown by the one that nobody has taken, and names the graver one', async () => {
    const { page } = await aDesk({ lane: aLane([head, left]) });
    const row = page.querySelector('es-flag-row');
    expect(row?.querySelector('strong')?.textContent).toBe('fraud');
    expect(row?.querySelector('es-severity')?.textContent?.trim()).toBe('high');
    expect(row?.querySelector('.clock')?.getAttribute('title')).toContain(':05:00');
    expect(row?.querySelector('.graver')?.textContent?.replace(/\s+/g, ' ').trim()).toBe(
      'also harassment, taken · Sam critical',
    );
    expect(row?.textContent).toContain('1 of 2 not taken');
    expect(row?.classList.contains('critical')).toBe(false);
    expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('fraud');
  });

  it('shows the time that is left rather than how many are taken', async () => {
    const soon = new Date(Date.now() + 30_500).toISOString();
    const urgent = { ...left, severity: 'critical' as const, deadlineAt: soon };
    const { page } = await aDesk({ lane: aLane([head, urgent]) });
    expect(page.querySelector('es-flag-row .state')?.textContent).toMatch(/0:\d\d left/);
  });
});

describe('flags that were closed together', () => {
  const closed = [
    aFlag({ state: 'closed', outcome: 'acted', acknowledgedAt: aFlag().openedAt, revision: 2 }),
    aFlag({ id: 'flag-2', category: 'fraud', state: 'closed', outcome: 'acted', revision: 2 }),
  ];

  it('are listed with their outcome, and each is opened again by itself', async () => {
    const { server, socket, page, settle } = await aDesk({
      lane: aLane([aFlag(), aFlag({ id: 'flag-2', category: 'fraud' })]),
    });
    closed.forEach((flag, at) => socket.change('safety', at + 2, { kind: 'flag', data: { flag } }));
    await settle();
    const rows = (): string[] =>
      [...page.querySelectorAll('.siblings li')].map((one) =>
        (one.textContent ?? '').replace(/\s+/g, ' ').trim(),
      );
    expect(rows()).toEqual([
      'harassment critical closed as “Acted: the person is helped” Open again',
      'fraud critical closed as “Acted: the person is helped” Open again',
    ]);
    const again = { ...closed[1], state: 'acknowledged', acknowledgedBy: 'Pat', outcome: null, revision: 3 };
    server.on('POST /flags/reopen', () => ({ body: { flags: [again], left: [] } }));
    page.querySelector<HTMLButtonElement>('[aria-label="Open again: fraud"]')?.click();
    await settle();
    const dialog = page.querySelector<HTMLDialogElement>('es-reopen-flag dialog');
    const [text, submit] = [
      dialog?.querySelector('textarea'),
      dialog?.querySelector<HTMLButtonElement>('button[type=submit]'),
    ];
    if (!text || !submit) throw new Error('there is a dialog');
    const write = async (reason: string): Promise<void> => {
      text.value = reason;
      text.dispatchEvent(new Event('input'));
      await settle();
    };
    expect([dialog?.open, dialog?.querySelector('h2')?.textContent]).toEqual([true, 'Open again: fraud']);
    await write('ok');
    expect(submit.disabled).toBe(true);
    expect(text.getAttribute('aria-invalid')).toBe('true');
    expect(dialog?.textContent).toContain(
      'at least two Chinese characters or four letters, not digits or punctuation alone',
    );
    await write('She called again.');
    expect(text.getAttribute('aria-invalid')).toBeNull();
    submit.click();
    await settle();
    expect(server.callsOf('POST /flags/reopen')[0]?.body).toEqual({
      ids: ['flag-2'],
      reason: 'She called again.',
    });
    expect(dialog?.open).toBe(false);
    expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('fraud');
    expect(titles(page)).toEqual(['fraud']);
    expect(rows()[0]).toBe('fraud critical taken · Pat');
  });

  it('are opened again together, with one reason and in one call; what another did meanwhile is told', async () => {
    const { server, socket, page, settle } = await aDesk({
      lane: aLane([aFlag(), aFlag({ id: 'flag-2', category: 'fraud' }), aFlag({ id: 'flag-3' })]),
    });
    const alone = aFlag({ id: 'flag-3', category: 'threat', state: 'closed', outcome: 'acted', revision: 2 });
    const other = { ...alone, closedAt: aFlag().openedAt };
    [...closed, other].forEach((flag, at) =>
      socket.change('safety', at + 2, { kind: 'flag', data: { flag } }),
    );
    await settle();
    const all = [...page.querySelectorAll<HTMLButtonElement>('es-flag-panel .acts button')];
    expect(all.map((one) => one.textContent?.trim())).toEqual(['Open all 2 again']);
    all[0]?.click();
    await settle();
    const dialog = page.querySelector<HTMLDialogElement>('es-reopen-flag dialog');
    expect(dialog?.querySelector('h2')?.textContent).toBe('Open 2 flags again');
    expect(dialog?.textContent).toContain('harassment · fraud');
    const text = dialog?.querySelector('textarea');
    if (text) text.value = 'She called again.';
    text?.dispatchEvent(new Event('input'));
    await settle();
    const again = { ...closed[0], state: 'acknowledged', acknowledgedBy: 'Pat', outcome: null, revision: 3 };
    const theirs = { ...closed[1], state: 'acknowledged', acknowledgedBy: 'Sam', outcome: null, revision: 5 };
    server.on('POST /flags/reopen', () => ({
      body: { flags: [again], left: [{ id: 'flag-2', why: 'not-closed', flag: theirs }] },
    }));
    dialog?.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await settle();
    expect(server.callsOf('POST /flags/reopen').map(({ body }) => body)).toEqual([
      { ids: ['flag-1', 'flag-2'], reason: 'She called again.' },
    ]);
    expect(dialog?.open).toBe(false);
    expect(TestBed.inject(Notices).shown()).toMatchObject([
      { kind: 'failed', text: 'fraud: it is not closed.' },
      { kind: 'said', text: 'Open again: harassment, Vendor A' },
    ]);
  });

  describe('have what was begun to be written about opening one again', () => {
    /** The desk with the words for one of them written, its dialog open. */
    async function aBegunReopening() {
      const lane = aLane([aFlag(), aFlag({ id: 'flag-2', category: 'fraud' })]);
      const { server, socket, page, settle } = await aDesk({ lane });
      closed.forEach((flag, at) => socket.change('safety', at + 2, { kind: 'flag', data: { flag } }));
      await settle();
      const dialog = page.querySelector<HTMLDialogElement>('es-reopen-flag dialog');
      const text = dialog?.querySelector('textarea');
      if (!dialog || !text) throw new Error('there is a dialog');
      const open = async (category: string): Promise<string> => {
        page.querySelector<HTMLButtonElement>(`[aria-label="Open again: ${category}"]`)?.click();
        await settle();
        return text.value;
      };
      const shut = async (): Promise<void> => {
        dialog.close();
        await settle();
      };
      const submit = async (answer: unknown): Promise<boolean> => {
        server.on('POST /flags/reopen', () => ({ body: answer }));
        dialog.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
        await settle();
        return dialog.open;
      };
      await open('fraud');
      text.value = 'She called again.';
      text.dispatchEvent(new Event('input'));
      await settle();
      return { socket, settle, open, shut, submit };
    }

    it('after Esc, each its own', async () => {
      const { open, shut } = await aBegunReopening();
      await shut();
      expect(await open('harassment')).toBe('');
      await shut();
      expect(await open('fraud')).toBe('She called again.');
    });

    it('after the server left the flag', async () => {
      const { open, submit } = await aBegunReopening();
      const left = [{ id: 'flag-2', why: 'not-yours', flag: null }];
      expect(await submit({ flags: [], left })).toBe(false);
      expect(await open('fraud')).toBe('She called again.');
    });

    it('no more once it was opened', async () => {
      const { socket, settle, open, submit } = await aBegunReopening();
      const again = { ...closed[1], state: 'acknowledged', outcome: null, revision: 3 };
      expect(await submit({ flags: [again], left: [] })).toBe(false);
      socket.change('safety', 4, { kind: 'flag', data: { flag: { ...closed[1], revision: 4 } } });
      await settle();
      expect(await open('fraud')).toBe('');
    });
  });

  it('are known from the conversation too, after the page was loaded anew', async () => {
    const { page, settle } = await aDesk({
      lane: aLane([aFlag({ id: 'flag-3', category: 'threat' })]),
      conversation: aConversation({ flags: closed }),
    });
    await settle();
    expect(page.querySelectorAll('.siblings li')).toHaveLength(3);
  });

  it('cannot be opened again by those who may not act', async () => {
    const { page, settle } = await aDesk({
      person: { roles: ['auditor'] },
      lane: aLane([aFlag({ id: 'flag-3', category: 'threat' })]),
      conversation: aConversation({ flags: closed }),
    });
    await settle();
    expect(page.querySelector('.siblings')?.textContent).not.toContain('Open again');
  });
});

it('says which flag a finding rests on, and that it was a false alarm', async () => {
  const promise = aFlag({
    category: 'empty-promise',
    severity: 'high',
    findings: [aFinding({ ruleId: 'conversation.repeated-promise', reasons: ['while-open: harassment'] })],
  });
  const danger = aFlag({ id: 'danger', state: 'closed', outcome: 'false-alarm', revision: 2 });
  const { page, settle } = await aDesk({
    lane: aLane([promise]),
    conversation: aConversation({ flags: [danger, promise] }),
  });
  await settle();
  expect(page.querySelector('es-flag-findings')?.textContent).toContain(
    'Rests on the flag harassment (critical), which has ended: closed as “False alarm”. Judge anew whether this still stands.',
  );
});
