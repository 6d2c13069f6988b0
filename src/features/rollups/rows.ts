import type { SelectionSetNode } from 'graphql'
import type { Builder, Row } from '../../graphql/builder.ts'
import { vietnamese } from '../../graphql/field-specs.ts'
import { concat } from '../../graphql/statement.ts'
import type { Measure } from './facts.ts'

export type Dimension = 'province_id' | 'year' | 'quarter' | 'category' | 'department_id' | 'department_kind'

/**
 * The rows of a rollup as the text of a JSON list without its brackets; without dimensions, of the one row there is.
 * `facts` is SQL that selects facts; `asked`, the provinces asked about, is a table of the statement.
 */
export function rowsSql(
  builder: Builder,
  sets: readonly SelectionSetNode[],
  dimensions: readonly Dimension[],
  facts: string,
): string {
  const { selection, statement } = builder
  const fields = selection.fields('RollupRow', sets)
  const setsOf = (name: string) => (fields.get(name) ?? []).flatMap((selected) => selected.sets)
  const row: Row = { alias: statement.alias(), joins: [] }
  const r = row.alias
  const count = (measure: Measure) => `${r}.${measure}::text`
  const has = (dimension: Dimension) => dimensions.includes(dimension)
  const value = (dimension: Dimension, quote: boolean) =>
    !has(dimension)
      ? `'null'`
      : quote
        ? `coalesce('"' || ${r}.${dimension} || '"', 'null')`
        : `coalesce(${r}.${dimension}::text, 'null')`
  const rate = (part: Measure) => `coalesce((round(${r}.${part}::numeric / nullif(${r}.due, 0), 4))::text, 'null')`

  const json: Record<string, () => string> = {
    province: () => (has('province_id') ? related(builder, row, 'Province', setsOf('province')) : `'null'`),
    year: () => value('year', false),
    quarter: () => value('quarter', false),
    category: () => value('category', true),
    department: () => (has('department_id') ? related(builder, row, 'Department', setsOf('department')) : `'null'`),
    departmentKind: () => value('department_kind', true),
    plans: () => count('plan'),
    plansByStatus: () => `concat('[', ${r}.plan_statuses, ']')`,
    tasks: () => count('task'),
    tasksByStatus: () => `concat('[', ${r}.task_statuses, ']')`,
    overdueTasks: () => count('overdue'),
    completedOnTime: () => count('completed_on_time'),
    reportsDue: () => count('due'),
    reportsSubmitted: () => count('submitted'),
    reportsOnTime: () => count('on_time'),
    reportingRate: () => rate('submitted'),
    onTimeRate: () => rate('on_time'),
    progress: () => `coalesce(round(${r}.progress_sum / nullif(${r}.progress, 0), 2)::text, 'null')`,
    plannedBudget: () => `coalesce('"' || ${r}.planned_budget_sum::text || '"', 'null')`,
    spentBudget: () => `coalesce('"' || ${r}.spent_budget_sum::text || '"', 'null')`,
    indicators: () => `concat('[', ${r}.indicators, ']')`,
    recommendationsOpen: () => `${r}.recommendations_open::text`,
    recommendationsAnswered: () => `${r}.recommendations_answered::text`,
    provincesReporting: () => `${r}.provinces_reporting::text`,
    provincesNotReporting: () => notReporting(builder, r, has('province_id'), setsOf('provincesNotReporting')),
  }
  const parts = [`'{"__typename":"RollupRow"'`]
  for (const name of fields.keys()) parts.push(`',"${name}":'`, (json[name] as () => string)())
  parts.push(`'}'`)
  const object = concat(parts)

  const by = dimensions.join(', ')
  const order = dimensions.map((dimension) =>
    dimension === 'province_id'
      ? `(select p.name from provinces p where p.id = ${r}.province_id) collate "${vietnamese}"`
      : `${r}.${dimension} nulls last`,
  )
  // Grouping by province alone lists every province asked about, also those of which nothing is known.
  const everyProvince =
    by === 'province_id' ? ` union all select a.id, '', '', 0, null, false, false, false, false, null from asked a` : ''
  const grouped = by === '' ? '' : `${by}, `
  const cells =
    `select ${grouped}measure, case measure when 'reporting' then province_id::text else code end as code, ` +
    `sum(n) as n, sum(amount) as amount, ` +
    `bool_and(qualifier = 'EXACT') as exact, bool_and(qualifier in ('EXACT', 'AT_LEAST', 'UNKNOWN')) as at_least, ` +
    `bool_and(qualifier in ('EXACT', 'JUST_UNDER')) as just_under, bool_and(qualifier = 'UNKNOWN') as unknown, ` +
    `sum(amount) filter (where qualifier in ('EXACT', 'AT_LEAST')) as lower ` +
    `from (${facts}) fact group by ${grouped}measure, case measure when 'reporting' then province_id::text else code end${everyProvince}`
  const total = (measure: Measure) => `coalesce(sum(c.n) filter (where c.measure = '${measure}'), 0) as ${measure}`
  const sum = (measure: Measure) => `sum(c.amount) filter (where c.measure = '${measure}') as ${measure}_sum`
  const statuses = (measure: Measure) =>
    `string_agg(concat('{"status":"', c.code, '","count":', c.n, '}'), ',' order by c.code) ` +
    `filter (where c.measure = '${measure}') as ${measure}_statuses`
  const indicator: Row = { alias: statement.alias(), joins: [] }
  const figure = figureJson(builder, setsOf('indicators'), indicator)
  const counted: Measure[] = ['plan', 'task', 'overdue', 'completed_on_time', 'due', 'submitted', 'on_time', 'progress']
  const sums: Measure[] = ['progress', 'planned_budget', 'spent_budget']
  const aggregated =
    `select ${by === '' ? '' : `${dimensions.map((dimension) => `c.${dimension}`).join(', ')}, `}` +
    `${[...counted.map(total), ...sums.map(sum), statuses('plan'), statuses('task')].join(', ')}, ` +
    `coalesce(sum(c.n) filter (where c.measure = 'recommendation' and c.code = 'OPEN'), 0) as recommendations_open, ` +
    `coalesce(sum(c.n) filter (where c.measure = 'recommendation' and c.code <> 'OPEN'), 0) as recommendations_answered, ` +
    `count(*) filter (where c.measure = 'reporting') as provinces_reporting, ` +
    `array_agg(c.code::integer) filter (where c.measure = 'reporting') as reporting, ` +
    `string_agg(${figure}, ',' order by ${indicator.alias}.position) filter (where c.measure = 'figure') as indicators ` +
    `from (${cells}) c left join indicators ${indicator.alias} on c.measure = 'figure' and ${indicator.alias}.code = c.code ` +
    `${indicator.joins.join(' ')}${by === '' ? '' : ` group by ${dimensions.map((dimension) => `c.${dimension}`).join(', ')}`}`
  const ordered = order.length > 0 ? ` order by ${order.join(', ')}` : ''
  return `(select string_agg(${object}, ','${ordered}) from (${aggregated}) ${r} ${row.joins.join(' ')})`
}

