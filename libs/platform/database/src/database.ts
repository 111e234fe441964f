import { Pool, type PoolClient } from 'pg';
import { isEndedIdle } from './errors';

/** Something that runs SQL: the pool or an open transaction. Repositories take it, so that both serve. */
export interface Queryable {
  /**
   * Runs one statement and gives its rows. Values are PostgreSQL's as pg reads them: timestamptz as Date,
   * bigint and numeric as string, bytea as Buffer, jsonb parsed.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
}

/** An open transaction. `client` is the connection itself, for COPY streams only. */
export interface Transaction extends Queryable {
  readonly client: PoolClient;
}

/** How a `Database` connects. */
export interface DatabaseOptions {
  /** Connections at most; 10 unless told. */
  readonly connections?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /**
   * How long a transaction may ask nothing, in ms; 30 s unless told. PostgreSQL ends it then: a process that is frozen
   * or cut off in the middle would otherwise hold its conversations against all others for as long as it likes
   * (`isEndedIdle` tells).
   */
  readonly idleInTransactionMs?: number;
  /** Told of a connection that broke while idle; the pool replaces it by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const IDLE_IN_TRANSACTION_MS = 30_000;

/** PostgreSQL by plain SQL, over a pool. Everything on the way of an event goes through it, never through entities. */
export class Database implements Queryable {
  readonly pool: Pool;
  private readonly begin: string;

  constructor(
    readonly url: string,
    options: DatabaseOptions = {},
  ) {
    this.pool = new Pool({
      connectionString: url,
      max: options.connections ?? 10,
      application_name: options.applicationName ?? 'earshot',
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    this.pool.on('error', (error) => options.onIdleError?.(error));
    const idleMs = Math.trunc(options.idleInTransactionMs ?? IDLE_IN_TRANSACTION_MS);
    // In the transaction, not as a parameter of the connection: a pooler between (PgBouncer) refuses those.
    this.begin = `begin; set local idle_in_transaction_session_timeout = ${idleMs}`;
  }

  async query<Row extends object = Record<string, unknown>>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }

  /**
   * Runs `work` in one transaction and gives its value: commits when it resolves, rolls back when it throws.
   * Read committed. A connection on which even the rollback fails is thrown away.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const broken: Error[] = [];
    // A connection that breaks between two statements says so by an event; unheard, it would end the process.
    const onError = (error: Error) => broken.push(error);
    client.on('error', onError);
    try {
      await client.query(this.begin);
      const value = await work(transactionOn(client));
      await client.query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => broken.push(failure));
      // Told between two statements, why it was ended is not what the next statement fails with.
      throw broken.find(isEndedIdle) ?? error;
    } finally {
      client.off('error', onError);
      client.release(broken[0]);
    }
  }

  /**
   * As `transaction`, with each statement cancelled after `ms` (`isTooSlow` tells): for reads whose cost hangs on what
   * the caller asks.
   */
  async bounded<T>(ms: number, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transaction(async (tx) => {
      await tx.query(`set local statement_timeout = ${Math.trunc(ms)}`);
      return work(tx);
    });
  }

  /** Waits for the statements under way, then closes every connection. */
  async close(): Promise<void> {
    await this.pool.end();
  }
}

function transactionOn(client: PoolClient): Transaction {
  return {
    client,
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
  };
}
