import { inject } from '@angular/core';
import { type CanActivateFn, type CanMatchFn, Router } from '@angular/router';
import { SessionStore } from '@earshot/web/data-access';
import { Words } from '@earshot/web/i18n';
import { homeOf, workspaces } from './workspaces';

/** Lets a person in who is logged in, in that person's language; others go to the login page and come back here. */
export const loggedIn: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  const words = inject(Words);
  const who = await session.load();
  if (!who) return router.createUrlTree(['/login'], { queryParams: { return: state.url } });
  if (who.language !== null && words.language() !== who.language) await words.choose(who.language);
  return true;
};

/** Lets into a workspace only those who may use it; to others it does not exist. */
export function mayUse(path: string): CanMatchFn {
  return async () => {
    const session = inject(SessionStore);
    await session.load();
    return workspaces.find((workspace) => workspace.path === path)?.may(session) ?? false;
  };
}

/** Sends a person from the bare address to the own first workspace. */
export const toHome: CanActivateFn = async () => {
  const session = inject(SessionStore);
  const router = inject(Router);
  await session.load();
  return router.parseUrl(homeOf(session));
};
