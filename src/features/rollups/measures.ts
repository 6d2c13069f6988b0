import type { Measure } from './facts.ts'

// The columns of the summary, and what each is had from. There are three sorts of sums: measures, figures by indicator,
// and plans by the first year that they touch. Each has deltas, and base tables by how many dimensions they keep.

const planStatuses = ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'COMPLETED', 'CANCELLED'] as const
const taskStatuses = ['NOT_STARTED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED'] as const

/** A column of sums: which facts add to it, of those only some if it says so, and whether what they count (`n`) or how much they say. */
export interface Column {
  type: 'bigint' | 'numeric'
  measures: readonly Measure[]
  code?: string
  qualifiers?: readonly string[]
  of: 'n' | 'amount'
}

const count = (measure: Measure, code?: string): Column => ({
  type: 'bigint',
  measures: [measure],
  ...(code !== undefined && { code }),
  of: 'n',
})
const amount = (measure: Measure): Column => ({ type: 'numeric', measures: [measure], of: 'amount' })
const qualified = (qualifier: string): Column => ({
  type: 'bigint',
  measures: ['figure'],
  qualifiers: [qualifier],
  of: 'n',
})
const columnOf = (kind: 'plans' | 'tasks', status: string) => `${kind}_${status.toLowerCase()}`

export const planColumns = Object.fromEntries(planStatuses.map((status) => [status, columnOf('plans', status)]))
export const taskColumns = Object.fromEntries(taskStatuses.map((status) => [status, columnOf('tasks', status)]))

const planSums = Object.fromEntries(planStatuses.map((status) => [columnOf('plans', status), count('plan', status)]))

/** Rows are those combinations that hold something of these, so that the same rows come whatever is selected. */
const presence: readonly Measure[] = ['plan', 'task', 'spent_budget', 'due', 'recommendation', 'reporting']

export const measureSums: Record<string, Column> = {
  // What all of `presenceColumns` count together.
  facts: { type: 'bigint', measures: presence, of: 'n' },
  ...planSums,
  ...Object.fromEntries(taskStatuses.map((status) => [columnOf('tasks', status), count('task', status)])),
  overdue: count('overdue'),
  completed_on_time: count('completed_on_time'),
  due: count('due'),
  submitted: count('submitted'),
  on_time: count('on_time'),
  recommendations_open: count('recommendation', 'OPEN'),
  recommendations_answered: count('recommendation', 'ANSWERED'),
  reporting: count('reporting'),
  progress_tasks: count('progress'),
  progress: amount('progress'),
  planned_tasks: count('planned_budget'),
  planned_budget: amount('planned_budget'),
  spent_reports: count('spent_budget'),
  spent_budget: amount('spent_budget'),
}

export const presenceColumns: ReadonlySet<string> = new Set(
  Object.entries(measureSums).flatMap(([name, { measures, of }]) => {
    const [measure, ...others] = measures
    return of === 'n' && others.length === 0 && presence.includes(measure as Measure) ? [name] : []
  }),
)

export const figureSums: Record<string, Column> = {
  exact: qualified('EXACT'),
  at_least: qualified('AT_LEAST'),
  about: qualified('ABOUT'),
  just_under: qualified('JUST_UNDER'),
  unknown: qualified('UNKNOWN'),
  value: amount('figure'),
  lower: { type: 'numeric', measures: ['figure'], qualifiers: ['EXACT', 'AT_LEAST'], of: 'amount' },
}

/** A dimension in the summary: its type, and its value where a fact has none. `from`: what it is called among the facts. */
interface Key {
  type: string
  none: string
  from?: string
}

export const noDepartment = '00000000-0000-0000-0000-000000000000'

export const keys: Record<string, Key> = {
  year: { type: 'integer', none: 'null' },
  quarter: { type: 'integer', none: '0' },
  category: { type: 'text', none: `''` },
  department_kind: { type: 'text', none: `''` },
  department_id: { type: 'uuid', none: `'${noDepartment}'::uuid` },
  counts_from: { type: 'date', none: `'-infinity'::date` },
  indicator_code: { type: 'text', none: 'null', from: 'code' },
  first_year: { type: 'integer', none: 'null' },
}

/** How much a base table keeps apart. A rollup reads the first that has all the dimensions it asks about. */
export const grains = ['year', 'cell', 'department'] as const
export type Grain = (typeof grains)[number]

