import { type Locator } from 'playwright-core';
import { type Desk } from '../support/desk';

/** The administrator's page of what came in and what was rejected. */
export class IntakePage {
  constructor(private readonly desk: Desk) {}

  async open(): Promise<void> {
    await this.desk.page.goto('/intake');
    await this.desk.page.getByRole('heading', { name: this.desk.words.intake, exact: true }).waitFor();
  }

  /** The row of a rejected event. */
  rejected(eventId: string): Locator {
    return this.desk.page.getByRole('row').filter({ hasText: eventId });
  }

  /** The input of a field, by its JSON pointer. */
  field(pointer: string): Locator {
    return this.desk.page.getByLabel(pointer, { exact: true });
  }
}
