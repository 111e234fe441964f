import { type Routes } from '@angular/router';
import { Frame, NotFoundPage, entryRoutes, loggedIn, mayUse, toHome } from '@earshot/web/shell';

/** The pages. A workspace that the person may not use does not exist for that person. */
export const routes: Routes = [
  ...entryRoutes,
  {
    path: '',
    component: Frame,
    canActivate: [loggedIn],
    children: [
      { path: '', pathMatch: 'full', canActivate: [toHome], children: [] },
      {
        path: 'live',
        canMatch: [mayUse('live')],
        loadComponent: () => import('@earshot/web/live').then((lib) => lib.LivePage),
      },
      {
        path: 'safety',
        canMatch: [mayUse('safety')],
        loadComponent: () => import('@earshot/web/safety').then((lib) => lib.SafetyPage),
      },
      {
        path: 'review',
        canMatch: [mayUse('review')],
        loadComponent: () => import('@earshot/web/review').then((lib) => lib.ReviewPage),
      },
      {
        path: 'conversations',
        canMatch: [mayUse('conversations')],
        loadChildren: () => import('@earshot/web/conversation').then((lib) => lib.conversationRoutes),
      },
      {
        path: 'intake',
        canMatch: [mayUse('intake')],
        loadComponent: () => import('@earshot/web/intake').then((lib) => lib.IntakePage),
      },
      { path: '**', component: NotFoundPage },
    ],
  },
];
