import type { SelectionSetNode } from 'graphql'
import type { Builder, Row } from '../../graphql/builder.ts'
import { vietnamese } from '../../graphql/field-specs.ts'
import { setsIn } from '../../graphql/selection.ts'
import { figureTotalJson, figureTotals } from './figures.ts'
import { noDepartment, planColumns, taskColumns } from './measures.ts'
import { countedOnce, type Dimension, type Question } from './source.ts'

/** Sums that a field of RollupRow is made of; a field of plans is made of those of `plans` where rows are not by year. */
const sumsOf: Record<string, readonly string[]> = {
  plans: Object.values(planColumns),
  plansByStatus: Object.values(planColumns),
  tasks: Object.values(taskColumns),
  tasksByStatus: Object.values(taskColumns),
  overdueTasks: ['overdue'],
  completedOnTime: ['completed_on_time'],
  reportsDue: ['due'],
  reportsSubmitted: ['submitted'],
  reportsOnTime: ['on_time'],
  reportingRate: ['due', 'submitted'],
  onTimeRate: ['due', 'on_time'],
  progress: ['progress', 'progress_tasks'],
  plannedBudget: ['planned_budget', 'planned_tasks'],
  spentBudget: ['spent_budget', 'spent_reports'],
  recommendationsOpen: ['recommendations_open'],
  recommendationsAnswered: ['recommendations_answered'],
}

const ofPlans = (field: string) => field === 'plans' || field === 'plansByStatus'
const ofReporting = (field: string) => field === 'provincesReporting' || field === 'provincesNotReporting'

/** What the rows of a selection are made of: sums of the summary’s measures, and what else must be there. */
export function needed(builder: Builder, sets: readonly SelectionSetNode[], by: readonly Dimension[]) {
  const fields = [...builder.selection.fields('RollupRow', sets).values()].flat().map(({ name }) => name)
  const byYear = by.includes('year')
  const reporting = fields.some(ofReporting)
  const sums = fields.filter((field) => byYear || !ofPlans(field)).flatMap((field) => sumsOf[field] ?? [])
  return {
    sums: [...new Set([...sums, ...(by.length > 0 ? ['facts'] : []), ...(reporting ? ['reporting'] : [])])],
    plans: !byYear && fields.some(ofPlans),
    figures: fields.includes('indicators'),
    reporting,
  }
}

/**
 * The rows of a rollup as the text of a JSON list without its brackets; without dimensions, of the one row there is.
 * `measures`, `figures`, `plan_years` and `asked`, the provinces asked about, are tables of the statement.
 */
export function rowsSql(question: Question, sets: readonly SelectionSetNode[], by: readonly Dimension[]): string {
  const { builder } = question
  const { selection, statement } = builder
  const need = needed(builder, sets, by)
  const row: Row = { alias: statement.alias(), joins: [] }
  const r = row.alias

  const figures = selection.named('RollupRow', sets, 'indicators')
  // They are added up once for the row.
  if (figures.length > 1) builder.mustBeParsed()
  const figureSets = setsIn(figures)

  const fields = fieldsJson(question, row, by, need)
  const json = builder.objectOf('RollupRow', sets, (name, selected) => [
    (fields[name] as (typeof fields)[string])(setsIn(selected)),
  ])

  const named = statement.alias()
  if (by.includes('province_id')) row.joins.push(`left join provinces ${named} on ${named}.id = ${r}.province_id`)
  const order = by.map((dimension) =>
    dimension === 'province_id'
      ? `${named}.name collate "${vietnamese}"`
      : `nullif(${r}.${dimension}, ${noneOf[dimension]}) nulls last`,
  )
  const ordered = order.length > 0 ? ` order by ${order.join(', ')}` : ''
  const sums = need.sums.map((name) => `coalesce(sum(${name}), 0) as ${name}`)
  const grouped = by.length > 0 ? ` group by ${by.join(', ')}` : ''
  const all = [...by, ...sums]
  const summed = all.length > 0 ? `select ${all.join(', ')} from measures${grouped}` : 'select 1 as one'
  return (
    `(select string_agg(${json}, ','${ordered}) from ${rowsFrom(summed, r, by)} ` +
    `${asideSql(question, r, by, need, figureSets).join(' ')} ${row.joins.join(' ')})`
  )
}

