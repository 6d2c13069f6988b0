import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  foreignKey,
  pgPolicy,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { provinces } from './reference.ts'
import { national, serving } from './roles.ts'
import { editable } from './tenant.ts'
import { oneOf } from './values.ts'

// Who may call. A caller is known by a subject before any province is, so these tables belong to no province, and a
// distributed Postgres keeps them whole on every node; yet a row has an owner (a province, or the ministry where
// `province_id` is null), and row security shows it to nobody else. The one other way to a row is to know it by name:
// `app_memberships` and `app_account` enter a subject or a client for one statement, and then its own row is there.

const own = sql`province_id = nullif(current_setting('app.own_province', true), '')::integer`
const ministrys = sql`province_id is null`

function identityPolicies(table: string) {
  return [
    pgPolicy(`${table}_read`, { for: 'select', to: serving, using: own }),
    pgPolicy(`${table}_insert`, { for: 'insert', to: serving, withCheck: own }),
    pgPolicy(`${table}_update`, { for: 'update', to: serving, using: own, withCheck: own }),
    pgPolicy(`${table}_ministry_read`, { for: 'select', to: national, using: ministrys }),
    pgPolicy(`${table}_ministry_insert`, { for: 'insert', to: national, withCheck: ministrys }),
    pgPolicy(`${table}_ministry_update`, { for: 'update', to: national, using: ministrys, withCheck: ministrys }),
  ]
}

/**
 * People, by the subject that the issuer of their tokens gives them. A subject is unique within its owner only: were it
 * unique in the nation, a refused insert would tell one province of another's members. Who is active in several places
 * acts for the one where that began first, and for the next as soon as that has ended.
 */
export const members = pgTable(
  'members',
  {
    id: uuid('id').primaryKey(),
    provinceId: integer('province_id'),
    ...editable,
    subject: text('subject').notNull(),
    displayName: text('display_name').notNull(),
    role: text('role').notNull(),
    /** The department of a DEPARTMENT_OFFICER. No foreign key: what belongs to no province points at no province's rows. */
    departmentId: uuid('department_id'),
    /** Since when without a break. */
    activeSince: timestamp('active_since', { withTimezone: true }).notNull().defaultNow(),
    deactivatedAt: timestamp('deactivated_at', { withTimezone: true }),
  },
  (t) => [
    foreignKey({ name: 'members_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    unique('members_subject_key').on(t.provinceId, t.subject).nullsNotDistinct(),
    index('members_subject_idx').on(t.subject),
    check('members_role_check', oneOf(t.role, 'MemberRole')),
    check(
      'members_owner_check',
      sql`(${t.provinceId} is null) = (${t.role} in ('MINISTRY_ANALYST', 'MINISTRY_ADMIN'))`,
    ),
    check('members_department_check', sql`(${t.departmentId} is not null) = (${t.role} = 'DEPARTMENT_OFFICER')`),
    ...identityPolicies('members'),
    pgPolicy('members_identify', {
      for: 'select',
      to: serving,
      using: sql`subject = nullif(current_setting('app.subject', true), '')`,
    }),
  ],
)

/** Programs, which get tokens for a secret. Of a secret only its hash is kept. */
export const serviceAccounts = pgTable(
  'service_accounts',
  {
    id: uuid('id').primaryKey(),
    provinceId: integer('province_id'),
    ...editable,
    name: text('name').notNull(),
    role: text('role').notNull(),
    /** The provinces that it may act in; null for the nation. */
    provinces: integer('provinces').array(),
    scopes: text('scopes').array().notNull(),
    secretHash: text('secret_hash').notNull(),
    /** Counts the secrets; a token says by which it was had. */
    secretNumber: integer('secret_number').notNull().default(1),
    previousHash: text('previous_hash'),
    /** Until when the secret before the current one, and tokens had by it, are still good. */
    previousUntil: timestamp('previous_until', { withTimezone: true }),
    /** To the minute. */
    lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (t) => [
    foreignKey({ name: 'service_accounts_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    index('service_accounts_province_idx').on(t.provinceId, t.id),
    check('service_accounts_role_check', oneOf(t.role, 'ServiceAccountRole')),
    check('service_accounts_nation_check', sql`(${t.provinces} is null) = (${t.role} = 'MINISTRY_ANALYST')`),
    // A province's account acts in that province and nowhere else.
    check('service_accounts_owner_check', sql`${t.provinceId} is null or ${t.provinces} = array[${t.provinceId}]`),
    check('service_accounts_provinces_check', sql`cardinality(${t.provinces}) > 0`),
    check(
      'service_accounts_scopes_check',
      sql`cardinality(${t.scopes}) > 0 and ${t.scopes} <@ array['changes:read', 'exports:read', 'imports:write', 'records:read', 'rollups:read']`,
    ),
    check('service_accounts_previous_check', sql`(${t.previousHash} is null) = (${t.previousUntil} is null)`),
    ...identityPolicies('service_accounts'),
    pgPolicy('service_accounts_identify', {
      for: 'select',
      to: serving,
      using: sql`id = nullif(current_setting('app.client', true), '')::uuid`,
    }),
    pgPolicy('service_accounts_use', {
      for: 'update',
      to: serving,
      using: sql`id = nullif(current_setting('app.client', true), '')::uuid`,
    }),
  ],
)
