export { entryRoutes } from './entry-routes';
export { Frame } from './frame';
export { loggedIn, mayUse, toHome } from './guards';
export { NewVersion, TellingErrorHandler } from './new-version';
export { NewVersionNote } from './new-version-note';
export { NotFoundPage } from './not-found-page';
