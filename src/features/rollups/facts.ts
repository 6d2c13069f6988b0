import type { Statement } from '../../graphql/statement.ts'
import { fills, isLeads, slotsSql } from '../progress-reports/due.ts'
import { late, taskProgress } from '../progress-reports/fields.ts'
import { unfinished } from '../tasks/fields.ts'

/**
 * What is counted. A fact is one row: where it falls (province, year, quarter, category, the leading department and its
 * kind), which measure it is of, a code (a status, an indicator), how many, how much, and how exact; from which day it
 * counts; and what it is had from. Only what is published counts, so a province and the ministry see the same figure.
 *
 * This is the one place that says what counts. The summary is kept by it, verified against it and explained from it.
 */
export type Measure =
  | 'plan'
  | 'task'
  | 'overdue'
  | 'completed_on_time'
  | 'progress'
  | 'planned_budget'
  | 'spent_budget'
  | 'figure'
  | 'due'
  | 'submitted'
  | 'on_time'
  | 'recommendation'
  | 'reporting'

/** A fact's columns but its province. `unit` is what the fact belongs to; `first_year`, only a plan's first. */
export const otherColumns =
  'year, quarter, category, department_id, department_kind, measure, code, n, amount, qualifier, counts_from, ' +
  'unit, plan_id, task_id, report_id, recommendation_id, first_year'

/**
 * The only units whose facts are wanted, as parameters of the statement: tasks and plans by their ids, and the codes of
 * periods for reports that are on no plan.
 */
export interface Units {
  tasks: string
  plans: string
  periods: string
}

export interface Wanted {
  measures: ReadonlySet<Measure>
  /** Codes of indicators, as a parameter; all of them if left out. */
  indicators?: string | undefined
  units?: Units
}

/** SQL of all facts but plans' for the measures that are asked for. */
export function factsSql(statement: Statement, wanted: Wanted): string {
  const any = (...measures: Measure[]) => measures.some((measure) => wanted.measures.has(measure))
  const parts = [
    ...(any('task', 'overdue', 'completed_on_time', 'progress', 'planned_budget')
      ? [taskFacts(statement, wanted)]
      : []),
    ...(any('figure') ? [figureFacts(statement, wanted)] : []),
    ...(any('spent_budget') ? [spentFacts(statement, wanted)] : []),
    ...(any('due', 'submitted', 'on_time') ? [dueFacts(statement, wanted)] : []),
    ...(any('recommendation') ? [recommendationFacts(statement, wanted)] : []),
    ...(any('reporting') ? [reportingFacts(statement, wanted)] : []),
  ]
  const none =
    `select null::integer, null::integer, null::integer, null::text, null::uuid, null::text, null::text, null::text, ` +
    `null::bigint, null::numeric, null::text, null::date, null::uuid, null::uuid, null::uuid, null::uuid, null::uuid, null::integer where false`
  return `select * from (${[none, ...parts].join(' union all ')}) as fact (province_id, ${otherColumns})`
}

/**
 * Plans: one fact for each year that the period touches where the rows are by year, else one for each plan that touches
 * any of the years asked for. A plan belongs to no quarter, category or department.
 */
export function planFactsSql(
  statement: Statement,
  byYear: boolean,
  { years, units }: { years?: string | undefined; units?: Units } = {},
): string {
  const first = yearOf('p.period_start')
  const touched = `generate_series(${first}, ${yearOf('p.period_end')}) as y (year)`
  const where = scoped(statement, ['p'], ['p.published', ...(units ? [`p.id = any (${units.plans})`] : [])])
  const wanted = years === undefined ? '' : ` where y.year = any (${years})`
  const [from, year] = byYear
    ? [`plans p cross join ${touched}`, 'y.year']
    : [`plans p`, `(select min(y.year) from ${touched}${wanted})`]
  return (
    `select p.province_id, ${year} as year, null::integer as quarter, null::text as category, null::uuid as department_id, ` +
    `null::text as department_kind, 'plan' as measure, p.status as code, 1::bigint as n, null::numeric as amount, ` +
    `'' as qualifier, ${ever} as counts_from, p.id as unit, p.id as plan_id, null::uuid as task_id, null::uuid as report_id, ` +
    `null::uuid as recommendation_id, ${first} as first_year from ${from} where ${where}`
  )
}

