import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type WhoAmI } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aPerson } from '@earshot/web/data-access';
import { Words, provideWords } from '@earshot/web/i18n';
import { Appearance } from '@earshot/web/ui';
import { LivePage } from './live-page';

async function aWall(person: Partial<WhoAmI> = {}): Promise<{
  fixture: ComponentFixture<LivePage>;
  shown: () => string | undefined;
}> {
  localStorage.setItem('earshot.language', 'en');
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson(person) } }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([]),
      new FakeSocket().provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  TestBed.inject(Appearance).showOnWall(true);
  const fixture = TestBed.createComponent(LivePage);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  return { fixture, shown: () => page.querySelector('.shown')?.textContent?.trim() };
}

describe('the wallboard', () => {
  it('says in words which window, vendors and channels it shows', async () => {
    const { fixture, shown } = await aWall();
    expect(shown()).toBe('Last hour · All vendors · All channels');
    await TestBed.inject(Words).choose('zh-CN');
    await fixture.whenStable();
    expect(shown()).toBe('近 1 小时 · 全部供应商 · 全部渠道');
  });

  it('follows what the address narrows it to', async () => {
    const { fixture, shown } = await aWall();
    const narrowed = { window: '4h', vendorId: 'vendor-b', channel: 'email', scenario: 'complaint' };
    for (const [name, value] of Object.entries(narrowed)) fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    expect(shown()).toBe('Last 4 hours · Vendor B · e-mail · complaint');
  });

  it('names to those of a vendor whose figures they are', async () => {
    const { shown } = await aWall({
      roles: ['vendor-manager'],
      vendorIds: ['vendor-a'],
      vendors: [{ vendorId: 'vendor-a', name: 'Vendor A' }],
    });
    expect(shown()).toBe('Last hour · Vendor A · All channels');
  });
});
