import t from 'tap'
import { audit } from '../../src/db/audit.ts'
import { newId } from '../../src/db/ids.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { createApp } from '../helpers/app.ts'
import { driftIn, rollup } from '../helpers/facts.ts'
import { advance, approvedTask, daysFromToday, somebodyWaits, type Thing } from '../helpers/fixtures.ts'
import { runImport } from '../helpers/imports.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const admin = app.viewer('PROVINCE_ADMIN', 'lang-son')
const viewer = app.viewer('IMPORTER', 'lang-son')
const province = app.key('lang-son')
const door = tenantDoor(app.pools, { readable: [province], own: province })
const actor = { subject: 's', role: 'PROVINCE_ADMIN', requestId: null }
const drift = () => driftIn(app, ['lang-son'])

t.test(
  'given a task and its reports, when each step is taken, then the summary is at once what the facts say',
  async (t) => {
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
    await door.write(async (tx) => {
      await tx.rows('update tasks set planned_budget = 5 where province_id = $1 and id = $2', [province, id])
      const change = {
        action: 'import',
        entity: 'Task',
        id,
        version: version + 1,
        published: true,
        changes: {},
      } as const
      audit(tx, actor, [change])
    })
    t.same(await drift(), [], 'and it is counted anew')
    t.equal(await overdue(), before)
  },
)

/** A province's task, the reports on it, and what it has spent and reached, by where that falls. */
async function office(reportingPeriod: string) {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const { taskId } = await approvedTask(app, admin, { plan: { reportingPeriod } })
  const submitted = async (period: string, figures: Record<string, number>, revised: object = {}): Promise<Thing> => {
    const values = Object.entries(figures).map(([code, value]) => ({ code, value, qualifier: 'EXACT' }))
    const content = { taskId, period, percentComplete: 50, spentBudget: '7', values, ...revised }
    return advance(app, admin, await perform(app, 'saveProgressReport', content, admin), 'submitProgressReport')
  }
  return {
    slug,
    taskId,
    submitted,
    accepted: async (...of: Parameters<typeof submitted>) =>
      advance(app, admin, await submitted(...of), 'acceptProgressReport'),
    counted: async () => {
      const fields = '{ rows { year quarter spentBudget indicators { value indicator { code } } } }'
      const asked = { filter: { provinces: [slug] }, by: ['YEAR', 'QUARTER'] }
      const { rows } = await rollup(app, ministry, asked, fields)
      const figures = (row: any) => row.indicators.map(({ value, indicator }: any) => [indicator.code, Number(value)])
      return Object.fromEntries(
        rows
          .filter(({ spentBudget }: any) => spentBudget !== null)
          .map((row: any) => [
            `${row.year} ${row.quarter}`,
            { spent: Number(row.spentBudget), ...Object.fromEntries(figures(row)) },
          ]),
      )
    },
    drift: () => driftIn(app, [slug]),
  }
}

t.test(
  'given two periods that fall into the same quarter or year, when reports on both are accepted, then both count there',
  async (t) => {
    for (const [cadence, first, second, where] of [
      ['MONTH', '2024-01', '2024-02', '2024 1'],
      ['HALF_YEAR', '2024-H1', '2024-H2', '2024 null'],
    ] as const) {
      const { accepted, counted, drift } = await office(cadence)
      await accepted(first, { EVENTS_HELD: 3, COURSES_HELD: 1 })
      await accepted(second, { EVENTS_HELD: 4 })
      t.same(await counted(), { [where]: { spent: 14, EVENTS_HELD: 7, COURSES_HELD: 1 } })
      t.same(await drift(), [], cadence)
    }
  },
)

t.test(
  'given reports of other periods accepted before, when one is accepted, then those count as they did',
  async (t) => {
    const { accepted, counted, drift } = await office('QUARTER')
    const expected: Record<string, object> = {}
    const from = app.statements.length
    // The same quarter of another year, and another quarter of the same year.
    for (const [period, where] of [
      ['2023-Q1', '2023 1'],
      ['2024-Q1', '2024 1'],
      ['2024-Q2', '2024 2'],
    ] as const) {
      await accepted(period, { EVENTS_HELD: 3, COURSES_HELD: 1 })
      expected[where] = { spent: 7, EVENTS_HELD: 3, COURSES_HELD: 1 }
      t.same(await counted(), expected, period)
      t.same(await drift(), [], period)
    }
    const ofAll = app.statements.slice(from).filter((text) => text.startsWith('/* countAcceptances */'))
    t.same(ofAll, [], 'and are not gone through')
  },
)

t.test(
  'given an accepted report, when a revision without one of its indicators is accepted, then that figure alone is gone',
  async (t) => {
    const { accepted, counted, drift } = await office('QUARTER')
    const { id, version } = await accepted('2024-Q1', { EVENTS_HELD: 3, COURSES_HELD: 1 })
    await accepted('2024-Q2', { COURSES_HELD: 5 })
    await accepted('2024-Q1', { EVENTS_HELD: 2 }, { id, version, spentBudget: '6' })
    t.same(await counted(), {
      '2024 1': { spent: 6, EVENTS_HELD: 2 },
      '2024 2': { spent: 7, COURSES_HELD: 5 },
    })
    t.same(await drift(), [])
  },
)

t.test('given reports of two periods, when both are accepted in one transaction, then both count', async (t) => {
  const { slug, taskId, submitted, counted, drift } = await office('QUARTER')
  const reports = [await submitted('2024-Q1', { EVENTS_HELD: 3 }), await submitted('2024-Q2', { EVENTS_HELD: 4 })]
  const own = app.key(slug)
  await tenantDoor(app.pools, { readable: [own], own }).write(async (tx) => {
    for (const { id, version } of reports) {
      await tx.rows(`update progress_reports set status = 'ACCEPTED' where province_id = $1 and id = $2`, [own, id])
      const change = { entity: 'ProgressReport', id, version: version + 1, published: true, taskId } as const
      audit(tx, actor, [{ ...change, action: 'acceptProgressReport', changes: {} }])
    }
  })
  t.same(await counted(), { '2024 1': { spent: 7, EVENTS_HELD: 3 }, '2024 2': { spent: 7, EVENTS_HELD: 4 } })
  t.same(await drift(), [])
})

t.test(
  'given two who accept reports on one task, when one waits for the other, then the summary is what the facts say of both',
  async (t) => {
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
      await door.write(async (tx) => {
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
    const { taskId: id } = await approvedTask(app, admin)
    const { rows } = await app.owner.query<{ version: number }>(
      'select version from tasks where province_id = $1 and id = $2',
      [province, id],
    )
    const { version } = rows[0]!
    const task = { entity: 'Task', id, version: version + 1, published: true, changes: {} } as const
    const others = Array.from({ length: 10_000 }, () => ({ ...task, entity: 'Document', id: newId() }) as const)
    await door.write(async (tx) => {
      await tx.rows('update tasks set planned_budget = 123456789 where province_id = $1 and id = $2', [province, id])
      audit(
        tx,
        actor,
        [task, ...others].map((change) => ({ ...change, action: 'import' })),
      )
    })
    t.strictSame(await drift(), [])
  },
)
