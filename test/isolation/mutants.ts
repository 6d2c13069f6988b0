import type pg from 'pg'
import type { Guards } from './constraints.ts'

/** One thing that is made weaker, and the SQL that does so. */
export interface Mutant {
  name: string
  sql: string
  /** Where it is to be seen: at a table, among the grants, or only through connections of their own, once it is committed. */
  probe: { table: string } | 'grants' | 'connections'
}

interface Policy {
  table: string
  policy: string
  qual: string | null
  check: string | null
}

/** Every policy, key, trigger and table's row security, the rights that are not given, and the function that enters a scope. */
export async function databaseMutants(owner: pg.Pool | pg.Client, { references, uniques }: Guards): Promise<Mutant[]> {
  const { rows: policies } = await owner.query<Policy>(
    `select tablename as table, policyname as policy, cmd, qual, with_check as check from pg_policies
     where schemaname = 'public' order by 1, 2`,
  )
  const { rows: tables } = await owner.query<{ table: string }>(
    `select relname as table from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`,
  )
  const { rows: triggers } = await owner.query<{ table: string; trigger: string }>(
    `select tgrelid::regclass::text as table, tgname as trigger from pg_trigger where not tgisinternal order by 1, 2`,
  )
  const { rows: grants } = await owner.query<{ role: string; table: string; right: string }>(
    `select r.rolname as role, c.relname as table, k.name as right
     from pg_class c, pg_roles r, (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) k(name)
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and r.rolname in ('app_serving', 'app_national')
       and not has_table_privilege(r.oid, c.oid, k.name) order by 1, 2, 3`,
  )
  return [
    ...policies.flatMap(({ table, policy, qual, check }) => [
      { name: `${table}.${policy} is dropped`, sql: `drop policy ${policy} on ${table}`, probe: { table } },
      ...(qual === null || qual === 'true' ? [] : [loosened(table, policy, 'using')]),
      ...(check === null ? [] : [loosened(table, policy, 'with check')]),
      ...weaker(table, policy, 'using', qual),
      ...weaker(table, policy, 'with check', check),
    ]),
    ...tables.flatMap(({ table }) => [
      {
        name: `${table}: row security is off`,
        sql: `alter table ${table} disable row level security`,
        probe: { table },
      },
      {
        name: `${table}: row security is not forced`,
        sql: `alter table ${table} no force row level security`,
        probe: { table },
      },
    ]),
    ...references.map(({ name, table, column }) => ({
      name: `${table}.${column} may point anywhere`,
      sql: `alter table ${table} drop constraint ${name}`,
      probe: { table },
    })),
    ...uniques.map(({ name, table, rest, condition }) => ({
      name: `${name} is unique in the nation`,
      sql: `create unique index mutant on ${table} (${rest})${condition === null ? '' : ` where ${condition}`}`,
      probe: { table },
    })),
    ...triggers.map(({ table, trigger }) => ({
      name: `${table}.${trigger} is dropped`,
      sql: `drop trigger ${trigger} on ${table}`,
      probe: { table },
    })),
    ...grants.map(({ role, table, right }) => ({
      name: `${role} is granted ${right} on ${table}`,
      sql: `grant ${right} on ${table} to ${role}`,
      probe: 'grants' as const,
    })),
    ...scopes,
    ...privileges,
  ]
}

const loosened = (table: string, policy: string, part: string): Mutant => ({
  name: `${table}.${policy}: ${part} (true)`,
  sql: `alter policy ${policy} on ${table} ${part} (true)`,
  probe: { table },
})

/** A policy that demands two things is tried without each of them. */
function weaker(table: string, policy: string, part: string, condition: string | null): Mutant[] {
  const [, first, second] =
    /^\((\(.*?\)) AND ([^()]+|\(.*\)|CASE\s.*\sEND)\)$/s.exec(condition ?? '') ??
    /^\(([^()]+) AND (\(.*\))\)$/.exec(condition ?? '') ??
    []
  if (first === undefined || second === undefined || second === 'true') return []
  return [only(table, policy, part, first), only(table, policy, part, second)]
}

const only = (table: string, policy: string, part: string, condition: string): Mutant => ({
  name: `${table}.${policy}: ${part} only ${condition}`,
  sql: `alter policy ${policy} on ${table} ${part} (${condition})`,
  probe: { table },
})

const enter = (body: string) =>
  `create or replace function app_enter(own integer, readable integer[]) returns void language plpgsql as $$ begin ${body} end $$`
const own = `execute format('set local app.own_province = %L', coalesce(own::text, ''));`
const readable = `execute format('set local app.readable_provinces = %L', coalesce(readable::text, ''));`

const atPlans = { table: 'plans' }
const scopes: Mutant[] = [
  {
    name: 'app_enter lets all provinces be read',
    sql: enter(
      `${own} execute format('set local app.readable_provinces = %L', (select array_agg(id)::text from provinces));`,
    ),
    probe: atPlans,
  },
  { name: 'app_enter forgets which provinces may be read', sql: enter(own), probe: atPlans },
  { name: 'app_enter forgets the own province', sql: enter(readable), probe: atPlans },
  {
    name: 'app_enter takes the first readable province for the own one',
    sql: enter(own.replace('own::text', '(readable[array_upper(readable, 1)])::text') + readable),
    probe: atPlans,
  },
  {
    name: 'app_enter keeps the own province for the session',
    sql: enter(own.replace('set local', 'set') + readable),
    probe: 'connections',
  },
  {
    name: 'app_enter keeps the readable provinces for the session',
    sql: enter(own + readable.replace('set local', 'set')),
    probe: 'connections',
  },
]

const roles = ['app_serving', 'app_national']
/** What would step around all policies and grants at once. */
const privileges: Mutant[] = [
  ...roles.flatMap((role) =>
    ['bypassrls', 'superuser', 'createrole', 'createdb', 'replication', 'inherit'].map((attribute) => ({
      name: `${role} is ${attribute}`,
      sql: `alter role ${role} ${attribute}`,
    })),
  ),
  { name: 'app_serving is app_national too', sql: 'grant app_national to app_serving' },
  { name: 'app_national is app_serving too', sql: 'grant app_serving to app_national' },
  { name: 'app_serving reads all tables', sql: 'grant pg_read_all_data to app_serving' },
  ...roles.map((role) => ({ name: `${role} makes tables`, sql: `grant create on schema public to ${role}` })),
  { name: 'app_serving owns the plans', sql: 'alter table plans owner to app_serving' },
  ...['app_member(text)', 'app_memberships(text)', 'app_account(uuid)', 'app_account_used(uuid)'].flatMap((made) => [
    { name: `${made} runs with its owner’s rights`, sql: `alter function ${made} security definer` },
    { name: `app_national may call ${made}`, sql: `grant execute on function ${made} to app_national` },
    { name: `everybody may call ${made}`, sql: `grant execute on function ${made} to public` },
  ]),
].map((mutant) => ({ ...mutant, probe: 'grants' as const }))
