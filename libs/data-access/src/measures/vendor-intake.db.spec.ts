import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import { VendorIntakeRepository, hasUnknownVendor } from '../index';

describe('what arrives from each vendor', () => {
  let test: TestDatabase;
  let rows: Rows;
  const day = 86_400_000;
  const ago = (ms: number) => new Date(rowsNow.getTime() - ms);
  const brand: Scope = {
    personId: '00000000-0000-0000-0000-000000000001',
    roles: ['safety'],
    brandIds: ['b'],
    vendorIds: null,
  };
  const list = async () =>
    new Map(
      (await new VendorIntakeRepository(test.database).list(brand, rowsNow)).map((one) => [
        one.vendorId,
        one.lastReceivedAt,
      ]),
    );
  const heard = (vendor_id: string, at: Date, writer = 'w') =>
    rows.insert('intake_clock', {
      brand_id: 'b',
      vendor_id,
      writer,
      last_event_at: at,
      last_received_at: at,
    });

  beforeAll(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.brand('b', ['silent', 'never']);
  });
  afterAll(() => test.close());

  it('stays with when it was last heard, whoever wrote that down, and those never heard stand too', async () => {
    await heard('silent', ago(40 * day), 'a process that has ended');
    await heard('silent', ago(41 * day), 'another');
    await heard('stranger', ago(29 * day));
    await heard('stranger long ago', ago(31 * day));
    expect(await list()).toEqual(
      new Map([
        ['never', null],
        ['silent', ago(40 * day).toISOString()],
        ['stranger', ago(29 * day).toISOString()],
      ]),
    );
  });

  it('names what comes without a vendor only while a conversation is left without one', async () => {
    await heard('', ago(3 * day));
    expect((await list()).has(null)).toBe(false);
    expect(await hasUnknownVendor(test.database, brand)).toBe(false);
    await rows.conversation({ id: 'whose', vendorId: null });
    expect((await list()).get(null)).toBe(ago(3 * day).toISOString());
    expect(await hasUnknownVendor(test.database, brand)).toBe(true);
    expect(await hasUnknownVendor(test.database, { ...brand, vendorIds: ['silent'] })).toBe(false);
    expect(await hasUnknownVendor(test.database, { ...brand, brandIds: ['other'] })).toBe(false);
  });

  it('knows of one too where only a flag of a rejected event has none', async () => {
    const other = { ...brand, brandIds: ['b2'] };
    await rows.brand('b2', []);
    expect(await hasUnknownVendor(test.database, other)).toBe(false);
    await rows.flag({ conversationId: 'stray', brandId: 'b2', columns: { vendor_id: null } });
    expect(await hasUnknownVendor(test.database, other)).toBe(true);
  });
});
