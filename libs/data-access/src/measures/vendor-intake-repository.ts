import { type VendorIntake } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { type Queryable } from '@earshot/platform/database';
import { instantOrNull } from '../columns';
import { scopeSql, Values } from '../scope-sql';
import { BucketRepository } from './bucket-repository';

const hourMs = 3_600_000;
/** Who is no vendor of the brand's is no longer listed after this long a silence. */
const strangerDays = 30;

/** What arrives from each vendor: the newest event, and how late events come. */
export class VendorIntakeRepository {
  constructor(private readonly database: Queryable) {}

  /**
   * By vendor: all of the brand's, those without any event too, and what else was heard in the last days. Null stands
   * for events whose vendor is not known; not listed where no conversation is left without one: an opening that came
   * after its first message has named it.
   */
  async list(scope: Scope, now: Date): Promise<VendorIntake[]> {
    const values = new Values();
    const [clocks, lags] = await Promise.all([
      this.database.query<{ vendor_id: string; event_at: Date | null; received_at: Date | null }>(
        `select b.vendor_id, max(k.last_event_at) as event_at, max(k.last_received_at) as received_at
         from (
           select brand_id, vendor_id, bool_or(is_known) as is_known from (
             select brand_id, vendor_id, true as is_known from vendors
             union all select brand_id, vendor_id, false from intake_clock
           ) every group by brand_id, vendor_id
         ) b
           left join intake_clock k on k.brand_id = b.brand_id and k.vendor_id = b.vendor_id
         where ${scopeSql(scope, 'b', values)}
           and (b.vendor_id <> '' or exists (
             select from conversations c where c.brand_id = b.brand_id and c.vendor_id is null))
         group by b.vendor_id
         having bool_or(b.is_known) or max(k.last_received_at) > ${values.add(now)}::timestamptz - interval '${strangerDays} days'
         order by b.vendor_id`,
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
