import { Injectable, type Provider } from '@angular/core';
import { FreshPage } from '../fresh-page';

/** For tests: remembers which pages were to be loaded anew, which jsdom cannot do. */
@Injectable()
export class RememberedPages extends FreshPage {
  readonly opened: string[] = [];

  /** Provides itself in the place of the real one. */
  static provide(): Provider {
    return { provide: FreshPage, useClass: RememberedPages };
  }

  override open(url: string): void {
    this.opened.push(url);
  }
}
