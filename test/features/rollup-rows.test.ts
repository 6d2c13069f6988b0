import t from 'tap'
import { buildSchema, isLeafType, getNamedType, type GraphQLObjectType } from 'graphql'
import { schemaText } from '../../src/api.ts'
import { createApp } from '../helpers/app.ts'
import { Facts, rollup } from '../helpers/facts.ts'
import { daysFromToday } from '../helpers/fixtures.ts'

const app = await createApp(t)
const ministry = app.viewer('MINISTRY_ANALYST')

/** The rows as texts: the dimensions, and then the numbers asked for. */
function flat(rows: any[], ...fields: string[]): string[] {
  return rows.map((row) =>
    fields
      .map((field) => JSON.stringify(row[field]))
      .join(' ')
      .replaceAll('"', ''),
  )
}

t.test(
  'given dates, when grouped by year and quarter, then a task falls where it is due, a figure where its window ends',
  async (t) => {
    const facts = new Facts(app)
    const lead = await facts.department()
    // Finished, and so owing no report.
    const status = 'COMPLETED'
    const plan_id = await facts.plan({ status, period_start: '2018-01-01', period_end: '2020-11-30' })
    const due: [due_on: string | null, more?: object][] = [
      ['2018-01-01'],
      ['2018-03-31'],
      ['2018-04-01'],
      ['2019-12-31'],
      ['2021-07-01'],
      [null],
      [null, { due_precision: 'OPEN' }],
    ]
    for (const [due_on, more] of due) await facts.task(plan_id, { due_on, ...more }, { lead })
    const monthly = await facts.plan({
      status,
      period_start: '2019-06-01',
      period_end: '2019-06-30',
      reporting_period: 'MONTH',
    })
    const halves = await facts.plan({
      status,
      period_start: '2020-01-01',
      period_end: '2020-12-31',
      reporting_period: 'HALF_YEAR',
    })
    const reports: [plan_id: string | null, period_code: string][] = [
      // 2018 by the calendar; 2019-Q1 ends on 14 March, 2020-01 on 14 January, with its data from 15 December.
      [plan_id, '2018-Q1'],
      [plan_id, '2018-Q4'],
      [plan_id, '2019-Q1'],
      [monthly, '2019-03'],
      [monthly, '2020-01'],
      [halves, '2020-H1'],
      [halves, '2020-H2'],
      [null, '2019'],
    ]
    for (const [plan_id, period_code] of reports) await facts.report({ plan_id, period_code }, { EVENTS_HELD: 1 })

    const filter = { provinces: [facts.slug] }
    const fields =
      '{ rows { year quarter plans tasks indicators { figures } } total { plans tasks indicators { figures } } }'
    const byBoth = await rollup(app, ministry, { filter, by: ['YEAR', 'QUARTER'] }, fields)
    const seen = byBoth.rows.map(
      (row: any) =>
        `${row.year}-${row.quarter} plans ${row.plans} tasks ${row.tasks} figures ${row.indicators[0]?.figures ?? 0}`,
    )
    t.same(seen, [
      '2018-1 plans 0 tasks 2 figures 1',
      '2018-2 plans 0 tasks 1 figures 0',
      '2018-4 plans 0 tasks 0 figures 1',
      '2018-null plans 1 tasks 0 figures 0',
      '2019-1 plans 0 tasks 0 figures 2',
      '2019-4 plans 0 tasks 1 figures 0',
      '2019-null plans 2 tasks 0 figures 1',
      '2020-1 plans 0 tasks 0 figures 1',
      '2020-4 plans 0 tasks 2 figures 0',
      '2020-null plans 2 tasks 0 figures 2',
      '2021-3 plans 0 tasks 1 figures 0',
    ])
    t.same(byBoth.total, { plans: 3, tasks: 7, indicators: [{ figures: 8 }] })
    const byYear = await rollup(app, ministry, { filter, by: ['YEAR'] }, fields)
    t.same(flat(byYear.rows, 'year', 'plans', 'tasks'), ['2018 1 3', '2019 2 1', '2020 2 2', '2021 0 1'])
    t.equal(byYear.total.plans, 3, 'a plan of three years counts in each, and once in the total')
    const narrowed = await rollup(app, ministry, { filter: { ...filter, years: [2019, 2021] }, by: ['YEAR'] }, fields)
    t.same(flat(narrowed.rows, 'year', 'plans', 'tasks'), ['2019 2 1', '2021 0 1'])
    t.match(narrowed.total, { plans: 2, tasks: 2, indicators: [{ figures: 3 }] })
    const byQuarter = await rollup(app, ministry, { filter, by: ['QUARTER'] }, fields)
    t.same(flat(byQuarter.rows, 'quarter', 'plans', 'tasks'), ['1 0 2', '2 0 1', '3 0 1', '4 0 3', 'null 3 0'])
  },
)

