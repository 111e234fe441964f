import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { aConversation, aFinding, aFlag, aLane, aProblem } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { Notices } from '@earshot/web/ui';
import { aDesk } from './testing/a-desk';

describe('the safety desk', () => {
  it('opens the gravest flag, with its clock running from receipt', async () => {
    const { page } = await aDesk({
      lane: aLane([
        aFlag({ id: 'high', severity: 'high', category: 'fraud', conversationId: 'c-2' }),
        aFlag(),
      ]),
    });
    const rows = [...page.querySelectorAll('es-flag-row')];
    expect(rows.map((row) => row.querySelector('strong')?.textContent)).toEqual(['harassment', 'fraud']);
    expect(rows[0]?.querySelector('button')?.getAttribute('aria-current')).toBe('true');
    expect(rows[0]?.querySelector('.clock')?.textContent).toMatch(/\d+:\d\d/);
    expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('harassment');
  });

  it('says live of what it has, and of what, and no longer once the connection is gone', async () => {
    const { socket, page, settle } = await aDesk();
    const age = (): string => page.querySelector('es-as-of')?.textContent ?? '';
    expect(age()).toMatch(/as of \d\d:\d\d:\d\d.*● live/);
    socket.drop();
    await settle();
    expect(age()).toContain('connection lost at');
    socket.connect();
    await settle();
    expect(age()).not.toContain('● live');
    expect(page.querySelector('.desk')?.classList).toContain('stale');
    socket.snapshot('safety', 1, aLane([aFlag()]));
    await settle();
    expect(age()).toContain('● live');
    expect(page.querySelector('.desk')?.classList).not.toContain('stale');
  });

  it('does not say that there is nothing while it does not know', async () => {
    const { socket, page, settle } = await aDesk({ lane: aLane([]) });
    const lane = (): string => page.querySelector('.lane')?.textContent ?? '';
    expect(lane()).toContain('No open flags');
    socket.drop();
    await settle();
    expect(lane()).toContain('Not known whether there are flags');
    expect(lane()).not.toContain('No open flags');
    expect(page.querySelector('.counts')?.classList).toContain('stale');
  });

  it('is as of the last reading of the server, and behind where there is none', async () => {
    const { socket, page, settle } = await aDesk();
    const asOf = new Date(Date.now() - 60_000).toISOString();
    socket.change('safety', 2, { kind: 'as-of', data: { asOf } });
    await settle();
    expect(page.querySelector('es-as-of')?.textContent).toContain('server behind by');
  });

  it('keeps the transcript under the failure to read it again', async () => {
    const { server, socket, page, settle } = await aDesk({ conversation: aConversation({ version: 1 }) });
    const shown = page.querySelectorAll('[data-message]').length;
    expect(shown).toBeGreaterThan(0);
    server.on('GET /conversations/c-1', () => ({ status: 503, body: aProblem('unavailable', 503) }));
    socket.snapshot('conversation', 1, { conversationId: 'c-1', version: 2 });
    await settle();
    expect(page.querySelector('es-flag-transcript es-failure')).not.toBeNull();
    expect(page.querySelectorAll('[data-message]')).toHaveLength(shown);
  });

  it('acknowledges by A, and takes it back by U', async () => {
    const { server, page, press } = await aDesk();
    const taken = aFlag({ state: 'acknowledged', acknowledgedBy: 'Pat', revision: 2 });
    server.on('POST /flags/acknowledge', () => ({ body: { flags: [taken], left: [] } }));
    server.on('POST /flags/release', () => ({ body: { flags: [aFlag({ revision: 3 })], left: [] } }));
    await press('a');
    expect(page.querySelector('es-flag-row')?.textContent).toContain('taken · Pat');
    await press('u');
    expect(server.callsOf('POST /flags/release')).toHaveLength(1);
    expect(page.querySelector('es-flag-row')?.textContent).not.toContain('taken');
  });

  it('says loudly when another was quicker', async () => {
    const { server, page, press } = await aDesk();
    const theirs = aFlag({ state: 'acknowledged', acknowledgedBy: 'Sam', revision: 2 });
    const left = [{ id: 'flag-1', why: 'already-acknowledged', flag: theirs }];
    server.on('POST /flags/acknowledge', () => ({ body: { flags: [], left } }));
    await press('a');
    expect(TestBed.inject(Notices).shown()).toMatchObject([
      { kind: 'failed', text: 'harassment: Sam has already taken it.' },
    ]);
    expect(page.querySelector('es-flag-row')?.textContent).toContain('taken · Sam');
  });

  describe('with several flags in one conversation', () => {
    const several = [aFlag(), aFlag({ id: 'flag-2', category: 'fraud', severity: 'high' })];
    const another = aFlag({ id: 'flag-3', category: 'threat', conversationId: 'c-2', severity: 'high' });
    const taken = several.map((flag) => ({
      ...flag,
      state: 'acknowledged' as const,
      acknowledgedBy: 'Pat',
      revision: 2,
    }));

    it('shows them as one card with the gravest first and their number', async () => {
      const { page } = await aDesk({ lane: aLane([another, ...several]) });
      const rows = [...page.querySelectorAll('es-flag-row')];
      expect(rows.map((row) => row.querySelector('strong')?.textContent)).toEqual(['harassment', 'threat']);
      expect(rows[0]?.querySelector('.chip')?.textContent).toContain(
        '2 flags of one conversation: harassment · fraud',
      );
      expect(page.querySelector('.counts')?.textContent).toMatch(/Medium and up\s*3\s*Low/);
      // Of conversations the headings of the lane tell, once.
      expect(page.textContent?.match(/\d conversations/g)).toEqual(['2 conversations']);
    });

    it('acknowledges all at once, and takes all back', async () => {
      const { server, page, press } = await aDesk({ lane: aLane([another, ...several]) });
      server.on('POST /flags/acknowledge', () => ({ body: { flags: taken, left: [] } }));
      server.on('POST /flags/release', () => ({
        body: { flags: several.map((flag) => ({ ...flag, revision: 3 })), left: [] },
      }));
      expect(page.querySelector('es-flag-panel .acts')?.textContent).toContain('Acknowledge all 2');
      await press('a');
      expect(server.callsOf('POST /flags/acknowledge')[0]?.body).toEqual({
        flags: several.map(({ id, severity }) => ({ id, severity })),
      });
      expect(TestBed.inject(Notices).shown()).toMatchObject([{ text: '2 flags taken, Vendor A' }]);
      await press('u');
      expect(server.callsOf('POST /flags/release')[0]?.body).toEqual({ ids: ['flag-1', 'flag-2'] });
    });

    it('names the one that turned graver before it was taken, and leaves it to be taken', async () => {
      const { server, page, press } = await aDesk({ lane: aLane([another, ...several]) });
      const graver = { ...several[1], severity: 'critical', revision: 2 };
      const left = [{ id: 'flag-2', why: 'changed', flag: graver }];
      server.on('POST /flags/acknowledge', () => ({ body: { flags: taken.slice(0, 1), left } }));
      await press('a');
      const said = TestBed.inject(Notices).shown();
      expect(said.map(({ text }) => text)).toEqual([
        'fraud: something new came up meanwhile, so it was left as it was. Look at it again.',
        'Taken: harassment, Vendor A',
      ]);
      expect(page.querySelector('.counts')?.textContent).toMatch(/Critical\s*2\s*1 not taken/);
    });

    it('closes those that stay ticked with one outcome and reason, and names what was left', async () => {
      const { server, page, press, settle } = await aDesk({ lane: aLane([another, ...several]) });
      const changed = { ...several[1], revision: 4, findings: [aFinding()] };
      const left = [{ id: 'flag-2', why: 'changed', flag: changed }];
      const closed = { ...several[0], state: 'closed', outcome: 'acted', reason: 'helped', revision: 2 };
      server.on('POST /flags/close', () => ({ body: { flags: [closed], left } }));
      await press('c');
      const dialog = page.querySelector('es-close-flag');
      expect(dialog?.querySelectorAll('input[type=checkbox]')).toHaveLength(2);
      expect(dialog?.querySelector('[type=submit]')?.textContent).toContain('Close 2 flags');
      dialog?.querySelector<HTMLInputElement>('input[type=radio]')?.click();
      const reason = dialog?.querySelector('textarea');
      if (reason) reason.value = 'helped';
      reason?.dispatchEvent(new Event('input'));
      await settle();
      dialog?.querySelector<HTMLButtonElement>('[type=submit]')?.click();
      await settle();
      expect(server.callsOf('POST /flags/close')[0]?.body).toEqual({
        flags: [
          { id: 'flag-1', revision: 1 },
          { id: 'flag-2', revision: 1 },
        ],
        outcome: 'acted',
        reason: 'helped',
      });
      const said = TestBed.inject(Notices).shown();
      expect(said[0]?.text).toContain('fraud: something new came up meanwhile');
      expect(said[1]).toMatchObject({ text: 'Closed: harassment, Vendor A' });
      expect([...page.querySelectorAll('es-flag-row strong')].map((one) => one.textContent)).toEqual([
        'fraud',
        'threat',
      ]);
      // Looked at again, it can be closed with the words that stand there still.
      expect(dialog?.querySelector('dialog')?.open).toBe(true);
      expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('fraud');
      server.on('POST /flags/close', () => ({
        body: { flags: [{ ...changed, state: 'closed', revision: 5 }], left: [] },
      }));
      dialog?.querySelector<HTMLButtonElement>('[type=submit]')?.click();
      await settle();
      expect(server.callsOf('POST /flags/close')[1]?.body).toEqual({
        flags: [{ id: 'flag-2', revision: 4 }],
        outcome: 'acted',
        reason: 'helped',
      });
      expect(dialog?.querySelector('dialog')?.open).toBe(false);
    });

    it('goes through them by N', async () => {
      const { page, press } = await aDesk({ lane: aLane(several) });
      await press('n');
      expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('fraud');
      await press('n');
      expect(page.querySelector('es-flag-panel h2')?.textContent).toBe('harassment');
    });
  });

  it('keeps by conversation what was begun to be written about closing, until it is closed', async () => {
    const lane = aLane([aFlag(), aFlag({ id: 'flag-2', conversationId: 'c-2', severity: 'high' })]);
    const { server, page, press, settle } = await aDesk({ lane });
    const written = (): { reason: string; outcome: string | undefined } => ({
      reason: page.querySelector<HTMLTextAreaElement>('es-close-flag textarea')?.value ?? '',
      outcome: page.querySelector<HTMLInputElement>('es-close-flag input[type=radio]:checked')?.value,
    });
    const give = (selector: string, value: string | null): void => {
      const field = page.querySelector<HTMLInputElement>(`es-close-flag ${selector}`);
      if (!field) throw new Error(`no ${selector}`);
      if (value === null) field.click();
      else field.value = value;
      field.dispatchEvent(new Event(value === null ? 'change' : 'input'));
    };
    const shut = async (): Promise<void> => {
      page.querySelector('es-close-flag dialog')?.dispatchEvent(new Event('close'));
      await settle();
    };
    await press('c');
    give('textarea', 'called her back');
    give('input[type=radio]', null);
    const begun = written();
    expect(begun.outcome).toBeDefined();
    await shut();
    await press('j');
    await press('c');
    expect(written()).toEqual({ reason: '', outcome: undefined });
    await shut();
    await press('k');
    await press('c');
    expect(written()).toEqual(begun);

    const closed = aFlag({ state: 'closed', outcome: 'acted', reason: 'called her back', revision: 2 });
    server.on('POST /flags/close', () => ({ body: { flags: [closed], left: [] } }));
    page.querySelector<HTMLButtonElement>('es-close-flag button[type=submit]')?.click();
    await settle();
    server.on('POST /flags/reopen', () => ({ body: { flags: [aFlag({ revision: 3 })], left: [] } }));
    await press('u');
    await press('k');
    await press('c');
    expect(written().reason).toBe('');
  });

  it('counts in the header what it lists: of the closed ones theirs', async () => {
    const { server, page, settle } = await aDesk();
    const counts = { critical: 3, high: 4, medium: 5, low: 2, total: 14 };
    server.on('GET /flags', () => ({
      body: { items: [aFlag({ state: 'closed' })], nextCursor: null, total: null },
    }));
    server.on('GET /flags/counts', () => ({ body: counts }));
    await TestBed.inject(Router).navigateByUrl('/safety?state=closed');
    await settle();
    expect(page.querySelector('.counts')?.textContent).toMatch(
      /Critical\s*3\s*High\s*4\s*Medium and up\s*12\s*Low\s*2/,
    );
    expect(page.querySelector('.counts')?.textContent).not.toContain('not taken');
  });

  it('says why, how certain, from when it counts, and the ground of the severity', async () => {
    const { page } = await aDesk({
      lane: aLane([
        aFlag({
          findings: [
            aFinding({
              ruleId: 'en.harassment.by-worker',
              score: 0.92,
              reasons: ['term: harassing', 'raised-by: fear'],
              rationale: { en: 'A person is being harassed.' },
            }),
          ],
        }),
      ]),
    });
    const why = page.querySelector('es-flag-findings')?.textContent ?? '';
    for (const part of [
      'Somebody the brand sent, or found through it, harasses a person.',
      'says “harassing”',
      'graver: it speaks of fear',
      'certainty 0.92 of 1 · flags from 0.50',
      'A person is being harassed.',
      'rule en.harassment.by-worker',
    ]) {
      expect(why).toContain(part);
    }
  });

  it('says all of it in Chinese to whoever reads Chinese', async () => {
    const { page, settle } = await aDesk({
      lane: aLane([
        aFlag({
          findings: [
            aFinding({
              ruleId: 'zh.harassment.by-worker',
              reasons: ['term: 骚扰', 'raised-by: fear', 'lowered-by: averted', 'since: agent-message'],
              rationale: { en: 'A person is being harassed.', 'zh-CN': '品牌派去的人骚扰客户。' },
            }),
          ],
        }),
      ]),
    });
    await TestBed.inject(Words).choose('zh-CN');
    await settle();
    const why = page.querySelector('es-flag-findings')?.textContent ?? '';
    expect(why).toContain('品牌派去的人骚扰客户。');
    expect(why.replace('zh.harassment.by-worker', '')).not.toMatch(/[A-Za-z]/);
  });

  it('says of a likeness that it only sounds like danger, with the words that weighed most', async () => {
    const finding = aFinding({
      ruleId: 'likeness.harassment',
      score: 0.81,
      opensFrom: 0.685,
      reasons: ['likeness: 0.81'],
      evidence: [{ messageId: 'm1', start: 3, end: 11 }],
    });
    const { page, settle } = await aDesk({
      lane: aLane([aFlag({ findings: [finding] })]),
      conversation: aConversation(),
    });
    await settle();
    const why = page.querySelector('es-flag-findings')?.textContent ?? '';
    expect(why).toContain('sounds like harassment, above all “will not”');
    expect(why).toContain('A likeness alone counts as critical only where it is nearly certain.');
    expect(why).toContain('certainty 0.81 of 1 · flags from 0.69');
  });

  it.each([
    ['none', 'no target is set', true],
    ['webhook', 'not delivered yet, being tried', false],
  ])('says of a notice with the target %s: %s', async (noticeTarget, expected, isHint) => {
    const { page } = await aDesk({ lane: aLane([aFlag()], { noticeTarget: noticeTarget as 'none' }) });
    const timeline = page.querySelector('es-flag-timeline')?.textContent ?? '';
    expect(timeline).toContain(expected);
    expect(timeline.includes('EARSHOT_ALERT_WEBHOOK_URL')).toBe(isHint);
    expect(page.querySelector('.hint') !== null).toBe(isHint);
  });

  it('tells the brand that no officer looks, and a vendor not', async () => {
    const lane = aLane([], { officersLooking: 0 });
    const brand = await aDesk({ lane, person: { roles: ['supervisor'] } });
    expect(brand.page.querySelector('[role=alert]')?.textContent).toContain('No officer is looking');
    TestBed.resetTestingModule();
    const vendor = await aDesk({ lane, person: { roles: ['vendor-manager'], vendorIds: ['vendor-a'] } });
    expect(vendor.page.textContent).not.toContain('No officer is looking');
  });

  it('does not tell an officer who has just come that no officer looks', async () => {
    const { page } = await aDesk({ lane: aLane([], { officersLooking: 0 }) });
    expect(page.textContent).toContain('No open flags');
    expect(page.textContent).not.toContain('No officer is looking');
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
    const beyond = { critical: 0, high: 0, medium: 1233, low: 0, total: 1233 };
    const { page } = await aDesk({ lane: aLane([aFlag()], { beyond }) });
    expect(page.querySelector('.counts')?.textContent).toMatch(/Critical\s*1\s*1 not taken/);
    expect(page.querySelector('.cut')?.textContent).toContain('1 of 1,234 are listed');
  });

  it('gives those who may not act no buttons, and no keys', async () => {
    const { server, page, press } = await aDesk({ person: { roles: ['auditor'] } });
    await press('a');
    expect(page.querySelector('es-flag-panel .acts')).toBeNull();
    expect(server.callsOf('POST /flags/acknowledge')).toEqual([]);
  });

  it('tells silence from calm', async () => {
    const vendors = [
      { vendorId: 'vendor-b', lastEventAt: null, lastReceivedAt: null, lagP50Ms: null, lagP99Ms: null },
    ];
    const { page } = await aDesk({ lane: aLane([], { vendors }) });
    expect(page.querySelector('es-vendor-strip')?.textContent).toMatch(/Vendor B\s*never heard/);
    expect(page.textContent).toContain('No open flags');
  });

  it('speaks Chinese when asked', async () => {
    const { page, settle } = await aDesk();
    await TestBed.inject(Words).choose('zh-CN');
    await settle();
    expect(page.querySelector('es-flag-row strong')?.textContent).toBe('骚扰');
    expect(page.querySelector('es-flag-panel .acts')?.textContent).toContain('接手');
  });
});
