import * as z from 'zod';
import { limits } from '../vocabulary';

/** `limit` and `cursor`, which every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limits.listMost).default(limits.listDefault),
  cursor: z.string().max(2048).optional(),
};

/** Time window of a list or a measure: `from` included, `to` excluded. */
export const windowQuery = { from: instantLoose().optional(), to: instantLoose().optional() };

/** One vendor by its id; empty: those of no known vendor. */
export const vendorQuery = z.string().optional();

/** Any ISO 8601 instant with an offset in a query; answers always use `instantSchema`. */
export function instantLoose() {
  return z.iso.datetime({ offset: true });
}

/** A page of `items`; `nextCursor` is null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
