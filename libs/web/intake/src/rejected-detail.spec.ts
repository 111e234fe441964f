import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { type RejectedEventDetail } from '@earshot/contracts';
import { FakeServer } from '@earshot/web/data-access';
import { Words, provideWords } from '@earshot/web/i18n';
import { Notices } from '@earshot/web/ui';
import { RejectedDetail } from './rejected-detail';

const soon = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function anEvent(over: Partial<RejectedEventDetail> = {}): RejectedEventDetail {
  return {
    id: 'r-1',
    receivedAt: '2026-03-02T12:00:00.000Z',
    via: 'http',
    topic: null,
    partition: null,
    offset: null,
    index: 0,
    eventId: 'e-1',
    code: 'invalid-field',
    detail: 'no time',
    fault: null,
    pointer: '/time',
    excerpt: '',
    state: 'open',
    resolvedAt: null,
    resolvedBy: null,
    fields: [{ pointer: '/time', value: '"yesterday"', masked: false }],
    parseable: true,
    ...over,
  };
}

async function aDetail(over: Partial<RejectedEventDetail> = {}) {
  localStorage.setItem('earshot.language', 'en');
  let state: RejectedEventDetail['state'] = 'open';
  const server = FakeServer.start()
    .on('GET /intake/rejected/r-1', () => ({ body: anEvent({ ...over, state }) }))
    .on('GET /intake/rejected/r-2', () => ({ body: anEvent({ id: 'r-2' }) }))
    .on('GET /intake/rejected', () => ({ body: { items: [], nextCursor: null } }))
    .on('POST /intake/rejected/r-1/dismiss', () => {
      state = 'dismissed';
      return { status: 204 };
    })
    .on('POST /intake/rejected/r-1/reopen', () => {
      state = 'open';
      return { status: 204 };
    });
  TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(RejectedDetail);
  const ledTo: string[] = [];
  fixture.componentInstance.again.subscribe((id) => ledTo.push(id));
  const show = async (id: string): Promise<void> => {
    fixture.componentRef.setInput('id', id);
    await settle();
  };
  const settle = async (): Promise<void> => {
    await soon();
    await fixture.whenStable();
  };
  await show('r-1');
  const page = fixture.nativeElement as HTMLElement;
  const press = async (name: string): Promise<void> => {
    const button = [...page.querySelectorAll('button')].find((one) => one.textContent?.trim() === name);
    if (!button) throw new Error(`no button “${name}” in: ${page.textContent}`);
    button.click();
    await settle();
  };
  const field = (): HTMLInputElement => {
    const input = page.querySelector('input');
    if (!input) throw new Error('no field');
    return input;
  };
  const type = async (text: string): Promise<void> => {
    field().value = text;
    field().dispatchEvent(new Event('input'));
    await settle();
  };
  return { server, page, show, press, field, type, settle, ledTo };
}

describe('a rejected event', () => {
  it.each([
    ['of a known fault', { code: 'wrong-type', values: { expected: 'string' } }, '取值类型应为字符串。'],
    ['with a number', { code: 'conversation-full', values: { most: 10_000 } }, '已有 10,000 条事件'],
    ['of a fault that is new', { code: 'moon-is-full', values: {} }, '服务器说明：no time'],
    ['that an older server kept', null, '服务器说明：no time'],
  ])('%s is explained in the person’s language, or visibly in the server’s', async (_, fault, said) => {
    const { server, show, page } = await aDetail();
    server.on('GET /intake/rejected/r-3', () => ({ body: anEvent({ id: 'r-3', fault }) }));
    await TestBed.inject(Words).choose('zh-CN');
    await show('r-3');
    expect(page.querySelector('header')?.textContent).toContain(said);
  });

  const rejectedAs = (rejectedId: string) => ({
    outcome: 'rejected',
    code: 'time-in-future',
    detail: 'd',
    fault: null,
    pointer: '/time',
    rejectedId,
  });

  it('that is rejected again leads to the new rejection, and says there that and why it was', async () => {
    const { server, page, press, type, show, ledTo } = await aDetail();
    server.on('POST /intake/rejected/r-1/resubmit', () => ({ body: rejectedAs('r-2') }));
    await TestBed.inject(Words).choose('zh-CN');
    await type('tomorrow');
    await press('重新提交');
    expect(ledTo).toEqual(['r-2']);
    expect(page.querySelector('.banner')).toBeNull();
    await show('r-2');
    expect(page.querySelector('.banner')?.textContent?.trim()).toBe(
      '修正后再次被拒（时间在未来），请在此继续修正。',
    );
    await show('r-1');
    expect(page.querySelector('.banner')).toBeNull();
  });

  it('that was sent again unchanged says so, and stays', async () => {
    const { server, page, press, field, ledTo } = await aDetail();
    server.on('POST /intake/rejected/r-1/resubmit', () => ({ body: rejectedAs('r-1') }));
    await press('Resubmit');
    expect(ledTo).toEqual([]);
    expect(page.querySelector('.banner')?.textContent).toContain('Nothing was changed');
    expect(field().disabled).toBe(false);
  });

  it('is put aside with a way back for 8 seconds; what was typed into it is there again', async () => {
    const { server, page, press, field, type, settle } = await aDetail();
    await type('2026-03-02T12:00:00Z');
    await press('Put aside');
    expect(page.querySelector('h2')?.textContent).toBe('Put aside');
    expect(TestBed.inject(Notices).undoLast()).toBe(true);
    await settle();
    expect(server.callsOf('POST /intake/rejected/r-1/reopen')).toHaveLength(1);
    expect(field().value).toBe('2026-03-02T12:00:00Z');
    expect(field().disabled).toBe(false);
  });

  it('has what is wrong apart from the rest of the event, also where it is missing', async () => {
    const fields = [
      { pointer: '/id', value: '"e-1"', masked: false },
      { pointer: '/time', value: '"yesterday"', masked: false },
    ];
    const marked = (page: HTMLElement): string[] =>
      [...page.querySelectorAll('.marked code')].map((one) => one.textContent ?? '');
    const { page } = await aDetail({ fields });
    expect(marked(page)).toEqual(['/time']);
    expect(page.querySelector('.rest code')?.textContent).toBe('/id');
    TestBed.resetTestingModule();
    const missing = await aDetail({ fields, pointer: '/subject' });
    expect(marked(missing.page)).toEqual(['/subject']);
    expect(missing.field().value).toBe('');
    await missing.type('c-1');
    missing.server.on('POST /intake/rejected/r-1/resubmit', () => ({
      body: { outcome: 'accepted', code: null, detail: null, fault: null, pointer: null, rejectedId: null },
    }));
    await missing.press('Resubmit');
    expect(missing.server.callsOf('POST /intake/rejected/r-1/resubmit')[0]?.body).toMatchObject({
      changes: [{ pointer: '/subject', value: 'c-1' }],
    });
  });

  it('can be taken up again later too', async () => {
    const { press, field } = await aDetail();
    await press('Put aside');
    await press('Open again');
    expect(field().disabled).toBe(false);
  });

  it('keeps what was typed while another one is looked at', async () => {
    const { show, field, type } = await aDetail();
    await type('today');
    await show('r-2');
    expect(field().value).toBe('yesterday');
    await show('r-1');
    expect(field().value).toBe('today');
  });

  it('has the browser ask before what was typed is lost', async () => {
    const { type } = await aDetail();
    const leave = (): boolean => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return !event.defaultPrevented;
    };
    expect(leave()).toBe(true);
    await type('today');
    expect(leave()).toBe(false);
  });
});
