import { type Locator } from 'playwright-core';
import { type Desk } from '../support/desk';

/** The live workspace: tiles, table, the conversations behind a figure. */
export class LivePage {
  constructor(private readonly desk: Desk) {}

  async open(): Promise<void> {
    await this.desk.page.goto('/live');
    await this.tiles().waitFor();
  }

  tiles(): Locator {
    return this.desk.page.getByRole('list', { name: this.desk.words.figures });
  }

  tile(name: RegExp): Locator {
    return this.tiles().locator('button.tile').filter({ hasText: name });
  }

  /** The number that leads the tile. */
  async figure(name: RegExp): Promise<number> {
    return Number.parseFloat(await this.tile(name).locator('.value').innerText());
  }

  row(vendor: string): Locator {
    return this.desk.page.getByRole('row').filter({ hasText: vendor });
  }

  panel(): Locator {
    return this.desk.page.locator('es-figure-panel');
  }

  /** Waits until the chart is drawn no wider than the card it stands in. */
  async untilTheChartFits(): Promise<void> {
    const card = this.desk.page.locator('es-line-chart');
    const drawn = card.locator('svg').first();
    for (let tries = 0; tries < 50; tries += 1) {
      const [room, drawing] = await Promise.all([card.boundingBox(), drawn.boundingBox()]);
      if (room && drawing && drawing.x + drawing.width <= room.x + room.width) return;
      await this.desk.page.waitForTimeout(100);
    }
    throw new Error('the chart is drawn wider than its card');
  }
}
