import { type Routes } from '@angular/router';

/** The list of conversations and the page of one. */
export const conversationRoutes: Routes = [
  { path: '', loadComponent: () => import('./conversations-page').then((page) => page.ConversationsPage) },
  { path: ':id', loadComponent: () => import('./conversation-page').then((page) => page.ConversationPage) },
];
