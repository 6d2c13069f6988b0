import type { TestApp, Viewer } from './app.ts'
import { daysFromToday, insert } from './fixtures.ts'

type Row = Record<string, unknown>

const selection = `nodes { plan { id } task { id } department { id } deadline state province { slug }
  progressReport { id isLate } period { code dataFrom dataTo } } totalCount`

/** All that is owed, as a viewer is told it, in its order. */
export async function due(app: TestApp, viewer: Viewer, filter: object = {}): Promise<any[]> {
  const query = `query($filter: ReportDueFilter) { reportsDue(filter: $filter, first: 100) { ${selection} } }`
  const { data, errors } = await app.gql(query, { filter }, viewer)
  if (errors) throw new Error(JSON.stringify(errors))
  if (data.reportsDue.totalCount !== data.reportsDue.nodes.length) throw new Error('more than a page')
  return data.reportsDue.nodes
}

export interface Plan {
  cadence: string
  plan: [from: string, to: string]
  planStatus?: string
  startOn?: string | undefined
  dueOn?: string | undefined
  approvedAt?: string | null | undefined
  completedAt?: string
  status?: string | undefined
  lead?: boolean
}

/** A plan with a task and the department that leads it, as the superuser writes them. */
export async function write(app: TestApp, slug: string, plan: Plan) {
  const province_id = app.key(slug)
  const [department] = await insert(app, 'departments', [{ province_id, name: 'Sở', name_key: crypto.randomUUID() }], {
    kind: 'OFFICE',
  })
  const [from, to] = plan.plan
  const published = { province_id, published: true }
  const [planId] = await insert(app, 'plans', [
    {
      ...published,
      title: 'Kế hoạch',
      kind: 'ANNUAL',
      status: plan.planStatus ?? 'APPROVED',
      period_start: from,
      period_end: to,
      reporting_period: plan.cadence,
      completed_at: plan.completedAt,
      approved_at: plan.approvedAt === undefined ? `${from}T00:00:00Z` : plan.approvedAt,
    },
  ])
  const dates = { start_on: plan.startOn, due_on: plan.dueOn }
  const [taskId] = await insert(
    app,
    'tasks',
    [{ ...published, plan_id: planId, ordinal: 1, title: 'Nhiệm vụ', category: 'TRAINING', ...dates }],
    { status: plan.status ?? 'NOT_STARTED' },
  )
  const part = { ...published, task_id: taskId, department_id: department, part: 'LEAD' }
  if (plan.lead !== false) await insert(app, 'task_departments', [part])
  return { planId: planId!, taskId: taskId!, department: department!, province_id }
}

/** A report as the superuser writes it. */
export async function report(app: TestApp, on: { province_id: number; planId: string }, more: Row): Promise<string> {
  const row = { province_id: on.province_id, plan_id: on.planId, revision: 1, published: more['status'] !== 'DRAFT' }
  return (await insert(app, 'progress_reports', [{ ...row, ...more }]))[0]!
}

/** Whose a slot is. */
export const ofTask = (slot: any): boolean => slot.task !== null
export const ofProvince = (slot: any): boolean => slot.task === null

/** Quarters whose windows `layWindows` lets end so many days from today. */
export const windows = { '2055-Q1': 1, '2055-Q2': 0, '2055-Q3': -1, '2055-Q4': -2, '2056-Q1': -3 }

/** Lays windows around today, and has every day worked, so that a report is due two days after its window. */
export async function layWindows({ owner }: TestApp): Promise<void> {
  await owner.query(
    `update calendar_days set working = true, ordinal = 100000 + (day - $1::date)
     where day between $1::date - 30 and $1::date + 30`,
    [daysFromToday(0)],
  )
  for (const [code, days] of Object.entries(windows)) {
    const sql = 'update reporting_periods set data_from = $2::date - 5, data_to = $2 where code = $1'
    await owner.query(sql, [code, daysFromToday(days)])
  }
}
