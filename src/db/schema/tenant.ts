import { boolean, integer, timestamp, uuid } from 'drizzle-orm/pg-core'

/** The columns that every tenant table begins with; its primary key is (province_id, id). Ids are UUIDv7, made by the service. */
export const tenantKey = { provinceId: integer('province_id').notNull(), id: uuid('id').notNull() }

/** What two editors need: a change names the version that it has read. Set by the commands, never by a trigger. */
export const editable = {
  version: integer('version').notNull().default(1),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
}

/** Whether the ministry may see the row; set in the transaction of the step that publishes it. */
export const publishable = (byDefault: boolean) => ({ published: boolean('published').notNull().default(byDefault) })

/** The undone import that took the row from sight; null while it counts. Only an undo sets it, and nothing takes it back. */
export const withdrawable = { withdrawnBy: uuid('withdrawn_by') }
