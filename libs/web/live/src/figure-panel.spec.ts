import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type Channel } from '@earshot/contracts';
import { FakeServer, FakeSocket } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
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

describe('windowBehind', () => {
  const hour = { from: '2026-03-20T11:00:00.000Z', to: '2026-03-20T12:00:00.000Z' };

  it('is the window of the page', () => {
    expect(windowBehind('first-response-time', hour)).toEqual(hour);
  });

  it('goes back as far as the figure itself where it rests on reviews', () => {
    expect(windowBehind('qa-pass-rate', hour)).toEqual({ from: '2026-02-20T12:00:00.000Z', to: hour.to });
  });
});
