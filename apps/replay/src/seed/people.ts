import type { Role } from '@earshot/contracts';
import type { PlanDefinition } from '@earshot/domain/pipeline';
import type { Queryable } from '@earshot/platform/database';
import { hash } from '@node-rs/argon2';
import { vendors } from '../generator/roster';

/** Id of the demo's brand (DESIGN section 5). */
export const demoBrand = 'demo-brand';

interface DemoPerson {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly vendorId?: string;
}

/** The people of the demo, by the part of their address before `@demo.earshot.test`. */
export const demoPeople: readonly DemoPerson[] = [
  { login: 'supervisor', name: '周明（运营主管）', role: 'supervisor' },
  { login: 'lead', name: '林岚（质检组长）', role: 'lead' },
  { login: 'reviewer1', name: '许静（质检员）', role: 'reviewer' },
  { login: 'reviewer2', name: '陈浩（质检员）', role: 'reviewer' },
  { login: 'safety', name: '沈安（安全专员）', role: 'safety' },
  { login: 'vendor-a', name: '王磊（澄声客服经理）', role: 'vendor-manager', vendorId: 'vendor-a' },
  { login: 'vendor-b', name: '李敏（远桥外包经理）', role: 'vendor-manager', vendorId: 'vendor-b' },
  { login: 'auditor', name: '郑直（审计）', role: 'auditor' },
  { login: 'admin', name: '何宁（管理员）', role: 'administrator' },
];

/** Gives the address of a demo person. */
export const addressOf = (login: string): string => `${login}@demo.earshot.test`;

/**
 * The plan of the demo brand: twice the rate that a brand starts with, so that three weeks of a small desk give
 * intervals worth looking at.
 */
const demoPlan: PlanDefinition = {
  random: '0.1',
  randomByStratum: {},
  triggers: {
    severity: { critical: '1', high: '0.5', medium: '0.1' },
    complained: '0.25',
    worstRating: '0.25',
  },
};

/**
 * Puts the demo brand, its vendors, plan and people into a migrated database. Safe to repeat: what is there stays, but
 * for the password, which becomes `password`.
 */
export async function seedPeople(database: Queryable, password: string): Promise<void> {
  // The server may have made the brand already, under its id, when it registered the intake key.
  await database.query(
    `insert into brands (brand_id, name, demo) values ($1, '晴川生活', true)
     on conflict (brand_id) do update set name = excluded.name, demo = true`,
    [demoBrand],
  );
  await database.query(
    `insert into vendors (brand_id, vendor_id, name, in_house, demo)
     select $1, vendor_id, name, in_house, true
     from unnest($2::text[], $3::text[], $4::boolean[]) as v (vendor_id, name, in_house)
     on conflict (brand_id, vendor_id) do update set name = excluded.name, in_house = excluded.in_house`,
    [
      demoBrand,
      vendors.map(({ id }) => id),
      vendors.map(({ name }) => name),
      vendors.map((it) => it.inHouse),
    ],
  );
  await database.query(
    `insert into plans (brand_id, plan_id, version, active_from, definition) values ($1, 'baseline', 1, '-infinity', $2)
     on conflict do nothing`,
    [demoBrand, JSON.stringify(demoPlan)],
  );
  // One hash each, at the same time: argon2 is meant to be slow.
  const hashes = await Promise.all(demoPeople.map(() => hash(password)));
  await database.query(
    `insert into people (email, name, password_hash, roles, brand_ids, vendor_ids, demo)
     select email, name, password_hash, array[role], array[$1],
       case when vendor_id is null then null else array[vendor_id] end, true
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       as p (email, name, password_hash, role, vendor_id)
     on conflict (email) do update set password_hash = excluded.password_hash where people.demo`,
    [
      demoBrand,
      demoPeople.map(({ login }) => addressOf(login)),
      demoPeople.map(({ name }) => name),
      hashes,
      demoPeople.map(({ role }) => role),
      demoPeople.map(({ vendorId }) => vendorId ?? null),
    ],
  );
}
