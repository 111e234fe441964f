import { builtInPacks, CLOSED_OVER_DANGER, NO_HUMAN_ANSWER } from '@earshot/domain/detection';
import { anEvent, eventsNow, testDatabase, TestIngest, type TestDatabase } from '@earshot/testing';
import { SilenceStore } from './silence-store';

const cry = '司机一直在骚扰我，我很害怕';
const answerWithinMs = (builtInPacks().find(({ silence }) => silence)?.silence?.withinSeconds ?? 0) * 1000;

let own: TestDatabase;
let store: TestIngest;
let silences: SilenceStore;
let n = 0;
beforeAll(async () => {
  own = await testDatabase();
  store = new TestIngest(own.database, eventsNow);
  silences = new SilenceStore(own.database);
  await store.begin();
});
afterAll(() => own.close());
beforeEach(() => (n += 1));

const at = (ms: number) => new Date(eventsNow - 3_600_000 + ms).toISOString();
const says = (id: string, ms: number, role: 'customer' | 'agent', text: string) =>
  anEvent('conversation.message.v1', {
    id: `${n}/${id}`,
    subject: `silence${n}`,
    time: at(ms),
    data: { messageId: id, text, sender: { role, ...(role === 'agent' ? { id: 'agent-1' } : {}) } },
  });
const closed = (ms: number, outcome: 'resolved' | 'unresolved') =>
  anEvent('conversation.closed.v1', {
    id: `${n}/closed`,
    subject: `silence${n}`,
    time: at(ms),
    data: { outcome, closedBy: 'agent' },
  });

/** Rules of the findings that stand, and what became of their flag. */
async function standing(): Promise<{ rules: string[]; state: string | undefined }> {
  const rows = await own.database.query<{ rule_id: string; state: string }>(
    `select f.rule_id, l.state from findings f join flags l on l.id = f.flag_id
     where l.conversation_id = $1 and f.withdrawn_at is null order by f.at, f.rule_id`,
    [`silence${n}`],
  );
  return { rules: rows.map(({ rule_id }) => rule_id), state: rows[0]?.state };
}
const isSilence = (rule: string) => rule === NO_HUMAN_ANSWER;

describe('a customer in danger whom nobody answers', () => {
  it('is noticed by our own clock while it lasts, once', async () => {
    await store.write([says('a', 0, 'customer', cry)], { receivedAt: eventsNow });
    await silences.note(eventsNow + answerWithinMs - 1, store.context);
    expect((await standing()).rules.some(isSilence)).toBe(false);
    const noted = await silences.note(eventsNow + answerWithinMs, store.context);
    expect(noted.outcome.flagIds).toHaveLength(1);
    expect((await standing()).rules.filter(isSilence)).toHaveLength(1);
    const again = await silences.note(eventsNow + 2 * answerWithinMs, store.context);
    expect(again.outcome.flagIds).toEqual([]);
  });

  it('is not noticed where an agent has answered', async () => {
    await store.write([says('a', 0, 'customer', cry)], { receivedAt: eventsNow });
    await store.write([says('b', 5_000, 'agent', '我马上报警，请您保持通话')]);
    const noted = await silences.note(eventsNow + 2 * answerWithinMs, store.context);
    expect(noted).toMatchObject({ looked: 0, outcome: { flagIds: [] } });
    expect((await standing()).rules.some(isSilence)).toBe(false);
  });

  it('stays noticed where an earlier event comes in late and everything is folded again', async () => {
    await store.write([says('a', 60_000, 'customer', cry)], { receivedAt: eventsNow });
    await silences.note(eventsNow + answerWithinMs, store.context);
    await store.write([says('b', 30_000, 'customer', '你好')]);
    expect((await standing()).rules.filter(isSilence)).toHaveLength(1);
  });

  it('is known from the events alone where the answer was too late', async () => {
    await store.write([says('a', 0, 'customer', cry)]);
    await store.write([says('b', answerWithinMs, 'agent', '您好')]);
    expect((await standing()).rules.filter(isSilence)).toHaveLength(1);
  });

  it('is taken back where an answer in time came in late', async () => {
    await store.write([says('a', 0, 'customer', cry)], { receivedAt: eventsNow });
    await silences.note(eventsNow + answerWithinMs, store.context);
    expect((await standing()).rules.filter(isSilence)).toHaveLength(1);
    const late = await store.write([says('b', 30_000, 'agent', '您好')]);
    expect(late.flagIds).toHaveLength(1);
    expect((await standing()).rules.some(isSilence)).toBe(false);
  });
});

