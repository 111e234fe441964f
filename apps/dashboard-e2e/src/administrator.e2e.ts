import { randomUUID } from 'node:crypto';
import { IntakePage } from './pages/intake';
import { seriousViolations } from './support/accessibility';
import { type Desk, sitDown } from './support/desk';
import { message, post } from './support/events';
import { browserOfFile, describeInBrowser } from './support/suite';
import { languages, words } from './support/words';

describeInBrowser.each(languages)('the administrator (%s)', (language) => {
  const browser = browserOfFile();
  const conversationId = `trip-${randomUUID().slice(0, 8)}`;
  const eventId = `mistyped-${randomUUID().slice(0, 8)}`;
  let desk: Desk;
  let intake: IntakePage;

  beforeAll(async () => {
    const event = message(conversationId, { by: 'customer', text: '我的电话是13812345678，请回电' });
    const answer = await post([{ ...event, id: eventId, time: 'yesterday' }]);
    expect(answer.rejected.map(({ code }) => code)).toEqual(['invalid-field']);
    desk = await sitDown(browser(), { person: 'admin', language });
    intake = new IntakePage(desk);
    await intake.open();
  });
  afterAll(() => desk?.close());

  it('finds the rejected event with its reason, its text masked', async () => {
    await intake.rejected(eventId).getByRole('button', { name: desk.words.invalidField }).waitFor();
    // Anywhere on the row.
    await intake.rejected(eventId).click({ position: { x: 4, y: 8 } });
    await intake.field('/time').waitFor();
    expect(await intake.field('/time').inputValue()).toBe('yesterday');
    expect(await desk.page.content()).not.toContain('13812345678');
  });

  it('says in words of the own language what to do, and tells at once of what is rejected meanwhile', async () => {
    const { page, words: own } = desk;
    await page.getByText(own.remedyOfField).first().waitFor();
    const another = `mistyped-${randomUUID().slice(0, 8)}`;
    await post([{ ...message(conversationId, { by: 'customer', text: 'x' }), id: another, time: 'never' }]);
    await page.getByRole('button', { name: own.oneFresh, exact: true }).click();
    await intake.rejected(another).waitFor();
  });

  it('counts what was refused at the door apart from what can be mended', async () => {
    const { page, words: own } = desk;
    await page.request.post('/api/v1/events', { headers: { authorization: 'Bearer nobodys-key' }, data: [] });
    const door = page.getByRole('region', { name: own.refused });
    await door.getByText(own.unknownKey).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    // Nothing of it is cut; where an alarm makes what stands above the desk longer than its pane, that scrolls.
    expect(await door.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(1);
    const above = page.locator('.above');
    expect(
      await above.evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).overflowY),
    ).toBe('auto');
    const reasons = await page.getByRole('combobox').locator('option').allTextContents();
    expect(reasons.join('\n')).not.toContain(own.unknownKey);
  });

  it.each(['light', 'dark'] as const)('has a page without serious barriers (%s)', async (theme) => {
    expect(await seriousViolations(desk.page, theme)).toEqual([]);
  });

  it('mends the one field and resubmits; the rest goes in as it was sent', async () => {
    const { page } = desk;
    await intake.field('/time').fill(new Date().toISOString());
    await page.getByRole('button', { name: desk.words.remedy, exact: true }).click();
    await page.getByRole('status').getByText(desk.words.accepted).waitFor();
    await intake.rejected(eventId).waitFor({ state: 'detached' });
    const supervisor = await sitDown(browser(), { person: 'supervisor', language });
    await supervisor.page.goto(`/conversations/${conversationId}`);
    await supervisor.page
      .getByRole('region', { name: words[language].transcript })
      .getByText('请回电')
      .waitFor();
    await supervisor.close();
  });

  it('may not read transcripts by virtue of being administrator', async () => {
    const answer = await desk.page.request.get(`/api/v1/conversations/${conversationId}`);
    expect(answer.status()).toBe(403);
  });

  it('leaves the console quiet', () => expect(desk.complaints).toEqual([]));
});
