import type { SelectionSetNode } from 'graphql'
import { AppError } from '../../errors.ts'
import type { Builder } from '../../graphql/builder.ts'
import { today, type Args, type TypeSpec } from '../../graphql/field-specs.ts'
import { setsIn } from '../../graphql/selection.ts'
import type { Execution } from '../../graphql/statement.ts'
import { explainSql, rollupFactType } from './explain.ts'
import type { RootSpec } from '../../graphql/reads.ts'
import type { RollupCell, RollupDimension, RollupFilter } from '../../graphql/schema-types.generated.ts'
import { figureSums, planColumns } from './measures.ts'
import { needed, rowsSql } from './rows.ts'
import { departmentHoldersSql, grainOf, holdersSql, sourceSql, type Dimension, type Question } from './source.ts'

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

export const types = { RollupFact: rollupFactType } satisfies Record<string, TypeSpec>

export const roots = {
  nationalRollup: { kind: 'custom', scope: 'rollups:read', sql: rollupSql, check: checkIndicators },
  explainRollup: { kind: 'custom', scope: 'rollups:read', sql: explained, check: checkIndicators },
} satisfies Record<string, RootSpec>

const dimensionsOf = (groupBy: readonly RollupDimension[]) => [
  ...new Set(groupBy.map((dimension) => columns[dimension])),
]

function explained(builder: Builder, args: Args, sets: readonly SelectionSetNode[]): string {
  const { filter, groupBy, asOf, cell } = args as unknown as RollupArgs & { cell: RollupCell }
  // The cell names its one indicator; those that the rollup shows beside it change nothing.
  const asked = filter && { ...filter, indicators: null }
  const question = questionOf(builder, { filter: asked, asOf }, dimensionsOf(groupBy))
  return explainSql(question, groupBy, cell, args, sets)
}

function rollupSql(builder: Builder, args: unknown, sets: readonly SelectionSetNode[]): string {
  const { filter, groupBy, asOf } = args as RollupArgs
  const dimensions = dimensionsOf(groupBy)
  const question = questionOf(builder, { filter, asOf }, dimensions)
  const { onMap, indicators } = question
  // Only an executor can look whether there are such indicators, and leave that out of the answer.
  if (indicators) builder.mustBeParsed()
  const sections: [name: string, by: readonly Dimension[]][] = [
    ['rows', dimensions],
    ['total', []],
  ]
  const needs = sections.flatMap(([name, by]) => {
    const selected = builder.selection.named('Rollup', sets, name)
    return selected.length > 0 ? [needed(builder, setsIn(selected), by)] : []
  })
  const sums = [...new Set(needs.flatMap((need) => need.sums))]
  const ctes = [
    ...(onMap === undefined ? [] : [holdersSql(onMap)]),
    ...(onMap !== undefined && grainOf(question) === 'department'
      ? [departmentHoldersSql(builder.statement, onMap)]
      : []),
    `measures as (${sourceSql(question, 'measures', sums)})`,
    ...(needs.some((need) => need.figures)
      ? [`figures as (${sourceSql(question, 'figures', Object.keys(figureSums))})`]
      : []),
    ...(needs.some((need) => need.plans)
      ? [`plan_years as (${sourceSql(question, 'planYears', Object.values(planColumns))})`]
      : []),
    `asked as (${askedSql(question)})`,
  ]
  const had: Record<string, (rowSets: readonly SelectionSetNode[]) => string[]> = {
    asOf: () => [`'"'`, `to_char(${onMap ?? today}, 'YYYY-MM-DD')`, `'"'`],
    rows: (rowSets) => [`'['`, rowsSql(question, rowSets, dimensions), `']'`],
    total: (rowSets) => [rowsSql(question, rowSets, [])],
  }
  const rollup = builder.objectOf('Rollup', sets, (name, selected) =>
    (had[name] as (typeof had)[string])(setsIn(selected)),
  )
  const json = indicators
    ? `concat(left(${rollup}, -1), ',"unknownIndicators":', ${unknownSql(indicators)}, '}')`
    : rollup
  return `with recursive ${ctes.join(', ')} select ${json} as json`
}

const unknownSql = (indicators: string) =>
  `(select coalesce(json_agg(asked), '[]')::text from unnest(${indicators}) asked where asked not in (select code from indicators))`

/** The parameters of a question: provinces by their keys on its map, the rest as given. */
function questionOf(
  builder: Builder,
  { filter, asOf }: { filter: RollupArgs['filter'] | undefined; asOf: unknown },
  by: readonly Dimension[],
): Question {
  const { statement } = builder
  if (by.includes('department_id') && !filter?.provinces) throw new AppError('departmentNeedsProvince')
  const onMap = asOf === null || asOf === undefined ? undefined : statement.param(asOf, 'date')
  const dateOf = (execution: Execution) => (onMap === undefined ? null : String(execution.actual(asOf)))
  const list = (value: unknown, cast: string) => (value ? statement.param(value, cast) : undefined)
  const provinces = filter?.provinces
    ? statement.param(filter.provinces, 'integer[]', (slugs, execution) => {
        if (by.includes('department_id') && (slugs as string[]).length !== 1) {
          throw new AppError('departmentNeedsProvince')
        }
        return (slugs as string[]).map((slug) => execution.onMap(slug, dateOf(execution)))
      })
    : undefined
  return {
    builder,
    by,
    onMap,
    dateOf,
    provinces,
    years: list(filter?.years, 'integer[]'),
    categories: list(filter?.categories, 'text[]'),
    kinds: list(filter?.departmentKinds, 'text[]'),
    indicators: list(filter?.indicators, 'text[]'),
  }
}

/** The provinces asked about: of the map, those that were named; for a province's user, those whose rows they read. */
function askedSql({ builder, onMap, provinces }: Question): string {
  const asked = [
    ...(onMap === undefined ? [] : [`p.id in (select h.holder from holders h)`]),
    ...(provinces ? [`p.id = any (${provinces})`] : []),
    ...(builder.statement.national ? [] : [readableOnMap(builder, onMap)]),
  ]
  return `select p.id, p.name from provinces p where ${asked.join(' and ') || 'true'}`
}

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
