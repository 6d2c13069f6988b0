import { today } from '../../graphql/field-specs.ts'
import type { Statement } from '../../graphql/statement.ts'
import { fills, isLeads, slotsSql } from '../progress-reports/due.ts'
import { late, taskProgress } from '../progress-reports/fields.ts'
import { overdue } from '../tasks/fields.ts'

/**
 * What is counted. A fact is one row: where it falls (province, year, quarter, category, the leading department and its
 * kind), which measure it is of, a code (a status, an indicator, a province), how many, how much, and how exact.
 * Only what is published counts, so a province and the ministry see the same figure.
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

/** A fact's columns but its province. */
export const otherColumns =
  'year, quarter, category, department_id, department_kind, measure, code, n, amount, qualifier'

/** SQL of all facts but plans' for the measures that are asked for. */
export function factsSql(statement: Statement, measures: ReadonlySet<Measure>, indicators: string | undefined): string {
  const any = (...wanted: Measure[]) => wanted.some((measure) => measures.has(measure))
  const parts = [
    ...(any('task', 'overdue', 'completed_on_time', 'progress', 'planned_budget')
      ? [taskFacts(statement, measures)]
      : []),
    ...(any('figure') ? [figureFacts(statement, indicators)] : []),
    ...(any('spent_budget') ? [spentFacts(statement)] : []),
    ...(any('due', 'submitted', 'on_time') ? [dueFacts(statement)] : []),
    ...(any('recommendation') ? [recommendationFacts(statement)] : []),
    ...(any('reporting') ? [reportingFacts(statement)] : []),
  ]
  const none =
    `select null::integer, null::integer, null::integer, null::text, null::uuid, null::text, null::text, null::text, ` +
    `null::bigint, null::numeric, null::text where false`
  return `select * from (${[none, ...parts].join(' union all ')}) as fact (province_id, ${otherColumns})`
}

/**
 * Plans: one fact for each year that the period touches where the rows are by year, else one for each plan that touches
 * any of the years asked for. A plan belongs to no quarter, category or department.
 */
export function planFactsSql(statement: Statement, byYear: boolean, years: string | undefined): string {
  const touched = `generate_series(extract(year from p.period_start)::integer, extract(year from p.period_end)::integer) as y (year)`
  const where = scoped(statement, ['p'], ['p.published'])
  const wanted = years === undefined ? '' : ` where y.year = any (${years})`
  const [from, year] = byYear
    ? [`plans p cross join ${touched}`, 'y.year']
    : [`plans p`, `(select min(y.year) from ${touched}${wanted})`]
  return (
    `select p.province_id, ${year} as year, null::integer as quarter, null::text as category, null::uuid as department_id, ` +
    `null::text as department_kind, 'plan' as measure, p.status as code, 1::bigint as n, null::numeric as amount, ` +
    `'' as qualifier from ${from} where ${where}`
  )
}

const scoped = (statement: Statement, rows: readonly string[], conditions: readonly string[] = []) =>
  [...rows.flatMap((row) => statement.inScope(row)), ...conditions].join(' and ') || 'true'

/** The department that leads a task; the columns are null where none is on record. */
const lead = (statement: Statement, task: string) =>
  `left join task_departments l on l.province_id = ${task}.province_id and l.task_id = ${task}.id and l.part = 'LEAD' ` +
  `and ${scoped(statement, ['l'])} ` +
  `left join departments d on d.province_id = l.province_id and d.id = l.department_id and ${scoped(statement, ['d'])}`

const quarterOf = (date: string) => `extract(quarter from ${date})::integer`
const yearOf = (date: string) => `extract(year from ${date})::integer`

