import {
  byCode,
  date,
  one,
  plain,
  today,
  type FieldsOf,
  type Source,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { ReportDue } from '../../graphql/schema-types.generated.ts'
import type { Statement } from '../../graphql/statement.ts'
import { province } from '../provinces/fields.ts'
import { deadlineSql } from './rules.ts'

const scoped = (statement: Statement, ...rows: string[]) =>
  rows.flatMap((row) => statement.inScope(row)).join(' and ') || 'true'

/**
 * Which rows slots are wanted of, if not of all: SQL behind FROM that has tasks as `t`, their plans as `p` and who leads them as
 * `l`; or plans as `p`.
 */
export interface SlotsOf {
  tasks: string
  plans: string
}

/**
 * What is owed of approved plans, one row for each report. On tasks: by the lead of each task not cancelled for each
 * period of the plan's cadence whose window the task's dates touch; on plans: by the province, one for each year of the
 * plan. Both from the approval on; where the record has no day of approval, from the plan's first day. A plan that is
 * completed owes what it owed until that day, the window that was open included; one that came onto the record as
 * completed owes nothing, and nor does one that is cancelled.
 */
export function slotsSql(statement: Statement, on: 'tasks' | 'plans', only?: SlotsOf): string {
  const from = `coalesce((p.approved_at at time zone 'Asia/Ho_Chi_Minh')::date, p.period_start)`
  const year = (day: string) => `extract(year from ${day})`
  const period = 'rp.code as period_code, rp.year, rp.quarter, rp.data_to, rp.due_working_days'
  const until = `coalesce((p.completed_at at time zone 'Asia/Ho_Chi_Minh')::date, 'infinity')`
  const owes = `(p.status = 'APPROVED' or p.status = 'COMPLETED' and p.completed_at is not null) and p.published`
  const open = `rp.data_to >= ${from} and rp.data_from <= ${until}`
  if (on === 'plans') {
    return (
      `select p.province_id, p.id as plan_id, null::uuid as task_id, null::uuid as department_id, null::text as category, ${period} ` +
      `from ${only?.plans ?? 'plans p'} join reporting_periods rp on rp.kind = 'YEAR' and ${open} ` +
      `and rp.year between ${year('p.period_start')} and ${year('p.period_end')} where ${owes} and ${scoped(statement, 'p')}`
    )
  }
  const all =
    `tasks t join plans p on p.province_id = t.province_id and p.id = t.plan_id ` +
    `left join lateral (select l.department_id from task_departments l where l.province_id = t.province_id ` +
    `and l.part = 'LEAD' and ${scoped(statement, 'l')} and ${lookedUp('l.task_id', 't.id')}) l on true`
  return (
    `select p.province_id, p.id as plan_id, t.id as task_id, l.department_id, t.category, ${period} ` +
    `from ${only?.tasks ?? all} ` +
    `join reporting_periods rp on rp.kind = p.reporting_period and ${open} ` +
    `and rp.data_to >= coalesce(t.start_on, p.period_start) and rp.data_from <= coalesce(t.due_on, p.period_end) ` +
    `where ${owes} and t.status <> 'CANCELLED' and ${scoped(statement, 't', 'p')}`
  )
}

/**
 * SQL of the end of a subquery that looks up the one row in which a column has a value, by the index that has the column right
 * behind the province. Said as an equality, every index with the province in front looks the same to Postgres as long as it
 * knows little of the province's rows, because an import is just writing them; and by another one, all of the province's rows
 * are gone through for each. As a range, and in its order, only the right one spares it a sort;
 * `enable_sort` off makes that certain.
 */
export const lookedUp = (column: string, value: string) =>
  `${column} between ${value} and ${value} order by ${column} limit 1`

/**
 * That a report on a task is its lead's: who led when the lead was changed has reported for that time, and for what was
 * handed in since, who leads now. Null where nobody leads.
 */
export const isLeads = (report: string, lead: string) =>
  `coalesce(${report}.by_lead, ${report}.department_id = ${lead})`

/** That a report fills a slot: by the lead on its task (by anyone where no lead is on record), or by the province on the plan. */
export const fills = (report: string, slot: string, on: 'tasks' | 'plans') =>
  `${report}.province_id = ${slot}.province_id and ${report}.plan_id = ${slot}.plan_id and ${report}.period_code = ${slot}.period_code ` +
  (on === 'plans'
    ? `and ${report}.task_id is null`
    : `and ${report}.task_id = ${slot}.task_id and (${slot}.department_id is null or ${isLeads(report, `${slot}.department_id`)})`)

/** Slots with their deadline and their newest submitted revision, and what follows from both. */
const due: Source = {
  from: (statement) => `(${dueSql(statement, 'tasks')} union all ${dueSql(statement, 'plans')})`,
  tenant: true,
}

function dueSql(statement: Statement, on: 'tasks' | 'plans'): string {
  const days = `coalesce(pr.report_due_working_days, slot.due_working_days)`
  return (
    `select slot.province_id, slot.plan_id, slot.task_id, slot.period_code, slot.year, deadline.day as deadline, ` +
    `case when slot.department_id is not null then coalesce(r.department_id, slot.department_id) end as department_id, ` +
    `r.id as report_id, coalesce(r.status, case when slot.data_to >= ${today} then 'UPCOMING' ` +
    `when deadline.day >= ${today} then 'DUE' else 'OVERDUE' end) as state, ` +
    `concat_ws(' ', slot.plan_id, slot.task_id, slot.period_code) as key ` +
    `from (${slotsSql(statement, on)}) slot join provinces pr on pr.id = slot.province_id ` +
    `cross join lateral (${deadlineSql('slot.data_to', days)}) deadline (day) ` +
    `left join lateral (select r.id, r.department_id, r.status from progress_reports r where ${scoped(statement, 'r')} ` +
    `and ${fills('r', 'slot', on)} and r.status <> 'DRAFT' order by r.revision desc limit 1) r on true`
  )
}

export const dueType: TypeSpec = {
  source: due,
  fields: {
    province,
    plan: one('Plan', (slot, plan) => `${plan}.id = ${slot}.plan_id`),
    task: one('Task', (slot, task) => `${task}.id = ${slot}.task_id`, { nullable: true }),
    department: one('Department', (slot, department) => `${department}.id = ${slot}.department_id`, { nullable: true }),
    period: byCode('ReportingPeriod', 'period_code'),
    deadline: date('deadline'),
    state: plain('state'),
    progressReport: one('ProgressReport', (slot, report) => `${report}.id = ${slot}.report_id`, { nullable: true }),
  } satisfies FieldsOf<ReportDue>,
}
