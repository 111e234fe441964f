import { LivePage } from './pages/live';
import { seriousViolations } from './support/accessibility';
import { type Desk, sitDown } from './support/desk';
import { tell } from './support/events';
import { browserOfFile, describeInBrowser } from './support/suite';
import { languages } from './support/words';

const waitingCustomer = {
  vendorId: 'vendor-a',
  lines: [{ by: 'customer' as const, text: '请问我的订单什么时候发货' }],
};
const answered = {
  vendorId: 'vendor-a',
  agentId: 'agent-9',
  gapMs: 4000,
  closedAs: 'resolved' as const,
  lines: [
    { by: 'customer' as const, text: '我想改一下收货时间' },
    { by: 'agent' as const, text: '已经帮您改到明天上午' },
  ],
};

describeInBrowser.each(languages)('the supervisor (%s)', (language) => {
  const browser = browserOfFile();
  let desk: Desk;
  let live: LivePage;
  let conversationId: string;

  beforeAll(async () => {
    conversationId = await tell(answered);
    desk = await sitDown(browser(), { person: 'supervisor', language });
    live = new LivePage(desk);
    await live.open();
  });
  afterAll(() => desk?.close());

  it('sees a tile move when a customer begins to wait', async () => {
    await live.tile(desk.words.waitingTile).waitFor();
    const before = await live.figure(desk.words.waitingTile);
    const began = performance.now();
    for (let n = 0; n < 3; n += 1) await tell(waitingCustomer);
    while ((await live.figure(desk.words.waitingTile)) < before + 3) {
      if (performance.now() - began > 10_000) break;
      await desk.page.waitForTimeout(100);
    }
    expect(await live.figure(desk.words.waitingTile)).toBe(before + 3);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('opens the conversations behind a figure, beside the table', async () => {
    await live.tile(desk.words.firstResponseTile).click();
    await live.panel().getByRole('heading', { name: desk.words.panelTitle }).waitFor();
    await live.panel().getByText(conversationId).waitFor();
    await live.panel().getByRole('status').getByText(desk.words.worstFirst).waitFor();
    expect(await live.tiles().isVisible()).toBe(true);
    expect(new URL(desk.page.url()).searchParams.get('figure')).toBe('first-response-time');
    await live.untilTheChartFits();
  });

  it('opens the very flags that the critical tile counts', async () => {
    await tell({ vendorId: 'vendor-b', lines: [{ by: 'customer', text: '司机一直在骚扰我，我很害怕' }] });
    await desk.page.reload();
    await live.tile(desk.words.criticalTile).click();
    const listed = live.panel().getByRole('status').getByText(desk.words.flagsListed);
    await listed.waitFor();
    const [, total] = desk.words.flagsListed.exec(await listed.innerText()) ?? [];
    expect(Number(total)).toBe(await live.figure(desk.words.criticalTile));
    expect(await live.panel().locator('es-flag-lines li').count()).toBe(Number(total));
    for (const theme of ['light', 'dark'] as const) {
      expect(await seriousViolations(desk.page, theme)).toEqual([]);
    }
    await live.panel().getByRole('button', { name: desk.words.readAgain }).click();
    await listed.waitFor();
    await live.tile(desk.words.firstResponseTile).click();
    await live.panel().getByText(conversationId).waitFor();
  });

  it('says what a figure means, by keyboard', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: desk.words.explain }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('tooltip').getByText(desk.words.explained).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
    expect(await live.panel().isVisible()).toBe(true);
  });

  it('closes the list by the next Escape, with the focus on its figure again', async () => {
    const { page } = desk;
    await page.keyboard.press('Escape');
    await live.panel().waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await live.panel().getByText(conversationId).waitFor();
  });

  it('finds the same view after a reload', async () => {
    await desk.page.reload();
    await live.panel().getByText(conversationId).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'has a wall of figures without serious barriers (%s)',
    async (theme) => {
      expect(await seriousViolations(desk.page, theme)).toEqual([]);
    },
  );

  it('opens a conversation from there, and comes back', async () => {
    const { page } = desk;
    await live.panel().getByText(conversationId).click();
    await page
      .getByRole('region', { name: desk.words.transcript })
      .getByText('已经帮您改到明天上午')
      .waitFor();
    await page.getByText(desk.words.facts, { exact: true }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      expect(await seriousViolations(page, theme)).toEqual([]);
    }
    await page.goBack();
    await live.panel().getByText(conversationId).waitFor();
  });

  it('goes through all conversations and onto the wall', async () => {
    const { page } = desk;
    await page
      .getByRole('navigation')
      .getByRole('link', { name: desk.words.conversations, exact: true })
      .click();
    await page.getByRole('link').filter({ hasText: conversationId }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      expect(await seriousViolations(page, theme)).toEqual([]);
    }
    await page.getByRole('searchbox', { name: desk.words.searchId }).fill(conversationId.slice(0, -1));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/conversations?id=${conversationId.slice(0, -1)}`);
    await page.getByRole('link').filter({ hasText: conversationId }).waitFor();
    await page.goto('/live?wall=1');
    await live.tile(desk.words.waitingTile).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await seriousViolations(page, 'dark')).toEqual([]);
    await page.getByRole('button', { name: desk.words.leaveWall }).click();
    await page.getByRole('navigation').waitFor();
  });

  it('meets no serious barriers in the palette, the keys and the own menu', async () => {
    const { page } = desk;
    await live.open();
    for (const [open, shown] of [
      [() => page.keyboard.press('Control+k'), 'dialog[open]'],
      [() => page.keyboard.press('?'), 'dialog[open]'],
      [() => page.locator('button.person').click(), '#es-person-menu:popover-open'],
    ] as const) {
      await open();
      await page.locator(shown).waitFor();
      for (const theme of ['light', 'dark'] as const) {
        expect(await seriousViolations(page, theme)).toEqual([]);
      }
      await page.keyboard.press('Escape');
      await page.locator(shown).waitFor({ state: 'hidden' });
    }
  });

  it('leaves the console quiet', () => expect(desk.complaints).toEqual([]));
});
