import { type VendorIntake } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { instantOrNull } from '../columns';
import { scopeSql, Values } from '../scope-sql';
import { BucketRepository } from './bucket-repository';

const hourMs = 3_600_000;

/** What arrives from each vendor: the newest event, and how late events come. */
export class VendorIntakeRepository {
  constructor(private readonly database: Queryable) {}

  /** By vendor, those without any event too; null stands for events whose vendor is not known. */
  async list(scope: Scope, now: Date): Promise<VendorIntake[]> {
    const values = new Values();
    const [clocks, lags] = await Promise.all([
      this.database.query<{ vendor_id: string; event_at: Date | null; received_at: Date | null }>(
        `select b.vendor_id, max(k.last_event_at) as event_at, max(k.last_received_at) as received_at
         from (select brand_id, vendor_id from vendors union select brand_id, vendor_id from intake_clock) b
           left join intake_clock k on k.brand_id = b.brand_id and k.vendor_id = b.vendor_id
         where ${scopeSql(scope, 'b', values)} group by b.vendor_id order by b.vendor_id`,
        values.list,
      ),
      new BucketRepository(this.database).sums({
        scope,
        from: new Date(now.getTime() - hourMs),
        to: now,
        groupBy: ['vendorId'],
      }),
    ]);
    const lagOf = new Map(
      lags.map(({ dimensions, bucket }) => [dimensions.vendorId ?? null, bucket.sketch('lag')]),
    );
    return clocks.map(({ vendor_id, event_at, received_at }) => {
      const vendorId = vendor_id === '' ? null : vendor_id;
      const lag = lagOf.get(vendorId);
      return {
        vendorId,
        lastEventAt: instantOrNull(event_at),
        lastReceivedAt: instantOrNull(received_at),
        lagP50Ms: lag?.quantile(0.5) ?? null,
        lagP99Ms: lag?.quantile(0.99) ?? null,
      };
    });
  }
}
