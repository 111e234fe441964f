import { type Scope } from '@earshot/domain/access';
import { Rows, rowsNow, testApp, testDatabase, type TestApp, type TestDatabase } from '@earshot/testing';
import { SafetyModule } from '../safety.module';

/** The safety desk of brand `b` for a test: two officers, the flags they are given, and what they do to them. */
export class OfficersDesk {
  private made = 0;

  private constructor(
    readonly test: TestDatabase,
    readonly rows: Rows,
    readonly app: TestApp,
    readonly officer: Scope,
    readonly colleague: Scope,
  ) {}

  /** Opens the desk, on a database of its own, over conversations with `vendors`. */
  static async open(vendors: readonly string[]): Promise<OfficersDesk> {
    const test = await testDatabase();
    const rows = new Rows(test.database);
    await rows.partitions();
    await rows.brand('b', [...vendors]);
    const app = await testApp({
      database: test.database,
      imports: [SafetyModule],
      now: rowsNow.getTime(),
    });
    const scopeOf = async (name: string): Promise<Scope> => ({
      personId: await rows.person({ name, roles: ['safety'] }),
      roles: ['safety'],
      brandIds: ['b'],
      vendorIds: null,
    });
    return new OfficersDesk(test, rows, app, await scopeOf('Officer Wang'), await scopeOf('Officer Li'));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.test.close();
  }

  /** A critical flag with evidence, of a conversation of its own. */
  readonly aFlag = (columns: Record<string, unknown> = {}): Promise<string> =>
    this.rows.evidencedFlag(`c${(this.made += 1)}`, columns);

  readonly act = (scope: Scope, id: string, deed: string, body?: unknown) =>
    this.app.call(scope, `POST /api/v1/flags/${id}/${deed}`, body);
}
