import { DOCUMENT, Injectable, inject } from '@angular/core';

/** Loads an address of ours as a browser does that comes for the first time: nothing of this page is left. */
@Injectable({ providedIn: 'root' })
export class FreshPage {
  private readonly document = inject(DOCUMENT);

  open(url: string): void {
    const { location } = this.document;
    // Assigning the very address that is shown may do no more than scroll, where it has a hash.
    if (new URL(url, location.href).href === location.href) location.reload();
    else location.assign(url);
  }
}
