import type * as schemas from './contract-schemas';

/** The contracts' schemas, as loaded. */
export type Contracts = typeof schemas;

/** Loads the schemas, and zod with them, apart from the first view; every call gives the same module. */
export function loadContracts(): Promise<Contracts> {
  return import('./contract-schemas');
}
