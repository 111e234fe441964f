import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { type Language, words } from './words';

/** A person at a browser of their own. */
export interface Desk {
  readonly page: Page;
  readonly language: Language;
  readonly words: (typeof words)[Language];
  /** What the console complained of so far. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** Logs a demo person in, by the form, in a browser of that language. */
export async function sitDown(browser: Browser, who: { person: string; language: Language }): Promise<Desk> {
  const context = await browser.newContext({
    baseURL: process.env['E2E_URL'],
    locale: who.language,
    viewport: { width: 1440, height: 900 },
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto('/');
  const login = words[who.language];
  await page.getByLabel(login.email).fill(`${who.person}@demo.earshot.test`);
  await page.getByLabel(login.password, { exact: true }).fill(process.env['E2E_PASSWORD'] ?? '');
  await page.getByRole('button', { name: login.logIn, exact: true }).click();
  await page.getByRole('navigation').waitFor();
  await speak(page, who.language);
  return { page, language: who.language, words: login, complaints, close: () => end(context) };
}

/** Chooses the language in the person's menu: the account may have kept another. */
async function speak(page: Page, language: Language): Promise<void> {
  await page.locator('button.person').click();
  await page.locator(`#es-person-menu button[lang="${language}"]`).click();
  await page.locator(`html[lang="${language}"]`).waitFor();
  await page.keyboard.press('Escape');
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    complaints.push(`${message.text()} (${url})`);
  });
  return complaints;
}

async function end(context: BrowserContext): Promise<void> {
  await context.close();
}