function taskFacts(statement: Statement, measures: ReadonlySet<Measure>): string {
  const falls = 'coalesce(t.due_on, p.period_end)'
  const values: Partial<Record<Measure, string>> = {
    task: `('task', t.status, 1, null::numeric)`,
    overdue: `('overdue', '', (${overdue('t')})::integer, null::numeric)`,
    completed_on_time: `('completed_on_time', '', (t.status = 'COMPLETED' and t.completed_on <= t.due_on)::integer, null::numeric)`,
    progress: `('progress', '', (t.status <> 'CANCELLED' and done.percent is not null)::integer, done.percent)`,
    planned_budget: `('planned_budget', '', (t.planned_budget is not null)::integer, t.planned_budget)`,
  }
  const wanted = Object.entries(values).flatMap(([name, sql]) => (measures.has(name as Measure) ? [sql] : []))
  const done = measures.has('progress')
    ? `cross join lateral (select ${taskProgress('t', statement)} as percent) done `
    : ''
  return (
    `select t.province_id, ${yearOf(falls)}, ${quarterOf(falls)}, t.category, l.department_id, d.kind, ` +
    `m.measure, m.code, m.n::bigint, m.amount, '' from tasks t ` +
    `join plans p on p.province_id = t.province_id and p.id = t.plan_id and ${scoped(statement, ['p'])} ` +
    `${lead(statement, 't')} ${done}` +
    `cross join lateral (values ${wanted.join(', ')}) as m (measure, code, n, amount) ` +
    `where ${scoped(statement, ['t'], ['t.published', 'm.n > 0'])}`
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

const reportDimensions = 'r.province_id, rp.year::integer, rp.quarter::integer, t.category, l.department_id, d.kind'

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

function figureFacts(statement: Statement, indicators: string | undefined): string {
  const wanted = indicators === undefined ? [] : [`v.indicator_code = any (${indicators})`]
  return (
    `select ${reportDimensions}, 'figure', v.indicator_code, 1::bigint, v.value, v.qualifier ${reports(statement)} ` +
    `join indicator_values v on v.province_id = r.province_id and v.report_id = r.id and ${scoped(statement, ['v'])} ` +
    `where ${scoped(statement, ['r'], [...counted(statement), ...wanted])}`
  )
}

function spentFacts(statement: Statement): string {
  return (
    `select ${reportDimensions}, 'spent_budget', '', 1::bigint, r.spent_budget::numeric, '' ${reports(statement)} ` +
    `where ${scoped(statement, ['r'], [...counted(statement), 'r.spent_budget is not null'])}`
  )
}

function reportingFacts(statement: Statement): string {
  return (
    `select distinct ${reportDimensions}, 'reporting', '', 1::bigint, null::numeric, '' ${reports(statement)} ` +
    `where ${scoped(statement, ['r'], ['r.published'])}`
  )
}

function recommendationFacts(statement: Statement): string {
  return (
    `select ${reportDimensions}, 'recommendation', case c.status when 'OPEN' then 'OPEN' else 'ANSWERED' end, 1::bigint, ` +
    `null::numeric, '' ${reports(statement)} ` +
    `join recommendations c on c.province_id = r.province_id and c.report_id = r.id and ${scoped(statement, ['c'])} ` +
    `where ${scoped(statement, ['r'], ['r.published'])}`
  )
}

/** What is owed and its window closed; of that what was handed in, and of that what was in time. */
function dueFacts(statement: Statement): string {
  const filed = (inTime: string) =>
    `(exists (select 1 from progress_reports r where ${scoped(statement, ['r'])} and r.published and ${fills('r', 'slot')}${inTime}))::integer`
  return (
    `select slot.province_id, slot.year::integer, slot.quarter::integer, slot.category, slot.department_id, d.kind, m.measure, ` +
    `'', m.n::bigint, null::numeric, '' from (${slotsSql(statement)}) slot ` +
    `left join departments d on d.province_id = slot.province_id and d.id = slot.department_id and ${scoped(statement, ['d'])} ` +
    `cross join lateral (values ('due', 1), ('submitted', ${filed('')}), ` +
    `('on_time', ${filed(` and not coalesce(${late('r')}, true)`)})) as m (measure, n) ` +
    `where slot.data_to < ${today} and m.n > 0`
  )
}
