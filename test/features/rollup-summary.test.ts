import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { audit } from '../../src/db/audit.ts'
import { newId } from '../../src/db/ids.ts'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { compact, compactAll, listUncompacted } from '../../src/features/rollups/compaction.ts'
import { driftOf } from '../../src/features/rollups/drift.ts'
import { createApp } from '../helpers/app.ts'
import { rollup } from '../helpers/facts.ts'
import { doSomething, openOffice, randomly } from '../helpers/random-work.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const door = (slug: string) => tenantDoor(app.pools, { readable: [app.key(slug)], own: app.key(slug) })
const doors = {
  national: nationalDoor(app.pools),
  of: (id: number) => tenantDoor(app.pools, { readable: [id], own: id }),
}
// Two that merged, and one that didn't: the same facts on both maps.
const slugs = ['bac-kan', 'thai-nguyen', 'lang-son']
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const deeds = Number(process.env['DEEDS'] ?? 8)
const additive = `plans plansByStatus { status count } tasks tasksByStatus { status count } overdueTasks completedOnTime reportsDue
  reportsSubmitted reportsOnTime progress plannedBudget spentBudget recommendationsOpen recommendationsAnswered
  indicators { value qualifier lower upper figures indicator { code } }`

const drift = async () => {
  const found = []
  for (const slug of slugs) found.push(...(await doors.national.snapshot((tx) => driftOf(tx, app.key(slug)))))
  return found
}

t.test(
  'given many writers at once, imports and compaction among them, when looked at again and again, then the summary is what the facts say',
  async (t) => {
    t.comment(`SEED=${seed}`)
    const offices = []
    for (const slug of slugs) offices.push(await openOffice(app, slug))
    let working = true
    const looks: unknown[] = []
    const look = async () => {
      while (working) {
        looks.push(...(await drift()))
        const [filed, merged] = [
          await rollup(app, ministry, { by: ['YEAR'] }, `{ total { ${additive} } rows { year ${additive} } }`),
          await rollup(
            app,
            ministry,
            { by: ['PROVINCE'], asOf: '2025-06-30' },
            `{ rows { reportsDue reportsSubmitted reportsOnTime } }`,
          ),
        ]
        for (const { reportsDue, reportsSubmitted, reportsOnTime } of [...filed.rows, ...merged.rows]) {
          if (reportsOnTime > reportsSubmitted || reportsSubmitted > reportsDue) looks.push('a rate above 1')
        }
        await setTimeout(100)
      }
    }
    const fold = async () => {
      // Two at once: the second leaves the first alone.
      while (working) {
        await Promise.all([compactAll(doors), door('bac-kan').write(compact)])
        await setTimeout(50)
      }
    }
    const watching = Promise.all([look(), fold()])
    await Promise.all(
      offices.flatMap((office, i) =>
        [0, 1].map(async (writer) => {
          const random = randomly(seed + 10 * i + writer)
          for (let n = 0; n < deeds; n++) await doSomething(app, office, random)
        }),
      ),
    )
    working = false
    await watching
    t.same(looks, [], 'no look saw a difference')
    t.same(await drift(), [])

    const filed = await rollup(app, ministry, {}, `{ total { ${additive} } }`)
    for (const asOf of ['2025-06-30', '2025-07-01', '2030-01-01']) {
      const mapped = await rollup(app, ministry, { asOf }, `{ total { ${additive} } }`)
      t.same(mapped.total, filed.total, `the same nation on the map of ${asOf}`)
    }
    await compactAll(doors)
    t.same(await listUncompacted(doors.national, 1), [])
    t.same(await drift(), [], 'and after the last delta is folded')
    t.same((await rollup(app, ministry, {}, `{ total { ${additive} } }`)).total, filed.total)
    t.ok(filed.total.tasks > 2 && filed.total.indicators.length > 0, 'something was done')
  },
)

t.test(
  'given more changes in one transaction than are kept in mind, when it commits, then the summary is what the facts say',
  async (t) => {
    const province = app.key('lang-son')
    const { rows } = await app.owner.query<{ id: string; version: number }>(
      `select id, version from tasks where province_id = $1 and published and status <> 'CANCELLED' limit 1`,
      [province],
    )
    const { id, version } = rows[0]!
    const task = { entity: 'Task', id, version: version + 1, published: true, changes: {} } as const
    const others = Array.from({ length: 10_000 }, () => ({ ...task, entity: 'Document', id: newId() }) as const)
    await doors.of(province).write(async (tx) => {
      await tx.rows('update tasks set planned_budget = 123456789 where province_id = $1 and id = $2', [province, id])
      const actor = { subject: 's', role: 'PROVINCE_ADMIN', requestId: null }
      await audit(
        tx,
        actor,
        [task, ...others].map((change) => ({ ...change, action: 'import' })),
      )
    })
    t.strictSame(await drift(), [])
  },
)

t.test('given a summary that somebody has altered, when verified, then the difference is named', async (t) => {
  await app.owner.query(
    `update rollup_years set tasks_completed = coalesce(tasks_completed, 0) + 1
    where (province_id, year, counts_from) in (select province_id, year, counts_from from rollup_years
      where province_id = $1 and counts_from = '-infinity' limit 1)`,
    [app.key('lang-son')],
  )
  const found = await drift()
  t.match(found, [{ table: 'rollup_years', row: { tasks_completed: -1, year: Number } }])
  t.equal(found.length, 1)
})
