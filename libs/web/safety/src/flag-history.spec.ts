import { TestBed } from '@angular/core/testing';
import { type FlagActs } from '@earshot/contracts';
import { aFlag, aLane } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { aDesk } from './testing/a-desk';

type Act = FlagActs['acts'][number];

describe('what was done with a flag', () => {
  const at = (minute: number): string => new Date(Date.now() - 600_000 + minute * 60_000).toISOString();
  const anAct = (minute: number, over: Partial<Act>): Act => ({
    at: at(minute),
    act: 'acknowledged',
    by: 'Pat',
    outcome: null,
    reason: null,
    ...over,
  });
  const acts: readonly Act[] = [
    anAct(0, {}),
    anAct(1, { act: 'released' }),
    anAct(2, { act: 'closed', outcome: 'false-alarm', reason: 'A joke among friends' }),
    anAct(3, { act: 'reopened', by: 'Sam', reason: 'She called again' }),
    anAct(4, { act: 'closed', by: 'Sam', outcome: 'acted', reason: 'Police informed' }),
    anAct(5, { act: 'reopened-by-finding', by: null }),
  ];
  const rows = (page: HTMLElement): string[] =>
    [...page.querySelectorAll('es-flag-history li')].map((row) =>
      [...row.children].map((part) => (part.textContent ?? '').trim()).join(' | '),
    );
  const clock = (minute: number): string =>
    new Date(at(minute)).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

  async function aDeskWith(told: FlagActs, person = {}) {
    const desk = await aDesk({ lane: aLane([]), person });
    desk.server.on('GET /flags/flag-1/acts', () => ({ body: told }));
    desk.socket.change('safety', 2, { kind: 'flag', data: { flag: aFlag() } });
    await desk.settle();
    await desk.settle();
    return desk;
  }

  it('is told from first to last, with every close, who and when, in the language of who reads', async () => {
    const { page, settle } = await aDeskWith({ acts: [...acts], earlier: 0 });
    expect(rows(page).map((row) => row.replace(/\d\d:\d\d(:\d\d)?/, 'TIME'))).toEqual([
      'Taken | TIME | Pat',
      'Given back | TIME | Pat',
      'Closed: False alarm | TIME | Pat | A joke among friends',
      'Opened again | TIME | Sam | She called again',
      'Closed: Acted: the person is helped | TIME | Sam | Police informed',
      'Said again after its close: open by itself | TIME',
    ]);
    expect(rows(page)[0]).toContain(clock(0));
    await TestBed.inject(Words).show('zh-CN');
    await settle();
    expect(rows(page)[3]).toContain('重新打开');
    expect(rows(page)[3]).toContain('Sam | She called again');
  });

  it('tells an undo from an opening for which there was a reason, but not to whom no reason is told', async () => {
    const undone = anAct(3, { act: 'reopened' });
    const { page } = await aDeskWith({ acts: [undone, anAct(4, { act: 'reopened', by: null })], earlier: 0 });
    expect(rows(page).map((row) => row.split(' | ')[0])).toEqual(['Its close undone', 'Opened again']);
  });

  it('names nobody to whom no name is told', async () => {
    const { page } = await aDeskWith({ acts: [anAct(0, { by: null })], earlier: 0 });
    expect(rows(page)[0]).toMatch(/^Taken \| .* \| the brand$/);
  });

  it('says how many came before, and nothing where nothing was done', async () => {
    const { server, socket, page, settle } = await aDeskWith({ acts: [], earlier: 0 });
    expect(page.querySelector('es-flag-history')?.textContent).toBe('');
    server.on('GET /flags/flag-1/acts', () => ({ body: { acts: [...acts], earlier: 7 } }));
    socket.change('safety', 3, { kind: 'flag', data: { flag: aFlag({ revision: 2 }) } });
    await settle();
    expect(page.querySelector('es-flag-history')?.textContent).toContain('7 earlier entries');
  });

  it('tells the last reasons, which are with the flag, where it cannot be read', async () => {
    const { server, socket, page, settle } = await aDesk({ lane: aLane([]) });
    server.on('GET /flags/flag-1/acts', () => ({ status: 503, body: {} }));
    const reopened = { at: at(1), by: 'Sam', reason: 'She called again' };
    const flag = aFlag({ reason: 'A joke among friends', reopened });
    socket.change('safety', 2, { kind: 'flag', data: { flag } });
    await settle();
    await settle();
    const text = page.querySelector('es-flag-history')?.textContent ?? '';
    expect(text).toContain('A joke among friends');
    expect(text).toContain('She called again');
  });

  it('stays, under the failure to read it again', async () => {
    const { server, socket, page, settle } = await aDeskWith({ acts: [...acts], earlier: 0 });
    server.on('GET /flags/flag-1/acts', () => ({ status: 503, body: {} }));
    socket.change('safety', 3, { kind: 'flag', data: { flag: aFlag({ revision: 2 }) } });
    await settle();
    expect(page.querySelector('es-flag-history es-failure')).not.toBeNull();
    expect(rows(page)).toHaveLength(acts.length);
  });
});
