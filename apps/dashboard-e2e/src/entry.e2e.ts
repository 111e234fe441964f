import { seriousViolations } from './support/accessibility';
import { browserOfFile, describeInBrowser } from './support/suite';
import { languages, words } from './support/words';

describeInBrowser.each(languages)('the way in (%s)', (language) => {
  const browser = browserOfFile();

  it('speaks the language of the browser, says what is wrong, and has no serious barriers', async () => {
    const context = await browser().newContext({ baseURL: process.env['E2E_URL'], locale: language });
    const page = await context.newPage();
    await page.goto('/safety');
    await page.getByLabel(words[language].email).fill('safety@demo.earshot.test');
    await page.getByLabel(words[language].password, { exact: true }).fill('not the password');
    await page.getByRole('button', { name: words[language].logIn, exact: true }).click();
    await page.getByRole('alert').waitFor();
    for (const theme of ['light', 'dark'] as const) expect(await seriousViolations(page, theme)).toEqual([]);
    await context.close();
  });

  it.each(['/first-administrator', '/first-administrator?token=none'])(
    'has no serious barriers at %s',
    async (path) => {
      const context = await browser().newContext({ baseURL: process.env['E2E_URL'], locale: language });
      const page = await context.newPage();
      await page.goto(path);
      await page.getByRole('heading').waitFor();
      for (const theme of ['light', 'dark'] as const)
        expect(await seriousViolations(page, theme)).toEqual([]);
      await context.close();
    },
  );

  it('leads back to the page that was asked for', async () => {
    const context = await browser().newContext({ baseURL: process.env['E2E_URL'], locale: language });
    const page = await context.newPage();
    await page.goto('/safety?category=threat');
    await page.getByLabel(words[language].email).fill('safety@demo.earshot.test');
    await page.getByLabel(words[language].password, { exact: true }).fill(process.env['E2E_PASSWORD'] ?? '');
    await page.getByRole('button', { name: words[language].logIn, exact: true }).click();
    await page.waitForURL(/\/safety\?category=threat/);
    await context.close();
  });
});
