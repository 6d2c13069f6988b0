import type { TenantTx } from '../../db/tenancy.ts'
import { addTo, compact, folding, lockFolding } from './compaction.ts'
import { keptSql } from './kept.ts'
import { columnList, differenceSql, finestKeys, grains, sorts, type Grain, type Sort } from './measures.ts'

/**
 * Makes a province's base tables what its units add up to, after `buildProvince` has made the units what the facts say.
 * What is missing is appended as deltas and folded; then the coarser tables are made what the finest says. Writers may go
 * on meanwhile: they change units and deltas together, and so never the difference. Who else repairs or folds waits.
 */
export async function repair(tx: TenantTx): Promise<void> {
  await lockFolding(tx)
  for (const sort of Object.values(sorts)) await appendMissing(tx, sort)
  await compact(tx)
  for (const sort of Object.values(sorts)) {
    for (const grain of grains) {
      if (grain !== sort.finest && sort.base[grain] !== undefined) await align(tx, sort, grain)
    }
  }
}

async function appendMissing(tx: TenantTx, sort: Sort): Promise<void> {
  const all = [...finestKeys(sort).map(folding), ...Object.keys(sort.sums)].join(', ')
  const kept = (table: string) => `select ${all} from ${table} x where x.province_id = $1`
  const names = [...finestKeys(sort), ...Object.keys(sort.sums)].join(', ')
  const [missing] = await tx.rows<{ rows: string | null }>(
    `/* missingFromBase */ with
       now_there as (select ${all} from rollup_units u
         cross join lateral ${keptSql('u', sort)} x where u.province_id = $1),
       kept_there as (${kept(sort.base[sort.finest] as string)} union all ${kept(sort.deltas)})
     select json_agg(jsonb_strip_nulls(to_jsonb(d) || jsonb_build_object('id', gen_random_uuid())))::text as rows
     from (${differenceSql(sort, 'now_there', 'kept_there')}) d`,
    [tx.provinceId],
  )
  if (missing?.rows == null) return
  await tx.rows(
    `/* appendMissing */ insert into ${sort.deltas} (province_id, id, ${names}) select $1, d.id, ${names}
     from jsonb_to_recordset($2::jsonb) as d (id uuid, ${columnList(sort)})`,
    [tx.provinceId, missing.rows],
  )
}

async function align(tx: TenantTx, sort: Sort, grain: Grain): Promise<void> {
  const by = sort.keys[grain] as readonly string[]
  const all = [...by, ...Object.keys(sort.sums)].join(', ')
  const kept = (table: string) => `(select ${all} from ${table} x where x.province_id = $1)`
  const [missing] = await tx.rows<{ rows: string | null }>(
    `/* missingFromGrain */ select json_agg(jsonb_strip_nulls(to_jsonb(d)))::text as rows from (${differenceSql(
      sort,
      `${kept(sort.base[sort.finest] as string)} finest`,
      `${kept(sort.base[grain] as string)} coarse`,
      by,
    )}) d`,
    [tx.provinceId],
  )
  if (missing?.rows != null) await addTo(tx, sort, grain, sort.base[grain] as string, missing.rows)
}