t.test('given tasks in all states, when added up, then states, lateness, progress and budgets are right', async (t) => {
  const facts = new Facts(app)
  const lead = await facts.department()
  const plan_id = await facts.plan()
  const yesterday = daysFromToday(-1)
  const rows: [row: Record<string, unknown>, percents: Record<string, number>][] = [
    [{ status: 'COMPLETED', due_on: '2024-03-01', completed_on: '2024-03-01', planned_budget: 5 }, { '2024-Q1': 100 }],
    [
      { status: 'COMPLETED', due_on: '2024-03-01', completed_on: '2024-03-02', planned_budget: '9223372036854775807' },
      { '2024-Q1': 40, '2024-Q2': 60 },
    ],
    [{ status: 'COMPLETED', completed_on: '2024-03-01' }, {}],
    [{ status: 'IN_PROGRESS', due_on: yesterday }, { '2024-Q4': 33.33 }],
    [{ status: 'NOT_STARTED', due_on: yesterday }, { '2024-Q4': 0 }],
    [{ status: 'NOT_STARTED', due_on: daysFromToday(0) }, {}],
    [{ status: 'NOT_STARTED', due_precision: 'RECURRING' }, {}],
    [{ status: 'CANCELLED', due_on: yesterday, planned_budget: 7 }, { '2024-Q1': 90 }],
  ]
  for (const [row, percents] of rows) {
    const task_id = await facts.task(plan_id, row, { lead })
    for (const [period_code, percent_complete] of Object.entries(percents))
      await facts.report({ plan_id, task_id, department_id: lead, period_code, percent_complete })
  }
  for (const status of ['COMPLETED', 'CANCELLED', 'COMPLETED']) await facts.plan({ status })
  const fields = `{ total { plans plansByStatus { status count } tasks tasksByStatus { status count } overdueTasks completedOnTime progress plannedBudget } }`
  const { total } = await rollup(app, ministry, { filter: { provinces: [facts.slug] } }, fields)
  t.same(total, {
    plans: 4,
    plansByStatus: [
      { status: 'APPROVED', count: 1 },
      { status: 'CANCELLED', count: 1 },
      { status: 'COMPLETED', count: 2 },
    ],
    tasks: 8,
    tasksByStatus: [
      { status: 'CANCELLED', count: 1 },
      { status: 'COMPLETED', count: 3 },
      { status: 'IN_PROGRESS', count: 1 },
      { status: 'NOT_STARTED', count: 3 },
    ],
    overdueTasks: 2,
    completedOnTime: 1,
    // (100 + 60 + 33.33 + 0) / 4
    progress: 48.33,
    plannedBudget: '9223372036854775819',
  })
})

