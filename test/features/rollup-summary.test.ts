import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { audit } from '../../src/db/audit.ts'
import { newId } from '../../src/db/ids.ts'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { compact, compactAll, listUncompacted } from '../../src/features/rollups/compaction.ts'
import { driftOf } from '../../src/features/rollups/drift.ts'
import { createApp } from '../helpers/app.ts'
import { runCommand } from '../helpers/commands.ts'
import { additive, rollup } from '../helpers/facts.ts'
import { advance, approvedTask, daysFromToday, somebodyWaits, type Thing } from '../helpers/fixtures.ts'
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
  'given a task and its reports, when each step is taken, then the summary is at once what the facts say',
  async (t) => {
    const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
    const due = { dueOn: daysFromToday(-3), duePrecision: 'DAY', plannedBudget: '700' }
    const report = (taskId: string, period: string, spentBudget: string, value: number, revised: object = {}) => {
      const values = [{ code: 'EVENTS_HELD', value, qualifier: 'EXACT' }]
      const content = { taskId, period, percentComplete: value, spentBudget, values }
      return perform(app, 'saveProgressReport', { ...content, ...revised }, admin)
    }
    const step = async (name: string, { id, version }: Thing, more: object = {}) => {
      const reached = await perform(app, name, { id, version, ...more }, admin)
      t.same(await drift(), [], `after ${name} ${JSON.stringify(more)}`)
      return reached
    }
    const submitted = async (...of: Parameters<typeof report>) => step('submitProgressReport', await report(...of))
    for (const [last, more] of [
      ['completeTask', { completedOn: daysFromToday(-5) }],
      ['completeTask', { completedOn: daysFromToday(-1) }],
      ['cancelTask', { reason: 'Vì sao' }],
    ] as const) {
      const { taskId } = await approvedTask(app, admin, { task: due })
      const task = await step('startTask', { id: taskId, version: 1 })
      const { id, version } = await step('acceptProgressReport', await submitted(taskId, '2024-Q1', '10', 0.25))
      await step('returnProgressReport', await submitted(taskId, '2024-Q2', '0', 40), { comment: 'Vì sao' })
      await step('acceptProgressReport', await submitted(taskId, '2024-Q1', '9', 12.5, { id, version }))
      await step('acceptProgressReport', await submitted(taskId, '2024-Q3', '1', 90))
      await step(last, task, more)
    }
  },
)

t.test(
  'given a task of which no lead is on record, when reports are accepted, then what counts is of the one department that reported',
  async (t) => {
    const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
    const viewer = app.viewer('IMPORTER', 'lang-son')
    for (const [kind, text] of [
      [
        'plans',
        'key,title,kind,reporting_period,period_start,period_end,status\nled-by-none,Kế hoạch,ANNUAL,QUARTER,2016-01-01,2016-12-31,APPROVED',
      ],
      [
        'tasks',
        'key,plan_key,title,category,coordinating_departments,due_on\nled-by-none,led-by-none,Việc,EVENT,Sở 8;Sở 9,2016-10-01',
      ],
    ] as const) {
      t.match(await runImport(app, { kind, text, viewer }), { state: 'APPLIED' })
    }
    const { rows: tasks } = await app.owner.query(`select id from tasks where source_key = 'led-by-none'`)
    const { rows: departments } = await app.owner.query(
      `select id from departments where name in ('Sở 8', 'Sở 9') order by name`,
    )
    const held = async () => {
      const { total } = await rollup(app, ministry, {}, '{ total { indicators { indicator { code } value } } }')
      return Number(total.indicators.find(({ indicator }: any) => indicator.code === 'EVENTS_HELD')?.value ?? 0)
    }
    const accepted = async ({ id: departmentId }: { id: string }, period: string, value: number) => {
      const before = await held()
      const values = [{ code: 'EVENTS_HELD', value, qualifier: 'EXACT' }]
      const saved = await perform(
        app,
        'saveProgressReport',
        { taskId: tasks[0].id, departmentId, period, values },
        admin,
      )
      await advance(app, admin, saved, 'submitProgressReport', 'acceptProgressReport')
      t.same(await drift(), [], `after ${period}`)
      return (await held()) - before
    }
    t.equal(await accepted(departments[0], '2016-Q1', 5), 5)
    t.equal(await accepted(departments[0], '2016-Q2', 6), 6)
    t.equal(await accepted(departments[1], '2016-Q1', 7), -11, 'nobody knows whose figures are meant')
  },
)

