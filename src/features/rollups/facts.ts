import type { Statement } from '../../graphql/statement.ts'
import { fills, isLeads, lookedUp, slotsSql } from '../progress-reports/due.ts'
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
  /** Left out where all units are tasks. */
  others?: { plans: string; periods: string }
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
  const ofReports = [
    ...(any('figure') ? [figureFacts(statement, wanted)] : []),
    ...(any('spent_budget') ? [spentFacts] : []),
    ...(any('recommendation') ? [recommendationFacts(statement, wanted)] : []),
    ...(any('reporting') ? [reportingFacts] : []),
  ]
  const others = [
    ...(any('task', 'overdue', 'completed_on_time', 'progress', 'planned_budget')
      ? [taskFacts(statement, wanted)]
      : []),
    ...(any('due', 'submitted', 'on_time')
      ? [
          dueFacts(statement, 'tasks', wanted),
          ...(wanted.units && !wanted.units.others ? [] : [dueFacts(statement, 'plans', wanted)]),
        ]
      : []),
  ]
  const none =
    `select null::integer, null::integer, null::integer, null::text, null::uuid, null::text, null::text, null::text, ` +
    `null::bigint, null::numeric, null::text, null::date, null::uuid, null::uuid, null::uuid, null::uuid, null::uuid, null::integer where false`
  const reported = ofReports.length > 0 ? `with reported as (${reportedSql(statement, wanted)}) ` : ''
  const facts = [...others, ...ofReports]
  return `select * from (${reported}${facts.length > 0 ? facts.join(' union all ') : none}) as fact (province_id, ${otherColumns})`
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
  const where = scoped(statement, ['p'], ['p.published'])
  const plans = units ? wantedPlans : 'plans p'
  const wanted = years === undefined ? '' : ` where y.year = any (${years})`
  const [from, year] = byYear
    ? [`${plans} cross join ${touched}`, 'y.year']
    : [plans, `(select min(y.year) from ${touched}${wanted})`]
  return (
    `select p.province_id, ${year} as year, null::integer as quarter, null::text as category, null::uuid as department_id, ` +
    `null::text as department_kind, 'plan' as measure, p.status as code, 1::bigint as n, null::numeric as amount, ` +
    `'' as qualifier, ${ever} as counts_from, p.id as unit, p.id as plan_id, null::uuid as task_id, null::uuid as report_id, ` +
    `null::uuid as recommendation_id, ${first} as first_year from ${from} where ${where}`
  )
}

export const ever = `'-infinity'::date`

const scoped = (statement: Statement, rows: readonly string[], conditions: readonly string[] = []) =>
  [...rows.flatMap((row) => statement.inScope(row)), ...conditions].join(' and ') || 'true'

/** The department that leads a task, with its kind; the columns are null where none is on record. */
const lead = (statement: Statement, task: string) =>
  `left join lateral (select l.department_id, d.kind from task_departments l cross join lateral (select d.kind from departments d ` +
  `where d.province_id = l.province_id and ${scoped(statement, ['d'])} and ${lookedUp('d.id', 'l.department_id')}) d ` +
  `where l.province_id = ${task}.province_id and l.part = 'LEAD' and ${scoped(statement, ['l'])} ` +
  `and ${lookedUp('l.task_id', `${task}.id`)}) l on true`

/**
 * The tasks and plans of units, as tables of the statement (`wanted_tasks`, `wanted_plans`): each is looked up once, with
 * what its facts depend on. What is no task or no plan is left out.
 */
export function unitTables(statement: Statement, { tasks, others }: Units): string {
  const plan = (id: string) => `(select * from plans p where ${scoped(statement, ['p'])} and ${lookedUp('p.id', id)}) p`
  const ofPlan = 'p.reporting_period, p.period_start, p.period_end, p.approved_at, p.completed_at'
  return (
    `wanted_tasks as (select t.province_id, t.id, t.plan_id, t.category, t.status, t.start_on, t.due_on, t.completed_on, ` +
    `t.planned_budget, t.published, p.status as plan_status, p.published as plan_published, ${ofPlan}, ` +
    `l.department_id as lead_id, l.kind as lead_kind from unnest(${tasks}) as wanted (id) cross join lateral ` +
    `(select * from tasks t where ${scoped(statement, ['t'])} and ${lookedUp('t.id', 'wanted.id')}) t ` +
    `cross join lateral ${plan('t.plan_id')} ${lead(statement, 't')})` +
    (others === undefined
      ? ''
      : `, wanted_plans as (select p.province_id, p.id, p.status, p.published, ${ofPlan} ` +
        `from unnest(${others.plans}) as wanted (id) cross join lateral ${plan('wanted.id')})`)
  )
}

/** Tasks of units as `t`, with their plans as `p` and their leads as `l`. */
const wantedTasks =
  `wanted_tasks t cross join lateral (select t.province_id, t.plan_id as id, t.plan_status as status, t.plan_published as published, ` +
  `t.reporting_period, t.period_start, t.period_end, t.approved_at, t.completed_at) p ` +
  `cross join lateral (select t.lead_id as department_id, t.lead_kind as kind) l`

