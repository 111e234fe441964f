import { createHash } from 'node:crypto';
import { Clock } from '@earshot/platform/clock';
import { type Database, type Queryable, type Transaction } from '@earshot/platform/database';

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

/** The lock under which links are added: one chain, so one writer at a time. */
const chainLock = 4_207_849_485;
const beginning = Buffer.alloc(32);

/**
 * The append-only log of who saw, changed and decided what. Each row's hash covers the row before it, so that a row
 * taken out or changed is found by `firstBroken`. The table itself refuses updates and deletions.
 */
export class AuditLog {
  constructor(private readonly clock: Clock) {}

  /**
   * Adds a row: in the transaction given, so that an act and its trace stand or fall together, or in one of its own.
   * Until that transaction ends other appends wait: make it the last thing that is done.
   */
  async append(on: Database | Transaction, entry: AuditEntry): Promise<void> {
    if ('transaction' in on) return on.transaction((tx) => this.link(tx, entry));
    return this.link(on, entry);
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

  private async link(tx: Queryable, entry: AuditEntry): Promise<void> {
    // A statement of its own: what is read after the wait must be what the last writer left.
    await tx.query('select pg_advisory_xact_lock($1)', [chainLock]);
    const [last] = await tx.query<Pick<AuditRow, 'seq' | 'hash'>>(
      'select seq, hash from audit_log order by seq desc limit 1',
    );
    const seq = BigInt(last?.seq ?? 0) + 1n;
    const previousHash = last?.hash ?? beginning;
    const at = new Date(this.clock.now()).toISOString();
    await tx.query(
      `insert into audit_log (seq, at, person_id, act, subject, detail, previous_hash, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        seq.toString(),
        at,
        entry.personId,
        entry.act,
        entry.subject,
        JSON.stringify(entry.detail),
        previousHash,
        linkHash(previousHash, { seq, at, entry }),
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
