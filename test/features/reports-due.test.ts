import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { daysFromToday, insert } from '../helpers/fixtures.ts'
import { due, layWindows, ofProvince, ofTask, report, windows, write, type Plan } from '../helpers/due.ts'
import { byMonth, byProvince, byQuarter, byYear, dated, tenDays } from './reports-due-calendar.ts'

const app = await createApp(t)

const lines = (text: string) => text.trim().split(/\s*\n\s*/)
const line = ({ period, deadline }: any) => [period.code, period.dataFrom, period.dataTo, deadline].join(' ')
const codes = (slots: any[]) => slots.map(({ period }) => period.code).join(' ')

t.test(
  'given a plan through three years, when its reports are asked for, then they are those of the calendar',
  async (t) => {
    const slug = app.nextProvince()
    const viewer = app.viewer('PROVINCE_VIEWER', slug)
    for (const [cadence, calendar] of Object.entries({ MONTH: byMonth, QUARTER: byQuarter, YEAR: byYear })) {
      const { planId, taskId, department } = await write(app, slug, { cadence, plan: ['2018-01-01', '2020-12-31'] })
      const slots = await due(app, viewer, { planId })
      t.strictSame(slots.filter(ofTask).map(line), lines(calendar), `by the ${cadence}`)
      t.strictSame(slots.filter(ofProvince).map(line), lines(byProvince), 'and by the province')
      const deadlines = slots.map(({ deadline }) => deadline)
      t.strictSame(deadlines, [...deadlines].sort(), 'in the order of their deadlines')
      for (const slot of slots) {
        const whose = ofTask(slot)
          ? { task: { id: taskId }, department: { id: department } }
          : { task: null, department: null }
        t.match(slot, { ...whose, plan: { id: planId }, province: { slug }, state: 'OVERDUE', progressReport: null })
      }
    }
  },
)

t.test(
  'given a province’s own number of working days, when its deadlines are asked for, then they keep to it',
  async (t) => {
    const slug = app.nextProvince()
    await app.owner.query('update provinces set report_due_working_days = 10 where slug = $1', [slug])
    const { planId } = await write(app, slug, { cadence: 'MONTH', plan: ['2018-01-01', '2020-12-31'] })
    for (const expected of lines(tenDays)) {
      const filter = { planId, period: expected.split(' ')[0] }
      t.strictSame((await due(app, app.viewer('PROVINCE_ADMIN', slug), filter)).filter(ofTask).map(line), [expected])
      t.strictSame(
        (await due(app, app.viewer('MINISTRY_ANALYST'), filter)).filter(ofTask).map(line),
        [expected],
        'to the ministry too',
      )
    }
  },
)

t.test(
  'given dates of tasks and approvals, when reports are asked for, then those whose windows they touch',
  async (t) => {
    const slug = app.nextProvince()
    t.equal(dated.length, 13)
    for (const { given, expected, ...plan } of dated) {
      const { planId } = await write(app, slug, plan)
      const slots = await due(app, app.viewer('PROVINCE_VIEWER', slug), { planId })
      t.strictSame([codes(slots.filter(ofTask)), codes(slots.filter(ofProvince))], expected, given!)
    }
    for (const planStatus of ['DRAFT', 'SUBMITTED', 'RETURNED', 'COMPLETED', 'CANCELLED']) {
      const { planId } = await write(app, slug, { cadence: 'YEAR', plan: ['2019-01-01', '2019-12-31'], planStatus })
      t.strictSame(
        await due(app, app.viewer('PROVINCE_VIEWER', slug), { planId }),
        [],
        `a plan that is ${planStatus} owes nothing`,
      )
    }
  },
)

await layWindows(app)
const around: Plan = { cadence: 'QUARTER', plan: [daysFromToday(-3), daysFromToday(1)] }

