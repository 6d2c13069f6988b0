import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { provinces } from './reference.ts'
import { tenantPolicies } from './roles.ts'
import { tenantKey } from './tenant.ts'

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
  },
  (t) => [
    primaryKey({ name: 'audit_log_pkey', columns: [t.provinceId, t.id] }),
    foreignKey({ name: 'audit_log_province_fkey', columns: [t.provinceId], foreignColumns: [provinces.id] }),
    index('audit_log_entity_idx').on(t.provinceId, t.entityId, t.id),
    ...tenantPolicies('audit_log'),
  ],
)
