import { type SessionStore } from '@earshot/web/data-access';
import { type WordKey } from '@earshot/web/i18n';
import { type IconName } from '@earshot/web/ui';

/** A workspace in the rail. */
export interface Workspace {
  path: string;
  icon: IconName;
  label: WordKey;
  may: (session: SessionStore) => boolean;
}

/** Every workspace, in the order of the rail. */
export const workspaces: readonly Workspace[] = [
  { path: 'live', icon: 'live', label: 'shell.nav.live', may: (session) => session.may('measures') },
  { path: 'safety', icon: 'safety', label: 'shell.nav.safety', may: (session) => session.may('flags') },
  {
    path: 'review',
    icon: 'review',
    label: 'shell.nav.review',
    may: (session) => session.has('reviewer') || session.has('lead'),
  },
  {
    path: 'conversations',
    icon: 'conversations',
    label: 'shell.nav.conversations',
    may: (session) => session.may('conversations'),
  },
  {
    path: 'intake',
    icon: 'intake',
    label: 'shell.nav.intake',
    may: (session) => session.may('rejected-events'),
  },
];

/** Where a person begins: an officer at the lane, a reviewer at the queue, everybody else at their first workspace. */
export function homeOf(session: SessionStore): string {
  if (session.has('safety')) return '/safety';
  if (session.has('reviewer')) return '/review';
  const first = workspaces.find((workspace) => workspace.may(session));
  return first ? `/${first.path}` : '/nothing';
}
