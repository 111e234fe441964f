import { createHash } from 'node:crypto';
import { Clock } from '@earshot/platform/clock';
import { type Queryable } from '@earshot/platform/database';

/** Whose events a key may bring. */
export interface IntakeKeyOwner {
  readonly brandId: string;
  /** null: any vendor of the brand. */
  readonly vendorId: string | null;
}

/** How long an answer is believed; a revoked key works no longer than this. */
const believedMs = 10_000;
/** Wrong keys are remembered too, but a guesser must not fill the memory. */
const rememberedMost = 1_000;
const configuredLabel = 'configured';

/** Intake keys, of which only the hash is stored (they are random, so a plain SHA-256 will do). */
export class IntakeKeys {
  private readonly known = new Map<string, { owner: IntakeKeyOwner | null; until: number }>();

  constructor(
    private readonly database: Queryable,
    private readonly clock: Clock,
  ) {}

  /** Whose key this is, or null for an unknown or revoked one. */
  async resolve(key: string): Promise<IntakeKeyOwner | null> {
    const hash = hashOf(key);
    const name = hash.toString('base64');
    const now = this.clock.now();
    const remembered = this.known.get(name);
    if (remembered !== undefined && now < remembered.until) return remembered.owner;

    const [row] = await this.database.query<{ brand_id: string; vendor_id: string | null }>(
      'select brand_id, vendor_id from intake_keys where key_hash = $1 and revoked_at is null',
      [hash],
    );
    const owner = row === undefined ? null : { brandId: row.brand_id, vendorId: row.vendor_id };
    if (this.known.size >= rememberedMost) this.known.clear();
    this.known.set(name, { owner, until: now + believedMs });
    return owner;
  }

  /** Whether a key of the brand is, or was, bound to this vendor. */
  async isAnyBoundTo({ brandId, vendorId }: { brandId: string; vendorId: string }): Promise<boolean> {
    const rows = await this.database.query(
      'select 1 from intake_keys where brand_id = $1 and vendor_id = $2 limit 1',
      [brandId, vendorId],
    );
    return rows.length > 0;
  }

  /**
   * Makes the key of the configuration known and gives its brand: `brandId` if told, else the brand it has already,
   * else `brand`. A brand that is not there yet is made.
   */
  async configure(key: string, brandId: string | null): Promise<string> {
    const hash = hashOf(key);
    const [row] = await this.database.query<{ brand_id: string }>(
      'select brand_id from intake_keys where key_hash = $1',
      [hash],
    );
    const brand = brandId ?? row?.brand_id ?? 'brand';
    await this.database.query(
      'insert into brands (brand_id, name) values ($1, $1) on conflict (brand_id) do nothing',
      [brand],
    );
    await this.database.query(
      `insert into intake_keys (brand_id, key_hash, label) values ($1, $2, $3)
       on conflict (key_hash) do update set brand_id = excluded.brand_id, revoked_at = null`,
      [brand, hash, configuredLabel],
    );
    this.known.clear();
    return brand;
  }
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
