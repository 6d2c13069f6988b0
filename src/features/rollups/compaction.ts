import { today } from '../../graphql/field-specs.ts'
import type { NationalDoor, TenantDoor, TenantTx } from '../../db/tenancy.ts'
import { columnList, finestKeys, grains, keys, sorts, type Grain, type Sort } from './measures.ts'

// Any number that nothing else on the server locks.
export const lockSpace = 727_451

/**
 * Folds a province's deltas into its base tables, and tells how many there were. Readers see the same sums before and
 * after, since both change at one commit; writers go on appending. Nothing else may be in the transaction. If somebody
 * else is folding this province already, there is nothing to do.
 */
export async function compact(tx: TenantTx): Promise<number> {
  const [lock] = await tx.rows<{ mine: boolean }>(
    '/* lockCompaction */ select pg_try_advisory_xact_lock($1, $2) as mine',
    [lockSpace, tx.provinceId],
  )
  if (!lock?.mine) return 0
  let folded = 0
  for (const sort of Object.values(sorts)) folded += await fold(tx, sort)
  return folded
}

/** Waits until nobody else folds this province, and keeps others from it until the transaction ends. */
export async function lockFolding(tx: TenantTx): Promise<void> {
  await tx.rows('/* lockFolding */ select pg_advisory_xact_lock($1, $2)', [lockSpace, tx.provinceId])
}

async function fold(tx: TenantTx, sort: Sort): Promise<number> {
  const names = Object.keys(sort.sums)
  const all = [...finestKeys(sort), ...names].join(', ')
  const [taken] = await tx.rows<{ n: string; rows: string | null }>(
    `/* takeDeltas */ with taken as (delete from ${sort.deltas} x where x.province_id = $1 returning ${all})
     select (select count(*) from taken) as n, (select json_agg(jsonb_strip_nulls(to_jsonb(s)))::text from
       (select ${finestKeys(sort).map(folding).join(', ')}, ${names.map((name) => `nullif(sum(${name}), 0) as ${name}`).join(', ')}
        from taken group by ${finestKeys(sort)
          .map((_, index) => index + 1)
          .join(', ')}) s) as rows`,
    [tx.provinceId],
  )
  for (const grain of grains) {
    const table = sort.base[grain]
    if (table === undefined) continue
    await mature(tx, sort, grain, table)
    if (taken?.rows != null) await addTo(tx, sort, grain, table, taken.rows)
  }
  return Number(taken?.n ?? 0)
}

/** What counts by yesterday counts for good: its day is no longer kept apart. */
export const folding = (key: string) =>
  key === 'counts_from'
    ? `case when counts_from < ${today} then ${keys[key]?.none} else counts_from end as counts_from`
    : key

/** Base rows whose day has come since they were written. */
async function mature(tx: TenantTx, sort: Sort, grain: Grain, table: string): Promise<void> {
  const kept = sort.keys[grain] as readonly string[]
  if (!kept.includes('counts_from')) return
  const all = [...kept, ...Object.keys(sort.sums)].join(', ')
  const [ripe] = await tx.rows<{ rows: string | null }>(
    `/* takeMatured */ with taken as (delete from ${table} x where x.province_id = $1
       and x.counts_from > '-infinity' and x.counts_from < (select ${today}) returning ${all})
     select json_agg(jsonb_strip_nulls(to_jsonb(t) - 'counts_from'))::text as rows from taken t`,
    [tx.provinceId],
  )
  if (ripe?.rows != null) await addTo(tx, sort, grain, table, ripe.rows)
}

/** Adds rows, as a JSON text, to a base table. Only who holds the lock of `compact` may. */
export async function addTo(tx: TenantTx, sort: Sort, grain: Grain, table: string, rows: string): Promise<void> {
  const kept = sort.keys[grain] as readonly string[]
  const names = Object.keys(sort.sums)
  const valued = kept.map((key) => (keys[key]?.none === 'null' ? `d.${key}` : `coalesce(d.${key}, ${keys[key]?.none})`))
  await tx.rows(
    `/* addToBase */ insert into ${table} as b (province_id, ${[...kept, ...names].join(', ')})
     select $1, ${valued.join(', ')}, ${names.map((name) => `sum(d.${name})`).join(', ')}
     from jsonb_to_recordset($2::jsonb) as d (${columnList(sort)}) group by ${valued.join(', ')} order by ${valued.join(', ')}
     on conflict (province_id, ${kept.join(', ')}) do update
       set ${names.map((name) => `${name} = coalesce(b.${name}, 0) + coalesce(excluded.${name}, 0)`).join(', ')}`,
    [tx.provinceId, rows],
  )
}

/** Provinces that have at least so many deltas, the most first. */
export async function listUncompacted(
  door: NationalDoor,
  atLeast: number,
): Promise<{ provinceId: number; deltas: number }[]> {
  const counted = Object.values(sorts).map(({ deltas }) => `select province_id from ${deltas}`)
  const rows = await door.snapshot((tx) =>
    tx.rows<{ id: number; n: string }>(
      `/* listUncompacted */ select province_id as id, count(*) as n from (${counted.join(' union all ')}) d
       group by province_id having count(*) >= $1 order by n desc`,
      [atLeast],
    ),
  )
  return rows.map(({ id, n }) => ({ provinceId: id, deltas: Number(n) }))
}

/** Folds the deltas of all provinces that have many, one province in each transaction; tells how many deltas. */
export async function compactAll(
  doors: { national: NationalDoor; of: (provinceId: number) => TenantDoor },
  atLeast = 1,
): Promise<number> {
  let folded = 0
  for (const { provinceId } of await listUncompacted(doors.national, atLeast)) {
    folded += await doors.of(provinceId).write(compact)
  }
  return folded
}
