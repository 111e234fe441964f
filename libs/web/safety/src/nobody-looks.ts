/** How long the server may take to count an officer who has just come: twice the period of its live views, ms. */
const COUNTED_WITHIN_MS = 10_000;

/** Who reads the page, and since when it is told live what it shows. */
export interface Looker {
  readonly isBrand: boolean;
  readonly isOfficer: boolean;
  /** Ms. */
  readonly liveForMs: number;
}

/**
 * Whether the page says that no safety officer looks. Not to those of a vendor, who are not told. An officer is
 * counted only after the first snapshot was read, so what it says of nobody is not yet true of whoever reads it;
 * where the server has not counted them in time, they must know.
 */
export function saysNobodyLooks(officersLooking: number | null, looker: Looker): boolean {
  if (officersLooking !== 0 || !looker.isBrand) return false;
  return !looker.isOfficer || looker.liveForMs >= COUNTED_WITHIN_MS;
}
