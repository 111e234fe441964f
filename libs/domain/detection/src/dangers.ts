import { type Category } from '@earshot/contracts';

/** The categories of danger to a person. */
export const DANGERS: ReadonlySet<Category> = new Set<Category>([
  'harassment',
  'sexual-harassment',
  'threat',
  'self-harm',
  'personal-safety',
]);