t.test(
  'given categories, departments and their kinds, when grouped or filtered by them, then whole plans fall under none',
  async (t) => {
    const facts = new Facts(app)
    const [office, press] = [await facts.department('OFFICE'), await facts.department('PRESS')]
    const plan_id = await facts.plan()
    const filed = async (task_id: string, department_id: string, value: number) =>
      facts.report({ plan_id, task_id, department_id, spent_budget: value }, { EVENTS_HELD: value })
    await filed(await facts.task(plan_id, { category: 'EVENT' }, { lead: office }), office, 1)
    await filed(await facts.task(plan_id, { category: 'EVENT' }, { lead: press }), press, 2)
    await filed(await facts.task(plan_id, { category: 'BORDER' }, { lead: press, coordinating: [office] }), press, 4)
    await facts.task(plan_id, { category: 'BORDER' })
    await facts.report({ plan_id, spent_budget: 8 }, { EVENTS_HELD: 8 })

    const fields = 'category departmentKind department { id } plans tasks spentBudget indicators { value }'
    const ask = async (by: string[], filter: object = {}) =>
      rollup(
        app,
        ministry,
        { by, filter: { provinces: [facts.slug], ...filter } },
        `{ rows { ${fields} } total { ${fields} } }`,
      )
    const shown = ({ rows }: any, ...names: string[]) =>
      rows.map((row: any) =>
        [
          ...names.map((name) => row[name]?.id ?? row[name]),
          row.plans,
          row.tasks,
          row.indicators[0]?.value ?? null,
        ].join(' '),
      )
    t.same(shown(await ask(['CATEGORY']), 'category'), ['BORDER 0 2 4', 'EVENT 0 2 3', ' 1 0 8'])
    t.same(shown(await ask(['DEPARTMENT_KIND']), 'departmentKind'), ['OFFICE 0 1 1', 'PRESS 0 2 6', ' 1 1 8'])
    t.same(shown(await ask(['DEPARTMENT']), 'department'), [`${office} 0 1 1`, `${press} 0 2 6`, ' 1 1 8'])
    t.same(shown(await ask(['CATEGORY', 'DEPARTMENT_KIND']), 'category', 'departmentKind'), [
      'BORDER PRESS 0 1 4',
      'BORDER  0 1 ',
      'EVENT OFFICE 0 1 1',
      'EVENT PRESS 0 1 2',
      '  1 0 8',
    ])
    const filters: [filter: object, plans: number, tasks: number, value: number | null][] = [
      [{}, 1, 4, 15],
      [{ categories: ['EVENT'] }, 0, 2, 3],
      [{ categories: ['EVENT', 'BORDER'] }, 0, 4, 7],
      [{ departmentKinds: ['PRESS'] }, 0, 2, 6],
      [{ departmentKinds: ['PRESS'], categories: ['BORDER'] }, 0, 1, 4],
      [{ departmentKinds: ['PRESS'], years: [2023] }, 0, 0, null],
      [{ categories: [] }, 0, 0, null],
      [{ indicators: ['COURSES_HELD'] }, 1, 4, null],
      [{ categories: null, departmentKinds: null, years: null, indicators: null }, 1, 4, 15],
    ]
    for (const [filter, plans, tasks, value] of filters) {
      const { total } = await ask([], filter)
      t.same(
        [total.plans, total.tasks, total.indicators[0]?.value ?? null],
        [plans, tasks, value],
        JSON.stringify(filter),
      )
    }
  },
)

t.test('given any one field of a row, when asked for alone, then it is what it is among all', async (t) => {
  const facts = new Facts(app)
  const lead = await facts.department()
  const plan_id = await facts.plan()
  const task_id = await facts.task(plan_id, { due_on: '2024-02-01', planned_budget: 5 }, { lead })
  const report_id = await facts.report(
    {
      plan_id,
      task_id,
      department_id: lead,
      percent_complete: 50,
      spent_budget: 3,
      submitted_at: '2024-03-15T00:00:00Z',
      deadline: '2024-03-18',
    },
    { EVENTS_HELD: 1 },
  )
  await facts.recommendation(report_id)
  const type = buildSchema(schemaText).getType('RollupRow') as GraphQLObjectType
  const inner: Record<string, string> = {
    StatusCount: '{ status count }',
    IndicatorTotal: '{ value indicator { code } }',
    Province: '{ slug }',
    Department: '{ id }',
  }
  const fields = Object.values(type.getFields()).map(
    ({ name, type }) => `${name} ${isLeafType(getNamedType(type)) ? '' : inner[getNamedType(type).name]}`,
  )
  const by = ['PROVINCE', 'YEAR', 'QUARTER', 'CATEGORY', 'DEPARTMENT', 'DEPARTMENT_KIND']
  const filter = { provinces: [facts.slug] }
  const whole = await rollup(
    app,
    ministry,
    { filter, by },
    `{ rows { ${fields.join(' ')} } total { ${fields.join(' ')} } }`,
  )
  t.ok(fields.length > 20)
  for (const field of fields) {
    const name = field.split(' ')[0] as string
    const alone = await rollup(app, ministry, { filter, by }, `{ rows { ${field} } }`)
    t.same(
      alone.rows,
      whole.rows.map((row: any) => ({ [name]: row[name] })),
      `rows’ ${name}`,
    )
    const total = await rollup(app, ministry, { filter }, `{ total { ${field} } }`).catch((error: Error) => ({
      total: error.message,
    }))
    t.same(total.total, { [name]: whole.total[name] }, `the total’s ${name}`)
  }
  t.same(await rollup(app, ministry, { filter, by: ['YEAR'] }, '{ __typename rows { __typename } }'), {
    __typename: 'Rollup',
    rows: [{ __typename: 'RollupRow' }],
  })
})
