/**
 * `npm run screenshots -- [--url URL] [--password PASSWORD] [--only PART]`: pictures of every workspace of a running
 * demo (`npm start -- --demo`), in both languages, light and dark, from a small desk to a wall, into tmp/screenshots:
 * `1440x900/safety.zh-CN.dark.png`. They are for looking at, as a stranger would. Prints what the pages complained of.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type Page } from 'playwright-core';
import { type ConversationRow } from '@earshot/contracts';
import { launchBrowser } from '../../apps/dashboard-e2e/src/support/browser';

interface Shot {
  readonly name: string;
  readonly person: string;
  /** The address, or how it is found. */
  readonly path: string | ((page: Page) => Promise<string>);
}

const folder = resolve('tmp/screenshots');
const desks = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
];
const wall = { width: 3840, height: 2160 };
const languages = ['zh-CN', 'en'] as const;
const themes = ['light', 'dark'] as const;
/** Until the first figures are there and fonts and charts have settled. */
const settleMs = 1500;

const shots: readonly Shot[] = [
  { name: 'live', person: 'supervisor', path: '/live?window=24h' },
  { name: 'live-panel', person: 'supervisor', path: '/live?window=24h&figure=first-response-time' },
  { name: 'live-flags', person: 'supervisor', path: '/live?figure=open-flags&severity=critical' },
  { name: 'conversations', person: 'supervisor', path: '/conversations' },
  { name: 'conversation', person: 'supervisor', path: flaggedConversation },
  { name: 'safety', person: 'safety', path: '/safety' },
  { name: 'safety-closed', person: 'safety', path: '/safety?state=closed' },
  { name: 'review', person: 'reviewer1', path: '/review' },
  { name: 'intake', person: 'admin', path: '/intake' },
  { name: 'live-of-vendor', person: 'vendor-b', path: '/live?window=24h' },
];

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    password: { type: 'string', default: process.env['EARSHOT_DEMO_PASSWORD'] },
    only: { type: 'string', default: '' },
  },
});

async function main(): Promise<void> {
  if (options.password === undefined) throw new Error('Which password have the demo people? --password …');
  const browser = await launchBrowser();
  try {
    for (const language of languages) {
      for (const theme of themes) await shootAll(browser, language, theme);
    }
  } finally {
    await browser.close();
  }
}

async function shootAll(browser: Browser, language: string, theme: 'light' | 'dark'): Promise<void> {
  const people = [...new Set(shots.map(({ person }) => person))];
  for (const person of people) {
    const mine = shots.filter((shot) => shot.person === person && shot.name.includes(options.only));
    if (mine.length === 0) continue;
    const page = await pageOf(browser, { person, language, theme });
    for (const shot of mine) {
      await page.goto(typeof shot.path === 'string' ? shot.path : await shot.path(page));
      for (const size of desks) await shoot(page, size, `${shot.name}.${language}.${theme}`);
    }
    if (person === 'supervisor' && theme === 'dark' && 'wall'.includes(options.only)) {
      await page.goto('/live?wall=1');
      await shoot(page, wall, `wall.${language}`);
    }
    await page.context().close();
  }
}

async function pageOf(
  browser: Browser,
  who: { person: string; language: string; theme: 'light' | 'dark' },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: options.url,
    locale: who.language,
    colorScheme: who.theme,
  });
  const body = { email: `${who.person}@demo.earshot.test`, password: options.password };
  const answer = await context.request.post('/api/v1/session', { data: body });
  if (!answer.ok()) throw new Error(`${who.person} could not log in: ${await answer.text()}`);
  await context.request.patch('/api/v1/session', { data: { language: who.language } });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${who.person} ${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.error(`${who.person} ${page.url()}: ${error.message}`));
  return page;
}

async function shoot(page: Page, size: { width: number; height: number }, name: string): Promise<void> {
  const path = join(folder, `${size.width}x${size.height}`, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.setViewportSize(size);
  await page.waitForTimeout(settleMs);
  await page.screenshot({ path });
  console.log(path);
}

/** The newest conversation that was flagged and answered: the page at its fullest. */
async function flaggedConversation(page: Page): Promise<string> {
  const answer = await page.context().request.get('/api/v1/conversations?flagged=true&state=closed&limit=50');
  const { items } = (await answer.json()) as { items: ConversationRow[] };
  const fullest = items.reduce<ConversationRow | null>(
    (most, row) => (most === null || row.messages > most.messages ? row : most),
    null,
  );
  if (fullest === null) return '/conversations';
  return `/conversations/${encodeURIComponent(fullest.id)}?brandId=${encodeURIComponent(fullest.brandId)}`;
}

void main();
