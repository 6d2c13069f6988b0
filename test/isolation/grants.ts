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

/** The maintained sums of what is published: nobody's secret to the ministry, and kept up by whoever changes a figure. */
export const isSummary = (table: string): boolean => table.startsWith('rollup_')
/** Of these, what the ministry's own writes in a province add to. */
const summaryRights: Record<string, readonly string[]> = {
  rollup_units: ['INSERT', 'UPDATE'],
  rollup_deltas: ['INSERT'],
  rollup_figure_deltas: ['INSERT'],
  rollup_plan_deltas: ['INSERT'],
}
const summariesThatStay = new Set(['rollup_units', 'rollup_builds'])

/** Whose rows are never changed. */
const appendOnly = new Set(
  `audit_log audit_chain audit_seals rollup_deltas rollup_figure_deltas rollup_plan_deltas import_changes import_chunks
   import_problems`.split(/\s+/),
)

/** Whose rows are removed, beside those of parts that are replaced with their whole. */
const deletable = new Set([
  'idempotency_keys',
  'import_changes',
  'import_chunks',
  'import_jobs',
  'import_problems',
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
  national_audit_chain: ['INSERT'],
  national_audit_log: ['INSERT'],
  national_audit_seals: ['INSERT'],
  national_idempotency_keys: ['INSERT', 'UPDATE', 'DELETE'],
  service_accounts: ['SELECT', 'INSERT', 'UPDATE'],
  successions: ['INSERT'],
}
/** Of these the ministry has only some columns, for reading or for changing. */
const ministryColumns: Record<string, readonly string[]> = {
  'audit_log SELECT': 'action at entity entity_id entity_version id province_id published xact'.split(' '),
  'provinces UPDATE': ['existed_until'],
  'successions UPDATE': ['withdrawn_at'],
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
  for (const [sentence, query] of Object.entries(neverSo)) {
    const { rows: found } = await owner.query<{ name: string }>(query)
    check(found.length === 0, `${found.map(({ name }) => name).join()} ${sentence}`)
  }
}

const ourRoles = `('app_serving', 'app_national')`
const identifying = `('app_member', 'app_memberships', 'app_account', 'app_account_used')`
/** What would step around all policies and grants at once: each query finds whoever does. */
const neverSo: Record<string, string> = {
  'can step around row security, or make roles that can': `select rolname as name from pg_roles where rolname in ${ourRoles}
    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit)`,
  'is what another role is too': `select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.member
    where r.rolname in ${ourRoles}`,
  'can make tables and functions of its own': `select rolname as name from pg_roles where rolname in ${ourRoles}
    and has_schema_privilege(oid, 'public', 'create')`,
  'owns a table': `select r.rolname as name from pg_class c join pg_roles r on r.oid = c.relowner
    where c.relnamespace = 'public'::regnamespace and r.rolname in ${ourRoles}`,
  'runs with its owner’s rights': `select proname as name from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef`,
  'can be called by who has no need to': `select p.proname as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname in ${identifying}
      and (has_function_privilege('app_national', p.oid, 'execute')
        or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))`,
}

function allowed(role: Role, table: string, right: string, columns: readonly string[], world: World): boolean {
  const tenant = world.tables.includes(table)
  if (role === 'app_serving') {
    if (!tenant) return right === 'SELECT' && !table.startsWith('national_')
    if (right === 'DELETE') return deletable.has(table) || (isSummary(table) && !summariesThatStay.has(table))
    return right === 'SELECT' || right === 'INSERT' || (right === 'UPDATE' && !appendOnly.has(table))
  }
  const some = ministryColumns[`${table} ${right}`]
  if (some !== undefined) return columns.every((column) => some.includes(column))
  if (ministryMay[table]?.includes(right) || summaryRights[table]?.includes(right)) return true
  return right === 'SELECT' && (!tenant || nationalReads.has(table) || isSummary(table))
}
