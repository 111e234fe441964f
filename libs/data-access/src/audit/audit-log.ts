import { createHash } from 'node:crypto';
import { Clock } from '@earshot/platform/clock';
import {
  isDatabaseTrouble,
  type Database,
  type Queryable,
  type Transaction,
} from '@earshot/platform/database';

/** What somebody did, saw or decided. Ids only: no text of a conversation, no secret. */
export interface AuditEntry {
  /** null: the product itself. */
  readonly personId: string | null;
  /** `flag.acknowledged`, `transcript.read` … */
  readonly act: string;
  /** Kind and id of what it was done to: `flag 0190…`. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface AuditRow {
  seq: string;
  at: Date;
  person_id: string | null;
  act: string;
  subject: string;
  detail: unknown;
  previous_hash: Buffer;
  hash: Buffer;
}

/** An entry that waits for its place in the chain, and who waits for it. */
interface Waiting {
  readonly entry: AuditEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Entries linked in one transaction at most. */
const mostAtOnce = 200;
/** The lock under which links are added: one chain, so one writer at a time. */
const chainLock = 4_207_849_485;
const beginning = Buffer.alloc(32);

/**
 * The append-only log of who saw, changed and decided what. Each row's hash covers the row before it, so that a row
 * taken out or changed is found by `firstBroken`. The table itself refuses updates and deletions.
 */
export class AuditLog {
  /** By database, the entries that wait while others are being linked. */
  private readonly waiting = new WeakMap<Database, Waiting[]>();

  constructor(private readonly clock: Clock) {}

  /**
   * Adds a row, and resolves once it is committed or part of the transaction given, so that an act and its trace stand
   * or fall together. Until that transaction ends other appends wait: make it the last thing that is done. Rows that
   * come without one wait together, on one connection, and are linked together.
   */
  append(on: Database | Transaction, entry: AuditEntry): Promise<void> {
    if (!('transaction' in on)) return this.link(on, [entry]);
    return new Promise((done, failed) => {
      const waiting = this.waiting.get(on);
      if (waiting !== undefined) return void waiting.push({ entry, done, failed });
      void this.linkAll(on, [{ entry, done, failed }]);
    });
  }

  /** The first row that does not continue the chain, by its number, or null where all of them do. */
  async firstBroken(on: Queryable): Promise<string | null> {
    let previous: { seq: bigint; hash: Buffer } = { seq: 0n, hash: beginning };
    for (;;) {
      const rows = await on.query<AuditRow>(
        'select * from audit_log where seq > $1 order by seq limit 1000',
        [previous.seq.toString()],
      );
      if (rows.length === 0) return null;
      for (const row of rows) {
        const seq = BigInt(row.seq);
        const hash = linkHash(previous.hash, {
          seq,
          at: row.at.toISOString(),
          entry: { personId: row.person_id, act: row.act, subject: row.subject, detail: row.detail },
        });
        if (seq !== previous.seq + 1n || !row.previous_hash.equals(previous.hash) || !row.hash.equals(hash)) {
          return row.seq;
        }
        previous = { seq, hash };
      }
    }
  }

  /** Links `next`, then what has come meanwhile, until nothing waits. */
  private async linkAll(database: Database, next: Waiting[]): Promise<void> {
    while (next.length > 0) {
      const waiting: Waiting[] = next.slice(mostAtOnce);
      this.waiting.set(database, waiting);
      await this.linkTogether(database, next.slice(0, mostAtOnce));
      next = waiting;
    }
    this.waiting.delete(database);
  }

  /** One that cannot be written holds up none of the others. */
  private async linkTogether(database: Database, some: readonly Waiting[]): Promise<void> {
    try {
      const entries = some.map(({ entry }) => entry);
      await database.transaction((tx) => this.link(tx, entries));
      for (const { done } of some) done();
    } catch (error) {
      const isOfOne = some.length > 1 && !isDatabaseTrouble(error);
      if (isOfOne) for (const one of some) await this.linkTogether(database, [one]);
      else for (const { failed } of some) failed(error);
    }
  }

  private async link(tx: Queryable, entries: readonly AuditEntry[]): Promise<void> {
    // A statement of its own: what is read after the wait must be what the last writer left.
    await tx.query('select pg_advisory_xact_lock($1)', [chainLock]);
    const [last] = await tx.query<Pick<AuditRow, 'seq' | 'hash'>>(
      'select seq, hash from audit_log order by seq desc limit 1',
    );
    let seq = BigInt(last?.seq ?? 0);
    let hash = last?.hash ?? beginning;
    const at = new Date(this.clock.now()).toISOString();
    const rows = entries.map((entry) => {
      seq += 1n;
      const previous = hash;
      hash = linkHash(previous, { seq, at, entry });
      return { seq: seq.toString(), entry, previous, hash };
    });
    await tx.query(
      `insert into audit_log (seq, at, person_id, act, subject, detail, previous_hash, hash)
       select seq, $1, person_id, act, subject, detail, previous_hash, hash
       from unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bytea[], $8::bytea[])
         as r (seq, person_id, act, subject, detail, previous_hash, hash)`,
      [
        at,
        rows.map((row) => row.seq),
        rows.map(({ entry }) => entry.personId),
        rows.map(({ entry }) => entry.act),
        rows.map(({ entry }) => entry.subject),
        rows.map(({ entry }) => JSON.stringify(entry.detail)),
        rows.map(({ previous }) => previous),
        rows.map((row) => row.hash),
      ],
    );
  }
}

/** SHA-256 over the hash before and the row as canonical JSON (keys sorted, as jsonb does not keep their order). */
function linkHash(
  previous: Buffer,
  row: { seq: bigint; at: string; entry: Omit<AuditEntry, 'detail'> & { detail: unknown } },
): Buffer {
  const { personId, act, subject, detail } = row.entry;
  const text = canonicalJson([row.seq.toString(), row.at, personId, act, subject, detail]);
  return createHash('sha256').update(previous).update(text).digest();
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
