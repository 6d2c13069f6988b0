import type pg from 'pg'
import { audit } from '../../src/db/audit.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import type { Instance } from './instance.ts'
import type { Bench, Result } from './run.ts'
import { poolsOf } from './summary.ts'

const connections = 16

/**
 * Transactions that each change a hundred tasks of three provinces, in any order of their own, or the kind of a department and with it
 * all that it leads: none may ever fail for another.
 */
export async function bulkWrites(
  { instance, seconds }: Bench,
  provinces: readonly { id: number }[],
): Promise<Result[]> {
  const before = await deadlocks(instance.owner)
  const kept = await bulks(instance, provinces, seconds, true)
  const found = (await deadlocks(instance.owner)) - before
  const unkept = await bulks(instance, provinces, seconds, false)
  const figures = { 'req/s': kept.rate, 'route req/s': unkept.rate, ratio: kept.rate / unkept.rate }
  const failures = kept.failures + found
  return [
    { name: 'a hundred tasks at once', figures },
    {
      name: 'deadlocks and failures of these (ratio 1: none)',
      figures: { failures, ratio: failures === 0 ? 1 : 0 },
      goal: 1,
    },
  ]
}

async function deadlocks(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query('select sum(deadlocks)::integer as n from pg_stat_database')
  return rows[0].n
}

async function bulks(
  instance: Instance,
  provinces: readonly { id: number }[],
  seconds: number,
  keeps: boolean,
): Promise<{ rate: number; failures: number }> {
  const pools = poolsOf(instance, keeps)
  const things = await Promise.all(
    provinces.map(async ({ id }) => ({
      door: tenantDoor(pools, { readable: [id], own: id }),
      id,
      tasks: await idsOf(
        instance.owner,
        `select id from tasks where province_id = $1 and published order by id limit 2000`,
        id,
      ),
      departments: await idsOf(instance.owner, `select id from departments where province_id = $1 order by id`, id),
    })),
  )
  const actor = { subject: 'bench', role: 'PROVINCE_ADMIN', requestId: null }
  const end = performance.now() + seconds * 1000
  let [done, failures] = [0, 0]
  const pick = <T>(of: readonly T[]) => of[Math.floor(Math.random() * of.length)] as T
  const write = async (turn: number) => {
    const { door, id, tasks, departments } = pick(things)
    await door.write(async (tx) => {
      if (turn % 10 === 0) {
        const department = pick(departments)
        const kind = pick(['DEPARTMENT', 'OFFICE', 'PRESS'])
        const text =
          'update departments set kind = $3, version = version + 1 where province_id = $1 and id = $2 returning version'
        const [row] = await tx.rows<{ version: number }>(text, [id, department, kind])
        const change = { entity: 'Department', id: department, version: row?.version as number } as const
        audit(tx, actor, [{ ...change, action: 'updateDepartment', changes: { kind: ['OTHER', kind] } }])
        return
      }
      const some = [...new Set(Array.from({ length: 100 }, () => pick(tasks)))].sort()
      await tx.rows('select 1 from tasks where province_id = $1 and id = any ($2::uuid[]) order by id for update', [
        id,
        some,
      ])
      const rows = await tx.rows<{ id: string; version: number }>(
        `update tasks set planned_budget = coalesce(planned_budget, 0) + 1, version = version + 1
         where province_id = $1 and id = any ($2::uuid[]) returning id, version`,
        [id, some],
      )
      const changes = rows.map(
        (row) => ({ ...row, entity: 'Task', published: true, action: 'import', changes: {} }) as const,
      )
      audit(tx, actor, changes)
    })
  }
  await Promise.all(
    Array.from({ length: connections }, async (_, writer) => {
      for (let turn = writer; performance.now() < end; turn++) {
        try {
          await write(turn)
          done++
        } catch (error) {
          failures++
          console.error(error)
        }
      }
    }),
  )
  await pools.end()
  return { rate: done / seconds, failures }
}

const idsOf = async (owner: pg.Pool, text: string, province: number): Promise<string[]> =>
  (await owner.query<{ id: string }>(text, [province])).rows.map(({ id }) => id)
