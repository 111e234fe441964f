export { entryRoutes } from './entry-routes';
export { Frame } from './frame';
export { loggedIn, mayUse, toHome } from './guards';
export { NotFoundPage } from './not-found-page';
