import { commitment, derivePeriodKey, selectionHash, SelectionKey } from '@earshot/domain/selection';
import { Rows, testDatabase, type TestDatabase } from '@earshot/testing';
import { baselinePlan, PlanBook, PlanKeyMismatch } from './plan-book';

const now = Date.UTC(2026, 2, 2);
const root = new Uint8Array(32).fill(1);
const otherRoot = new Uint8Array(32).fill(2);
const { planId } = baselinePlan;

describe('the keys of plans', () => {
  let test: TestDatabase;
  let rows: Rows;
  beforeEach(async () => {
    test = await testDatabase();
    rows = new Rows(test.database);
    await rows.brand('b', ['v1']);
    await rows.brand('b2', ['v1']);
  });
  afterEach(() => test.close());

  async function bookOf(bytes: Uint8Array): Promise<PlanBook> {
    const book = new PlanBook(bytes);
    await book.refresh(test.database, now);
    return book;
  }
  const u = (book: PlanBook, brandId: string, period = '2026-03') => {
    const plan = book.planOf(brandId);
    if (plan === null) throw new Error(`${brandId} has no plan`);
    return selectionHash(plan.keyOf(period), planId, 'random', 'c');
  };
  const sharedU = (period: string) =>
    selectionHash(SelectionKey.fromBytes(derivePeriodKey(root, planId, period)), planId, 'random', 'c');
  /** As it was committed to while brands still shared their keys. */
  const committedBefore = (brandId: string, period: string) =>
    rows.insert('plan_periods', {
      brand_id: brandId,
      plan_id: planId,
      period,
      commitment: commitment(planId, derivePeriodKey(root, planId, period)),
    });

  it('refuse another key than the one committed to, by name, and take the right one', async () => {
    const first = await bookOf(root);
    await expect(bookOf(otherRoot)).rejects.toThrow(PlanKeyMismatch);
    await expect(bookOf(otherRoot)).rejects.toThrow(
      /2026-03 of plan baseline of brand b,.*docs\/operations.md/,
    );
    expect(u(await bookOf(root), 'b')).toBe(u(first, 'b'));
  });

  it('refuse another key also where only an older period, not yet revealed, was committed to with it', async () => {
    await committedBefore('b', '2026-01');
    await expect(bookOf(otherRoot)).rejects.toThrow('2026-01 of plan baseline of brand b');
    await test.database.query('delete from plan_periods');
    await committedBefore('b', '2026-01');
    await test.database.query('update plan_periods set revealed_at = now()');
    expect((await bookOf(otherRoot)).planOf('b')?.planId).toBe(planId);
  });

  it('are a brand’s own, though its plan has the name of another’s', async () => {
    const book = await bookOf(root);
    expect(u(book, 'b')).not.toBe(u(book, 'b2'));
    const published = await test.database.query<{ commitment: string }>(
      `select distinct commitment from plan_periods where period = '2026-03'`,
    );
    expect(published).toHaveLength(2);
  });

  it('stay what they were for periods committed to before, and for months before those', async () => {
    await committedBefore('b', '2026-02');
    await committedBefore('b', '2026-03');
    const book = await bookOf(root);
    for (const period of ['2026-01', '2026-02', '2026-03'])
      expect(u(book, 'b', period)).toBe(sharedU(period));
    expect(u(book, 'b', '2026-04')).not.toBe(sharedU('2026-04'));
    expect(u(book, 'b2', '2026-03')).not.toBe(sharedU('2026-03'));
    expect(u(book, 'b2', '2026-01')).not.toBe(sharedU('2026-01'));
  });
});
