import type { TestApp } from './app.ts'
import { insert } from './fixtures.ts'

type Row = Record<string, any> & { id: string }

/** All rows of one province, as they were written, in the order of their ids. */
export interface World {
  slug: string
  key: number
  departments: Row[]
  documents: Row[]
  plans: Row[]
  tasks: Row[]
  taskReports: Row[]
  planReports: Row[]
  values: Record<string, any>[]
  recommendations: Row[]
}

export const indicatorCodes = [
  'COURSES_HELD',
  'PEOPLE_TRAINED',
  'PRESS_CONFERENCES',
  'PRESS_MEETINGS',
  'REPORTER_CONFERENCES',
  'MEETING_ATTENDANCES',
  'ITEMS_PUBLISHED',
  'RADIO_PROGRAMMES',
  'TV_PROGRAMMES',
  'BROADCASTS',
]

const two = (n: number) => String(n).padStart(2, '0')

/**
 * A province with `n` of everything: `n` plans, of which the first has `n` tasks, of which the first has `n` departments
 * and `n` reports (one a month), of which the first has up to ten figures and `n` recommendations. All is published.
 */
export async function createWorld(app: TestApp, slug: string, n: number): Promise<World> {
  const key = app.key(slug)
  const common = { province_id: key, published: true }
  const list = (row: (i: number) => object) => Array.from({ length: n }, (_, i) => row(i) as Record<string, any>)
  const write = async (table: string, rows: Record<string, any>[], defaults: object = {}): Promise<Row[]> => {
    if (rows.length === 0) return []
    const ids = await insert(app, table, rows, { ...common, ...defaults })
    return rows.map((row, i) => ({ ...row, id: ids[i] as string }))
  }

  const departments = await write(
    'departments',
    list((i) => ({
      name: `Sở ${two(i)} của ${slug}`,
      name_key: `sở ${two(i)}`,
      short_name: `S${i}`,
      kind: 'DEPARTMENT',
    })),
  )
  const documents = await write(
    'documents',
    list((i) => ({ reference: `${i + 1}/KH-UBND`, number: i + 1, issued_on: `2020-01-${two(1 + (i % 28))}` })),
    { symbol: 'KH-UBND', kind: 'PLAN', level: 'PROVINCIAL', issuer: 'UBND tỉnh', title: `Kế hoạch của ${slug}` },
  )
  const plans = await write(
    'plans',
    list((i) => ({ title: `Kế hoạch ${two(i)} của ${slug}`, document_id: documents[i]?.id })),
    {
      kind: 'ANNUAL',
      status: 'APPROVED',
      approved_at: '2015-01-01T00:00:00Z',
      period_start: '2015-01-01',
      period_end: '2015-12-31',
      reporting_period: 'MONTH',
      objectives: ['Một', 'Hai'],
    },
  )
  const [plan] = plans
  if (plan === undefined) {
    return {
      slug,
      key,
      departments,
      documents,
      plans,
      tasks: [],
      taskReports: [],
      planReports: [],
      values: [],
      recommendations: [],
    }
  }
  await app.owner.query('update plans set parent_id = $1 where province_id = $2 and id <> $1', [plan.id, key])
  const bases = documents.map(({ id }, i) => ({ plan_id: plan.id, ordinal: i + 1, document_id: id }))
  await write('legal_bases', bases)
  const tasks = await write(
    'tasks',
    list((i) => ({ ordinal: i + 1, title: `Nhiệm vụ ${two(i)} của ${slug}`, due_on: `2015-06-${two(1 + (i % 28))}` })),
    { plan_id: plan.id, category: 'TRAINING', status: 'IN_PROGRESS', due_precision: 'DAY', planned_budget: 1000 },
  )
  const [task] = tasks as [Row]
  const [department] = departments as [Row]
  await write('task_departments', [
    ...departments.map(({ id }, i) => ({
      task_id: task.id,
      department_id: id,
      part: i === 0 ? 'LEAD' : 'COORDINATING',
    })),
    ...tasks.slice(1).map(({ id }, i) => ({ task_id: id, department_id: departments[i + 1]?.id, part: 'LEAD' })),
  ])
  const codes = indicatorCodes.slice(0, n)
  await write(
    'task_targets',
    codes.map((indicator_code, i) => ({ task_id: task.id, indicator_code, value: 10 + i })),
  )
  const reported = {
    plan_id: plan.id,
    revision: 1,
    status: 'ACCEPTED',
    superseded: false,
    submitted_at: '2015-03-01T00:00:00Z',
    deadline: '2015-03-03',
    achievements: `Kết quả của ${slug}`,
  }
  const month = (i: number) => `${2015 + Math.floor(i / 12)}-${two(1 + (i % 12))}`
  const quarter = (i: number) => `${2015 + Math.floor(i / 4)}-Q${1 + (i % 4)}`
  const taskReports = await write(
    'progress_reports',
    list((i) => ({ period_code: month(i), percent_complete: i })),
    { ...reported, task_id: task.id, department_id: department.id },
  )
  const planReports = await write(
    'progress_reports',
    list((i) => ({ period_code: quarter(i) })),
    reported,
  )
  const [report] = taskReports as [Row]
  const values = codes.map((indicator_code, i) => ({
    report_id: report.id,
    indicator_code,
    value: i,
    qualifier: 'EXACT',
  }))
  await write('indicator_values', values)
  const recommendations = await write(
    'recommendations',
    list((i) => ({ ordinal: i + 1, text: `Kiến nghị ${two(i)} của ${slug}` })),
    { report_id: report.id, status: 'OPEN' },
  )
  // Without statistics the planner takes every table for empty, and what counts over many joins takes seconds.
  await app.owner.query('analyze plans, tasks, task_departments, departments, progress_reports, indicator_values')
  return { slug, key, departments, documents, plans, tasks, taskReports, planReports, values, recommendations }
}