describe('a close as resolved over critical danger', () => {
  it.each([['resolved', true] as const, ['unresolved', false] as const])(
    'as %s',
    async (outcome, isFound) => {
      await store.write([
        says('a', 0, 'customer', cry),
        says('b', 5_000, 'agent', '您好'),
        closed(9_000, outcome),
      ]);
      expect((await standing()).rules.includes(CLOSED_OVER_DANGER)).toBe(isFound);
    },
  );

  it('opens no flag again that was dealt with', async () => {
    await store.write([says('a', 0, 'customer', cry), says('b', 5_000, 'agent', '您好')]);
    await own.database.query(`update flags set state = 'closed' where conversation_id = $1`, [`silence${n}`]);
    await store.write([closed(9_000, 'resolved')]);
    expect(await standing()).toMatchObject({ state: 'closed' });
    expect((await standing()).rules).toContain(CLOSED_OVER_DANGER);
  });
});

describe('danger that was stored before packs said what is watched for', () => {
  /** Makes the rows of this conversation what the release before wrote. */
  async function storedBefore(): Promise<void> {
    const [row] = await own.database.query<{ key: string; fold: string }>(
      'select key, fold from conversations where conversation_id = $1',
      [`silence${n}`],
    );
    if (row === undefined) throw new Error('there is no such conversation');
    const { detection, ...fold } = JSON.parse(row.fold) as {
      detection: Record<'waiting' | 'told', Record<string, unknown> | null>;
    };
    const { told, waiting, ...others } = detection;
    const before = (danger: Record<string, unknown> | null) =>
      danger && { ...danger, severity: undefined, withinMs: undefined, notClosedAs: undefined };
    const old = { ...fold, detection: { ...others, waiting: before(waiting), critical: before(told) } };
    await own.database.query('update conversations set fold = $2 where key = $1', [
      row.key,
      JSON.stringify(old),
    ]);
    await own.database.query(
      `update messages set signals = jsonb_set(signals, '{signals}',
         (select jsonb_agg(signal - 'watch') from jsonb_array_elements(signals -> 'signals') signal))
       where conversation_key = $1 and signals is not null`,
      [row.key],
    );
    store = new TestIngest(own.database, eventsNow);
  }

  it('is still noticed by our own clock', async () => {
    await store.write([says('a', 0, 'customer', cry)], { receivedAt: eventsNow });
    await storedBefore();
    await silences.note(eventsNow + answerWithinMs, store.context);
    expect((await standing()).rules.filter(isSilence)).toHaveLength(1);
  });

  it('is still held against a close, and a refold withdraws nothing that stood', async () => {
    await store.write([says('a', 60_000, 'customer', cry)], { receivedAt: eventsNow });
    await silences.note(eventsNow + answerWithinMs, store.context);
    await storedBefore();
    await store.write([closed(60_000 + 2 * answerWithinMs, 'resolved')]);
    const { rules } = await standing();
    expect(rules).toEqual(expect.arrayContaining([NO_HUMAN_ANSWER, CLOSED_OVER_DANGER]));
    await storedBefore();
    await store.write([says('b', 30_000, 'customer', '你好')]);
    expect((await standing()).rules).toEqual(rules);
  });
});
