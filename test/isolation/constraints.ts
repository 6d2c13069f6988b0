import type pg from 'pg'
import type { Check } from './grants.ts'
import type { World } from './world.ts'

// Keys and triggers that keep provinces apart, or what was submitted on record. What there is to try was noted when the
// world was filled: what is missing now is missed.

export interface Guards {
  /** Foreign keys from one table of provinces to another: which column points at what. */
  references: { name: string; table: string; column: string; target: string; targetColumn: string }[]
  /** Unique keys that begin with the province: what comes after it, and of which rows. */
  uniques: { name: string; table: string; rest: string; condition: string | null }[]
  /** `table.policy` */
  policies: string[]
}

export async function readGuards(owner: pg.Pool, tables: readonly string[]): Promise<Guards> {
  const { rows: references } = await owner.query<Guards['references'][number]>(
    `select c.conname as name, c.conrelid::regclass::text as table, a.attname as column,
       c.confrelid::regclass::text as target, f.attname as "targetColumn"
     from pg_constraint c, unnest(c.conkey, c.confkey) k(own, other),
       pg_attribute a, pg_attribute f
     where c.contype = 'f' and c.conrelid::regclass::text = any ($1) and c.confrelid::regclass::text = any ($1)
       and a.attrelid = c.conrelid and a.attnum = k.own and f.attrelid = c.confrelid and f.attnum = k.other
       and a.attname <> 'province_id' order by 1`,
    [tables],
  )
  const { rows: uniques } = await owner.query<Guards['uniques'][number]>(
    `select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as table,
       (select string_agg(pg_get_indexdef(i.indexrelid, k, true), ', ' order by k) from generate_series(2, i.indnkeyatts) k) as rest,
       pg_get_expr(i.indpred, i.indrelid) as condition
     from pg_index i where i.indisunique and i.indrelid::regclass::text = any ($1) and i.indnkeyatts > 1
       and pg_get_indexdef(i.indexrelid, 1, true) = 'province_id' order by 1`,
    [tables],
  )
  const { rows: policies } = await owner.query<{ name: string }>(
    `select tablename || '.' || policyname as name from pg_policies where schemaname = 'public' order by 1`,
  )
  return { references, uniques, policies: policies.map(({ name }) => name) }
}

/** How many rows a statement concerned, or the code of its refusal. */
export const outcome = async (owner: pg.Client, text: string, values: unknown[] = []): Promise<number | string> =>
  owner.query(text, values).then(
    ({ rowCount }) => rowCount ?? 0,
    (error: pg.DatabaseError) => error.code ?? error.message,
  )

/** What was once so must not be undone by anybody: the change that a trigger refuses. */
const kept: Record<string, string> = {
  plans: `status = 'DRAFT' where status <> 'DRAFT'`,
  progress_reports: `status = 'DRAFT' where status <> 'DRAFT'`,
  tasks: 'filed = false where filed',
  recommendations: 'published = false where published',
}

export async function probeConstraints(owner: pg.Client, world: World, table: string, check: Check): Promise<void> {
  const { A, B } = world.keys
  const undone = async (text: string, values: unknown[] = []) => {
    await owner.query('savepoint constraint_probe')
    const result = await outcome(owner, text, values)
    await owner.query('rollback to savepoint constraint_probe; release savepoint constraint_probe')
    return result
  }
  for (const { name, column, target, targetColumn } of world.guards.references.filter((one) => one.table === table)) {
    const result = await undone(
      `update ${table} set ${column} = (select ${targetColumn} from ${target} where province_id = $1 limit 1)
       where ctid = (select ctid from ${table} where province_id = $2 and ${column} is not null limit 1)`,
      [B, A],
    )
    check(result === '23503', `${table}: a row of A points at one of B by ${column} (${name}: ${result})`)
  }
  for (const { name, condition } of world.guards.uniques.filter((one) => one.table === table)) {
    const { rows: columns } = await owner.query<{ names: string; account: boolean }>(
      `select string_agg(quote_ident(column_name), ', ') as names, bool_or(column_name = 'provinces') as account
       from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    )
    const { names, account } = columns[0]!
    // Only the key that is tried may be the same.
    const id = name.endsWith('_pkey') || !names.split(', ').includes('id') ? '' : `, 'id', gen_random_uuid()`
    const more = account ? `${id}, 'provinces', array[$1::integer]` : id
    const result = await undone(
      `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table},
         (select to_jsonb(x) || jsonb_build_object('province_id', $1::integer${more}) from ${table} x
          where province_id = $2 ${condition === null ? '' : `and (${condition})`} limit 1))`,
      [A, B],
    )
    check(result !== '23505', `${table}: what B has is taken for A (${name})`)
    // Whatever else is wrong with such a row, such as what it points at, is found after the keys.
    check(result !== '23502', `${name} proves nothing: no row of B is among those that it is for`)
  }
  const change = kept[table]
  if (change !== undefined) {
    const result = await undone(`update ${table} set ${change}`)
    check(result === '23001', `${table}: what was submitted goes off the record (${result})`)
  }
}
