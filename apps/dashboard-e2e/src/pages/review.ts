import { type Locator } from 'playwright-core';
import { type Desk } from '../support/desk';

/** The reviewer's page. */
export class ReviewPage {
  constructor(private readonly desk: Desk) {}

  /** Opens it; an item is claimed by that. */
  async open(): Promise<void> {
    await this.desk.page.goto('/review');
    await this.card().waitFor();
  }

  card(): Locator {
    return this.desk.page.getByRole('region', { name: this.desk.words.scorecard });
  }

  transcript(): Locator {
    return this.desk.page.getByRole('region', { name: this.desk.words.transcript });
  }

  /** The criteria, in order. */
  criteria(): Locator {
    return this.card().locator('es-criterion-row');
  }

  /** Points given so far, by criterion; null where none. */
  answers(): Promise<(string | null)[]> {
    return this.criteria().evaluateAll((rows) =>
      rows.map((row) => row.querySelector('[aria-pressed="true"]')?.firstChild?.textContent?.trim() ?? null),
    );
  }

  async isSaved(): Promise<void> {
    await this.card().getByText(this.desk.words.saved, { exact: true }).waitFor();
  }

  /** Selects a piece of a message with the mouse's double click, as a reader does. */
  async selectWord(text: string): Promise<string> {
    await this.transcript()
      .getByText(text)
      .first()
      .dblclick({ position: { x: 12, y: 8 } });
    return (await this.desk.page.evaluate<string>('String(document.getSelection())')).trim();
  }
}
