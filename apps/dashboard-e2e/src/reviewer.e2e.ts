import { ReviewPage } from './pages/review';
import { seriousViolations } from './support/accessibility';
import { type Desk, sitDown } from './support/desk';
import { tell } from './support/events';
import { browserOfFile, describeInBrowser } from './support/suite';
import { languages } from './support/words';

/** Named in the text and in the envelope: neither may reach a blind reviewer. */
const agentId = 'agent-secret-7';
const staffNumber = '88231';

/** A conversation that the plan is sure to keep: a critical flag is triggered with p = 1. */
const story = (n: number) => ({
  vendorId: 'vendor-b',
  agentId,
  closedAs: 'unresolved' as const,
  lines: [
    { by: 'customer' as const, text: `司机一直在骚扰我，我很害怕，第${n}次说了` },
    { by: 'agent' as const, text: `您好，工号${staffNumber}为您服务，马上为您加急` },
    { by: 'customer' as const, text: '加急有什么用，请让他停车' },
    { by: 'agent' as const, text: '已经为您提交工单' },
  ],
});

describeInBrowser.each(languages)('the reviewer (%s)', (language) => {
  const browser = browserOfFile();
  let desk: Desk;
  let review: ReviewPage;

  beforeAll(async () => {
    for (const n of [1, 2, 3]) await tell(story(n));
    desk = await sitDown(browser(), { person: language === 'en' ? 'reviewer2' : 'reviewer1', language });
    review = new ReviewPage(desk);
    await review.open();
  });
  afterAll(() => desk?.close());

  it('claims the next item by opening the page, blind: no agent, no vendor', async () => {
    const text = await desk.page.locator('body').innerText();
    expect(text).toContain(desk.words.blind);
    expect(text).toContain('马上为您加急');
    const html = await desk.page.content();
    for (const secret of [agentId, staffNumber, 'vendor-b', desk.words.vendorB]) {
      expect(html).not.toContain(secret);
    }
  });

  it('is not let through with criteria unanswered', async () => {
    await desk.page.keyboard.press('Control+Enter');
    await review.card().getByRole('alert').waitFor();
    expect(await review.card().innerText()).toMatch(desk.words.incomplete);
  });

  it('answers by digits, with selected text as evidence for the first criterion', async () => {
    const { keyboard } = desk.page;
    const selected = await review.selectWord('马上为您加急');
    expect(selected).not.toBe('');
    await keyboard.press('e');
    await review.criteria().first().getByText(selected).first().waitFor();
    expect(await review.transcript().locator('mark.evidence').allInnerTexts()).toContain(selected);
    await keyboard.press('2');
    for (const digit of ['3', '9', '2', '1']) await keyboard.press(digit);
    await review.card().getByText(desk.words.answered(5)).waitFor();
    const answers = await review.answers();
    expect(answers.map((answer) => answer !== null)).toEqual([true, true, true, true, true, false]);
    expect([answers[1], answers[3]]).toEqual(['3', '2']);
    await review.isSaved();
  });

  it('writes a note with an input method: nothing typed becomes an answer', async () => {
    const { page } = desk;
    const before = await review.answers();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('k');
    await page.keyboard.press('n');
    const cdp = await page.context().newCDPSession(page);
    const note = page.getByLabel(desk.words.noteFirst);
    await page.locator('textarea:focus').waitFor();
    for (const text of ['k', 'kong', '空']) {
      await cdp.send('Input.dispatchKeyEvent', {
        type: 'rawKeyDown',
        key: '1',
        code: 'Digit1',
        windowsVirtualKeyCode: 229,
      });
      await cdp.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await cdp.send('Input.insertText', { text: '空头承诺 1 2 3' });
    expect(await note.inputValue()).toBe('空头承诺 1 2 3');
    await page.keyboard.press('Escape');
    expect(await review.answers()).toEqual(before);
  });

  it.each(['light', 'dark'] as const)('has a page without serious barriers (%s)', async (theme) => {
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
    await desk.page.keyboard.press('s');
    await desk.page.getByRole('dialog').waitFor();
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('keeps what was answered over a reload', async () => {
    await review.isSaved();
    const before = await review.answers();
    await review.open();
    expect(await review.answers()).toEqual(before);
  });

  it('submits with Ctrl+Enter and has the next item before it', async () => {
    const { keyboard } = desk.page;
    for (let step = 0; step < 6; step += 1) await keyboard.press('j');
    await keyboard.press('2');
    await review.card().getByText(desk.words.answered(6)).waitFor();
    const submitted = desk.page.waitForResponse((answer) => answer.url().endsWith('/submit'));
    await keyboard.press('Control+Enter');
    expect((await submitted).status()).toBeLessThan(300);
    await review.card().getByText(desk.words.answered(0)).waitFor();
    expect(await review.answers()).toEqual([null, null, null, null, null, null]);
    await review.transcript().getByText('马上为您加急').first().waitFor();
  });

  it('takes the submission back by U, as it was, and submits it again', async () => {
    const { page, words } = desk;
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/take-back'));
    await page.keyboard.press('u');
    expect((await answered).status()).toBe(200);
    await review.card().getByText(words.answered(6)).waitFor();
    expect(await review.criteria().first().locator('.evidence q').count()).toBe(1);
    await page.keyboard.press('Control+Enter');
    await review.card().getByText(words.answered(0)).waitFor();
  });

  it('leaves the console quiet', () => expect(desk.complaints).toEqual([]));

  // After the look at the console: a browser tells there of every refusal, of this one too.
  it('goes on by itself where another window of the reviewer has saved meanwhile', async () => {
    const { page, words } = desk;
    const other = await page.context().newPage();
    const elsewhere = new ReviewPage({ ...desk, page: other });
    await elsewhere.open();
    await other.keyboard.press('2');
    await elsewhere.isSaved();
    await other.close();
    await page.keyboard.press('j');
    await page.keyboard.press('3');
    await review.card().getByText(words.answered(2)).waitFor();
    await review.isSaved();
  });

  it('logs in again over whatever is open when the session ends, and saves what was answered meanwhile', async () => {
    const { page, words } = desk;
    await page.keyboard.press('1');
    await review.card().getByText(words.answered(3)).waitFor();
    const before = await review.answers();
    await page.context().clearCookies();
    await page.keyboard.press('s');
    const ended = page.getByRole('dialog', { name: words.ended });
    await ended.waitFor();
    await ended.getByLabel(words.password, { exact: true }).click();
    await page.keyboard.type(process.env['E2E_PASSWORD'] ?? '');
    await page.keyboard.press('Enter');
    await ended.waitFor({ state: 'hidden' });
    await page.getByRole('dialog', { name: words.skipTitle }).waitFor();
    await page.keyboard.press('Escape');
    await review.isSaved();
    await review.open();
    expect(await review.answers()).toEqual(before);
  });
});
