import { deadlineSql } from '../../progress-reports/rules.ts'
import { refuse, type Batch } from './batch.ts'
import { checkNames, findOrMake, type Directory } from './department-directory.ts'
import type { Row } from '../files/rows.ts'

export type ReportRow = Row<'reports'>

/** What a report is on, by whom, for which period: together with the revision, its key. */
export interface Subject {
  planId: string | null
  taskId: string | null
  departmentId: string | null
  periodCode: string
}

export const subjectKey = ({ planId, taskId, departmentId, periodCode }: Subject) =>
  [planId, taskId, departmentId, periodCode].join(' ')

/** What rows of reports point to. */
export interface Referenced {
  plans: ReadonlyMap<string, { id: string }>
  tasks: ReadonlyMap<string, { id: string; planId: string }>
  /** The last day in time of each period; null where the calendar doesn't reach it. */
  deadlines: ReadonlyMap<string, string | null>
}

export async function readReferenced({ tx }: Batch, rows: readonly ReportRow[]): Promise<Referenced> {
  const plansRead = tx.rows<{ key: string; id: string }>(
    `/* readPlansOfReports */ select source_key as key, id from plans
     where province_id = $1 and source_key = any ($2::text[]) and withdrawn_by is null`,
    [tx.provinceId, rows.flatMap((row) => row.values.plan_key ?? [])],
  )
  const tasksRead = tx.rows<{ key: string; id: string; planId: string }>(
    `/* readTasksOfReports */ select source_key as key, id, plan_id as "planId" from tasks
     where province_id = $1 and source_key = any ($2::text[]) and withdrawn_by is null`,
    [tx.provinceId, rows.flatMap((row) => row.values.task_key ?? [])],
  )
  // Decree 09/2019/NĐ-CP, article 12: so many working days after the window closes, by the province's own rule or the
  // national one.
  const deadlinesRead = tx.rows<{ code: string; deadline: string | null }>(
    `/* readDeadlines */ select p.code, deadline.day as deadline from reporting_periods p
     join provinces province on province.id = $1
     left join lateral (${deadlineSql('p.data_to', 'coalesce(province.report_due_working_days, p.due_working_days)')})
       deadline (day) on true
     where p.code = any ($2::text[])`,
    [tx.provinceId, [...new Set(rows.map((row) => row.values.period))]],
  )
  const [plans, tasks, deadlines] = await Promise.all([plansRead, tasksRead, deadlinesRead])
  return {
    plans: new Map(plans.map((plan) => [plan.key, plan])),
    tasks: new Map(tasks.map((task) => [task.key, task])),
    deadlines: new Map(deadlines.map(({ code, deadline }) => [code, deadline])),
  }
}

/** Refuses a row that points to nothing, or whose parts don't fit together. */
export function checkSubject(batch: Batch, row: ReportRow, known: Referenced, directory: Directory): void {
  const { plan_key: planKey, task_key: taskKey, department, period, recommendations } = row.values
  const task = taskKey == null ? undefined : known.tasks.get(taskKey)
  const plan = planKey == null ? undefined : known.plans.get(planKey)
  if (planKey != null && plan === undefined) refuse(batch, row, 'plan_key', 'NO_SUCH_PLAN')
  if (plan && task && task.planId !== plan.id) refuse(batch, row, 'plan_key', 'OTHER_PLAN')
  if (taskKey != null && task === undefined) refuse(batch, row, 'task_key', 'NO_SUCH_TASK')
  if (taskKey != null && department == null) refuse(batch, row, 'department', 'REQUIRED')
  if (taskKey == null && department != null && !row.faulty.has('task_key'))
    refuse(batch, row, 'department', 'DEPARTMENT_WITHOUT_TASK')
  if (taskKey != null && recommendations?.length) refuse(batch, row, 'recommendations', 'RECOMMENDATIONS_ON_TASK')
  if (!known.deadlines.has(period)) refuse(batch, row, 'period', 'BAD_PERIOD')
  checkNames(batch, directory, row, 'department', [department])
}

/**
 * What a checked row reports on: a department on a task, whether or not it has a part in it (history has such reports);
 * the province on a plan; or the province on its year.
 */
export function subjectOf(batch: Batch, directory: Directory, { values }: ReportRow, known: Referenced): Subject {
  const task = values.task_key == null ? undefined : known.tasks.get(values.task_key)
  const plan = values.plan_key == null ? undefined : known.plans.get(values.plan_key)
  return {
    planId: task?.planId ?? plan?.id ?? null,
    taskId: task?.id ?? null,
    departmentId: values.department == null ? null : findOrMake(batch, directory, values.department),
    periodCode: values.period,
  }
}
