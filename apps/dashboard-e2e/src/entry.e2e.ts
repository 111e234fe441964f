import { seriousViolations } from './support/accessibility';
import { sitDown } from './support/desk';
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

  it('loads the page anew, once, where a part of it is gone after an update; then says so', async () => {
    const { page, close } = await sitDown(browser(), { person: 'supervisor', language });
    const open = () => page.getByRole('link', { name: words[language].conversations, exact: true }).click();
    const loaded = () => page.evaluate<number>('performance.timeOrigin');
    // What the click asks for is gone, and stays so.
    const gone = new Set<string>();
    let isUpdated = true;
    await page.route('**/chunk-*.js', async (route) => {
      const url = route.request().url();
      if (isUpdated) gone.add(url);
      if (gone.has(url)) await route.fulfill({ status: 404, body: '' });
      else await route.continue();
    });
    const first = await loaded();
    page.on('request', (request) => {
      // The new page asks for the files that the server has now.
      if (request.isNavigationRequest()) isUpdated = false;
    });
    await open();
    await page.waitForURL(/\/conversations/);
    const again = page.getByRole('alert').getByRole('button', { name: words[language].loadAgain });
    await again.waitFor();
    expect(await loaded()).toBeGreaterThan(first);
    gone.clear();
    await again.click();
    await page.getByRole('heading', { name: words[language].conversations, exact: true }).waitFor();
    await close();
  });
});
