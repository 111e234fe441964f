import {
  type ApplicationConfig,
  ErrorHandler,
  inject,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import { provideRouter, withComponentInputBinding, withNavigationErrorHandler } from '@angular/router';
import { provideWords } from '@earshot/web/i18n';
import { NewVersion, TellingErrorHandler } from '@earshot/web/shell';
import { routes } from './app.routes';

/** The application: zoneless, addresses bound to inputs, words in two languages. */
export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    { provide: ErrorHandler, useClass: TellingErrorHandler },
    provideRouter(
      routes,
      withComponentInputBinding(),
      withNavigationErrorHandler((failure) => inject(NewVersion).navigationFailed(failure)),
    ),
    provideWords(),
  ],
};
