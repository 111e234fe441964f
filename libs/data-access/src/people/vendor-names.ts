import { isOfBrand, type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { unsettledSql } from '../flags/flag-list-sql';

/** The vendors that a person may know of, by id, with their names. */
export async function vendorsOf(
  database: Queryable,
  scope: Pick<Scope, 'brandIds' | 'vendorIds'>,
): Promise<{ vendorId: string; name: string }[]> {
  const rows = await database.query<{ vendor_id: string; name: string }>(
    `select vendor_id, min(name) as name from vendors
      where brand_id = any ($1) and ($2::text[] is null or vendor_id = any ($2))
      group by vendor_id order by vendor_id`,
    [scope.brandIds, scope.vendorIds],
  );
  return rows.map(({ vendor_id, name }) => ({ vendorId: vendor_id, name }));
}

/** Whether a person may see conversations, or flags not settled yet, of no known vendor, and there are some. */
export async function hasUnknownVendor(
  database: Queryable,
  scope: Pick<Scope, 'brandIds' | 'vendorIds'>,
): Promise<boolean> {
  if (!isOfBrand(scope)) return false;
  const rows = await database.query(
    `(select from conversations where brand_id = any ($1) and vendor_id is null limit 1)
     union all
     (select from flags f where f.brand_id = any ($1) and f.vendor_id is null and ${unsettledSql('f')} limit 1)`,
    [scope.brandIds],
  );
  return rows.length > 0;
}
