import { type FlagActs } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { OfficersDesk } from './testing/officers-desk';

describe('what was done with a flag', () => {
  let desk: OfficersDesk;
  let officer: Scope;
  let colleague: Scope;
  let act: OfficersDesk['act'];
  const actsOf = async (scope: Scope, id: string) => desk.app.call(scope, `GET /api/v1/flags/${id}/acts`);
  const told = async (scope: Scope, id: string) => (await actsOf(scope, id)).body as FlagActs;

  beforeAll(async () => {
    desk = await OfficersDesk.open(['v1']);
    ({ officer, colleague, act } = desk);
  });
  afterAll(() => desk.close());

  /** A flag that was taken, given back, closed, opened again by a colleague and closed again, a second apart. */
  async function aHandledFlag(): Promise<string> {
    const id = await desk.aFlag();
    const deeds: [Scope, string, unknown?][] = [
      [officer, 'acknowledge'],
      [officer, 'release'],
      [officer, 'close', { outcome: 'false-alarm', reason: '误报，回电13800138000' }],
      [colleague, 'reopen', { reason: '乘客再次来电' }],
      [colleague, 'close', { outcome: 'acted', reason: '司机已停运' }],
    ];
    for (const [scope, deed, body] of deeds) {
      expect((await act(scope, id, deed, body)).status).toBe(200);
      desk.app.clock.advance(1000);
    }
    return id;
  }

  it('is told from first to last, by whom, when, and with every reason', async () => {
    const id = await aHandledFlag();
    const { acts, earlier } = await told(officer, id);
    expect(earlier).toBe(0);
    expect(acts.map(({ at: _, ...one }) => one)).toEqual([
      { act: 'acknowledged', by: 'Officer Wang', outcome: null, reason: null },
      { act: 'released', by: 'Officer Wang', outcome: null, reason: null },
      { act: 'closed', by: 'Officer Wang', outcome: 'false-alarm', reason: '误报，回电‹mobile›' },
      { act: 'reopened', by: 'Officer Li', outcome: null, reason: '乘客再次来电' },
      { act: 'closed', by: 'Officer Li', outcome: 'acted', reason: '司机已停运' },
    ]);
    const first = Date.parse(acts[0]?.at ?? '');
    expect(acts.map(({ at }) => Date.parse(at) - first)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('names to a vendor no person of the brand, and tells it no reason', async () => {
    const id = await aHandledFlag();
    const vendor: Scope = { ...officer, roles: ['vendor-manager'], vendorIds: ['v1'] };
    const { acts } = await told(vendor, id);
    expect(acts.map(({ act: done, outcome }) => [done, outcome])).toEqual([
      ['acknowledged', null],
      ['released', null],
      ['closed', 'false-alarm'],
      ['reopened', null],
      ['closed', 'acted'],
    ]);
    expect(acts.every(({ by, reason }) => by === null && reason === null)).toBe(true);
    // What nobody of the brand has taken is not there for a vendor.
    expect((await actsOf(vendor, await desk.aFlag())).status).toBe(404);
  });

  it('is nothing of a new flag, and not there for another brand', async () => {
    const id = await desk.aFlag();
    expect(await told(officer, id)).toEqual({ acts: [], earlier: 0 });
    expect((await actsOf({ ...officer, brandIds: ['other'] }, id)).status).toBe(404);
  });

  it('is told of the newest fifty, with how many came before; notices are none of them', async () => {
    const id = await desk.aFlag();
    await desk.test.database.query(
      `insert into flag_acts (flag_id, at, act, detail)
       select $1, timestamptz '2026-03-01' + n * interval '1 minute', case n % 2 when 0 then 'closed' else 'notified' end,
         jsonb_build_object('outcome', 'acted', 'reason', 'no. ' || n)
       from generate_series(1, 106) n order by n`,
      [id],
    );
    const { acts, earlier } = await told(officer, id);
    expect(earlier).toBe(3);
    expect([acts.length, acts[0]?.reason, acts.at(-1)?.reason]).toEqual([50, 'no. 8', 'no. 106']);
  });
});