t.test(
  'given a task that has become overdue since it was counted, when it is counted anew, then it is overdue once',
  async (t) => {
    const viewer = app.viewer('IMPORTER', 'lang-son')
    const province = app.key('lang-son')
    const [year, month] = daysFromToday(0).split('-').map(Number) as [number, number]
    const inQuarter = (months: number, day: number) =>
      new Date(Date.UTC(year, month - 1 - ((month - 1) % 3) + months, day)).toISOString().slice(0, 10)
    // Its quarter's last day, which will become its first, as if so many days had passed.
    const [first, second, last, next] = [inQuarter(0, 1), inQuarter(0, 2), inQuarter(3, 0), inQuarter(3, 1)]
    for (const [kind, text] of [
      [
        'plans',
        `key,title,kind,period_start,period_end,status\nin-time,Kế hoạch,ANNUAL,${year}-01-01,${year}-12-31,COMPLETED`,
      ],
      ['tasks', `key,plan_key,title,category,lead_department,due_on\nin-time,in-time,Việc,EVENT,Sở đúng hạn,${last}`],
    ] as const) {
      t.match(await runImport(app, { kind, text, viewer }), { state: 'APPLIED' })
    }
    const { rows } = await app.owner.query(`select id, version from tasks where source_key = 'in-time'`)
    const { id, version } = rows[0] as Thing
    await app.owner.query('update tasks set due_on = $3 where province_id = $1 and id = $2', [province, id, first])
    const pass = `update rollup_units set measures = replace(measures::text, $3, $4)::jsonb where province_id = $1 and id = $2`
    await app.owner.query(pass, [province, id, next, second])
    const led = `select department_id from task_departments where province_id = $1 and task_id = $2`
    await app.owner.query(
      `update rollup_deltas set counts_from = $4 where province_id = $1 and counts_from = $3 and department_id = (${led})`,
      [province, id, next, second],
    )
    t.same(await drift(), [], 'days have passed')
    const overdue = async () => (await rollup(app, ministry, {}, '{ total { overdueTasks } }')).total.overdueTasks
    const before = await overdue()
    await doors.of(province).write(async (tx) => {
      await tx.rows('update tasks set planned_budget = 5 where province_id = $1 and id = $2', [province, id])
      const change = {
        action: 'import',
        entity: 'Task',
        id,
        version: version + 1,
        published: true,
        changes: {},
      } as const
      audit(tx, { subject: 's', role: 'PROVINCE_ADMIN', requestId: null }, [change])
    })
    t.same(await drift(), [], 'and it is counted anew')
    t.equal(await overdue(), before)
  },
)

t.test(
  'given two who accept reports on one task, when one waits for the other, then the summary is what the facts say of both',
  async (t) => {
    const province = app.key('lang-son')
    const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
    // The second, which may add nothing that a sum shows, is what the task's progress is had from.
    for (const more of [{ spentBudget: '7' }, {}]) {
      const { taskId } = await approvedTask(app, admin)
      const submitted = async (period: string, percentComplete: number, content: object = {}): Promise<Thing> => {
        const saved = await perform(app, 'saveProgressReport', { taskId, period, percentComplete, ...content }, admin)
        return advance(app, admin, saved, 'submitProgressReport')
      }
      await advance(app, admin, await submitted('2024-Q1', 50), 'acceptProgressReport')
      const waits = await submitted('2024-Q2', 80)
      const { id, version } = await submitted('2024-Q3', 50, more)
      let accepted: Promise<unknown> | undefined
      await doors.of(province).write(async (tx) => {
        const actor = { subject: 's', role: 'PROVINCE_ADMIN', requestId: null }
        const change = { entity: 'ProgressReport', id, version, published: true, taskId } as const
        await tx.rows(`update progress_reports set status = 'ACCEPTED' where province_id = $1 and id = $2`, [
          province,
          id,
        ])
        await tx.rows('select from rollup_units where province_id = $1 and id = $2 for update', [province, taskId])
        accepted = advance(app, admin, waits, 'acceptProgressReport')
        await somebodyWaits(app)
        audit(tx, actor, [{ ...change, action: 'acceptProgressReport', changes: {} }])
      })
      await accepted
      t.same(await drift(), [], JSON.stringify(more))
    }
  },
)

t.test(
  'given more changes in one transaction than are kept in mind, when it commits, then the summary is what the facts say',
  async (t) => {
    const province = app.key('lang-son')
    const { taskId: id } = await approvedTask(app, app.viewer('PROVINCE_ADMIN', 'lang-son'))
    const { rows } = await app.owner.query<{ version: number }>(
      'select version from tasks where province_id = $1 and id = $2',
      [province, id],
    )
    const { version } = rows[0]!
    const task = { entity: 'Task', id, version: version + 1, published: true, changes: {} } as const
    const others = Array.from({ length: 10_000 }, () => ({ ...task, entity: 'Document', id: newId() }) as const)
    await doors.of(province).write(async (tx) => {
      await tx.rows('update tasks set planned_budget = 123456789 where province_id = $1 and id = $2', [province, id])
      const actor = { subject: 's', role: 'PROVINCE_ADMIN', requestId: null }
      audit(
        tx,
        actor,
        [task, ...others].map((change) => ({ ...change, action: 'import' })),
      )
    })
    t.strictSame(await drift(), [])
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
