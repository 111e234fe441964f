import { type CloudEvent } from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { conversationKey } from '@earshot/domain/pipeline';
import { maskForReview, maskMessages } from '@earshot/domain/privacy';
import { DataKeys } from '@earshot/platform/crypto';
import {
  anEvent,
  arrivals,
  canonicalDump,
  dumpDifference,
  eventsNow,
  testDatabase,
  TestIngest,
  type TestDatabase,
} from '@earshot/testing';
import * as fc from 'fast-check';
import { TranscriptRepository } from '../conversations/transcript-repository';
import { FlagRepository } from '../flags/flag-repository';
import { IngestStore } from './ingest-store';

const everything: Scope = { personId: '', roles: ['safety'], brandIds: ['brand'], vendorIds: null };

let own: TestDatabase;
let store: TestIngest;
let n = 0;
const restarted = () => new TestIngest(own.database, eventsNow);
beforeAll(async () => {
  own = await testDatabase();
  store = restarted();
  await store.begin();
});
afterAll(() => own.close());
beforeEach(() => {
  n += 1;
  store = restarted();
});

type Who = 'customer' | 'agent-1' | 'agent-2' | 'bot';
type Line = readonly [who: Who, text: string];

/** The lines as events of one conversation, in order, a second apart. Message ids are their places: m0, m1 … */
function said(lines: readonly Line[], subject = `pieces${n}`): CloudEvent[] {
  return lines.map(([who, text], place) =>
    anEvent('conversation.message.v1', {
      id: `${subject}/${place}`,
      subject,
      time: new Date(eventsNow - 3_600_000 + place * 1_000).toISOString(),
      data: {
        messageId: `m${place}`,
        text,
        sender: who.startsWith('agent') ? { role: 'agent', id: who } : { role: who as 'customer' | 'bot' },
        attachments: [],
      },
    }),
  );
}

/** What masking makes of the lines when each speaker is read through. */
function expected(lines: readonly Line[]): string[] {
  const shown = lines.map(([, text]) => text);
  for (const who of new Set(lines.map(([speaker]) => speaker))) {
    const places = lines.flatMap(([speaker], place) => (speaker === who ? [place] : []));
    const texts = places.map((place) => lines[place]?.[1] ?? '');
    const masked = who === 'bot' ? texts.map((text) => maskMessages([text])[0]) : maskMessages(texts);
    for (const [index, place] of places.entries()) shown[place] = masked[index]?.text ?? '';
  }
  return shown;
}

const keyOf = (subject = `pieces${n}`) => conversationKey('brand', subject);
async function stored(subject?: string): Promise<string[]> {
  const messages = await new TranscriptRepository(own.database).messages(keyOf(subject));
  return messages.map(({ text }) => text);
}
async function conversation(): Promise<{ version: number; fold: string }> {
  const [row] = await own.database.query<{ version: string; fold: string }>(
    'select version, fold from conversations where key = $1',
    [keyOf()],
  );
  if (row === undefined) throw new Error('there is no such conversation');
  return { version: Number(row.version), fold: row.fold };
}

const twoSpeakers: readonly Line[] = [
  ['customer', '我的手机前三位138'],
  ['agent-1', '区号0755'],
  ['customer', '等一下'],
  ['agent-2', '您好'],
  ['customer', '0013'],
  ['agent-1', '26543210，请记一下'],
  ['bot', '8000'],
  ['customer', '8000谢谢'],
];
const twoSpeakersMasked = [
  '我的手机前三位‹mobile›',
  '区号‹landline›',
  '等一下',
  '您好',
  '‹mobile›',
  '‹landline›，请记一下',
  '8000',
  '‹mobile›谢谢',
];