const ofGrain: Record<Grain, readonly string[]> = {
  year: ['year'],
  cell: ['year', 'quarter', 'category', 'department_kind'],
  department: ['year', 'quarter', 'category', 'department_kind', 'department_id'],
}
const withAll = (key: string) =>
  Object.fromEntries(grains.map((grain) => [grain, [...ofGrain[grain], key]])) as unknown as Record<
    Grain,
    readonly string[]
  >

/** One sort of sums, with its tables. */
export interface Sort {
  /** The column of `rollup_units` that holds what a unit adds. */
  column: 'measures' | 'figures' | 'plan_years'
  sums: Readonly<Record<string, Column>>
  deltas: string
  /** Its base tables by grain, and the keys that each keeps. */
  base: Partial<Record<Grain, string>>
  keys: Partial<Record<Grain, readonly string[]>>
  finest: Grain
}

export const sorts: Record<'measures' | 'figures' | 'planYears', Sort> = {
  measures: {
    column: 'measures',
    sums: measureSums,
    deltas: 'rollup_deltas',
    base: { year: 'rollup_years', cell: 'rollup_cells', department: 'rollup_departments' },
    keys: withAll('counts_from'),
    finest: 'department',
  },
  figures: {
    column: 'figures',
    sums: figureSums,
    deltas: 'rollup_figure_deltas',
    base: { year: 'rollup_year_figures', cell: 'rollup_cell_figures', department: 'rollup_department_figures' },
    keys: withAll('indicator_code'),
    finest: 'department',
  },
  planYears: {
    column: 'plan_years',
    sums: planSums,
    deltas: 'rollup_plan_deltas',
    base: { year: 'rollup_plan_years' },
    keys: { year: ['year', 'first_year'] },
    finest: 'year',
  },
}

export const finestKeys = (sort: Sort): readonly string[] => sort.keys[sort.finest] as readonly string[]

/** The columns of one sort, or its keys and some sums, as `jsonb_to_recordset` wants them declared. */
export const columnList = (sort: Sort, sums: readonly string[] = Object.keys(sort.sums)): string =>
  [
    ...finestKeys(sort).map((key) => `${key} ${keys[key]?.type}`),
    ...sums.map((name) => `${name} ${sort.sums[name]?.type}`),
  ].join(', ')

const listed = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')

/** A key of a fact (`fact`). */
export function keySql(name: string): string {
  const { from = name, none } = keys[name] as Key
  return `coalesce(fact.${from}, ${none})`
}

/** Facts added up into one sort’s rows, by the unit they belong to (`unit`) or not. `facts` names a table of facts. */
export function summedSql(sort: Sort, facts: string, by: readonly string[], where = 'true'): string {
  const wanted = [...new Set(Object.values(sort.sums).flatMap(({ measures }) => measures))]
  const columns = by.map((name) => (name in keys ? `${keySql(name)} as ${name}` : `fact.${name}`))
  const sums = Object.entries(sort.sums).map(([name, { type, measures, code, qualifiers, of }]) => {
    const adds = [`fact.measure in (${listed(measures)})`]
    if (code !== undefined) adds.push(`fact.code = '${code}'`)
    if (qualifiers !== undefined) adds.push(`fact.qualifier in (${listed(qualifiers)})`)
    return `(sum(fact.${of}) filter (where ${adds.join(' and ')}))::${type} as ${name}`
  })
  return (
    `select ${[...columns, ...sums].join(', ')} from ${facts} fact where fact.measure in (${listed(wanted)}) and ${where} ` +
    `group by ${by.map((_, index) => index + 1).join(', ')}`
  )
}

/** What differs between two sets of rows of one sort: rows whose sums, added to the old, make the new. */
export function differenceSql(
  sort: Sort,
  now: string,
  before: string,
  by: readonly string[] = finestKeys(sort),
): string {
  const names = Object.keys(sort.sums)
  const signed = (sign: string) => [...by, ...names.map((name) => `${sign}${name} as ${name}`)].join(', ')
  const net = names.map((name) => `nullif(sum(${name}), 0) as ${name}`)
  return (
    `select ${[...by, ...net].join(', ')} from (select ${signed('')} from ${now} union all select ${signed('-')} from ${before}) both_sides ` +
    `group by ${by.join(', ')} having ${names.map((name) => `sum(${name}) <> 0`).join(' or ')}`
  )
}
