import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { livePeriodMs } from '@earshot/contracts';
import { Words, provideWords } from '@earshot/web/i18n';
import { AsOf, type Stale, staleness } from './as-of';

const asOf = '2026-03-02T12:00:00.000Z';
const now = Date.parse(asOf);

describe('staleness', () => {
  const lost: Stale = { why: 'lost', since: now + 1_000 };
  it.each([
    ['fresh within twice the period', now + 2 * livePeriodMs, null, null],
    ['behind after that', now + 2 * livePeriodMs + 1, null, { why: 'behind', behindMs: 2 * livePeriodMs }],
    ['lost goes before behind', now + 60_000, lost, lost],
  ])('%s', (_name, at, stale, expected) => expect(staleness(asOf, at, stale)).toEqual(expected));

  it('says nothing before the first figure', () => expect(staleness(null, now, null)).toBeNull());
});

describe('the age of what is shown', () => {
  async function shown(inputs: { asOf: string | null; stale?: Stale; language?: 'zh-CN' | 'en' }) {
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection(), provideWords()] });
    await TestBed.inject(ApplicationInitStatus).donePromise;
    await TestBed.inject(Words).show(inputs.language ?? 'en');
    const fixture = TestBed.createComponent(AsOf);
    fixture.componentRef.setInput('asOf', inputs.asOf);
    fixture.componentRef.setInput('now', now);
    fixture.componentRef.setInput('stale', inputs.stale ?? null);
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent ?? '';
  }

  it('says live only of what was read', async () => {
    expect(await shown({ asOf })).toContain('● live');
    TestBed.resetTestingModule();
    expect(await shown({ asOf: null })).not.toContain('live');
  });

  it.each([
    ['lost', 'en', 'connection lost at'],
    ['waiting', 'en', 'not updated since'],
    ['unreadable', 'en', 'reload the page'],
    ['lost', 'zh-CN', '连接中断'],
    ['waiting', 'zh-CN', '未更新'],
    ['unreadable', 'zh-CN', '请刷新页面'],
  ] as const)('%s in %s: %s', async (why, language, words) => {
    const text = await shown({ asOf, stale: { why, since: now }, language });
    expect(text).toContain(words);
    expect(text).not.toContain('●');
  });

  it.each([
    ['lost', -1, 'read every few seconds instead'],
    ['lost', 0, 'figures are from then'],
    ['unreadable', -1, 'reload the page'],
  ] as const)('%s, and read %d ms before it was: %s', async (why, since, words) => {
    const text = await shown({ asOf, stale: { why, since: now + since } });
    expect(text).toContain(words);
    expect(text).not.toContain('●');
  });
});
