import { ConversationRepository } from '@earshot/data-access';
import { type Scope } from '@earshot/domain/access';
import { Database } from '@earshot/platform/database';
import { Rows, rowsNow, testDatabase, type TestDatabase } from '@earshot/testing';
import { compareReplies } from './compare-replies';

const scope: Scope = {
  personId: '00000000-0000-0000-0000-000000000001',
  roles: ['supervisor'],
  brandIds: ['b'],
  vendorIds: null,
};
const canned = '我们会尽快为您处理，工号1024';
const said = (...texts: string[]) =>
  texts.map((text) => ({
    sender: { role: 'agent' as const, id: null },
    text,
    at: rowsNow.toISOString(),
  }));

describe('compareReplies', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
    const rows = new Rows(test.database);
    await rows.partitions();
    for (const [id, vendorId] of [
      ['own', 'v1'],
      ['other', 'v1'],
      ['nobody', null],
      ['nobody either', null],
    ] as const) {
      const key = await rows.conversation({ id, vendorId });
      await rows.message({ key, messageId: 'm1', masked: canned, role: 1 });
    }
  });
  afterAll(() => test.close());

  const known = async (id: string) => {
    const [found] = await new ConversationRepository(test.database).find(scope, id);
    if (found === undefined) throw new Error(`${id} was written`);
    return found;
  };

  it('gives one figure for each reply', async () => {
    expect(await compareReplies(test.database, scope, await known('own'), said('您好', canned))).toEqual({
      compared: 1,
      alsoIn: [null, 1],
    });
  });

  it('takes two conversations of unknown vendors for nothing to compare', async () => {
    expect(await compareReplies(test.database, scope, await known('nobody'), said(canned))).toEqual({
      compared: 0,
      alsoIn: [0],
    });
  });

  it('says so where reading the others takes too long', async () => {
    const own = await known('own');
    const compared = await test.database.transaction(async (tx) => {
      await tx.query('lock table conversations in access exclusive mode');
      return compareReplies(test.database, scope, own, said('您好', canned));
    });
    expect(compared).toEqual({ compared: null, alsoIn: [null, null] });
  });

  it('hides no other trouble', async () => {
    const own = await known('own');
    const away = new Database(test.url);
    await away.close();
    await expect(compareReplies(away, scope, own, said(canned))).rejects.toThrow();
  });
});
