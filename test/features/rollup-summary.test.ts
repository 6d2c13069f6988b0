import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { compact, compactAll, listUncompacted } from '../../src/features/rollups/compaction.ts'
import { createApp } from '../helpers/app.ts'
import { runCommand } from '../helpers/commands.ts'
import { additive, driftIn, rollup } from '../helpers/facts.ts'
import { advance, approvedTask } from '../helpers/fixtures.ts'
import { askImport, runImport } from '../helpers/imports.ts'
import { perform } from '../helpers/mutations.ts'
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
const drift = () => driftIn(app, slugs)

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
  'given files that came whole, in part and not at all, and mergers, when looked at, then the summary is what the facts say',
  async (t) => {
    const viewer = app.viewer('IMPORTER', 'lang-son')
    const plans = [
      'key,title,kind,period_start,period_end,status',
      'p-1,Kế hoạch,ANNUAL,2015-01-01,2016-12-31,COMPLETED',
    ]
    const tasks = ['key,plan_key,title,category,lead_department,due_on', 't-1,p-1,Việc,EVENT,Sở 1,2015-10-01']
    const reports = (value: string, ...more: string[]) => [
      'key,task_key,department,period,percent_complete,spent_budget,indicator:EVENTS_HELD',
      `r-1,t-1,Sở 1,2015-Q4,100,50,${value}`,
      ...more,
    ]
    const run = async (kind: string, lines: string[], mode = 'atomic') =>
      runImport(app, { kind, text: lines.join('\n'), viewer, query: { mode } })
    const total = async () => (await rollup(app, ministry, {}, `{ total { ${additive} } }`)).total
    const first = await total()
    const jobs = [await run('plans', plans), await run('tasks', tasks), await run('reports', reports('>12'))]
    const whole = await total()
    t.equal(whole.tasks, first.tasks + 1)
    const wrong = ['r-2,t-9,Sở 1,2015,10,,', 'r-3,t-1,Sở 1,2016-Q4,100,,7']
    t.match(await run('reports', reports('20', ...wrong)), { state: 'REFUSED' })
    t.same(await total(), whole, 'a file with a mistake changes nothing')
    jobs.push(await run('reports', reports('~20', ...wrong), 'partial'))
    t.match(jobs.at(-1), { state: 'APPLIED', rowsWritten: 2, rowsRefused: 1 })
    t.same(await drift(), [])
    const admin = app.viewer('MINISTRY_ADMIN')
    const merger = { predecessor: 'lang-son', successor: 'cao-bang', effectiveOn: '2025-03-01', legalBasis: 'NQ 1' }
    const { id } = await perform(app, 'recordSuccession', merger, admin, { fields: 'id' })
    t.same(await drift(), [])
    await perform(app, 'withdrawSuccession', { id, reason: 'Ghi nhầm' }, admin, { fields: 'id' })
    for (const job of jobs.reverse()) {
      const undone = await askImport(app, job.id, viewer, { path: '/undo', method: 'POST' })
      t.equal(undone.statusCode, 200, undone.body)
      t.same(await drift(), [], `after ${job.kind} are undone`)
    }
    t.same(await total(), first)
  },
)

const verify = (...given: string[]) => runCommand('verify-rollups', given, { DATABASE_URL: app.ownerUrl })

t.test(
  'given rows of the summary that somebody has altered, when verified, then each is named, and repaired while others write',
  async (t) => {
    const slug = 'thai-nguyen'
    // Whatever else was done at random, there is a figure.
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const { taskId } = await approvedTask(app, admin)
    const values = [{ code: 'EVENTS_HELD', value: 3, qualifier: 'EXACT' }]
    const report = { taskId, period: '2024-Q1', percentComplete: 50, values }
    const saved = await perform(app, 'saveProgressReport', report, admin)
    await advance(app, admin, saved, 'submitProgressReport', 'acceptProgressReport')
    await door(slug).write(compact)
    const figure = `set value = coalesce(value, 0) + 5`
    const altered: Record<string, [change: string, named: object]> = {
      rollup_years: ['set tasks_completed = coalesce(tasks_completed, 0) + 1', { tasks_completed: -1 }],
      rollup_cells: ['set facts = facts - 2', { facts: 2 }],
      rollup_departments: ['set overdue = coalesce(overdue, 0) - 3', { overdue: 3 }],
      rollup_year_figures: [figure, { value: -5 }],
      rollup_cell_figures: [figure, { value: -5 }],
      rollup_department_figures: [figure, { value: -5 }],
      rollup_plan_years: [
        'set plans_approved = coalesce(plans_approved, 0) + 1',
        { plans_approved: -1, first_year: Number },
      ],
    }
    const one = (table: string, condition = 'true') =>
      `where ctid = (select ctid from ${table} where province_id = $1 and ${condition} limit 1)`
    for (const [table, [change]] of Object.entries(altered)) {
      const { rowCount } = await app.owner.query(`update ${table} ${change} ${one(table)}`, [app.key(slug)])
      t.equal(rowCount, 1, table)
    }
    const unit = `measures <> '[]'`
    const { rows } = await app.owner.query(`delete from rollup_units ${one('rollup_units', unit)} returning id`, [
      app.key(slug),
    ])
    const found = await verify('--province', slug)
    t.equal(found.code, 1)
    const named = found.out
      .split('\n')
      .slice(0, -2)
      .map((line) => {
        const [, province, table, row] = /^(\S+): (\S+) (\{.*\})$/.exec(line) ?? []
        return { province, table, row: JSON.parse(row ?? 'null') }
      })
    for (const [table, [, row]] of Object.entries(altered)) {
      t.match(
        named.filter((line) => line.table === table),
        [{ province: slug, row: { year: Number, ...row } }],
        table,
      )
    }
    const units = named.filter(({ table }) => table?.startsWith('rollup_units.'))
    t.ok(units.length > 0)
    for (const { row } of units) t.equal(row.unit, rows[0].id)
    t.match(found.out, `${named.length} rows of the summary are not what the facts say.\n`)

    const office = await openOffice(app, slug)
    const random = randomly(seed + 99)
    let repairing = true
    const writing = [0, 1].map(async () => {
      while (repairing) await doSomething(app, office, random)
    })
    // Two people at once.
    const repaired = await Promise.all([verify('--repair', '--province', slug), verify('--repair', '--province', slug)])
    repairing = false
    await Promise.all(writing)
    for (const { code, out } of repaired) t.match([code, out], [0, /The summary is what the facts say/])
    t.match(repaired.map(({ out }) => out).join(), /thai-nguyen: repaired, 0 differences left/)
    t.match(await verify('--province', slug, '--compact'), {
      code: 0,
      out: 'The summary is what the facts say.\n',
      said: '',
    })
  },
)
