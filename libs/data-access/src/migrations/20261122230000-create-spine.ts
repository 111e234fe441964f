import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema. Ids of derived rows (conversation, flag, selection, review item) are uuids computed from
 * what they are derived from, so that the same events give the same rows whoever writes them.
 * Free text stands masked, with the original encrypted beside it (`secret`, `key_id`).
 */
export class CreateSpine20261122230000 implements MigrationInterface {
  readonly name = 'CreateSpine20261122230000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [organisation, conversations, findings, selection, measures, intake, people]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table audit_log, one_time_links, person_sessions, people, intake_keys,
        refused_counts, rejected_events, intake_clock, kafka_offsets, outbox, deadlines,
        metric_buckets, reviews, review_items, scorecards, selections, plan_periods, plans, rule_packs,
        flag_acts, findings, flags, receipts, conversation_events, messages, conversations,
        service_agents, vendors, brands;
      drop function refuse_change();
    `);
  }
}

const organisation = `
  create table brands (
    brand_id text primary key,
    name text not null,
    demo boolean not null default false,
    created_at timestamptz not null default now()
  );
  create table vendors (
    brand_id text not null references brands,
    vendor_id text not null,
    name text not null,
    in_house boolean not null default false,
    demo boolean not null default false,
    primary key (brand_id, vendor_id)
  );
  create table service_agents (
    brand_id text not null,
    agent_id text not null,
    vendor_id text,
    team_id text,
    name text,
    hired_on date,
    left_on date,
    languages text[] not null default '{}',
    -- order of the newest update taken: time, sequence, source, id
    updated_at timestamptz not null,
    updated_order text collate "C" not null,
    primary key (brand_id, agent_id)
  );
`;

const conversations = `
  create table conversations (
    key uuid primary key,
    brand_id text not null,
    conversation_id text not null,
    vendor_id text,
    channel text,
    platform text,
    scenario text,
    language text,
    segments text[] not null default '{}',
    customer_hash bytea,
    agent_id text,
    team_id text,
    state text not null check (state in ('open', 'closed')),
    outcome text,
    derived_close boolean not null default false,
    opened_at timestamptz not null,
    closed_at timestamptz,
    first_closed_at timestamptz,
    last_event_at timestamptz not null,
    last_received_at timestamptz not null,
    waiting_since timestamptz,
    messages integer not null,
    rating real,
    complained boolean not null default false,
    worst_severity smallint,
    -- libs/domain/conversation, Fold; json, since it is only read and written whole
    fold json not null,
    -- signature of the selection decisions in force
    decided text,
    version bigint not null,
    -- when an open conversation is next looked at for a day of silence; moved at most once a day, so that
    -- the updates of a running conversation touch no index
    idle_check_at timestamptz not null,
    demo boolean not null default false
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
  create index conversations_by_opening on conversations (brand_id, opened_at desc, key);
  create index conversations_by_vendor on conversations (brand_id, vendor_id, opened_at desc, key);
  create index conversations_by_customer on conversations (brand_id, customer_hash, opened_at) where customer_hash is not null;
  create index conversations_open on conversations (idle_check_at) where state = 'open';

  create table messages (
    conversation_key uuid not null,
    at timestamptz not null,
    sequence bigint not null,
    source text not null,
    event_id text not null,
    message_id text not null,
    role smallint not null,
    sender_id text,
    masked text not null,
    spans jsonb,
    secret bytea not null,
    key_id text not null,
    signals jsonb,
    attachments jsonb,
    start_ms double precision,
    end_ms double precision,
    received_at timestamptz not null
  ) partition by range (at);
  create index messages_by_conversation on messages (conversation_key, at);

  create table conversation_events (
    conversation_key uuid not null,
    at timestamptz not null,
    sequence bigint not null,
    source text not null,
    event_id text not null,
    type text not null,
    data jsonb not null,
    secret bytea,
    key_id text,
    received_at timestamptz not null
  ) partition by range (at);
  create index conversation_events_by_conversation on conversation_events (conversation_key, at);

  -- Known events, for as long as messages are kept. key: of (brand, source, id); message_key: of (conversation, messageId).
  create table receipts (
    key uuid primary key,
    message_key uuid unique,
    digest uuid not null,
    at timestamptz not null
  );
  create index receipts_by_time on receipts using brin (at);
`;

const findings = `
  create table flags (
    id uuid primary key,
    brand_id text not null,
    vendor_id text,
    conversation_key uuid,
    conversation_id text not null,
    category text not null,
    severity smallint not null,
    opened_at timestamptz not null,
    received_at timestamptz not null,
    detected_at timestamptz not null default clock_timestamp(),
    state text not null default 'open' check (state in ('open', 'acknowledged', 'closed', 'withdrawn')),
    deadline_at timestamptz,
    notified_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    closed_at timestamptz,
    closed_by uuid,
    outcome text,
    reason text,
    reason_secret bytea,
    key_id text,
    rejected_event_id uuid,
    excerpt text,
    revision bigint not null default 1,
    demo boolean not null default false
  );
  create index flags_lane on flags (brand_id, severity, received_at) where state in ('open', 'acknowledged');
  create index flags_by_opening on flags (brand_id, opened_at desc, id);
  create index flags_by_conversation on flags (conversation_key);

  create table findings (
    flag_id uuid not null references flags on delete cascade,
    id text not null,
    rule_id text not null,
    pack_version text not null,
    severity smallint not null,
    score real not null,
    reasons jsonb not null,
    -- UTF-16 offsets in the original text: [{messageId, start, end}]
    evidence jsonb not null,
    at timestamptz not null,
    withdrawn_at timestamptz,
    primary key (flag_id, id)
  );

  create table flag_acts (
    id bigint generated always as identity primary key,
    flag_id uuid not null references flags on delete cascade,
    at timestamptz not null default clock_timestamp(),
    person_id uuid,
    act text not null,
    detail jsonb not null default '{}'
  );
  create index flag_acts_by_flag on flag_acts (flag_id, id);

  create table rule_packs (
    pack_id text not null,
    version text not null,
    active_from timestamptz not null,
    source text not null,
    primary key (pack_id, version)
  );
`;

const selection = `
  create table plans (
    brand_id text not null,
    plan_id text not null,
    version integer not null,
    active_from timestamptz not null,
    definition jsonb not null,
    primary key (brand_id, plan_id, version)
  );
  create table plan_periods (
    brand_id text not null,
    plan_id text not null,
    period text not null,
    commitment text not null,
    committed_at timestamptz not null default now(),
    revealed_at timestamptz,
    primary key (brand_id, plan_id, period)
  );
  create table selections (
    id uuid primary key,
    brand_id text not null,
    vendor_id text,
    conversation_key uuid not null,
    conversation_id text not null,
    plan_id text not null,
    plan_version integer not null,
    period text not null,
    purpose text not null check (purpose in ('random', 'trigger')),
    kept boolean not null,
    u text not null,
    p text not null,
    inclusion_probability text not null,
    stratum text not null,
    reason text not null,
    -- event time of the first close
    decided_at timestamptz not null,
    outside_estimates boolean not null default false,
    superseded_at timestamptz,
    demo boolean not null default false
  );
  create index selections_by_conversation on selections (conversation_key);
  create index selections_by_time on selections (brand_id, decided_at desc, id);

  create table scorecards (
    scorecard_id text not null,
    version integer not null,
    brand_id text not null,
    definition jsonb not null,
    published_at timestamptz not null default now(),
    primary key (brand_id, scorecard_id, version)
  );
  create table review_items (
    id uuid primary key,
    brand_id text not null,
    vendor_id text,
    conversation_key uuid not null,
    conversation_id text not null,
    plan_id text not null,
    scenario text,
    language text,
    -- smaller first: triggered by critical 0 … random 9
    priority smallint not null,
    state text not null default 'waiting' check (state in ('waiting', 'claimed', 'submitted', 'skipped', 'withdrawn')),
    leased_by uuid,
    lease_until timestamptz,
    decided_at timestamptz not null,
    created_at timestamptz not null default clock_timestamp(),
    demo boolean not null default false,
    unique (conversation_key, plan_id)
  );
  create index review_items_queue on review_items (brand_id, priority, decided_at, id) where state in ('waiting', 'claimed');
  create table reviews (
    id uuid primary key,
    item_id uuid not null references review_items,
    brand_id text not null,
    vendor_id text,
    reviewer_id uuid not null,
    scorecard_id text not null,
    scorecard_version integer not null,
    -- conversations.version whose transcript was read
    transcript_revision bigint not null,
    state text not null check (state in ('draft', 'submitted', 'skipped', 'expired')),
    answers jsonb not null default '{}',
    note text not null default '',
    secret bytea,
    key_id text,
    score_percent real,
    passed boolean,
    skip_reason text,
    claimed_at timestamptz not null,
    submitted_at timestamptz,
    revision bigint not null default 1,
    demo boolean not null default false
  );
  create index reviews_by_item on reviews (item_id);
  create index reviews_by_submission on reviews (brand_id, submitted_at desc, id);
  create unique index reviews_one_draft on reviews (item_id, reviewer_id) where state = 'draft';
`;

const measures = `
  -- One row a (grain, start, dimensions, writer); readers add writers up. payload: libs/domain/metrics, encodeBucket.
  create table metric_buckets (
    grain text not null check (grain in ('minute', 'hour', 'day')),
    start_at timestamptz not null,
    brand_id text not null,
    vendor_id text not null,
    channel text not null,
    scenario text not null,
    writer text not null,
    payload bytea not null,
    primary key (grain, brand_id, start_at, vendor_id, channel, scenario, writer)
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
`;

const intake = `
  create table kafka_offsets (
    cluster_id text not null,
    topic text not null,
    partition integer not null,
    next_offset bigint not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (cluster_id, topic, partition)
  );
  create table intake_clock (
    brand_id text not null,
    vendor_id text not null,
    writer text not null,
    last_event_at timestamptz not null,
    last_received_at timestamptz not null,
    primary key (brand_id, vendor_id, writer)
  );
  create table rejected_events (
    id uuid primary key,
    brand_id text,
    vendor_id text,
    via text not null check (via in ('http', 'kafka')),
    topic text,
    partition integer,
    record_offset bigint,
    item_index integer,
    event_id text,
    conversation_id text,
    code text not null,
    detail text not null,
    pointer text not null,
    excerpt text not null,
    secret bytea not null,
    key_id text not null,
    received_at timestamptz not null,
    state text not null default 'open' check (state in ('open', 'resubmitted', 'dismissed')),
    resolved_at timestamptz,
    resolved_by uuid
  );
  create index rejected_events_newest on rejected_events (received_at desc, id);
  -- What was refused whole and only counted: no JSON, too large, no key.
  create table refused_counts (
    day date not null,
    code text not null,
    n bigint not null,
    primary key (day, code)
  );

  create table outbox (
    id bigint generated always as identity primary key,
    kind text not null,
    payload jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null default clock_timestamp(),
    dispatched_at timestamptz,
    done_at timestamptz,
    attempts integer not null default 0,
    last_error text
  );
  create index outbox_due on outbox (due_at) where done_at is null;
  create table deadlines (
    kind text not null,
    subject_id uuid not null,
    due_at timestamptz not null,
    done_at timestamptz,
    outcome text,
    primary key (kind, subject_id)
  );
  create index deadlines_due on deadlines (due_at) where done_at is null;
`;

const people = `
  create table people (
    id uuid primary key default gen_random_uuid(),
    email text not null unique check (email = lower(email)),
    name text not null,
    password_hash text not null,
    roles text[] not null,
    brand_ids text[] not null,
    vendor_ids text[],
    language text not null default 'zh-CN',
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    demo boolean not null default false
  );
  create table person_sessions (
    token_hash bytea primary key,
    person_id uuid not null references people on delete cascade,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null
  );
  create table one_time_links (
    token_hash bytea primary key,
    kind text not null,
    expires_at timestamptz not null,
    used_at timestamptz
  );
  create table intake_keys (
    id uuid primary key default gen_random_uuid(),
    brand_id text not null references brands,
    vendor_id text,
    key_hash bytea not null unique,
    label text not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
  );
  create table audit_log (
    seq bigint primary key,
    at timestamptz not null,
    person_id uuid,
    act text not null,
    subject text not null,
    detail jsonb not null,
    previous_hash bytea not null,
    hash bytea not null
  );
  create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'the audit log is append-only'; end $$;
  create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
`;
