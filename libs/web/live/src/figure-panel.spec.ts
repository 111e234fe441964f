import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Channel, type MetricId, type Severity } from '@earshot/contracts';
import { FakeServer, FakeSocket, ServerClock, aConversation, aFlag } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { KeyMap } from '@earshot/web/ui';
import { FigurePanel, windowBehind } from './figure-panel';

it('asks for the conversations of the channel that the page is narrowed to, and for another one', async () => {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start().on('GET /conversations', () => ({
    body: { items: [], nextCursor: null, total: 0 },
  }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([]),
      new FakeSocket().provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(FigurePanel);
  fixture.componentRef.setInput('metric', 'first-response-time');
  fixture.componentRef.setInput('vendorId', null);
  fixture.componentRef.setInput('filter', {
    vendorId: null,
    channel: 'chat',
    scenario: null,
    window: '1h',
  });
  const asked: (Channel | null)[] = [];
  fixture.componentInstance.channel.subscribe((channel) => asked.push(channel));
  await fixture.whenStable();
  expect(server.callsOf('GET /conversations').at(-1)?.path).toContain('channel=chat');
  const select = (fixture.nativeElement as HTMLElement).querySelector('select');
  expect(select?.value).toBe('chat');
  for (const value of ['email', '']) {
    if (select) select.value = value;
    select?.dispatchEvent(new Event('change'));
  }
  expect(asked).toEqual(['email', null]);
});

it('closes by Escape', async () => {
  const { fixture } = await aPanel({ metric: 'satisfaction' });
  let isClosed = false;
  fixture.componentInstance.closed.subscribe(() => (isClosed = true));
  const press = { key: 'Escape', ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
  TestBed.inject(KeyMap).press({ ...press, keyCode: 27, repeat: false, target: null });
  expect(isClosed).toBe(true);
});

it.each([
  [0, 'No complaint was filed about any of the 57 closed conversations. These are the 57.', 'newest first'],
  [1, '', 'those that count first'],
])('of a rate for which %d of the closed ones count it says what it lists', async (n, said, order) => {
  const { server, again, text } = await aPanel({ metric: 'complaint-rate' });
  server.on('GET /conversations', () => ({
    body: { items: [{ ...aConversation(), messages: 1, figure: n }], nextCursor: 'next', total: 57 },
  }));
  await again();
  expect(text('.none-counts')).toBe(said);
  expect(text('[role=status]')).toContain(order);
});

async function aPanel(inputs: { metric: MetricId; severity?: Severity; vendorId?: string }) {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start()
    .on('GET /conversations', () => ({ body: { items: [], nextCursor: null, total: 0 } }))
    .on('GET /flags', () => ({ body: { items: [aFlag()], nextCursor: null, total: 7 } }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([]),
      new FakeSocket().provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const fixture = TestBed.createComponent(FigurePanel);
  const filter = { vendorId: null, channel: 'chat', scenario: 'complaint', window: '1h' };
  for (const [name, value] of Object.entries({ vendorId: null, filter, ...inputs })) {
    fixture.componentRef.setInput(name, value);
  }
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await fixture.whenStable();
  };
  await settle();
  const panel = fixture.nativeElement as HTMLElement;
  const text = (selector: string): string =>
    (panel.querySelector(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const again = async (): Promise<void> => {
    panel.querySelector<HTMLButtonElement>('.age button')?.click();
    await settle();
  };
  return { fixture, server, panel, text, again, settle };
}

describe('the list behind a figure', () => {
  const query = (path: string | undefined) => new URLSearchParams(path?.split('?')[1]);

  it('says when it was read and of which window, and is read again for the one that ends now', async () => {
    const { server, text, again } = await aPanel({ metric: 'first-response-time' });
    expect(text('.age p')).toMatch(/^as of \d\d:\d\d:\d\d · .*\d\d:\d\d.* – .*\d\d:\d\d/);
    const first = query(server.callsOf('GET /conversations').at(-1)?.path);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await again();
    const [, second] = server.callsOf('GET /conversations').map(({ path }) => query(path));
    expect(Date.parse(second?.get('to') ?? '')).toBeGreaterThan(Date.parse(first.get('to') ?? ''));
    expect(second?.get('channel')).toBe('chat');
  });

  it('says how old it is once it is, and keeps what it shows while it is read again', async () => {
    const { server, panel, text, again, settle } = await aPanel({ metric: 'open-flags' });
    expect(text('.old')).toBe('');
    const clock = TestBed.inject(ServerClock);
    clock.observe(new Date(Date.now() + 185_000).toUTCString());
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await settle();
    expect(text('.old')).toMatch(/3\smin ago/);
    let answer: () => void = () => undefined;
    server.on('GET /flags', async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      return { body: { items: [], nextCursor: null, total: 0 } };
    });
    await again();
    expect(panel.querySelectorAll('es-flag-lines li')).toHaveLength(1);
    answer();
    await settle();
    expect(panel.querySelectorAll('es-flag-lines li')).toHaveLength(0);
    expect(text('.old')).toBe('');
  });

  it('holds the very flags that the tile counts, with their number', async () => {
    const { server, text, panel } = await aPanel({
      metric: 'open-flags',
      severity: 'critical',
      vendorId: '',
    });
    expect(server.callsOf('GET /conversations')).toEqual([]);
    expect(Object.fromEntries(query(server.callsOf('GET /flags')[0]?.path))).toEqual({
      unsettled: 'true',
      severity: 'critical',
      vendorId: '',
      channel: 'chat',
      scenario: 'complaint',
    });
    expect(text('[role=status]')).toBe('1 of 7 flags, gravest first');
    expect(text('.age p')).toMatch(/^as of \d\d:\d\d:\d\d$/);
    expect(text('es-flag-lines li')).toMatch(/harassment critical vendor-a not taken yet$/);
    expect(panel.querySelector('es-flag-lines a')?.getAttribute('href')).toBe('/safety?flag=flag-1');
  });
});

describe('windowBehind', () => {
  const hour = { from: '2026-03-20T11:00:00.000Z', to: '2026-03-20T12:00:00.000Z' };

  it('is the window of the page', () => {
    expect(windowBehind('first-response-time', hour)).toEqual(hour);
  });

  it('goes back as far as the figure itself where it rests on reviews', () => {
    expect(windowBehind('qa-pass-rate', hour)).toEqual({ from: '2026-02-20T12:00:00.000Z', to: hour.to });
  });
});