const ever = `'-infinity'::date`

const scoped = (statement: Statement, rows: readonly string[], conditions: readonly string[] = []) =>
  [...rows.flatMap((row) => statement.inScope(row)), ...conditions].join(' and ') || 'true'

/**
 * The department that leads a task, with its kind; the columns are null where none is on record. LIMIT makes Postgres look
 * it up by the task, whatever it believes of tables that an import is just filling.
 */
const lead = (statement: Statement, task: string) =>
  `left join lateral (select l.department_id, d.kind from task_departments l ` +
  `join departments d on d.province_id = l.province_id and d.id = l.department_id and ${scoped(statement, ['d'])} ` +
  `where l.province_id = ${task}.province_id and l.task_id = ${task}.id and l.part = 'LEAD' and ${scoped(statement, ['l'])} ` +
  `limit 1) l on true`

const quarterOf = (date: string) => `extract(quarter from ${date})::integer`
const yearOf = (date: string) => `extract(year from ${date})::integer`

function taskFacts(statement: Statement, { measures, units }: Wanted): string {
  const falls = 'coalesce(t.due_on, p.period_end)'
  const values: Partial<Record<Measure, string>> = {
    task: `('task', t.status, 1, null::numeric, ${ever})`,
    // Overdue from the day after the due date, if nothing happens until then.
    overdue: `('overdue', '', (t.due_on is not null and ${unfinished('t')})::integer, null::numeric, t.due_on + 1)`,
    completed_on_time: `('completed_on_time', '', (t.status = 'COMPLETED' and t.completed_on <= t.due_on)::integer, null::numeric, ${ever})`,
    progress: `('progress', '', (t.status <> 'CANCELLED' and done.percent is not null)::integer, done.percent, ${ever})`,
    planned_budget: `('planned_budget', '', (t.planned_budget is not null)::integer, t.planned_budget, ${ever})`,
  }
  const wanted = Object.entries(values).flatMap(([name, sql]) => (measures.has(name as Measure) ? [sql] : []))
  const done = measures.has('progress')
    ? `cross join lateral (select ${taskProgress('t', statement)} as percent offset 0) done `
    : ''
  return (
    `select t.province_id, ${yearOf(falls)}, ${quarterOf(falls)}, t.category, l.department_id, l.kind, ` +
    `m.measure, m.code, m.n::bigint, m.amount, '', m.counts_from, t.id, t.plan_id, t.id, null::uuid, null::uuid, null::integer from tasks t ` +
    `join plans p on p.province_id = t.province_id and p.id = t.plan_id and ${scoped(statement, ['p'])} ` +
    `${lead(statement, 't')} ${done}` +
    `cross join lateral (values ${wanted.join(', ')}) as m (measure, code, n, amount, counts_from) ` +
    `where ${scoped(statement, ['t'], ['t.published', 'm.n > 0', ...(units ? [`t.id = any (${units.tasks})`] : [])])}`
  )
}

/**
 * Reports with what they are on. A figure falls where its period's window ends; a report on a plan or a year belongs to
 * no category and no department.
 */
const reports = (statement: Statement) =>
  `from progress_reports r join reporting_periods rp on rp.code = r.period_code ` +
  `left join plans p on p.province_id = r.province_id and p.id = r.plan_id and ${scoped(statement, ['p'])} ` +
  `left join tasks t on t.province_id = r.province_id and t.id = r.task_id and ${scoped(statement, ['t'])} ` +
  lead(statement, 't')

const reportDimensions = 'r.province_id, rp.year::integer, rp.quarter::integer, t.category, l.department_id, l.kind'

/** The unit of the reports of one period that are on no plan. */
export const periodUnit = (code: string) => `md5('period ' || ${code})::uuid`

const reportOrigin = (recommendation = 'null::uuid') =>
  `${ever}, coalesce(r.task_id, r.plan_id, ${periodUnit('r.period_code')}), r.plan_id, r.task_id, r.id, ${recommendation}, null::integer`

const ofUnits = (units: Units | undefined) =>
  units
    ? [
        `(r.task_id = any (${units.tasks}) or (r.plan_id = any (${units.plans}) and r.task_id is null) ` +
          `or (r.period_code = any (${units.periods}) and r.plan_id is null))`,
      ]
    : []

