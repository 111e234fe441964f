import { type Channel } from '@earshot/contracts';

/** The channels in the order in which they are offered. */
export const channels: readonly Channel[] = ['chat', 'voice', 'email', 'social', 'ticket'];

/** The scenarios in the order in which they are offered. */
export const scenarios = ['pre-sale', 'after-sale', 'complaint', 'urgent', 'vip'] as const;
