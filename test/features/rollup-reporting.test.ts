import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { Facts, rollup } from '../helpers/facts.ts'
import { daysFromToday } from '../helpers/fixtures.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')
const counts = 'reportsDue reportsSubmitted reportsOnTime reportingRate onTimeRate'
const approved_at = '2015-01-01T00:00:00Z'
const year = { approved_at, period_start: '2016-01-01', period_end: '2016-12-31' }

async function due({ slug }: Facts, by: string[] = [], filter: object = {}): Promise<any> {
  const { rows, total } = await rollup(
    app,
    ministry,
    { filter: { provinces: [slug], ...filter }, by },
    `{ rows { year quarter category ${counts} } total { ${counts} } }`,
  )
  return by.length > 0 ? rows : total
}

t.test('given plans in every state, when reports due are counted, then only approved ones owe', async (t) => {
  const facts = new Facts(app)
  for (const status of ['DRAFT', 'SUBMITTED', 'RETURNED', 'COMPLETED', 'CANCELLED']) {
    const published = ['COMPLETED', 'CANCELLED'].includes(status)
    await facts.task(await facts.plan({ status, published }), { published })
  }
  t.same(await due(facts), {
    reportsDue: 0,
    reportsSubmitted: 0,
    reportsOnTime: 0,
    reportingRate: null,
    onTimeRate: null,
  })
})

t.test(
  'given an approved plan, when reports due are counted, then by cadence, dates and approval, of windows that have closed',
  async (t) => {
    // Windows are the calendar’s until 2018; by the decree, 2019-Q1 runs from 15 December 2018 to 14 March 2019.
    const table: [what: string, plan: object, task: Record<string, unknown> | null, due: number][] = [
      ['no task: the province owes the year', {}, null, 1],
      ['four quarters and the year', {}, {}, 5],
      ['twelve months and the year', { reporting_period: 'MONTH' }, {}, 13],
      ['the year by the lead and by the province', { reporting_period: 'YEAR' }, {}, 2],
      ['halves', { reporting_period: 'HALF_YEAR' }, {}, 3],
      ['nine months', { reporting_period: 'NINE_MONTHS' }, {}, 2],
      ['a task that is cancelled', {}, { status: 'CANCELLED' }, 1],
      ['a task that is done', {}, { status: 'COMPLETED', completed_on: '2016-02-01' }, 5],
      ['due in the second quarter', {}, { due_on: '2016-04-01' }, 3],
      ['due on a quarter’s last day', {}, { due_on: '2016-03-31' }, 2],
      ['from the second quarter', {}, { start_on: '2016-06-30' }, 4],
      ['within one quarter', {}, { start_on: '2016-05-01', due_on: '2016-05-02' }, 2],
      ['past the plan’s end', {}, { due_on: '2017-03-01' }, 6],
      ['approved in the third quarter', { approved_at: '2016-07-01T00:00:00Z' }, {}, 3],
      ['approved on a quarter’s last day, in Vietnam', { approved_at: '2016-06-30T16:59:59Z' }, {}, 4],
      ['approved the day after, in Vietnam', { approved_at: '2016-06-30T17:00:00Z' }, {}, 3],
      ['approved when all was over', { approved_at: '2017-01-01T00:00:00Z' }, {}, 0],
      ['no day of approval on record', { approved_at: null }, {}, 5],
      [
        'the last days of 2018, which the next quarter’s window holds',
        { period_start: '2018-01-01', period_end: '2018-12-31' },
        {},
        6,
      ],
      ['until 14 March 2019', { period_start: '2019-01-01', period_end: '2019-12-31' }, { due_on: '2019-03-14' }, 2],
      ['until 15 March 2019', { period_start: '2019-01-01', period_end: '2019-12-31' }, { due_on: '2019-03-15' }, 3],
      ['three years', { period_end: '2018-12-14' }, {}, 12 + 3],
      ['to come', { period_start: daysFromToday(400), period_end: daysFromToday(800), approved_at: null }, {}, 0],
    ]
    const facts = new Facts(app, 'lang-son')
    const lead = await facts.department()
    const clean = async () => app.owner.query('delete from task_departments; delete from tasks; delete from plans')
    for (const [what, plan, task, reportsDue] of table) {
      const plan_id = await facts.plan({ ...year, ...plan })
      if (task) await facts.task(plan_id, task, { lead })
      t.match(
        await due(facts),
        { reportsDue, reportsSubmitted: 0, reportsOnTime: 0, reportingRate: reportsDue === 0 ? null : 0 },
        what,
      )
      await clean()
    }
  },
)

