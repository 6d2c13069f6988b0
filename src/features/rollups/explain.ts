import type { SelectionSetNode } from 'graphql'
import { AppError } from '../../errors.ts'
import type { Builder } from '../../graphql/builder.ts'
import { connectionSql } from '../../graphql/connections.ts'
import {
  byId,
  computed,
  date,
  one,
  plain,
  raw,
  text,
  today,
  type Args,
  type Connection,
  type FieldsOf,
  type TypeSpec,
} from '../../graphql/field-specs.ts'
import type { RollupCell, RollupDimension, RollupFact, RollupMeasure } from '../../graphql/schema-types.generated.ts'
import type { Statement } from '../../graphql/statement.ts'
import { province } from '../provinces/fields.ts'
import { factsSql, otherColumns, planFactsSql, type Measure } from './facts.ts'
import { departmentHoldersSql, grainOf, holdersSql, type Dimension, type Question } from './source.ts'

/** Which facts a measure counts; with a code, only those. */
const factsOf: Record<RollupMeasure, { measure: Measure; code?: string }> = {
  PLANS: { measure: 'plan' },
  TASKS: { measure: 'task' },
  OVERDUE_TASKS: { measure: 'overdue' },
  COMPLETED_ON_TIME: { measure: 'completed_on_time' },
  REPORTS_DUE: { measure: 'due' },
  REPORTS_SUBMITTED: { measure: 'submitted' },
  REPORTS_ON_TIME: { measure: 'on_time' },
  PROGRESS: { measure: 'progress' },
  PLANNED_BUDGET: { measure: 'planned_budget' },
  SPENT_BUDGET: { measure: 'spent_budget' },
  INDICATOR: { measure: 'figure' },
  RECOMMENDATIONS_OPEN: { measure: 'recommendation', code: 'OPEN' },
  RECOMMENDATIONS_ANSWERED: { measure: 'recommendation', code: 'ANSWERED' },
  REPORTING: { measure: 'reporting' },
}

const nullable = { nullable: true }

export const rollupFactType: TypeSpec = {
  // Which facts depends on what is asked; see `explainSql`.
  source: { from: () => `(select null) as none`, tenant: true },
  fields: {
    province,
    counts: raw('n'),
    value: raw('amount', true),
    qualifier: plain('qualifier', true),
    lower: computed((row) => `case when ${row}.qualifier in ('EXACT', 'AT_LEAST') then ${row}.amount end`, 'raw', true),
    status: plain('status', true),
    countsFrom: date('counts_from', true),
    period: one('ReportingPeriod', (fact, period) => `${period}.code = ${fact}.period_code`, nullable),
    source: text('source', true),
    document: byId('Document', 'document_id', nullable),
    plan: byId('Plan', 'plan_id', nullable),
    task: byId('Task', 'task_id', nullable),
    progressReport: byId('ProgressReport', 'report_id', nullable),
    recommendation: byId('Recommendation', 'recommendation_id', nullable),
  } satisfies FieldsOf<RollupFact>,
}

/** SQL that pages through the facts of one cell. */
export function explainSql(
  question: Question,
  groupBy: readonly RollupDimension[],
  cell: RollupCell,
  args: Args,
  sets: readonly SelectionSetNode[],
): string {
  const { builder } = question
  if (cell.measure === 'INDICATOR' && cell.indicator == null) throw new AppError('indicatorOwed')
  const spec: Connection = {
    kind: 'connection',
    type: 'RollupFact',
    source: { from: (statement) => `(${cellSql(statement, question, cell)})`, tenant: true },
    where: (_, row) => rowConditions(builder, question, groupBy, cell, row),
    order: () => ({ keys: [{ sql: (row) => `${row}.key`, cast: 'text' }], descending: false }),
  }
  const page = connectionSql(builder, spec, args, sets, undefined)
  if (cell.measure !== 'INDICATOR') return `select ${page} as json`
  builder.mustBeParsed()
  const code = builder.statement.param(cell.indicator, 'text')
  // As of a rollup: what isn't in the catalogue was never reported, but is a mistake.
  return (
    `select case when ${code} in (select i.code from indicators i) then ${page} ` +
    `else concat('{"unknownIndicators":[', to_json(${code})::text, ']}') end as json`
  )
}