describe('a number sent in pieces is masked in every message', () => {
  it('one by one: each piece stands until the last one comes', async () => {
    const events = said(twoSpeakers);
    for (const event of events.slice(0, -1)) await store.write([event]);
    expect((await stored())[0]).toBe('我的手机前三位138');
    const { version } = await conversation();
    const outcome = await store.write(events.slice(-1));
    expect(outcome.conversationKeys).toEqual([keyOf()]);
    expect(await stored()).toEqual(twoSpeakersMasked);
    expect((await conversation()).version).toBe(version + 1);
  });

  it.each<[string, (events: CloudEvent[]) => CloudEvent[][]]>([
    ['all at once', (events) => [events]],
    ['newest first', (events) => [...events].reverse().map((event) => [event])],
    ['in two halves', (events) => [events.slice(0, 4), events.slice(4)]],
    ['the second half first', (events) => [events.slice(4), events.slice(0, 4)]],
    ['each twice', (events) => [...events, ...events].map((event) => [event])],
  ])('%s', async (_, batches) => {
    for (const batch of batches(said(twoSpeakers))) await store.write(batch);
    expect(await stored()).toEqual(twoSpeakersMasked);
  });

  it('by a process that has just started, which knows of the first piece from its row', async () => {
    for (const event of said(twoSpeakers)) await restarted().write([event]);
    expect(await stored()).toEqual(twoSpeakersMasked);
  });

  it('through two processes at once', async () => {
    const events = said(twoSpeakers);
    const [one, two] = [restarted(), restarted()];
    await Promise.all([
      (async () => {
        for (const event of events) await one.write([event]);
      })(),
      (async () => {
        for (const event of [...events].reverse()) await two.write([event]);
      })(),
    ]);
    expect(await stored()).toEqual(twoSpeakersMasked);
  });

  it('and again where a message comes late that shows it to be no number', async () => {
    const lines: readonly Line[] = [
      ['customer', '138'],
      ['customer', '我等了3天'],
      ['customer', '00138000'],
    ];
    const [first, late, last] = said(lines);
    await store.write([first, last]);
    expect(await stored()).toEqual(['‹mobile›', '‹mobile›']);
    await store.write([late]);
    expect(await stored()).toEqual(['138', '我等了3天', '00138000']);
  });

  it('whatever is said, however it arrives', async () => {
    const line = fc.tuple(
      fc.constantFrom<Who>('customer', 'customer', 'agent-1', 'agent-2', 'bot'),
      fc.oneof(
        fc.constantFrom(
          '138',
          '0013',
          '8000',
          '00138000',
          '一三八',
          '110105',
          '19491231',
          '002X',
          '0755',
          '26543210',
        ),
        fc.constantFrom(
          '好',
          '等一下',
          'hello',
          '号码是6222123',
          '电话13800138000',
          '123 main street１３８',
          'a@b.com',
        ),
        fc.constantFrom('是138', '00138000，快点', '我等了3天', '4111 1111', '1111 1111', '1', '‹'),
      ),
    );
    const plan = fc
      .array(line, { minLength: 2, maxLength: 9 })
      .chain((lines) =>
        fc.record({ lines: fc.constant(lines), batches: arrivals(lines.map((_, place) => place)) }),
      );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(plan, async ({ lines, batches }) => {
        run += 1;
        const subject = `property${n}/${run}`;
        const events = said(lines, subject);
        for (const batch of batches) await store.write(batch.map((place) => events[place]));
        expect(await stored(subject)).toEqual(expected(lines));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('and the rows are the same to the byte, in any order', async () => {
    const other = await testDatabase();
    try {
      const events = [...said(twoSpeakers, 'same'), ...said([...twoSpeakers, ['customer', '138']], 'open')];
      const reversed = new TestIngest(other.database, eventsNow);
      await reversed.begin();
      for (const event of [...events].reverse()) await reversed.write([event]);
      const straight = await testDatabase();
      try {
        const inOrder = new TestIngest(straight.database, eventsNow);
        await inOrder.begin();
        for (const event of events) await inOrder.write([event]);
        const dump = await canonicalDump(straight.url, TestIngest.keys);
        expect(dumpDifference(dump, await canonicalDump(other.url, TestIngest.keys))).toBe('');
        expect(dump).toContain('"pieces"');
      } finally {
        await straight.close();
      }
    } finally {
      await other.close();
    }
  }, 60_000);
});

describe('what is remembered of a number', () => {
  it('stands sealed in the row, only while somebody is in the middle of one', async () => {
    const [first, ...rest] = said([
      ['customer', '号码是138'],
      ['customer', '00138000'],
      ['customer', '好'],
    ]);
    await store.write([first]);
    const { fold } = await conversation();
    expect(fold).toContain('"pieces":"test:');
    expect(fold).not.toContain('between');
    await store.write(rest);
    expect((await conversation()).fold).not.toContain('"pieces":');
  });

  it('is given up where its key is gone; the message itself is taken, and no masked one is shown again', async () => {
    const events = said([
      ['customer', '138'],
      ['customer', '00138000'],
      ['customer', '139'],
      ['customer', '00139000'],
    ]);
    await store.write([events[0], events[1], events[2]].filter((event) => event !== undefined));
    const keyless = new IngestStore(own.database, new DataKeys([{ id: 'new', bytes: new Uint8Array(32) }]));
    const write = keyless.write.bind(keyless);
    Object.defineProperty(store, 'store', { value: { write } });
    await store.write(events.slice(3));
    expect(await stored()).toEqual(['‹mobile›', '‹mobile›', '139', '00139000']);
    const late = {
      ...events[0],
      id: `${n}/late`,
      data: { ...events[0]?.data, messageId: 'late', text: '在吗' },
    };
    await store.write([{ ...late, time: new Date(eventsNow - 7_200_000).toISOString() }]);
    // Read again from the beginning, what still stands in the clear is joined; what is masked needs its key.
    expect(await stored()).toEqual(['在吗', '‹mobile›', '‹mobile›', '‹mobile›', '‹mobile›']);
  });
});

describe('a number of which a piece can no longer be read stays masked when all is folded again', () => {
  const newKey = { id: 'new', bytes: new Uint8Array(32).fill(2) };
  const oldKey = { id: 'test', bytes: new Uint8Array(32).fill(1) };
  const writeWith = (keys: ConstructorParameters<typeof DataKeys>[0], events: readonly unknown[]) =>
    new IngestStore(own.database, new DataKeys(keys)).write(store.batch(events), store.context);
  const lines: readonly Line[] = [
    ['customer', '我的手机是138'],
    ['customer', '在吗'],
    ['customer', '0013'],
    ['customer', '好'],
    ['customer', '8000'],
  ];

  it('where it was let go with its day, however often', async () => {
    const [first, late, second, later, last] = said(lines);
    await store.write([first, second, last]);
    await own.database.query(`delete from messages where conversation_key = $1 and message_id = 'm0'`, [
      keyOf(),
    ]);
    await store.write([late]);
    expect(await stored()).toEqual(['在吗', '‹mobile›', '‹mobile›']);
    await restarted().write([later]);
    expect(await stored()).toEqual(['在吗', '‹mobile›', '好', '‹mobile›']);
  });

  it.each([
    ['first', 0],
    ['second', 2],
    ['last', 4],
  ])('where the key of the %s piece is gone', async (_, gone) => {
    const events = said(lines);
    for (const place of [0, 2, 4])
      await writeWith(place === gone ? [oldKey, newKey] : [newKey, oldKey], [events[place]]);
    await writeWith([newKey], [events[1]]);
    await writeWith([newKey], [events[3]]);
    expect(await stored()).toEqual(['我的手机是‹mobile›', '在吗', '‹mobile›', '好', '‹mobile›']);
  });

  it('and what is completed after all is masked beside it', async () => {
    const [first, late, second, later, last] = said([
      ['customer', '138'],
      ['customer', '139'],
      ['customer', '00138000'],
      ['customer', '00139000'],
      ['customer', '好'],
    ]);
    await store.write([first, second]);
    await own.database.query(`delete from messages where conversation_key = $1 and message_id = 'm0'`, [
      keyOf(),
    ]);
    await store.write([last, later, late]);
    expect(await stored()).toEqual(['‹mobile›', '‹mobile›', '00139000', '好']);
  });
});

describe('what points into a message that is masked later', () => {
  it.each<[string, readonly Line[], string, number]>([
    [
      'before the number, which goes on in the next message',
      [
        ['customer', '司机138一直骚扰我，我的电话是139'],
        ['customer', '00139000'],
      ],
      '司机138一直骚扰我，我的电话是‹mobile›',
      0,
    ],
    [
      'behind the number, whose beginning comes in late',
      [
        ['customer', '我的电话是139'],
        ['customer', '00139000，司机一直骚扰我'],
      ],
      '‹mobile›，司机一直骚扰我',
      1,
    ],
  ])('is evidence that still cuts the right words: %s', async (_, lines, masked, place) => {
    const events = said(lines);
    await store.write([events[place]]);
    const flags = new FlagRepository(own.database);
    const cut = async () => {
      const [flag] = await flags.ofConversation(everything, keyOf());
      const evidence = flag?.findings[0]?.evidence ?? [];
      const texts = await new TranscriptRepository(own.database).messages(keyOf());
      const text = texts.find(({ messageId }) => messageId === `m${place}`)?.text ?? '';
      return { flag, text, words: evidence.map(({ start, end }) => text.slice(start, end)) };
    };
    const before = await cut();
    expect(before.words).toEqual(['司机', '骚扰']);
    const outcome = await store.write([events[1 - place]]);
    const after = await cut();
    expect(after).toMatchObject({ text: masked, words: before.words });
    expect(outcome.flagIds).toContain(before.flag?.id);
    expect(after.flag?.revision).toBeGreaterThan(before.flag?.revision ?? 0);
  });

  it('is a reviewer’s evidence, which moves; a draft that was read before must be read again', async () => {
    const [late, first] = said([
      ['customer', '138'],
      ['customer', '00138000，工号1234说不管'],
    ]);
    await store.write([first]);
    const seen = async () => {
      const messages = await new TranscriptRepository(own.database).messages(keyOf());
      return maskForReview(messages.find(({ messageId }) => messageId === 'm1')?.text ?? '').text;
    };
    const shown = await seen();
    expect(shown).toBe('00138000，工号‹staff-number›说不管');
    const words = ['不管', '‹staff-number›', '8000', '说'];
    const spans = words.map((it) => ({ start: shown.indexOf(it), end: shown.indexOf(it) + it.length }));
    const elsewhere = { messageId: 'm9', start: 1, end: 2 };
    const evidence = [...spans.map((span) => ({ messageId: 'm1', ...span })), elsewhere];
    const [{ id: item } = { id: '' }] = await own.database.query<{ id: string }>(
      `insert into review_items (id, brand_id, conversation_key, conversation_id, plan_id, priority, state, decided_at)
       values (gen_random_uuid(), 'brand', $1, $2, 'plan', 9, 'claimed', now()) returning id`,
      [keyOf(), `pieces${n}`],
    );
    const answers = { tone: { points: 1, note: 'as it was', evidence } };
    await own.database.query(
      `insert into reviews (id, item_id, brand_id, reviewer_id, scorecard_id, scorecard_version, transcript_revision,
         state, answers, claimed_at)
       select gen_random_uuid(), $1, 'brand', gen_random_uuid(), 's', 1, 1, state, answers::jsonb, now()
       from unnest($2::text[], $3::text[]) as r (state, answers)`,
      [
        item,
        ['draft', 'submitted', 'submitted', 'draft'],
        [answers, answers, {}, {}].map((it) => JSON.stringify(it)),
      ],
    );
    await store.write([late]);
    const after = await seen();
    expect(after).toBe('‹mobile›，工号‹staff-number›说不管');
    const rows = await own.database.query<{
      state: string;
      answers: Partial<typeof answers>;
      revision: string;
    }>(`select state, answers, revision from reviews where item_id = $1 order by answers = '{}', state`, [
      item,
    ]);
    // Whoever handed in a review without evidence there is left alone.
    expect(rows.map(({ state, revision }) => `${state} ${revision}`)).toEqual([
      'draft 2',
      'submitted 2',
      'draft 2',
      'submitted 1',
    ]);
    for (const { answers: kept } of rows.slice(0, 2)) {
      const moved = kept.tone?.evidence ?? [];
      expect(moved.at(-1)).toEqual(elsewhere);
      expect(moved.slice(0, -1).map(({ start, end }) => after.slice(start, end))).toEqual([
        '不管',
        '‹staff-number›',
        '‹mobile›',
        '说',
      ]);
      expect(kept.tone?.note).toBe('as it was');
    }
  });
});
