import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
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

/** What a link of a chain holds; src/features/audit/chain.ts says how it is made. */
const link = {
  /** From 1, without gaps. */
  seq: bigint('seq', { mode: 'bigint' }).notNull(),
  entryId: uuid('entry_id').notNull(),
  /** Over the link before and the entry. */
  hash: text('hash').notNull(),
  /** Which secret the mark was made with. */
  key: text('key').notNull(),
  /** Of the hash, under a secret that the database doesn't know. */
  mac: text('mac').notNull(),
  /** What all transactions before this one have written is in the chain up to here, or in the links made with it. */
  settled: xid8('settled').notNull(),
}

/**
 * Chains the audit log's entries, some seconds after they were written: no writer waits for another's link. Links are
 * only ever added.
 */
export const auditChain = pgTable('audit_chain', { provinceId: tenantKey.provinceId, ...link }, (t) => [
  primaryKey({ name: 'audit_chain_pkey', columns: [t.provinceId, t.seq] }),
  unique('audit_chain_entry_key').on(t.provinceId, t.entryId),
  foreignKey({ name: 'audit_chain_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
  ...tenantPolicies('audit_chain'),
])

/** The same for the ministry's own log. */
export const nationalAuditChain = pgTable('national_audit_chain', link, (t) => [
  primaryKey({ name: 'national_audit_chain_pkey', columns: [t.seq] }),
  unique('national_audit_chain_entry_key').on(t.entryId),
])

/** What a chain had come to when a day ended: to be kept elsewhere, since a chain's end can be cut off. */
const seal = {
  /** In Vietnam. */
  day: date('day').notNull(),
  seq: bigint('seq', { mode: 'bigint' }).notNull(),
  hash: text('hash').notNull(),
  key: text('key').notNull(),
  mac: text('mac').notNull(),
}

export const auditSeals = pgTable('audit_seals', { provinceId: tenantKey.provinceId, ...seal }, (t) => [
  primaryKey({ name: 'audit_seals_pkey', columns: [t.provinceId, t.day] }),
  foreignKey({ name: 'audit_seals_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
  ...tenantPolicies('audit_seals'),
])

export const nationalAuditSeals = pgTable('national_audit_seals', seal, (t) => [
  primaryKey({ name: 'national_audit_seals_pkey', columns: [t.day] }),
])

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
