import type { SelectionSetNode } from 'graphql'
import { AppError } from '../../errors.ts'
import type { Builder } from '../../graphql/builder.ts'
import { today } from '../../graphql/field-specs.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { RollupDimension, RollupFilter } from '../../graphql/schema-types.generated.ts'
import { factsSql, otherColumns, planFactsSql, type Measure } from './facts.ts'
import { rowsSql, type Dimension } from './rows.ts'

interface RollupArgs {
  filter?: RollupFilter | null
  groupBy: readonly RollupDimension[]
  asOf?: unknown
}

const columns: Record<RollupDimension, Dimension> = {
  PROVINCE: 'province_id',
  YEAR: 'year',
  QUARTER: 'quarter',
  CATEGORY: 'category',
  DEPARTMENT: 'department_id',
  DEPARTMENT_KIND: 'department_kind',
}

/** Which measures a field of RollupRow is made of. */
const measuresOf: Record<string, readonly Measure[]> = {
  plans: ['plan'],
  plansByStatus: ['plan'],
  tasks: ['task'],
  tasksByStatus: ['task'],
  overdueTasks: ['overdue'],
  completedOnTime: ['completed_on_time'],
  reportsDue: ['due'],
  reportsSubmitted: ['submitted'],
  reportsOnTime: ['on_time'],
  reportingRate: ['due', 'submitted'],
  onTimeRate: ['due', 'on_time'],
  progress: ['progress'],
  plannedBudget: ['planned_budget'],
  spentBudget: ['spent_budget'],
  indicators: ['figure'],
  recommendationsOpen: ['recommendation'],
  recommendationsAnswered: ['recommendation'],
  provincesReporting: ['reporting'],
  provincesNotReporting: ['reporting'],
}

/** Rows are those combinations that hold something of any measure, so that the same rows come whatever is selected. */
const presence: readonly Measure[] = ['plan', 'task', 'figure', 'spent_budget', 'due', 'recommendation', 'reporting']

export const roots = {
  nationalRollup: { kind: 'custom', scope: 'rollups:read', sql: rollupSql, check: checkIndicators },
} satisfies Record<string, RootSpec>

function rollupSql(builder: Builder, args: unknown, sets: readonly SelectionSetNode[]): string {
  const { filter, groupBy, asOf } = args as RollupArgs
  const { statement } = builder
  const dimensions = [...new Set(groupBy.map((dimension) => columns[dimension]))]
  if (dimensions.includes('department_id') && !filter?.provinces) throw new AppError('departmentNeedsProvince')
  const fields = builder.selection.fields('Rollup', sets)
  const rowSets = (name: string) => (fields.get(name) ?? []).flatMap((selected) => selected.sets)
  const selected = [...rowSets('rows'), ...rowSets('total')]
  const names = [...builder.selection.fields('RollupRow', selected).keys()]
  const measures = new Set<Measure>(names.flatMap((name) => measuresOf[name] ?? []))
  if (fields.has('rows') && dimensions.length > 0) presence.forEach((measure) => measures.add(measure))

  const onMap = asOf === null || asOf === undefined ? undefined : statement.param(asOf, 'date')
  const list = (value: unknown, cast: string) => (value ? statement.param(value, cast) : undefined)
  const provinces = filter?.provinces
    ? statement.param(filter.provinces, 'integer[]', (slugs, execution) => {
        if (dimensions.includes('department_id') && (slugs as string[]).length !== 1) {
          throw new AppError('departmentNeedsProvince')
        }
        const date = onMap === undefined ? null : String(execution.actual(asOf))
        return (slugs as string[]).map((slug) => execution.onMap(slug, date))
      })
    : undefined
  const years = list(filter?.years, 'integer[]')
  const categories = list(filter?.categories, 'text[]')
  const kinds = list(filter?.departmentKinds, 'text[]')
  const indicators = list(filter?.indicators, 'text[]')
  const filters = [
    ...(provinces ? [`province_id = any (${provinces})`] : []),
    ...(years ? [`year = any (${years})`] : []),
    ...(categories ? [`category = any (${categories})`] : []),
    ...(kinds ? [`department_kind = any (${kinds})`] : []),
  ]
  const where = filters.length > 0 ? ` where ${filters.join(' and ')}` : ''
  /** Facts under the province that held the territory on the date of the map, and of those the ones asked for. */
  const mapped = (facts: string) => {
    if (onMap === undefined) return `select * from (${facts}) fact${where}`
    const held = `select h.holder as province_id, ${otherColumns} from (${facts}) filed join holders h on h.id = filed.province_id`
    return `select * from (${held}) fact${where}`
  }
  const plans = (by: readonly Dimension[]) =>
    measures.has('plan') ? ` union all ${mapped(planFactsSql(statement, by.includes('year'), years))}` : ''
  const asked = [
    ...(onMap === undefined ? [] : [`p.id in (select h.holder from holders h)`]),
    ...(provinces ? [`p.id = any (${provinces})`] : []),
    ...(statement.national ? [] : [readableOnMap(builder, onMap)]),
  ]
  const ctes = [
    ...(onMap === undefined ? [] : [holdersSql(onMap)]),
    `facts as (${mapped(factsSql(statement, measures, indicators))})`,
    `asked as (select p.id, p.name from provinces p where ${asked.join(' and ') || 'true'})`,
  ]
  const section = (name: string, by: readonly Dimension[]) =>
    rowsSql(builder, rowSets(name), by, `select * from facts${plans(by)}`)
  const parts = [
    `'{"asOf":"', to_char(${onMap ?? today}, 'YYYY-MM-DD'), '"'`,
    ...(fields.has('rows') ? [`',"rows":['`, section('rows', dimensions), `']'`] : []),
    ...(fields.has('total') ? [`',"total":'`, section('total', [])] : []),
    ...(indicators
      ? [
          `',"unknownIndicators":'`,
          `(select coalesce(json_agg(asked), '[]')::text from unnest(${indicators}) asked where asked not in (select code from indicators))`,
        ]
      : []),
    `'}'`,
  ]
  return `with recursive ${ctes.join(', ')} select concat(${parts.join(', ')}) as json`
}

/** Every province with the one that held its territory on a date: itself, or whom it merged into by then. */
const holdersSql = (on: string) =>
  `merged (id, holder) as (select p.id, p.id from provinces p union all select m.id, s.successor_id from merged m ` +
  `join successions s on s.predecessor_id = m.holder and s.withdrawn_at is null and s.effective_on <= ${on}), ` +
  `holders as (select id, holder from merged m where not exists (select 1 from successions s ` +
  `where s.predecessor_id = m.holder and s.withdrawn_at is null and s.effective_on <= ${on}))`

/** A province's user is told of the provinces whose rows they read, under their names on the map. */
function readableOnMap(builder: Builder, onMap: string | undefined): string {
  const readable = builder.statement.computed((execution) => execution.readable, 'integer[]', 'readable')
  return onMap === undefined
    ? `p.id = any (${readable})`
    : `p.id in (select h.holder from holders h where h.id = any (${readable}))`
}

function checkIndicators(result: unknown): void {
  const [code] = (result as { unknownIndicators?: string[] }).unknownIndicators ?? []
  if (code !== undefined) throw new AppError('unknownIndicator', { code: code.slice(0, 100) })
}