/** All facts of the cell's measure that the question asks about, under its map. */
function cellSql(statement: Statement, question: Question, cell: RollupCell): string {
  const { measure, code } = factsOf[cell.measure]
  const { by, onMap, years, provinces, categories, kinds } = question
  // Nothing else asks for it, and Postgres refuses a parameter that a statement doesn't use.
  const indicators = measure === 'figure' ? `array[${statement.param(cell.indicator, 'text')}]` : undefined
  const facts =
    measure === 'plan'
      ? planFactsSql(statement, by.includes('year'), { years })
      : factsSql(statement, { measures: new Set([measure]), indicators })
  const succeeded = onMap !== undefined && grainOf(question) === 'department'
  const withs = [
    ...(onMap === undefined ? [] : [holdersSql(onMap)]),
    ...(succeeded ? [departmentHoldersSql(statement, onMap)] : []),
  ]
  const joins = [
    ...(onMap === undefined ? [] : ['join holders h on h.id = f.province_id']),
    ...(succeeded
      ? ['left join department_holders k on k.province_id = f.province_id and k.id = f.department_id']
      : []),
  ]
  const columns = [
    `f.province_id, ${onMap === undefined ? 'f.province_id' : 'h.holder'} as held_by`,
    'f.year, f.quarter, f.category, f.code, f.n, f.amount',
    `${succeeded ? 'coalesce(k.holder, f.department_id)' : 'f.department_id'} as department_id`,
    `${succeeded ? 'coalesce(k.kind, f.department_kind)' : 'f.department_kind'} as department_kind`,
    `nullif(f.qualifier, '') as qualifier`,
    `nullif(f.counts_from, '-infinity') as counts_from`,
    'f.plan_id, f.task_id, f.report_id, f.recommendation_id',
    `case when f.measure in ('plan', 'task') then f.code end as status`,
    `case when f.measure in ('due', 'submitted', 'on_time') then f.code end as period_code`,
    `concat_ws(' ', f.plan_id, f.task_id, f.report_id, f.recommendation_id, f.code, f.year) as key`,
  ]
  const filters = [
    `f.measure = '${measure}'`,
    `f.counts_from <= (select ${today})`,
    ...(code === undefined ? [] : [`f.code = '${code}'`]),
  ]
  const asked = [
    ...(provinces ? [`m.held_by = any (${provinces})`] : []),
    ...(years ? [`m.year = any (${years})`] : []),
    ...(categories ? [`m.category = any (${categories})`] : []),
    ...(kinds ? [`m.department_kind = any (${kinds})`] : []),
  ]
  const mapped =
    `${withs.length > 0 ? `with recursive ${withs.join(', ')} ` : ''}select ${columns.join(', ')} ` +
    `from (select province_id, ${otherColumns} from (${facts}) all_facts) f ${joins.join(' ')} where ${filters.join(' and ')}`
  const scope = (row: string) =>
    statement
      .inScope(row)
      .map((condition) => `${condition} and `)
      .join('')
  return (
    `select m.*, coalesce(r.source, t.source, p.source) as source, p.document_id from (${mapped}) m ` +
    `left join plans p on ${scope('p')}p.province_id = m.province_id and p.id = m.plan_id ` +
    `left join tasks t on ${scope('t')}t.province_id = m.province_id and t.id = m.task_id ` +
    `left join progress_reports r on ${scope('r')}r.province_id = m.province_id and r.id = m.report_id ` +
    `where ${asked.join(' and ') || 'true'}`
  )
}

/** That a fact is in the cell's row: each dimension has the row's value, or none where the row has none. */
function rowConditions(
  { statement }: Builder,
  { dateOf }: Question,
  groupBy: readonly RollupDimension[],
  cell: RollupCell,
  row: string,
): string[] {
  const of: Record<
    RollupDimension,
    { column: Dimension | 'held_by'; value: unknown; sql: (value: unknown) => string }
  > = {
    PROVINCE: {
      column: 'held_by',
      value: cell.province,
      sql: (value) =>
        statement.param(value, 'integer', (slug, execution) => execution.onMap(String(slug), dateOf(execution))),
    },
    YEAR: { column: 'year', value: cell.year, sql: (value) => statement.param(value, 'integer') },
    QUARTER: { column: 'quarter', value: cell.quarter, sql: (value) => statement.param(value, 'integer') },
    CATEGORY: { column: 'category', value: cell.category, sql: (value) => statement.param(value, 'text') },
    DEPARTMENT: { column: 'department_id', value: cell.departmentId, sql: (value) => statement.id(value) },
    DEPARTMENT_KIND: {
      column: 'department_kind',
      value: cell.departmentKind,
      sql: (value) => statement.param(value, 'text'),
    },
  }
  return [...new Set(groupBy)].map((dimension) => {
    const { column, value, sql } = of[dimension]
    return value == null ? `${row}.${column} is null` : `${row}.${column} = ${sql(value)}`
  })
}
