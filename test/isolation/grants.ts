import type pg from 'pg'
import type { World } from './world.ts'

export type Check = (fine: boolean, sentence: string) => void
export type Role = 'app_serving' | 'app_national'

/** Tables of which the ministry's role may read rows that are published, and nothing of the others. */
export const nationalReads = new Set([
  'audit_log',
  'departments',
  'documents',
  'indicator_values',
  'legal_bases',
  'plans',
  'progress_reports',
  'recommendations',
  'task_departments',
  'task_targets',
  'tasks',
])

/** Whose rows are removed, beside those of parts that are replaced with their whole. */
const deletable = new Set([
  'idempotency_keys',
  'indicator_values',
  'legal_bases',
  'plans',
  'progress_reports',
  'recommendations',
  'task_departments',
  'task_targets',
  'tasks',
])
/** What the ministry may do beside reading what is published and what all share. */
const ministryMay: Record<string, readonly string[]> = {
  audit_log: ['INSERT'],
  central_documents: ['INSERT'],
  members: ['SELECT', 'INSERT', 'UPDATE'],
  national_audit_log: ['INSERT'],
  national_idempotency_keys: ['INSERT', 'UPDATE', 'DELETE'],
  service_accounts: ['SELECT', 'INSERT', 'UPDATE'],
}
/** Of these the ministry has only some columns, for reading or for changing. */
const ministryColumns: Record<string, readonly string[]> = {
  'audit_log SELECT': 'action at entity entity_id entity_version id province_id published xact'.split(' '),
  'recommendations UPDATE': 'answer answered_at status updated_at version'.split(' '),
}

/** The rights that the roles have, against those that they are meant to have. */
export async function probeGrants(owner: pg.Client, world: World, check: Check): Promise<void> {
  const { rows } = await owner.query<{ role: Role; table: string; right: string; columns: string[]; whole: boolean }>(
    `select r.rolname as role, c.relname as table, k.name as right,
       has_table_privilege(r.oid, c.oid, k.name) as whole,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         and k.name in ('SELECT', 'INSERT', 'UPDATE') and has_column_privilege(r.oid, c.oid, a.attnum, k.name) order by 1) as columns
     from pg_class c, (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) k(name),
       pg_roles r
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
       and r.rolname in ('app_serving', 'app_national')`,
  )
  for (const { role, table, right, columns, whole } of rows) {
    const may = columns.length > 0 || whole
    check(!may || allowed(role, table, right, columns, world), `${role} may ${right} ${table} (${columns.join(' ')})`)
  }
  const { rows: roles } = await owner.query<{ role: string }>(
    `select rolname as role from pg_roles where rolname in ('app_serving', 'app_national')
       and (rolsuper or rolbypassrls or rolcreaterole or rolinherit)`,
  )
  check(roles.length === 0, `${roles.map(({ role }) => role).join()} can step around row security`)
}

function allowed(role: Role, table: string, right: string, columns: readonly string[], world: World): boolean {
  const tenant = world.tables.includes(table)
  if (role === 'app_serving') {
    if (!tenant) return right === 'SELECT' && !table.startsWith('national_')
    if (right === 'DELETE') return deletable.has(table)
    return right === 'SELECT' || right === 'INSERT' || (right === 'UPDATE' && table !== 'audit_log')
  }
  const some = ministryColumns[`${table} ${right}`]
  if (some !== undefined) return columns.every((column) => some.includes(column))
  if (ministryMay[table]?.includes(right)) return true
  return right === 'SELECT' && (!tenant || nationalReads.has(table))
}