const wantedPlans = 'wanted_plans p'

const quarterOf = (date: string) => `extract(quarter from ${date})::integer`
const yearOf = (date: string) => `extract(year from ${date})::integer`

/** What a task (`t`) counts as: measure, code, whether it counts, how much, and from when. */
const taskMeasures: Partial<Record<Measure, string>> = {
  task: `('task', t.status, 1, null::numeric, ${ever})`,
  // Overdue from the day after the due date, if nothing happens until then.
  overdue: `('overdue', '', (t.due_on is not null and ${unfinished('t')})::integer, null::numeric, t.due_on + 1)`,
  completed_on_time: `('completed_on_time', '', (t.status = 'COMPLETED' and t.completed_on <= t.due_on)::integer, null::numeric, ${ever})`,
  progress: `('progress', '', (t.status <> 'CANCELLED' and done.percent is not null)::integer, done.percent, ${ever})`,
  planned_budget: `('planned_budget', '', (t.planned_budget is not null)::integer, t.planned_budget, ${ever})`,
}

/** The same as a table `m`. */
export const countedAs = (measures: ReadonlySet<Measure>): string => {
  const wanted = Object.entries(taskMeasures).flatMap(([name, sql]) => (measures.has(name as Measure) ? [sql] : []))
  return `(values ${wanted.join(', ')}) as m (measure, code, n, amount, counts_from)`
}

function taskFacts(statement: Statement, { measures, units }: Wanted): string {
  const falls = 'coalesce(t.due_on, p.period_end)'
  const done = measures.has('progress')
    ? `cross join lateral (select ${taskProgress('t', statement)} as percent offset 0) done `
    : ''
  return (
    `select t.province_id, ${yearOf(falls)}, ${quarterOf(falls)}, t.category, l.department_id, l.kind, ` +
    `m.measure, m.code, m.n::bigint, m.amount, '', m.counts_from, t.id, t.plan_id, t.id, null::uuid, null::uuid, null::integer ` +
    `from ${units ? wantedTasks : `tasks t join plans p on p.province_id = t.province_id and p.id = t.plan_id ${lead(statement, 't')}`} ${done}` +
    `cross join lateral ${countedAs(measures)} ` +
    `where ${scoped(statement, ['t', 'p'], ['t.published', 'm.n > 0'])}`
  )
}

/** The unit of the reports of one period that are on no plan. */
export const periodUnit = (code: string) => `md5('period ' || ${code})::uuid`

/** That a report (`r`) is the newest accepted revision, and its period (`rp`) in its plan's (`p`) cadence; without a plan: a year. */
export const newestInCadence = `r.status = 'ACCEPTED' and not r.superseded and rp.kind = coalesce(p.reporting_period, 'YEAR')`

/**
 * Reports with what they are on, and whether they count. A figure falls where its period's window ends; a report on a plan
 * or a year belongs to no category and no department.
 *
 * A report counts if it is the newest accepted revision, in its plan's cadence (without a plan: of a year), by the
 * province on a plan or a year, or on a task by its lead; where no lead is on record, by the one department that reported.
 */
function reportedSql(statement: Statement, { units }: Wanted): string {
  const all =
    `progress_reports r left join plans p on p.province_id = r.province_id and ${scoped(statement, ['p'])} and p.id = r.plan_id ` +
    `left join tasks t on t.province_id = r.province_id and ${scoped(statement, ['t'])} and t.id = r.task_id ` +
    `${lead(statement, 't')} join reporting_periods rp on rp.code = r.period_code`
  const alone =
    `not exists (select 1 from progress_reports other where ${scoped(statement, ['other'])} ` +
    `and other.province_id = r.province_id and other.task_id = r.task_id and other.published ` +
    `and other.department_id <> r.department_id)`
  const byWhom = `(r.task_id is null or ${isLeads('r', 'l.department_id')} or (l.department_id is null and ${alone}))`
  return (
    `select r.province_id, rp.year::integer as year, rp.quarter::integer as quarter, t.category, l.department_id, ` +
    `l.kind as department_kind, coalesce(r.task_id, r.plan_id, ${periodUnit('r.period_code')}) as unit, ` +
    `r.plan_id, r.task_id, r.id, r.spent_budget, ${newestInCadence} and ${byWhom} as counts ` +
    `from ${units ? reportsOf(statement, units) : all} where ${scoped(statement, ['r'], ['r.published'])}`
  )
}

