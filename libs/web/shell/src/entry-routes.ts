import { type Routes } from '@angular/router';

/** The pages before a login, loaded apart: who is logged in needs neither them nor their forms. */
export const entryRoutes: Routes = [
  { path: 'login', loadComponent: () => import('./login-page').then((page) => page.LoginPage) },
  {
    path: 'first-administrator',
    loadComponent: () => import('./first-administrator-page').then((page) => page.FirstAdministratorPage),
  },
];