/** Bounds of a sum: what has no lower bound adds zero, and one figure without an upper bound leaves the sum without. */
function figureJson(builder: Builder, sets: readonly SelectionSetNode[], indicator: Row): string {
  const fields = builder.selection.fields('IndicatorTotal', sets)
  const qualifier =
    `case when c.unknown then 'UNKNOWN' when c.exact then 'EXACT' when c.at_least then 'AT_LEAST' ` +
    `when c.just_under then 'JUST_UNDER' else 'ABOUT' end`
  const json: Record<string, () => string[]> = {
    indicator: () => {
      const indicatorSets = (fields.get('indicator') ?? []).flatMap((selected) => selected.sets)
      return [builder.object('Indicator', indicatorSets, indicator)]
    },
    value: () => [`coalesce(c.amount::text, 'null')`],
    qualifier: () => [`'"'`, qualifier, `'"'`],
    lower: () => [`coalesce(c.lower, 0)::text`],
    upper: () => [`coalesce((case when c.just_under then c.amount end)::text, 'null')`],
    figures: () => ['c.n::text'],
  }
  const parts = [`'{"__typename":"IndicatorTotal"'`]
  for (const name of fields.keys()) parts.push(`',"${name}":'`, ...(json[name] as () => string[])())
  parts.push(`'}'`)
  return concat(parts)
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
  const own = byProvince ? ` and ${child.alias}.key = ${r}.province_id` : ''
  return (
    `(select concat('[', string_agg(${json}, ',' order by ${child.alias}.name collate "${vietnamese}"), ']') ` +
    `from ${builder.type('Province').source.from(builder.statement)} ${child.alias} ${child.joins.join(' ')} ` +
    `where ${child.alias}.key in (select a.id from asked a) ` +
    `and not ${child.alias}.key = any (coalesce(${r}.reporting, '{}'))${own})`
  )
}
