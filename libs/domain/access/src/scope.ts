import type { Role } from '@earshot/contracts';

/**
 * What one person may see. Every read below the controllers takes it, so that an endpoint that forgets it does
 * not compile and one that passes it cannot see too much.
 */
export interface Scope {
  readonly personId: string;
  readonly roles: readonly Role[];
  readonly brandIds: readonly string[];
  /** null: all vendors of the brands, and conversations whose vendor is unknown. */
  readonly vendorIds: readonly string[] | null;
}

export const reads = [
  'conversations',
  'measures',
  'flags',
  'selections',
  'reviews',
  'scan',
  'intake-status',
  'rejected-events',
] as const;
export type Read = (typeof reads)[number];

/** Roles that may read each kind at all; anything else is a 403. Narrowing to the own vendor is `Scope.vendorIds`. */
const readers: Record<Read, readonly Role[]> = {
  conversations: ['supervisor', 'lead', 'safety', 'vendor-manager', 'auditor'],
  measures: ['supervisor', 'lead', 'safety', 'vendor-manager', 'auditor'],
  flags: ['supervisor', 'lead', 'safety', 'vendor-manager', 'auditor'],
  selections: ['supervisor', 'lead', 'vendor-manager', 'auditor'],
  reviews: ['supervisor', 'lead', 'reviewer', 'vendor-manager', 'auditor'],
  scan: ['supervisor', 'lead', 'safety', 'administrator'],
  'intake-status': ['supervisor', 'lead', 'safety', 'administrator'],
  'rejected-events': ['administrator'],
};

/** Roles that may read `what`. */
export function readersOf(what: Read): readonly Role[] {
  return readers[what];
}

/** Whether a person of these roles may read `what` at all. */
export function mayRead(scope: Pick<Scope, 'roles'>, what: Read): boolean {
  return scope.roles.some((role) => readers[what].includes(role));
}

/** Whether the person looks with the brand's eyes: sees unacknowledged flags and unknown vendors. */
export function isOfBrand(scope: Pick<Scope, 'vendorIds'>): boolean {
  return scope.vendorIds === null;
}

/** Whether a thing of this brand and vendor lies within the scope. An unknown vendor (null) is the brand's only. */
export function covers(scope: Scope, thing: { brandId: string; vendorId: string | null }): boolean {
  if (!scope.brandIds.includes(thing.brandId)) return false;
  if (scope.vendorIds === null) return true;
  return thing.vendorId !== null && scope.vendorIds.includes(thing.vendorId);
}
