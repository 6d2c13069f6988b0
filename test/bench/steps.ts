import type { Instance } from './instance.ts'
import type { Request } from './load.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { bringUpToDate } from '../../src/features/rollups/upkeep.ts'
import { poolsOf } from './summary.ts'

// Steps that change figures, and rows that each can be done on once.

/** A task in progress, with its last report, which waits to be accepted. */
export interface Row {
  province: number
  slug: string
  task: string
  report: string
}

export const steps = {
  completeTask: {
    query: `mutation ($input: TaskStepInput!) { completeTask(input: $input) { task { id version status } userErrors { code message } } }`,
    input: ({ task }: Row) => ({ id: task, version: 1 }),
  },
  acceptProgressReport: {
    query: `mutation ($input: ReportStepInput!) { acceptProgressReport(input: $input) { progressReport { id version status }
      userErrors { code message } } }`,
    input: ({ report }: Row) => ({ id: report, version: 1 }),
  },
}

/**
 * Tasks in progress, of the provinces’ plans in turn, with three accepted reports and one submitted, written by statements and
 * counted as the service would have: each can be completed once, and its last report accepted once.
 */
export async function freshRows(
  instance: Instance,
  provinces: readonly { id: number }[],
  count: number,
): Promise<Row[]> {
  const ids = provinces.map(({ id }) => id)
  const { rows } = await instance.owner.query<Row>(
    `with homes as (
       select p.province_id, p.id, p.period_start, d.id as lead, row_number() over () - 1 as place, count(*) over () as places
       from plans p cross join lateral (
         select d.id from departments d where d.province_id = p.province_id order by d.name_key limit 1) d
       where p.province_id = any ($1) and p.status = 'APPROVED' and p.period_end < now()),
     made as (
       insert into tasks (province_id, id, plan_id, ordinal, title, category, status, start_on, due_on, due_precision, filed, planned_budget, published)
       select h.province_id, gen_random_uuid(), h.id, 1000 + n, 'Nhiệm vụ thêm ' || n, 'TRAINING', 'IN_PROGRESS', h.period_start,
         h.period_start + n % 365, 'DAY', true, 1000000, true
       from generate_series(0, $2::integer - 1) n join homes h on h.place = n % h.places
       returning province_id, id, plan_id),
     led as (
       insert into task_departments (province_id, task_id, department_id, part, published)
       select m.province_id, m.id, h.lead, 'LEAD', true from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id),
     reported as (
       insert into progress_reports (province_id, id, plan_id, task_id, department_id, period_code, revision, status, percent_complete,
         achievements, spent_budget, submitted_at, deadline, accepted_at, published)
       select m.province_id, gen_random_uuid(), m.plan_id, m.id, h.lead, extract(year from h.period_start) || '-Q' || q, 1, case when q < 4 then 'ACCEPTED' else 'SUBMITTED' end,
         q * 25, 'Đã làm', 100000, h.period_start + q * 85, h.period_start + q * 88, case when q < 4 then h.period_start + q * 90 end, true
       from made m join homes h on h.province_id = m.province_id and h.id = m.plan_id, generate_series(1, 4) q
       returning province_id, id, task_id, status),
     figured as (
       insert into indicator_values (province_id, report_id, indicator_code, value, qualifier, published)
       select r.province_id, r.id, c, 40, 'EXACT', true from reported r, unnest(array['COURSES_HELD', 'PEOPLE_TRAINED']) c)
     select r.province_id as province, p.slug, r.task_id as task, r.id as report from reported r join provinces p on p.id = r.province_id
     where r.status = 'SUBMITTED' order by md5(r.id::text)`,
    [ids, count],
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

export function requestOf(instance: Instance, name: keyof typeof steps, row: Row): Request {
  const { query, input } = steps[name]
  const token = instance.token({ sub: `officer@${row.slug}`, role: 'PROVINCE_ADMIN', province: row.slug })
  return {
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { input: input(row) } }),
  }
}
