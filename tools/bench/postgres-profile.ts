import type { Pool } from 'pg';

/** What a cluster must be started with to say where its time goes. */
export const profileSettings = { shared_preload_libraries: 'pg_stat_statements', track_io_timing: 'on' };

/** Forgets what the cluster did before. */
export async function resetProfile(pool: Pool): Promise<void> {
  await pool.query('create extension if not exists pg_stat_statements');
  await pool.query(`select pg_stat_statements_reset(), pg_stat_reset_shared('wal')`);
}

/** Prints where PostgreSQL's time and log went, a message: by statement, and which updates touched no index. */
export async function printProfile(pool: Pool, messages: number): Promise<void> {
  const statements = await pool.query(
    `select left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as statement, calls, rows,
       round((total_exec_time * 1000 / $1)::numeric, 2) as "us a message", round(wal_bytes / $1) as "wal bytes",
       wal_fpi as pages
     from pg_stat_statements order by total_exec_time desc limit 24`,
    [messages],
  );
  console.table(statements.rows);
  const updates = await pool.query(
    `select relname as table, n_tup_ins as inserted, n_tup_upd as updated, n_tup_hot_upd as hot, n_tup_newpage_upd as "to new page"
     from pg_stat_user_tables where n_tup_upd > 1000 order by n_tup_upd desc`,
  );
  console.table(updates.rows);
  const vacuums = await pool.query(
    `select relname as table, autovacuum_count as vacuums, round(total_autovacuum_time::numeric) as ms,
       autoanalyze_count as analyzes, round(total_autoanalyze_time::numeric) as "analyze ms"
     from pg_stat_user_tables where autovacuum_count + autoanalyze_count > 0 order by total_autovacuum_time desc limit 12`,
  );
  console.table(vacuums.rows);
  const checkpoints = await pool.query(
    'select num_timed, num_requested, num_done, write_time, sync_time, buffers_written from pg_stat_checkpointer',
  );
  console.table(checkpoints.rows);
  const wal = await pool.query(
    `select round(wal_bytes / $1) as "wal bytes a message", wal_fpi as pages, wal_buffers_full as "buffers full" from pg_stat_wal`,
    [messages],
  );
  console.table(wal.rows);
}
