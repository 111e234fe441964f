import { type Locator } from 'playwright-core';
import { type Desk } from '../support/desk';

/** The safety desk as an officer uses it. */
export class SafetyPage {
  constructor(private readonly desk: Desk) {}

  async open(query = ''): Promise<void> {
    await this.desk.page.goto(`/safety${query}`);
    await this.lane().waitFor();
  }

  lane(): Locator {
    return this.desk.page.getByRole('region', { name: this.desk.words.lane });
  }

  rows(): Locator {
    return this.lane().locator('es-flag-row button');
  }

  transcript(): Locator {
    return this.desk.page.getByRole('region', { name: this.desk.words.transcript });
  }

  panel(): Locator {
    return this.desk.page.getByRole('region', { name: this.desk.words.whatToDo, exact: true });
  }

  /** The words that are marked as evidence of the gravest kind. */
  criticalMarks(): Promise<string[]> {
    return this.transcript().locator('mark.critical').allInnerTexts();
  }

  /** Opens the dialog that asks why a closed flag is opened again. */
  async askReopen(): Promise<Locator> {
    const { words, page } = this.desk;
    await this.panel().getByRole('button', { name: words.reopenNow }).first().click();
    const dialog = page.getByRole('dialog', { name: words.reopenNow });
    await dialog.waitFor();
    return dialog;
  }

  /** Fills and sends the dialog that asks for outcome and reason. */
  async close(reason: string): Promise<void> {
    const { words, page } = this.desk;
    const dialog = page.getByRole('dialog', { name: words.closeDialog });
    await dialog.getByLabel(words.outcomeActed).check();
    await dialog.getByLabel(words.reason).fill(reason);
    await dialog.getByRole('button', { name: words.closeNow }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
