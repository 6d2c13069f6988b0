import type pg from 'pg'
import { openPools, type Pools } from '../../src/db/pool.ts'
import { derivedUrl } from '../../src/db/login-roles.ts'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { basisOf, buildProvince } from '../../src/features/rollups/build.ts'
import { compact, lockSpace } from '../../src/features/rollups/compaction.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'
import type { Instance } from './instance.ts'

// What the rollups are read from, of rows that were written by statements alone.

/** Pools of this process, with the summary kept at each commit or not. */
export const poolsOf = ({ servingUrl, ownerUrl }: Instance, keeps = true): Pools =>
  openPools({
    beforeCommit: keeps ? keepSummary : async () => {},
    servingUrl,
    nationalUrl: derivedUrl(ownerUrl, 'app_national'),
    size: 16,
    statementTime: 600_000,
    onError: () => {},
  })

/** Counts all provinces, some at once, and folds what was counted; the service then finds nothing left to count. */
export async function buildSummaries(instance: Instance): Promise<void> {
  const pools = poolsOf(instance)
  try {
    const basis = await nationalDoor(pools).snapshot(basisOf)
    const { rows } = await instance.owner.query<{ id: number }>('select id from provinces order by id')
    const left = rows.map(({ id }) => id)
    await Promise.all(
      [1, 2, 3].map(async () => {
        for (let id = left.pop(); id !== undefined; id = left.pop()) {
          const door = tenantDoor(pools, { readable: [id], own: id })
          await buildProvince(door, basis)
          await door.write(compact)
        }
      }),
    )
  } finally {
    await pools.end()
  }
  await instance.owner.query('vacuum analyze')
}

/** Appends so many deltas to each province, which add up to nothing, so that every answer stays what it is. */
export async function appendDeltas(owner: pg.Pool, each: number): Promise<void> {
  await owner.query(
    `with numbered as (
       select b.*, row_number() over (partition by province_id order by year, category, department_id, quarter) - 1 as place
       from rollup_departments b),
     chosen as (
       select c.province_id, n % c.places as place
       from (select province_id, count(*) as places from rollup_departments group by 1) c, generate_series(1, $1::integer / 2) n)
     insert into rollup_deltas (province_id, id, year, quarter, category, department_kind, department_id, counts_from, facts,
       tasks_in_progress, tasks_completed, due, submitted)
     select province_id, gen_random_uuid(), year, quarter, category, department_kind, department_id, counts_from, sign, sign, -sign, sign, sign
     from chosen join numbered using (province_id, place), (values (1), (-1)) as s (sign)`,
    [each],
  )
  await owner.query('vacuum analyze rollup_deltas')
}

/** Keeps everybody from folding until `release`. */
export async function holdFolding(owner: pg.Pool): Promise<{ release(): Promise<void> }> {
  const client = await owner.connect()
  await client.query('select pg_advisory_lock($1, id) from provinces', [lockSpace])
  return {
    async release() {
      await client.query('select pg_advisory_unlock_all()')
      client.release()
    },
  }
}
