export { FirstAdministratorPage } from './first-administrator-page';
export { Frame } from './frame';
export { loggedIn, mayUse, toHome } from './guards';
export { LoginPage } from './login-page';
export { NotFoundPage } from './not-found-page';
