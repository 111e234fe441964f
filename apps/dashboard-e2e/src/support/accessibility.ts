import { readFileSync } from 'node:fs';
import { type AxeResults } from 'axe-core';
import { type Page } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Runs in the page, as text: nothing of this project's Node side knows the DOM. */
const settled = `(async () => {
  do {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  } while (document.getAnimations().some(({ playState }) => playState === 'running'));
})()`;

/** What axe finds wrong on the page, serious or critical, as lines that name the rule and the elements. */
export async function seriousViolations(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  // A colour on its way from light to dark has no contrast of its own.
  await page.evaluate(settled);
  // The page's own policy allows no script but ours: the debugger puts it in.
  await page.evaluate(source);
  const results = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${page.url()} ${colorScheme}: ${id}, ${help}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
    );
}
