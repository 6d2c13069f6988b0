import type pg from 'pg'

/** One thing that is made weaker, and the SQL that does so. */
export interface Mutant {
  name: string
  sql: string
  /** What belongs to the whole server and so must be put back. */
  undo?: string
}

interface Policy {
  table: string
  policy: string
  qual: string | null
  check: string | null
}

/**
 * What can be taken away without anything coming of it, since another guard stands in the same place: the ministry's role
 * changes published rows only, and a trigger keeps a published row from becoming unpublished.
 */
export const redundant = /^recommendations\.recommendations_answer: with check only \(province_id/

/** Every policy, every table's row security, the rights that are not given, and the function that enters a scope. */
export async function databaseMutants(owner: pg.Pool | pg.Client): Promise<Mutant[]> {
  const { rows: policies } = await owner.query<Policy>(
    `select tablename as table, policyname as policy, cmd, qual, with_check as check from pg_policies
     where schemaname = 'public' order by 1, 2`,
  )
  const { rows: tables } = await owner.query<{ table: string }>(
    `select relname as table from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`,
  )
  const { rows: grants } = await owner.query<{ role: string; table: string; right: string }>(
    `select r.rolname as role, c.relname as table, k.name as right
     from pg_class c, pg_roles r, (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) k(name)
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and r.rolname in ('app_serving', 'app_national')
       and not has_table_privilege(r.oid, c.oid, k.name) order by 1, 2, 3`,
  )
  return [
    ...policies.flatMap(({ table, policy, qual, check }) => [
      ...(qual === null ? [] : [loosened(table, policy, 'using')]),
      ...(check === null ? [] : [loosened(table, policy, 'with check')]),
      ...weaker(table, policy, 'using', qual),
      ...weaker(table, policy, 'with check', check),
    ]),
    ...tables.flatMap(({ table }) => [
      { name: `${table}: row security is off`, sql: `alter table ${table} disable row level security` },
      { name: `${table}: row security is not forced`, sql: `alter table ${table} no force row level security` },
    ]),
    ...grants.map(({ role, table, right }) => ({
      name: `${role} is granted ${right} on ${table}`,
      sql: `grant ${right} on ${table} to ${role}`,
    })),
    ...scopes,
  ]
}

const loosened = (table: string, policy: string, part: string): Mutant => ({
  name: `${table}.${policy}: ${part} (true)`,
  sql: `alter policy ${policy} on ${table} ${part} (true)`,
})

/** A policy that demands two things is tried without each of them. */
function weaker(table: string, policy: string, part: string, condition: string | null): Mutant[] {
  const [, first, second] =
    /^\((\(.*?\)) AND ([^()]+|\(.*\))\)$/.exec(condition ?? '') ??
    /^\(([^()]+) AND (\(.*\))\)$/.exec(condition ?? '') ??
    []
  if (first === undefined || second === undefined || second === 'true') return []
  return [only(table, policy, part, first), only(table, policy, part, second)]
}

const only = (table: string, policy: string, part: string, condition: string): Mutant => ({
  name: `${table}.${policy}: ${part} only ${condition}`,
  sql: `alter policy ${policy} on ${table} ${part} (${condition})`,
})

const enter = (body: string) =>
  `create or replace function app_enter(own integer, readable integer[]) returns void language plpgsql as $$ begin ${body} end $$`
const own = `execute format('set local app.own_province = %L', coalesce(own::text, ''));`
const readable = `execute format('set local app.readable_provinces = %L', coalesce(readable::text, ''));`

const scopes: Mutant[] = [
  {
    name: 'app_enter lets all provinces be read',
    sql: enter(
      `${own} execute format('set local app.readable_provinces = %L', (select array_agg(id)::text from provinces));`,
    ),
  },
  { name: 'app_enter forgets which provinces may be read', sql: enter(own) },
  { name: 'app_enter forgets the own province', sql: enter(readable) },
  { name: 'app_enter keeps the own province for the session', sql: enter(own.replace('set local', 'set') + readable) },
  {
    name: 'app_enter keeps the readable provinces for the session',
    sql: enter(own + readable.replace('set local', 'set')),
  },
  {
    name: 'app_enter takes the first readable province for the own one',
    sql: enter(own.replace('own::text', '(readable[array_upper(readable, 1)])::text') + readable),
  },
  ...['app_serving', 'app_national'].map((role) => ({
    name: `${role} may step around row security`,
    sql: `alter role ${role} bypassrls`,
    undo: `alter role ${role} nobypassrls`,
  })),
]
