import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { aFlag, aLane } from '@earshot/web/data-access';
import { aDesk } from './testing/a-desk';

const lanes = (page: HTMLElement): [heading: string, rows: string[]][] =>
  [...page.querySelectorAll('.lane h2')].map((heading) => [
    (heading.textContent ?? '').replace(/\s+/g, ' ').trim(),
    [...(heading.nextElementSibling?.querySelectorAll('strong') ?? [])].map((one) => one.textContent ?? ''),
  ]);

describe('the order of the desk', () => {
  const taken = { state: 'acknowledged', acknowledgedBy: 'Oluwaseun Adebayo-Fitzgerald' } as const;

  it('says what needs a person, then what is taken, each by gravity, with how many', async () => {
    const { page } = await aDesk({
      lane: aLane([
        aFlag({ id: '1', ...taken, conversationId: 'c-2', category: 'threat' }),
        aFlag({ id: '2', severity: 'high', conversationId: 'c-3', category: 'fraud' }),
        aFlag({ id: '3', conversationId: 'c-4', category: 'harassment' }),
      ]),
    });
    expect(lanes(page)).toEqual([
      ['Needs a person 2 conversations', ['harassment', 'fraud']],
      ['Taken 1 conversation', ['threat']],
    ]);
    expect(page.querySelector('ul[aria-labelledby="es-lane-taken"] .state')?.textContent).toBe(
      'taken · Oluwaseun Adebayo-Fitzgerald',
    );
  });

  it('leaves a conversation among the taken where only a low flag of it is not', async () => {
    const { page } = await aDesk({
      lane: aLane([
        aFlag({ id: '1', ...taken, category: 'threat' }),
        aFlag({ id: '2', severity: 'low', category: 'empty-promise' }),
        aFlag({ id: '3', severity: 'medium', conversationId: 'c-3', category: 'fraud' }),
      ]),
    });
    expect(lanes(page)).toEqual([
      ['Needs a person 1 conversation', ['fraud']],
      ['Taken 1 conversation', ['threat']],
    ]);
  });

  it('brings what is taken into sight from its heading', async () => {
    const { page } = await aDesk({
      lane: aLane([aFlag(), aFlag({ id: '2', ...taken, conversationId: 'c-2' })]),
    });
    const list = page.querySelector<HTMLElement>('ul[aria-labelledby="es-lane-taken"]');
    if (!list) throw new Error('there is a list');
    const scrolled: unknown[] = [];
    list.scrollIntoView = (how) => void scrolled.push(how);
    page.querySelector<HTMLButtonElement>('#es-lane-taken button')?.click();
    expect(scrolled).toEqual([{ block: 'start' }]);
  });

  it('has no heading for what is not there, nor over what has ended', async () => {
    const { server, page, settle } = await aDesk({ lane: aLane([aFlag({ ...taken })]) });
    expect(lanes(page).map(([heading]) => heading)).toEqual(['Taken 1 conversation']);
    server.on('GET /flags', () => ({
      body: { items: [aFlag({ state: 'closed' })], nextCursor: null, total: null },
    }));
    server.on('GET /flags/counts', () => ({ body: { critical: 1, high: 0, medium: 0, low: 0, total: 1 } }));
    await TestBed.inject(Router).navigateByUrl('/safety?state=closed');
    await settle();
    expect(lanes(page)).toEqual([]);
    expect(page.querySelectorAll('es-flag-row')).toHaveLength(1);
  });
});

describe('flags of no known vendor', () => {
  const stray = aFlag({ id: 'stray', vendorId: null, category: 'fraud', conversationId: 'c-9' });
  const names = (page: HTMLElement): string[] =>
    [...(page.querySelector<HTMLSelectElement>('es-vendor-select select')?.options ?? [])].map(({ text }) =>
      text.trim(),
    );

  it('are a choice of the filter where events come without a vendor', async () => {
    const vendor = { lastEventAt: null, lastReceivedAt: null, lagP50Ms: null, lagP99Ms: null };
    const { page } = await aDesk({ lane: aLane([], { vendors: [{ vendorId: null, ...vendor }] }) });
    expect(names(page)).toContain('Unknown vendor');
  });

  it('are narrowed to by the address', async () => {
    const { page } = await aDesk({ lane: aLane([aFlag(), stray]), address: '/safety?vendorId=' });
    expect([...page.querySelectorAll('es-flag-row strong')].map((one) => one.textContent)).toEqual(['fraud']);
    expect(
      page.querySelector<HTMLSelectElement>('es-vendor-select select')?.selectedOptions[0]?.text,
    ).toMatch(/Unknown vendor/);
  });

  it('are no choice where there are none', async () => {
    const { page } = await aDesk();
    expect(names(page)).not.toContain('Unknown vendor');
  });
});

it('lists what the alarm rings for while the live connection is lost, and says that it is', async () => {
  const { server, socket, page, settle } = await aDesk({ lane: aLane([]) });
  server.on('GET /flags', () => ({ body: { items: [aFlag()], nextCursor: null, total: null } }));
  server.on('GET /live/safety', () => ({ body: aLane([aFlag()]) }));
  socket.drop();
  await settle();
  await settle();
  expect(page.querySelector('es-flag-row strong')?.textContent).toBe('harassment');
  expect(page.querySelector('es-as-of')?.textContent).toMatch(
    /live connection lost at .*; read every few seconds/,
  );
  expect(page.querySelector('.desk')?.classList).not.toContain('stale');
});

it('says that the alarm rings for what is not listed, where the list cannot be read', async () => {
  const { server, socket, page, settle } = await aDesk({ lane: aLane([]) });
  server.on('GET /flags', () => ({ body: { items: [aFlag()], nextCursor: null, total: null } }));
  server.on('GET /live/safety', () => ({ status: 503, body: {} }));
  socket.drop();
  await settle();
  await settle();
  expect(page.querySelector('.missing')?.textContent).toContain(
    '1 critical flag that nobody has taken is not in this list',
  );
});
