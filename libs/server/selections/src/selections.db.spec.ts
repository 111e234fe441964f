import { randomBytes } from 'node:crypto';
import { selectionsPage, type Role } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { commitment, deriveBrandPeriodKey, derivePeriodKey, isCommittedKey } from '@earshot/domain/selection';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { PlanKeyRoot, SelectionsModule, type RevealedPeriod } from './index';
import { endOf } from './reveal-period';

const root = randomBytes(32);
class FixedRoot extends PlanKeyRoot {
  override bytes(): Uint8Array {
    return root;
  }
}

describe('selections', () => {
  let test: TestDatabase;
  let app: TestApp;
  const by = (role: Role, vendorIds: string[] | null = null): Scope => ({
    personId: '00000000-0000-0000-0000-000000000001',
    roles: [role],
    brandIds: ['b'],
    vendorIds,
  });
  const list = async (scope: Scope, query = '') => {
    const { status, body } = await app.call(scope, `GET /api/v1/selections?${query}`);
    return status === 200 ? selectionsPage.parse(body).items : status;
  };
  const reveal = (scope: Scope, period = '2026-03') =>
    app.call(scope, `POST /api/v1/plans/plan/periods/${period}/reveal`);

  beforeAll(async () => {
    test = await testDatabase();
    const rows = new Rows(test.database);
    await rows.brand('b', ['v1']);
    app = await testApp({
      database: test.database,
      imports: [SelectionsModule],
      providers: [{ provide: PlanKeyRoot, useClass: FixedRoot }],
      now: rowsNow.getTime(),
    });
    await rows.decisions({ conversationId: 'kept', kept: true });
    await rows.decisions({ conversationId: 'left', kept: false });
    const period = { brandId: 'b', planId: 'plan', period: '2026-03' };
    const committed = commitment('plan', deriveBrandPeriodKey(root, period));
    await rows.insert('plan_periods', {
      brand_id: 'b',
      plan_id: 'plan',
      period: '2026-03',
      commitment: committed,
    });
    await rows.insert('plan_periods', {
      brand_id: 'b',
      plan_id: 'plan',
      period: '2025-12',
      commitment: '00'.repeat(32),
    });
    // Committed to before the keys of brands were told apart.
    await rows.insert('plan_periods', {
      brand_id: 'b',
      plan_id: 'plan',
      period: '2026-01',
      commitment: commitment('plan', derivePeriodKey(root, 'plan', '2026-01')),
    });
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });

  it('lists every decision, kept or not, by filter', async () => {
    expect(await list(by('lead'))).toHaveLength(4);
    expect(await list(by('lead'), 'kept=false&purpose=random')).toMatchObject([
      { conversationId: 'left', p: '0.1', inclusionProbability: '0.1' },
    ]);
    expect(await list(by('auditor'), 'conversationId=kept&planId=plan')).toHaveLength(2);
    expect(await list(by('safety'))).toBe(403);
    expect(await list(by('reviewer'))).toBe(403);
  });

  it('reveals a period only when it is over; then the vendor sees and can check', async () => {
    const vendor = by('vendor-manager', ['v1']);
    expect(await list(vendor)).toEqual([]);
    const { body: before } = await app.call(vendor, 'GET /api/v1/plans/plan/periods');
    expect(before).toMatchObject({
      items: [{ period: '2026-03', revealedAt: null }, { period: '2026-01' }, { period: '2025-12' }],
    });
    expect(JSON.stringify(before)).not.toContain('"key"');
    expect((await reveal(by('supervisor'))).status).toBe(403);
    expect(await reveal(by('lead'))).toMatchObject({ status: 409, body: { code: 'conflict' } });

    app.clock.advance(endOf('2026-03') - rowsNow.getTime());
    const answer = (await reveal(by('lead'))).body as RevealedPeriod;
    expect(isCommittedKey(answer.commitment, 'plan', Buffer.from(answer.key, 'hex'))).toBe(true);
    expect((await reveal(by('lead'))).body).toEqual(answer);
    // The random stream alone: rates of the trigger stream would tell of flags that nobody has acknowledged.
    expect(await list(vendor)).toMatchObject([
      { purpose: 'random', p: '0.1', inclusionProbability: '0.1' },
      { purpose: 'random', p: '0.1', inclusionProbability: '0.1' },
    ]);
    expect(await list(vendor, 'purpose=trigger')).toEqual([]);
    await test.database.query(
      `update selections set superseded_at = now() where purpose = 'random' and conversation_id = 'kept'`,
    );
    expect(await list(vendor)).toMatchObject([{ conversationId: 'left' }]);
    expect(await list(by('vendor-manager', ['v2']))).toEqual([]);
    expect(
      await test.database.query(`select from audit_log where act = 'plan-period.revealed'`),
    ).toHaveLength(1);
  });

  it('gives no key that is not the one committed to, and knows no other period', async () => {
    expect((await reveal(by('lead'), '2025-12')).status).toBe(409);
    const older = (await reveal(by('lead'), '2026-01')).body as RevealedPeriod;
    expect(isCommittedKey(older.commitment, 'plan', Buffer.from(older.key, 'hex'))).toBe(true);
    for (const period of ['2024-01', '2025-13', 'ever'])
      expect((await reveal(by('lead'), period)).status).toBe(404);
  });
});