const noneOf: Record<string, string> = {
  year: 'null',
  quarter: '0',
  category: `''`,
  department_kind: `''`,
  department_id: `'${noDepartment}'`,
}

type Need = ReturnType<typeof needed>
type FieldJson = (sets: readonly SelectionSetNode[]) => string

/** Rows that hold something. Grouping by province alone lists every province asked about, also those without anything. */
function rowsFrom(summed: string, r: string, by: readonly Dimension[]): string {
  if (by.length === 0) return `(${summed}) ${r}`
  if (by.join() !== 'province_id') return `(select * from (${summed}) summed where facts > 0) ${r}`
  return `(select summed.*, a.id as province_id from asked a left join (${summed.replace('select province_id', 'select province_id as filed_by')}) summed on summed.filed_by = a.id) ${r}`
}

/** What is added up beside the measures, joined on the row’s dimensions. */
function asideSql(
  { builder, years }: Question,
  r: string,
  by: readonly Dimension[],
  need: Need,
  figureSets: readonly SelectionSetNode[],
): string[] {
  const on = (alias: string) =>
    by.map((dimension) => `${alias}.${dimension} = ${r}.${dimension}`).join(' and ') || 'true'
  const grouped = by.length > 0 ? ` group by ${by.join(', ')}` : ''
  const dimensions = by.map((dimension) => `${dimension}, `).join('')
  const parts: string[] = []
  if (need.figures) {
    parts.push(`left join (${figureTotals(builder, figureSets, by)}) figured on ${on('figured')}`)
  }
  if (need.plans) {
    const sums = Object.values(planColumns).map((name) => `sum(${name}) as ${name}`)
    parts.push(
      `left join (select ${dimensions}${sums.join(', ')} from plan_years x where ${countedOnce(years)}${grouped}) planned on ${on('planned')}`,
    )
  }
  if (need.reporting && !by.includes('province_id')) {
    parts.push(
      `left join (select ${dimensions}count(*) as provinces, array_agg(province_id) as reporting from ` +
        `(select ${dimensions}province_id from measures group by ${dimensions}province_id having sum(reporting) > 0) one_province` +
        `${grouped}) reported on ${on('reported')}`,
    )
  }
  return parts
}

