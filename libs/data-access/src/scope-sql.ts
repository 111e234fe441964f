import { type Scope } from '@earshot/domain/access';

/** Collects a statement's values; `add` gives the placeholder. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** `column` is one of `allowed`. One value is compared by `=`, so that an index keeps its order. */
function oneOf(column: string, allowed: readonly string[], values: Values): string {
  const [only, ...more] = allowed;
  if (only !== undefined && more.length === 0) return `${column} = ${values.add(only)}`;
  return `${column} = any(${values.add([...allowed])}::text[])`;
}

/**
 * The condition that keeps a row of `alias` (with `brand_id` and `vendor_id`) within a scope. A row of unknown
 * vendor (null, or '' in metric buckets) is the brand's only. Every read of the product goes through it.
 */
export function scopeSql(scope: Scope, alias: string, values: Values): string {
  const brands = oneOf(`${alias}.brand_id`, scope.brandIds, values);
  if (scope.vendorIds === null) return brands;
  return `${brands} and ${alias}.vendor_id <> '' and ${oneOf(`${alias}.vendor_id`, scope.vendorIds, values)}`;
}

/**
 * The condition that keeps rows of one vendor, all where none is named. The empty name means those whose vendor is not
 * known: null, or '' in metric buckets.
 */
export function vendorSql(column: string, vendorId: string | undefined, values: Values): string {
  if (vendorId === undefined) return 'true';
  return vendorId === '' ? `(${column} is null or ${column} = '')` : `${column} = ${values.add(vendorId)}`;
}

/** As `scopeSql`, for flags: a vendor person sees one only once a person of the brand has acknowledged it. */
export function flagScopeSql(scope: Scope, alias: string, values: Values): string {
  const rows = scopeSql(scope, alias, values);
  return scope.vendorIds === null ? rows : `${rows} and ${alias}.acknowledged_at is not null`;
}