t.test('given reports handed in, in time and late, when counted, then rates lie between 0 and 1', async (t) => {
  const facts = new Facts(app)
  const [lead, helper] = [await facts.department(), await facts.department()]
  const plan_id = await facts.plan(year)
  const task_id = await facts.task(plan_id, { category: 'EVENT' }, { lead, coordinating: [helper] })
  const bare = { plan_id, task_id, department_id: lead, deadline: '2016-04-03' }
  const inTime = '2016-04-03T16:59:59Z'
  const late = '2016-04-03T17:00:00Z'
  const steps: [what: string, row: Record<string, unknown>, submitted: number, onTime: number][] = [
    ['a draft', { ...bare, period_code: '2016-Q1', status: 'DRAFT', published: false }, 0, 0],
    ['another’s', { ...bare, department_id: helper, period_code: '2016-Q1', submitted_at: inTime }, 0, 0],
    ['of another cadence', { ...bare, period_code: '2016-01', submitted_at: inTime }, 0, 0],
    ['late', { ...bare, period_code: '2016-Q1', revision: 2, status: 'SUBMITTED', submitted_at: late }, 1, 0],
    [
      'in time, and returned',
      { ...bare, period_code: '2016-Q1', revision: 3, status: 'RETURNED', submitted_at: inTime },
      1,
      1,
    ],
    ['once more', { ...bare, period_code: '2016-Q1', revision: 4, submitted_at: inTime }, 1, 1],
    ['when isn’t known', { ...bare, period_code: '2016-Q2', submitted_at: null }, 2, 1],
    ['of the year, on the task', { ...bare, period_code: '2016', submitted_at: inTime }, 2, 1],
    ['of the year, on the plan', { plan_id, period_code: '2016', submitted_at: inTime, deadline: '2017-01-03' }, 3, 2],
    ['of the year, on none', { period_code: '2016', submitted_at: inTime, deadline: '2017-01-03' }, 3, 2],
    ['of a period that isn’t due', { ...bare, period_code: '2017-Q1', submitted_at: inTime }, 3, 2],
  ]
  for (const [what, row, reportsSubmitted, reportsOnTime] of steps) {
    await facts.report({ ...row })
    t.same(
      await due(facts),
      {
        reportsDue: 5,
        reportsSubmitted,
        reportsOnTime,
        reportingRate: reportsSubmitted / 5,
        onTimeRate: reportsOnTime / 5,
      },
      what,
    )
  }
  const rows = await due(facts, ['YEAR', 'QUARTER', 'CATEGORY'], { years: [2016] })
  t.same(
    rows
      .filter((row: any) => row.reportsDue > 0)
      .map((row: any) =>
        [row.year, row.quarter, row.category, row.reportsDue, row.reportsSubmitted, row.reportsOnTime].join(' '),
      ),
    ['2016 1 EVENT 1 1 1', '2016 2 EVENT 1 1 0', '2016 3 EVENT 1 0 0', '2016 4 EVENT 1 0 0', '2016   1 1 1'],
  )
})

t.test(
  'given provinces of which some have reported, when the nation asks, then it is told who has and who has not',
  async (t) => {
    const [reported, drafted, silent] = [new Facts(app), new Facts(app), new Facts(app)]
    await reported.report({ period_code: '2024', status: 'SUBMITTED' })
    await reported.report({ period_code: '2023', status: 'RETURNED' })
    await drafted.report({ period_code: '2024', status: 'DRAFT', published: false })
    const provinces = [reported, drafted, silent].map(({ slug }) => slug)
    const ask = async (filter: Record<string, unknown>) =>
      (await rollup(app, ministry, { filter }, '{ total { provincesReporting provincesNotReporting { slug } } }')).total
    const others = [drafted, silent].map(({ slug }) => ({ slug }))
    const told = await ask({ provinces })
    t.equal(told.provincesReporting, 1)
    t.same(new Set(told.provincesNotReporting.map((one: any) => one.slug)), new Set(others.map(({ slug }) => slug)))
    t.match(await ask({ provinces, years: [2022] }), { provincesReporting: 0, provincesNotReporting: { length: 3 } })
    t.match(await ask({ provinces, years: [2023, 2024] }), { provincesReporting: 1 }, 'a province counts once')
    t.match(await ask({ provinces, categories: ['EVENT'] }), { provincesReporting: 0 })
    const { rows } = await rollup(
      app,
      ministry,
      { filter: { provinces }, by: ['PROVINCE'] },
      '{ rows { province { slug } provincesReporting provincesNotReporting { slug } } }',
    )
    for (const { province, provincesReporting, provincesNotReporting } of rows) {
      const has = province.slug === reported.slug
      t.same([provincesReporting, provincesNotReporting], has ? [1, []] : [0, [province]], province.slug)
    }
  },
)

t.test('given recommendations, when counted, then open and answered ones apart, and none of a draft', async (t) => {
  const facts = new Facts(app)
  const id = await facts.report({ period_code: '2024', status: 'SUBMITTED' })
  const draft = await facts.report({ period_code: '2023', status: 'DRAFT', published: false })
  for (const status of ['OPEN', 'OPEN', 'ANSWERED', 'DECLINED']) {
    await facts.recommendation(id, { status, answered_at: status === 'OPEN' ? null : '2024-01-01T00:00:00Z' })
  }
  await facts.recommendation(draft, { published: false })
  const { total } = await rollup(
    app,
    ministry,
    { filter: { provinces: [facts.slug] } },
    '{ total { recommendationsOpen recommendationsAnswered } }',
  )
  t.same(total, { recommendationsOpen: 2, recommendationsAnswered: 2 })
})
