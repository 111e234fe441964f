/** The contracts' schemas, as loaded. */
export type Contracts = typeof import('@earshot/contracts');

/** Loads the contracts, and zod with them, apart from the first view; every call gives the same module. */
export function loadContracts(): Promise<Contracts> {
  return import('@earshot/contracts');
}
