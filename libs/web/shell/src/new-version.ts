import { DOCUMENT, ErrorHandler, Injectable, inject, signal } from '@angular/core';
import { type NavigationError } from '@angular/router';
import { FreshPage } from './fresh-page';

/** When a navigation last loaded the page anew, in the tab's own memory. */
const RELOADED = 'earshot.reloaded';
/** A second failure within this time is not met with another load: the file is really not there. */
const onceInMs = 60_000;

/** What browsers throw when a part of the application cannot be loaded: Chromium, Firefox, Safari. */
const missingPart =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed/i;

/** Whether a part of the application could not be loaded, as after an update of the server, or without network. */
export function isMissingPart(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return missingPart.test(error.message) || (error.cause !== undefined && isMissingPart(error.cause));
}

/**
 * Parts of the application have new names after an update of the server, and the old ones are gone. A page that fails
 * for that is loaded anew, once; what else fails is said, with a button, so that nothing that was written is lost.
 */
@Injectable({ providedIn: 'root' })
export class NewVersion {
  private readonly document = inject(DOCUMENT);
  private readonly page = inject(FreshPage);
  private readonly missing = signal(false);
  /** The address that could not be shown: the router has gone back to where it was. */
  private wanted: string | null = null;

  /** Whether a part is missing that loading the page anew may bring. */
  readonly isMissing = this.missing.asReadonly();

  /** A page could not be shown. Loads it anew; says so instead where that was just tried. */
  navigationFailed({ error, url }: Pick<NavigationError, 'error' | 'url'>): void {
    if (!isMissingPart(error)) return;
    const { sessionStorage } = window;
    const now = Date.now();
    if (now - Number(sessionStorage.getItem(RELOADED) ?? 0) < onceInMs) {
      this.wanted = url;
      this.missing.set(true);
      return;
    }
    sessionStorage.setItem(RELOADED, String(now));
    this.page.open(url);
  }

  /** Something failed in a page that is shown. */
  suspect(error: unknown): void {
    if (isMissingPart(error)) this.missing.set(true);
  }

  /** Loads the page that was asked for anew. */
  reload(): void {
    this.page.open(this.wanted ?? this.document.location.href);
  }
}

/** Angular's own, and tells of parts that are missing. */
@Injectable()
export class TellingErrorHandler extends ErrorHandler {
  private readonly version = inject(NewVersion);

  override handleError(error: unknown): void {
    this.version.suspect(error);
    super.handleError(error);
  }
}