t.test('given windows around today, when nothing was submitted, then the state says how far they are', async (t) => {
  const slug = app.nextProvince()
  const on = await write(app, slug, around)
  for (const drafted of [false, true]) {
    const slots = (await due(app, app.viewer('PROVINCE_VIEWER', slug), { taskId: on.taskId })).filter(
      ({ period }) => period.code in windows,
    )
    t.strictSame(
      Object.fromEntries(slots.map(({ period, state, deadline }) => [period.code, `${state} ${deadline}`])),
      {
        '2056-Q1': `OVERDUE ${daysFromToday(-1)}`,
        '2055-Q4': `DUE ${daysFromToday(0)}`,
        '2055-Q3': `DUE ${daysFromToday(1)}`,
        '2055-Q2': `UPCOMING ${daysFromToday(2)}`,
        '2055-Q1': `UPCOMING ${daysFromToday(3)}`,
      },
      drafted ? 'a draft changes nothing' : 'nothing on record',
    )
    for (const period_code of Object.keys(windows)) {
      await report(app, on, {
        task_id: on.taskId,
        department_id: on.department,
        period_code,
        status: 'DRAFT',
        revision: drafted ? 2 : 1,
      })
    }
  }
})

t.test(
  'given reports, when what is owed is asked for, then the newest that was submitted says the state',
  async (t) => {
    const slug = app.nextProvince()
    const viewer = app.viewer('PROVINCE_VIEWER', slug)
    const on = await write(app, slug, { cadence: 'MONTH', plan: ['2018-01-01', '2018-12-01'] })
    const [other] = await insert(app, 'departments', [
      { province_id: on.province_id, name: 'Khác', name_key: 'khác', kind: 'OFFICE' },
    ])
    const written: [period: string, statuses: string[], state: string][] = [
      ['2018-01', [], 'OVERDUE'],
      ['2018-02', ['DRAFT'], 'OVERDUE'],
      ['2018-03', ['SUBMITTED'], 'SUBMITTED'],
      ['2018-04', ['RETURNED'], 'RETURNED'],
      ['2018-05', ['ACCEPTED'], 'ACCEPTED'],
      ['2018-06', ['RETURNED', 'DRAFT'], 'RETURNED'],
      ['2018-07', ['RETURNED', 'SUBMITTED'], 'SUBMITTED'],
      ['2018-08', ['ACCEPTED', 'DRAFT'], 'ACCEPTED'],
      ['2018-09', ['ACCEPTED', 'SUBMITTED'], 'SUBMITTED'],
      ['2018-10', ['RETURNED', 'SUBMITTED', 'RETURNED', 'ACCEPTED'], 'ACCEPTED'],
    ]
    const newest = new Map<string, string | null>()
    for (const [period_code, statuses] of written) {
      newest.set(period_code, null)
      for (const [i, status] of statuses.entries()) {
        const subject = { task_id: on.taskId, department_id: on.department, period_code, revision: i + 1, status }
        const id = await report(app, on, subject)
        if (status !== 'DRAFT') newest.set(period_code, id)
      }
    }
    await report(app, on, { task_id: on.taskId, department_id: other, period_code: '2018-01', status: 'ACCEPTED' })
    await report(app, on, { period_code: '2018-01', status: 'ACCEPTED' })
    const slots = await due(app, viewer, { planId: on.planId })
    for (const [period, , state] of written) {
      const slot = slots.find((one) => one.period.code === period)
      t.strictSame([slot.state, slot.progressReport?.id ?? null], [state, newest.get(period)], period)
    }
    t.match(slots.find(ofProvince), { state: 'OVERDUE', progressReport: null }, 'a month’s report is not the year’s')
    const year = await report(app, on, { period_code: '2018', status: 'ACCEPTED' })
    t.match((await due(app, viewer, { planId: on.planId })).find(ofProvince), {
      state: 'ACCEPTED',
      progressReport: { id: year },
    })

    const alone = await write(app, slug, { cadence: 'YEAR', plan: ['2018-01-01', '2018-12-01'], lead: false })
    const [slot] = await due(app, viewer, { taskId: alone.taskId })
    t.match(slot, { state: 'OVERDUE', department: null })
    const id = await report(app, alone, {
      task_id: alone.taskId,
      department_id: other,
      period_code: '2018',
      status: 'SUBMITTED',
    })
    t.match(
      await due(app, viewer, { taskId: alone.taskId }),
      [{ state: 'SUBMITTED', progressReport: { id } }],
      'where nobody leads, whoever reported',
    )
  },
)
