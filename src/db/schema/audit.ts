import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { provinces } from './reference.ts'
import { tenantPolicies } from './roles.ts'
import { tenantKey } from './tenant.ts'

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * Who changed what, from what to what, when and why. Appended in the transaction of the change; the serving role may
 * insert and read, and nothing else.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    ...tenantKey,
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    /** The token's subject, or the name of the job. */
    actor: text('actor').notNull(),
    role: text('role').notNull(),
    requestId: text('request_id'),
    /** What was done, as the name of the API's mutation or of the import. */
    action: text('action').notNull(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    entityVersion: integer('entity_version').notNull(),
    /** By field of the API: `[before, after]`. */
    changes: jsonb('changes').notNull(),
    reason: text('reason'),
    /** Whether the ministry might see the entity after the change. */
    published: boolean('published').notNull().default(false),
    /**
     * The transaction that wrote the row. In the order of (xact, id), rows below a snapshot's oldest running transaction
     * are complete: none will ever be added before them, which ids made by clocks can't promise.
     */
    xact: xid8('xact')
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (t) => [
    primaryKey({ name: 'audit_log_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'audit_log_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    index('audit_log_entity_idx').on(t.provinceId, t.entityId, t.id),
    index('audit_log_xact_idx').on(t.provinceId, t.xact, t.id),
    ...tenantPolicies('audit_log'),
  ],
)

/** The same for what belongs to the ministry alone; provinces never read it. */
export const nationalAuditLog = pgTable(
  'national_audit_log',
  {
    id: uuid('id').primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    actor: text('actor').notNull(),
    role: text('role').notNull(),
    requestId: text('request_id'),
    action: text('action').notNull(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    entityVersion: integer('entity_version').notNull(),
    changes: jsonb('changes').notNull(),
    reason: text('reason'),
  },
  (t) => [index('national_audit_log_entity_idx').on(t.entityId, t.id)],
)

/**
 * The first answer to each mutation that was sent with an Idempotency-Key, written in the mutation's own transaction.
 * Kept for 24 hours.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    provinceId: tenantKey.provinceId,
    subject: text('subject').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of the request: the same key with another request is refused. */
    request: text('request').notNull(),
    /** The payload of the mutation, as first answered. */
    answer: jsonb('answer'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'idempotency_keys_pkey', columns: [t.provinceId, t.subject, t.key] }),
    foreignKey({ name: 'idempotency_keys_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    index('idempotency_keys_created_idx').on(t.provinceId, t.createdAt),
    ...tenantPolicies('idempotency_keys', { deletable: sql`created_at < now() - interval '24 hours'` }),
  ],
)

/** The same for the ministry's few writes, which belong to no province. */
export const nationalIdempotencyKeys = pgTable(
  'national_idempotency_keys',
  {
    subject: text('subject').notNull(),
    key: text('key').notNull(),
    request: text('request').notNull(),
    answer: jsonb('answer'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: 'national_idempotency_keys_pkey', columns: [t.subject, t.key] })],
)