/** How each field is had, as SQL of its JSON text. */
function fieldsJson({ builder }: Question, row: Row, by: readonly Dimension[], need: Need): Record<string, FieldJson> {
  const r = row.alias
  const has = (dimension: Dimension) => by.includes(dimension)
  const value = (dimension: Dimension, quote: boolean) => {
    if (!has(dimension)) return `'null'`
    const given = `nullif(${r}.${dimension}, ${noneOf[dimension]})`
    return quote ? `coalesce('"' || ${given} || '"', 'null')` : `coalesce(${given}::text, 'null')`
  }
  const count = (name: string) => `coalesce(${r}.${name}, 0)::text`
  const p = need.plans ? 'planned' : r
  const plans = (name: string) => `coalesce(${p}.${name}, 0)`
  const statuses = (
    columns: Record<string, string>,
    sql: (column: string) => string,
    sets: readonly SelectionSetNode[],
  ) => {
    const each = Object.entries(columns)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([status, column]) => {
        const json: Record<string, string> = { status: `'"${status}"'`, count: sql(column) }
        const object = builder.objectOf('StatusCount', sets, (name) => [json[name] as string])
        return `case when ${sql(column)} > 0 then ${object} end`
      })
    return `concat('[', concat_ws(',', ${each.join(', ')}), ']')`
  }
  const tasks = (name: string) => `coalesce(${r}.${name}, 0)`
  const total = (columns: Record<string, string>, sql: (column: string) => string) =>
    `(${Object.values(columns).map(sql).join(' + ')})::text`
  const rate = (part: string) => `coalesce((round(${r}.${part}::numeric / nullif(${r}.due, 0), 4))::text, 'null')`
  const money = (sum: string, of: string) =>
    `case when ${r}.${of} > 0 then '"' || trim_scale(${r}.${sum}) || '"' else 'null' end`
  const reporting = has('province_id')
    ? `(coalesce(${r}.reporting, 0) > 0)::integer`
    : 'coalesce(reported.provinces, 0)'
  return {
    province: (sets) => (has('province_id') ? related(builder, row, 'Province', sets) : `'null'`),
    year: () => value('year', false),
    quarter: () => value('quarter', false),
    category: () => value('category', true),
    department: (sets) => (has('department_id') ? related(builder, row, 'Department', sets) : `'null'`),
    departmentKind: () => value('department_kind', true),
    plans: () => total(planColumns, plans),
    plansByStatus: (sets) => statuses(planColumns, plans, sets),
    tasks: () => total(taskColumns, tasks),
    tasksByStatus: (sets) => statuses(taskColumns, tasks, sets),
    overdueTasks: () => count('overdue'),
    completedOnTime: () => count('completed_on_time'),
    reportsDue: () => count('due'),
    reportsSubmitted: () => count('submitted'),
    reportsOnTime: () => count('on_time'),
    reportingRate: () => rate('submitted'),
    onTimeRate: () => rate('on_time'),
    progress: () => `coalesce(round(${r}.progress / nullif(${r}.progress_tasks, 0), 2)::text, 'null')`,
    plannedBudget: () => money('planned_budget', 'planned_tasks'),
    spentBudget: () => money('spent_budget', 'spent_reports'),
    indicators: () => `concat('[', figured.${figureTotalJson}, ']')`,
    recommendationsOpen: () => count('recommendations_open'),
    recommendationsAnswered: () => count('recommendations_answered'),
    provincesReporting: () => `${reporting}::text`,
    provincesNotReporting: (sets) => notReporting(builder, r, has('province_id'), sets),
  }
}

function related(
  builder: Builder,
  row: Row,
  type: 'Province' | 'Department',
  sets: readonly SelectionSetNode[],
): string {
  const child: Row = { alias: builder.statement.alias(), joins: [] }
  const source = builder.type(type).source
  const on =
    type === 'Province'
      ? `${child.alias}.key = ${row.alias}.province_id`
      : builder.conditions(source, child.alias, undefined, [`${child.alias}.id = ${row.alias}.department_id`])
  const json = builder.object(type, sets, child)
  row.joins.push(`left join ${source.from(builder.statement)} ${child.alias} on ${on}`)
  row.joins.push(...child.joins.map((join) => join.replace(/^join /, 'left join ')))
  return `case when ${child.alias}.id is null then 'null' else ${json} end`
}

/** Of the provinces asked about (in a province's row: of that one), those without a submitted report. */
function notReporting(builder: Builder, r: string, byProvince: boolean, sets: readonly SelectionSetNode[]): string {
  const child: Row = { alias: builder.statement.alias(), joins: [] }
  const json = builder.object('Province', sets, child)
  const condition = byProvince
    ? `${child.alias}.key = ${r}.province_id and coalesce(${r}.reporting, 0) <= 0`
    : `not ${child.alias}.key = any (coalesce(reported.reporting, '{}'))`
  return (
    `(select concat('[', string_agg(${json}, ',' order by ${child.alias}.name collate "${vietnamese}"), ']') ` +
    `from ${builder.type('Province').source.from(builder.statement)} ${child.alias} ${child.joins.join(' ')} ` +
    `where ${child.alias}.key in (select a.id from asked a) and ${condition})`
  )
}
