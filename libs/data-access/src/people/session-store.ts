import { type Role } from '@earshot/contracts';
import { type Queryable } from '@earshot/platform/database';

/** The session of a request with whom it belongs to. */
export interface OpenSession {
  readonly personId: string;
  readonly roles: readonly Role[];
  readonly brandIds: readonly string[];
  readonly vendorIds: readonly string[] | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

interface SessionRow {
  person_id: string;
  roles: Role[];
  brand_ids: string[];
  vendor_ids: string[] | null;
  created_at: Date;
  last_seen_at: Date;
}

/** Sessions, by the hash of their token. Read at every request: plain SQL. */
export class SessionStore {
  constructor(private readonly database: Queryable) {}

  /** The session that is valid at `now`, of a person who is not disabled, or null. */
  async read(tokenHash: Buffer, now: Date): Promise<OpenSession | null> {
    const [row] = await this.database.query<SessionRow>(
      `select s.person_id, p.roles, p.brand_ids, p.vendor_ids, s.created_at, s.last_seen_at
         from person_sessions s join people p on p.id = s.person_id
        where s.token_hash = $1 and s.expires_at > $2 and p.disabled_at is null`,
      [tokenHash, now],
    );
    if (row === undefined) return null;
    return {
      personId: row.person_id,
      roles: row.roles,
      brandIds: row.brand_ids,
      vendorIds: row.vendor_ids,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
    };
  }

  async begin(session: { tokenHash: Buffer; personId: string; now: Date; expiresAt: Date }): Promise<void> {
    const { tokenHash, personId, now, expiresAt } = session;
    await this.database.query(
      `insert into person_sessions (token_hash, person_id, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, $3, $4)`,
      [tokenHash, personId, now, expiresAt],
    );
  }

  /** Moves the expiry of a session that is in use. */
  async extend(tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
    await this.database.query(
      'update person_sessions set last_seen_at = $2, expires_at = $3 where token_hash = $1',
      [tokenHash, now, expiresAt],
    );
  }

  async end(tokenHash: Buffer): Promise<void> {
    await this.database.query('delete from person_sessions where token_hash = $1', [tokenHash]);
  }

  /** Removes sessions that are over; how many. */
  async sweep(now: Date): Promise<number> {
    const rows = await this.database.query('delete from person_sessions where expires_at <= $1 returning 1', [
      now,
    ]);
    return rows.length;
  }
}