/** The reports of each unit, looked up by what they are on, with what their facts depend on. */
function reportsOf(statement: Statement, { others }: Units): string {
  const columns =
    'province_id, id, plan_id, task_id, department_id, by_lead, period_code, status, superseded, spent_budget, published'
  const of = (units: string, on: string, beside: string) =>
    `select r.*, ${beside} from ${units} cross join lateral ` +
    `(select ${columns} from progress_reports r where ${scoped(statement, ['r'])} and ${on} offset 0) r`
  const each = [of('wanted_tasks t', 'r.task_id = t.id', 't.category, t.lead_id, t.lead_kind, t.reporting_period')]
  if (others !== undefined) {
    const nowhere = 'null::text, null::uuid, null::text'
    each.push(
      of('wanted_plans p', 'r.plan_id = p.id and r.task_id is null', `${nowhere}, p.reporting_period`),
      of(
        `unnest(${others.periods}) as wanted (code)`,
        'r.period_code = wanted.code and r.plan_id is null',
        `${nowhere}, null::text`,
      ),
    )
  }
  return (
    `(${each.join(' union all ')}) as r (${columns}, category, lead_id, lead_kind, reporting_period) ` +
    `cross join lateral (select r.reporting_period) p cross join lateral (select r.category) t ` +
    `cross join lateral (select r.lead_id as department_id, r.lead_kind as kind) l cross join lateral ` +
    `(select rp.kind, rp.year, rp.quarter from reporting_periods rp where ${lookedUp('rp.code', 'r.period_code')}) rp`
  )
}

/** What a figure (`v`) of a report counts as: measure, code, how many, how much, and how exact. */
export const figure = `'figure', v.indicator_code, 1::bigint, v.value, v.qualifier`
/** The same of what a report (`r`) says was spent, if it does. */
export const spent = `'spent_budget', '', 1::bigint, r.spent_budget::numeric, ''`

/** A fact of a report: its measure, code, number, amount and how exact it is, and where it comes from. */
const ofReport = (values: string, recommendation = 'null::uuid') =>
  `select r.province_id, r.year, r.quarter, r.category, r.department_id, r.department_kind, ${values}, ${ever}, ` +
  `r.unit, r.plan_id, r.task_id, r.id, ${recommendation}, null::integer from reported r`

/** Joins what hangs on reports; that of a unit's few is looked up by each. */
const joined = (statement: Statement, name: string, alias: string, units: Units | undefined) => {
  const on = `${alias}.province_id = r.province_id and ${alias}.report_id = r.id and ${scoped(statement, [alias])}`
  return units
    ? `cross join lateral (select * from ${name} ${alias} where ${on} offset 0) ${alias}`
    : `join ${name} ${alias} on ${on}`
}

function figureFacts(statement: Statement, { indicators, units }: Wanted): string {
  const wanted = indicators === undefined ? '' : ` and v.indicator_code = any (${indicators})`
  return `${ofReport(figure)} ${joined(statement, 'indicator_values', 'v', units)} where r.counts${wanted}`
}

const spentFacts = `${ofReport(spent)} where r.counts and r.spent_budget is not null`

const reportingFacts = ofReport(`'reporting', '', 1::bigint, null::numeric, ''`)

function recommendationFacts(statement: Statement, { units }: Wanted): string {
  const code = `case c.status when 'OPEN' then 'OPEN' else 'ANSWERED' end`
  return (
    `${ofReport(`'recommendation', ${code}, 1::bigint, null::numeric, ''`, 'c.id')} ` +
    joined(statement, 'recommendations', 'c', units)
  )
}

/** What is owed, from the day after its window closes; of that what was handed in, and of that what was in time. */
function dueFacts(statement: Statement, on: 'tasks' | 'plans', { units }: Wanted): string {
  const mine = `r.province_id = slot.province_id and ${scoped(statement, ['r'])}`
  // In the order of the index that leads to the task's reports, not of the one by which a period's are gone through.
  const reports =
    on === 'tasks'
      ? `(select * from progress_reports r where ${mine} and r.task_id between slot.task_id and slot.task_id order by r.task_id offset 0) r`
      : 'progress_reports r'
  const filed =
    `select count(*) > 0 as submitted, bool_or(not coalesce(${late('r')}, true)) as on_time, ` +
    `(array_agg(r.id order by (${late('r')}) nulls last, r.revision))[1] as report_id ` +
    `from ${reports} where ${scoped(statement, ['r'])} and r.published and ${fills('r', 'slot', on)}`
  return (
    `select slot.province_id, slot.year::integer, slot.quarter::integer, slot.category, slot.department_id, d.kind, m.measure, ` +
    `slot.period_code, 1::bigint, null::numeric, '', slot.data_to + 1, coalesce(slot.task_id, slot.plan_id), slot.plan_id, slot.task_id, ` +
    `m.report_id, null::uuid, null::integer from (${slotsSql(statement, on, units && { tasks: wantedTasks, plans: wantedPlans })}) slot ` +
    `left join departments d on d.province_id = slot.province_id and d.id = slot.department_id and ${scoped(statement, ['d'])} ` +
    `cross join lateral (${filed}) filed cross join lateral (values ('due', true, null), ('submitted', filed.submitted, filed.report_id), ` +
    `('on_time', filed.on_time, filed.report_id)) as m (measure, counts, report_id) where m.counts`
  )
}
