import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { type WhoAmI } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aFlag, aLane, aPerson } from '@earshot/web/data-access';
import { Words, provideWords } from '@earshot/web/i18n';
import { Notices } from '@earshot/web/ui';
import { SafetyPage } from './safety-page';

const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function aDesk({
  person = {},
  lane = aLane([aFlag()]),
}: { person?: Partial<WhoAmI>; lane?: object } = {}) {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start().on('GET /session/probe', () => ({
    body: { person: aPerson({ roles: ['safety'], ...person }) },
  }));
  const socket = new FakeSocket();
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([{ path: '**', component: SafetyPage }], withComponentInputBinding()),
      socket.provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const harness = await RouterTestingHarness.create('/safety');
  await soon(20);
  socket.connect();
  socket.snapshot('safety', 1, lane);
  await soon(350);
  await harness.fixture.whenStable();
  const page = harness.routeNativeElement as HTMLElement;
  document.body.append(page);
  const settle = async (): Promise<void> => {
    await soon(350);
    await harness.fixture.whenStable();
  };
  const press = async (key: string): Promise<void> => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settle();
  };
  return { server, socket, page, settle, press };
}

describe('the safety desk', () => {
  it('opens the gravest flag, with its clock running from receipt', async () => {
    const { page } = await aDesk({
      lane: aLane([aFlag({ id: 'high', severity: 'high', category: 'fraud' }), aFlag()]),
    });
    const rows = [...page.querySelectorAll('es-flag-row')];
    expect(rows.map((row) => row.querySelector('strong')?.textContent)).toEqual(['harassment', 'fraud']);
    expect(rows[0]?.querySelector('button')?.getAttribute('aria-current')).toBe('true');
    expect(rows[0]?.querySelector('.clock')?.textContent).toMatch(/\d+:\d\d/);
    expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('harassment');
  });

  it('acknowledges by A, and takes it back by U', async () => {
    const { server, page, press } = await aDesk();
    const taken = aFlag({ state: 'acknowledged', acknowledgedBy: 'Pat', revision: 2 });
    server.on('POST /flags/flag-1/acknowledge', () => ({ body: taken }));
    server.on('POST /flags/flag-1/release', () => ({ body: aFlag({ revision: 3 }) }));
    await press('a');
    expect(page.querySelector('es-flag-row')?.textContent).toContain('taken · Pat');
    await press('u');
    expect(server.callsOf('POST /flags/flag-1/release')).toHaveLength(1);
    expect(page.querySelector('es-flag-row')?.textContent).not.toContain('taken');
  });

  it('says loudly when another was quicker', async () => {
    const { server, page, press } = await aDesk();
    server.on('POST /flags/flag-1/acknowledge', () => ({
      status: 409,
      body: {
        type: 't',
        title: 't',
        status: 409,
        code: 'already-acknowledged',
        detail: 'd',
        requestId: 'req-9',
      },
    }));
    await press('a');
    expect(TestBed.inject(Notices).shown()).toMatchObject([{ kind: 'failed', requestId: 'req-9' }]);
    expect(page.querySelector('es-flag-row')?.textContent).not.toContain('taken');
  });

  it('tells the brand that no officer looks, and a vendor not', async () => {
    const lane = aLane([], { officersLooking: 0 });
    const brand = await aDesk({ lane });
    expect(brand.page.querySelector('[role=alert]')?.textContent).toContain('No officer is looking');
    TestBed.resetTestingModule();
    const vendor = await aDesk({ lane, person: { roles: ['vendor-manager'], vendorIds: ['vendor-a'] } });
    expect(vendor.page.textContent).not.toContain('No officer is looking');
  });

  it('tells a vendor that none was passed on, not that there is none', async () => {
    const { page } = await aDesk({
      lane: aLane([]),
      person: { roles: ['vendor-manager'], vendorIds: ['vendor-a'] },
    });
    expect(page.textContent).toContain('No flag has been passed on to you');
    expect(page.textContent).not.toContain('No open flags');
  });

  it('says which of the criticals nobody has taken, and that the lane is cut', async () => {
    const { page } = await aDesk({ lane: aLane([aFlag()], { total: 1234 }) });
    expect(page.querySelector('.counts')?.textContent).toMatch(/Critical\s*1\s*1 not taken/);
    expect(page.querySelector('.cut')?.textContent).toContain('The first 1 of 1,234');
  });

  it('gives those who may not act no buttons, and no keys', async () => {
    const { server, page, press } = await aDesk({ person: { roles: ['auditor'] } });
    await press('a');
    expect(page.querySelector('es-flag-panel .acts')).toBeNull();
    expect(server.callsOf('POST /flags/flag-1/acknowledge')).toEqual([]);
  });

  it('tells silence from calm', async () => {
    const vendors = [
      { vendorId: 'vendor-b', lastEventAt: null, lastReceivedAt: null, lagP50Ms: null, lagP99Ms: null },
    ];
    const { page } = await aDesk({ lane: aLane([], { vendors }) });
    expect(page.querySelector('es-vendor-strip')?.textContent).toMatch(/Vendor B\s*no event yet/);
    expect(page.textContent).toContain('No open flags');
  });

  it('does not miss the events of an unknown vendor', async () => {
    const at = new Date().toISOString();
    const unknown = { vendorId: null, lastEventAt: at, lastReceivedAt: at, lagP50Ms: null, lagP99Ms: null };
    const recent = await aDesk({ lane: aLane([], { vendors: [unknown] }) });
    expect(recent.page.querySelector('es-vendor-strip')?.textContent).toContain('Unknown vendor');
    TestBed.resetTestingModule();
    const past = {
      ...unknown,
      lastEventAt: '2020-01-01T00:00:00.000Z',
      lastReceivedAt: '2020-01-01T00:00:00.000Z',
    };
    const silent = await aDesk({ lane: aLane([], { vendors: [past] }) });
    expect(silent.page.querySelector('es-vendor-strip')?.textContent).not.toContain('Unknown vendor');
  });

  it('speaks Chinese when asked', async () => {
    const { page, settle } = await aDesk();
    await TestBed.inject(Words).choose('zh-CN');
    await settle();
    expect(page.querySelector('es-flag-row strong')?.textContent).toBe('骚扰');
    expect(page.querySelector('es-flag-panel .acts')?.textContent).toContain('接手');
  });
});
