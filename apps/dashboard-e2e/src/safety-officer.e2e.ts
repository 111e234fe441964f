import { SafetyPage } from './pages/safety';
import { seriousViolations } from './support/accessibility';
import { type Desk, sitDown } from './support/desk';
import { tell } from './support/events';
import { browserOfFile, describeInBrowser } from './support/suite';
import { type Language, languages } from './support/words';

/** The case that started it, as a passenger would write it in either language. */
const reports = {
  'zh-CN': {
    plea: '司机一直在骚扰我，我很害怕',
    promise: '马上为您加急处理',
    evidence: ['司机', '骚扰', '我很害怕'],
  },
  en: {
    plea: 'The driver keeps harassing me, I am scared',
    promise: 'We will expedite it for you',
    evidence: ['driver', 'harass', 'I am scared'],
  },
} satisfies Record<Language, object>;

describeInBrowser.each(languages)('the safety officer (%s)', (language) => {
  const browser = browserOfFile();
  const { plea, promise, evidence } = reports[language];
  const story = {
    vendorId: 'vendor-c',
    language,
    agentId: 'agent-7',
    lines: [
      { by: 'customer' as const, text: plea },
      { by: 'agent' as const, text: promise },
    ],
  };
  let desk: Desk;
  let safety: SafetyPage;

  beforeAll(async () => {
    desk = await sitDown(browser(), { person: 'safety', language });
    safety = new SafetyPage(desk);
  });
  afterAll(() => desk?.close());

  it("finds the passenger's report on the lane within seconds, without a reload", async () => {
    await safety.open('?vendorId=vendor-c&category=harassment');
    expect(await safety.rows().count()).toBe(0);
    // Gone after a reload: the mark that the page is still the same one.
    await desk.page.evaluate("document.body.setAttribute('data-same-page', '')");
    const began = performance.now();
    await tell(story);
    await safety.rows().waitFor({ timeout: 10_000 });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await desk.page.locator('body').getAttribute('data-same-page')).toBe('');
    const row = safety.rows().first();
    expect(await row.innerText()).toContain(desk.words.harassment);
    expect(await row.innerText()).toContain(desk.words.critical);
    expect(await row.innerText()).toContain(desk.words.vendorC);
  });

  it('reads the transcript with the evidence marked in place', async () => {
    await safety.rows().first().click();
    await safety.transcript().getByText(promise).waitFor();
    const marked = (await safety.criticalMarks()).join(' | ');
    for (const piece of evidence) expect(marked).toContain(piece);
    expect(await safety.transcript().innerText()).toContain(plea);
  });

  it('is not taken at its word by an input method that is composing', async () => {
    const { page } = desk;
    const cdp = await page.context().newCDPSession(page);
    await page.locator('body').evaluate((body) => body.focus());
    // What a browser sends while pinyin is typed: the key, and the code that says "not yet".
    const composing = { type: 'rawKeyDown', key: 'a', code: 'KeyA', windowsVirtualKeyCode: 229 } as const;
    await cdp.send('Input.dispatchKeyEvent', composing);
    await page.locator('body').dispatchEvent('keydown', { key: 'a', isComposing: true, bubbles: true });
    await page.waitForTimeout(500);
    expect(await safety.rows().first().innerText()).not.toMatch(desk.words.takenState);
  });

  it('acknowledges all flags of the conversation with the key A', async () => {
    // The empty promise is a flag of its own, on the same card.
    expect(await safety.rows().first().innerText()).toMatch(desk.words.several);
    await desk.page.keyboard.press('a');
    await safety.panel().getByText('沈安').first().waitFor();
    expect(await safety.rows().first().innerText()).toMatch(desk.words.takenState);
  });

  it('closes them together with outcome and reason, and finds it again among the closed', async () => {
    const reason = `${language}: called the passenger, stopped the car`;
    await desk.page.keyboard.press('c');
    await safety.close(reason);
    await safety.rows().first().waitFor({ state: 'detached' });
    // What was closed together stays in sight, each to be opened again by itself.
    await safety.panel().getByRole('button', { name: desk.words.reopen }).nth(1).waitFor();
    await safety.open('?state=closed&vendorId=vendor-c&category=harassment');
    await safety.rows().first().click();
    await safety.panel().getByText(reason).waitFor();
    expect(await safety.panel().innerText()).toContain(desk.words.outcomeActed);
  });

  it('opens a closed one again with a reason that says something, and finds it taken', async () => {
    const dialog = await safety.askReopen();
    const send = dialog.getByRole('button', { name: desk.words.reopenNow });
    const why = dialog.getByLabel(desk.words.reopenWhy);
    await why.fill('ok');
    expect(await send.isDisabled()).toBe(true);
    await why.fill(plea);
    for (const theme of ['light', 'dark'] as const) {
      expect(await seriousViolations(desk.page, theme)).toEqual([]);
    }
    await send.click();
    await dialog.waitFor({ state: 'hidden' });
    await safety.panel().getByText(plea).waitFor();
    await safety.open('?vendorId=vendor-c');
    expect(await safety.rows().first().innerText()).toMatch(desk.words.takenState);
    await desk.page.keyboard.press('c');
    await safety.close(plea);
    await safety.rows().first().waitFor({ state: 'detached' });
  });

  it.each(['light', 'dark'] as const)('has a desk without serious barriers (%s)', async (theme) => {
    await tell({ ...story, vendorId: 'vendor-a' });
    await safety.open();
    await safety.transcript().locator('mark').first().waitFor();
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
    await desk.page.keyboard.press('c');
    await desk.page.getByRole('dialog').waitFor();
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await safety.open('?state=closed');
    await safety.rows().first().waitFor();
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
  });

  it.each([1280, 1440, 1920])('has the head of the desk in one line of %i px', async (width) => {
    const { page } = desk;
    const before = page.viewportSize();
    await page.setViewportSize({ width, height: 800 });
    await safety.open();
    await safety.rows().first().waitFor();
    const middles = await page
      .locator('header.bar > :not(.visually-hidden)')
      .evaluateAll((parts) =>
        parts.map((part) => part.getBoundingClientRect()).map(({ top, bottom }) => (top + bottom) / 2),
      );
    expect(middles).toHaveLength(5);
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(6);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    if (before) await page.setViewportSize(before);
  });

  it('leaves the console quiet', () => expect(desk.complaints).toEqual([]));
});