/**
 * A report counts if it is the newest accepted revision, in its plan's cadence (without a plan: of a year), by the
 * province on a plan or a year, or on a task by its lead; where no lead is on record, by the one department that reported.
 */
function counted(statement: Statement): string[] {
  const alone =
    `not exists (select 1 from progress_reports other where ${scoped(statement, ['other'])} ` +
    `and other.province_id = r.province_id and other.task_id = r.task_id and other.published ` +
    `and other.department_id <> r.department_id)`
  return [
    'r.published',
    `r.status = 'ACCEPTED'`,
    'not r.superseded',
    `rp.kind = coalesce(p.reporting_period, 'YEAR')`,
    `(r.task_id is null or ${isLeads('r', 'l.department_id')} or (l.department_id is null and ${alone}))`,
  ]
}

function figureFacts(statement: Statement, { indicators, units }: Wanted): string {
  const wanted = indicators === undefined ? [] : [`v.indicator_code = any (${indicators})`]
  return (
    `select ${reportDimensions}, 'figure', v.indicator_code, 1::bigint, v.value, v.qualifier, ${reportOrigin()} ${reports(statement)} ` +
    `join indicator_values v on v.province_id = r.province_id and v.report_id = r.id and ${scoped(statement, ['v'])} ` +
    `where ${scoped(statement, ['r'], [...counted(statement), ...ofUnits(units), ...wanted])}`
  )
}

function spentFacts(statement: Statement, { units }: Wanted): string {
  const wanted = [...counted(statement), ...ofUnits(units), 'r.spent_budget is not null']
  return (
    `select ${reportDimensions}, 'spent_budget', '', 1::bigint, r.spent_budget::numeric, '', ${reportOrigin()} ${reports(statement)} ` +
    `where ${scoped(statement, ['r'], wanted)}`
  )
}

function reportingFacts(statement: Statement, { units }: Wanted): string {
  return (
    `select ${reportDimensions}, 'reporting', '', 1::bigint, null::numeric, '', ${reportOrigin()} ${reports(statement)} ` +
    `where ${scoped(statement, ['r'], ['r.published', ...ofUnits(units)])}`
  )
}

function recommendationFacts(statement: Statement, { units }: Wanted): string {
  return (
    `select ${reportDimensions}, 'recommendation', case c.status when 'OPEN' then 'OPEN' else 'ANSWERED' end, 1::bigint, ` +
    `null::numeric, '', ${reportOrigin('c.id')} ${reports(statement)} ` +
    `join recommendations c on c.province_id = r.province_id and c.report_id = r.id and ${scoped(statement, ['c'])} ` +
    `where ${scoped(statement, ['r'], ['r.published', ...ofUnits(units)])}`
  )
}

/** What is owed, from the day after its window closes; of that what was handed in, and of that what was in time. */
function dueFacts(statement: Statement, { units }: Wanted): string {
  const filed = (inTime: string) =>
    `(exists (select 1 from progress_reports r where ${scoped(statement, ['r'])} and r.published and ${fills('r', 'slot')}${inTime}))::integer`
  const report =
    `(select r.id from progress_reports r where ${scoped(statement, ['r'])} and r.published and ${fills('r', 'slot')} ` +
    `order by (${late('r')}) nulls last, r.revision limit 1)`
  const slots = slotsSql(statement)
  const from = units
    ? `(select * from (${slots}) s where s.task_id = any (${units.tasks}) union all ` +
      `select * from (${slots}) s where s.plan_id = any (${units.plans}) and s.task_id is null)`
    : `(${slots})`
  return (
    `select slot.province_id, slot.year::integer, slot.quarter::integer, slot.category, slot.department_id, d.kind, m.measure, ` +
    `slot.period_code, m.n::bigint, null::numeric, '', slot.data_to + 1, coalesce(slot.task_id, slot.plan_id), slot.plan_id, slot.task_id, ` +
    `case when m.measure <> 'due' then ${report} end, null::uuid, null::integer from ${from} slot ` +
    `left join departments d on d.province_id = slot.province_id and d.id = slot.department_id and ${scoped(statement, ['d'])} ` +
    `cross join lateral (values ('due', 1), ('submitted', ${filed('')}), ` +
    `('on_time', ${filed(` and not coalesce(${late('r')}, true)`)})) as m (measure, n) where m.n > 0`
  )
}
