import type { Instance } from './instance.ts'
import type { Request } from './load.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { bringUpToDate } from '../../src/features/rollups/upkeep.ts'
import { poolsOf } from './summary.ts'

// Steps that change figures, and rows that each can be done on once.

/** A task with the report of its last quarter. */
export interface Row {
  province: number
  slug: string
  task: string
  report: string
  period: string
}

/** How far the task and its last report have come: in progress and submitted, or both at their beginnings. */
export type Stage = 'submitted' | 'new'

interface Step {
  query: string
  input(row: Row): object
}

const step = (name: string, type: string, answer: string, input: Step['input']): Step => ({
  query: `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} { id version status } userErrors { code message } } }`,
  input,
})
const ofTask = (name: string, version: number) =>
  step(name, 'TaskStepInput', 'task', ({ task }) => ({ id: task, version }))
const ofReport = (name: string, version: number) =>
  step(name, 'ReportStepInput', 'progressReport', ({ report }) => ({ id: report, version }))

/** What is done with each row, in this order, and the stage at which that begins. */
export interface Course {
  from: Stage
  steps: readonly Step[]
}

/** By the name of what is measured. */
export const courses: Record<string, Course> = {
  completeTask: { from: 'submitted', steps: [ofTask('completeTask', 1)] },
  acceptProgressReport: { from: 'submitted', steps: [ofReport('acceptProgressReport', 1)] },
  'start, save, submit, accept, complete': {
    from: 'new',
    steps: [
      ofTask('startTask', 1),
      step('saveProgressReport', 'SaveProgressReportInput', 'progressReport', ({ report, period }) => ({
        id: report,
        version: 1,
        period,
        percentComplete: 100,
        achievements: 'Đã làm xong',
      })),
      ofReport('submitProgressReport', 2),
      ofReport('acceptProgressReport', 3),
      ofTask('completeTask', 2),
    ],
  },
}

/**
 * Tasks of the provinces’ plans in turn, with three accepted reports and one that is at a stage, written by statements and counted as the
 * service would have.
 */
export async function freshRows(
  instance: Instance,
  provinces: readonly { id: number }[],
  count: number,
  stage: Stage,
): Promise<Row[]> {
  const [begun, last] = stage === 'new' ? ['NOT_STARTED', 'DRAFT'] : ['IN_PROGRESS', 'SUBMITTED']
  const ids = provinces.map(({ id }) => id)
  const { rows } = await instance.owner.query<Row>(
    `with homes as (
       select p.province_id, p.id, p.period_start, d.id as lead, row_number() over () - 1 as place, count(*) over () as places
       from plans p cross join lateral (
         select d.id from departments d where d.province_id = p.province_id order by d.name_key limit 1) d
       where p.province_id = any ($1) and p.status = 'APPROVED' and p.period_end < now()),
     made as (
       insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on, due_precision, filed, planned_budget, published)
       select h.province_id, gen_random_uuid(), h.id, 1000 + n, 'Nhiệm vụ thêm ' || n, 'TRAINING', $3, h.period_start,
         h.period_start + n % 365, 'DAY', true, 1000000, true
       from generate_series(0, $2::integer - 1) n join homes h on h.place = n % h.places
       returning province_id, id, plan_id, due_on),
     led as (
       insert into task_departments (province_id, task_id, department_id, part, due_on, published)
       select m.province_id, m.id, h.lead, 'LEAD', m.due_on, true from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id),
     reported as (
       insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status, percent_complete,
         achievements, spent_budget, submitted_at, deadline, accepted_at, published)
       select m.province_id, gen_random_uuid(), m.plan_id, m.id, h.lead, extract(year from h.period_start) || '-Q' || q, 1, case when q < 4 then 'ACCEPTED' else $4 end,
         q * 25, 'Đã làm', 100000, case when q < 4 or $4 <> 'DRAFT' then h.period_start + q * 85 end,
         case when q < 4 or $4 <> 'DRAFT' then h.period_start + q * 88 end, case when q < 4 then h.period_start + q * 90 end, q < 4 or $4 <> 'DRAFT'
       from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id, generate_series(1, 4) q
       returning province_id, id, task_id, period_code, status, published),
     figured as (
       insert into indicator_values (province_id, report_id, indicator_code, value, qualifier, published)
       select r.province_id, r.id, c, 40, 'EXACT', r.published from reported r, unnest(array['COURSES_HELD', 'PEOPLE_TRAINED']) c)
     select r.province_id as province, p.slug, r.task_id as task, r.id as report, r.period_code as period from reported r join provinces p on p.id = r.province_id
     where r.status <> 'ACCEPTED' order by md5(r.id::text)`,
    [ids, count, begun, last],
  )
  await instance.owner.query('vacuum analyze')
  await counted(instance, rows)
  // What was made is vacuumed and on the disk before anything is timed: writers would wait behind it.
  await instance.owner.query('vacuum analyze')
  await instance.owner.query('checkpoint')
  return rows
}

async function counted(instance: Instance, rows: readonly Row[]): Promise<void> {
  const pools = poolsOf(instance)
  const tasks = new Map<number, string[]>()
  for (const { province, task } of rows) tasks.set(province, [...(tasks.get(province) ?? []), task])
  for (const [id, all] of tasks) {
    all.sort()
    const door = tenantDoor(pools, { readable: [id], own: id })
    for (let from = 0; from < all.length; from += 500) {
      const units = all.slice(from, from + 500)
      await door.write((tx) => bringUpToDate(tx, { units, tasks: units, plans: [], periods: [] }))
    }
  }
  await pools.end()
}

/** The requests of a course, for one row. */
export function requestsOf(instance: Instance, { steps }: Course, row: Row): Request[] {
  const token = instance.token({ sub: `officer@${row.slug}`, role: 'PROVINCE_ADMIN', province: row.slug })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return steps.map(({ query, input }) => {
    return { path: '/graphql', headers, body: JSON.stringify({ query, variables: { input: input(row) } }) }
  })
}
