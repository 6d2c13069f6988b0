import type { Builder } from '../../graphql/builder.ts'
import { today } from '../../graphql/field-specs.ts'
import type { Execution, Statement } from '../../graphql/statement.ts'
import { keys, sorts, type Grain, type Sort } from './measures.ts'

export type Dimension = 'province_id' | 'year' | 'quarter' | 'category' | 'department_id' | 'department_kind'

/** What a rollup asks: every value is a parameter of the statement; what is undefined was not asked for. */
export interface Question {
  builder: Builder
  by: readonly Dimension[]
  onMap: string | undefined
  /** The date of the map, if one was given. */
  dateOf: (execution: Execution) => string | null
  provinces: string | undefined
  years: string | undefined
  categories: string | undefined
  kinds: string | undefined
  indicators: string | undefined
}

/** The coarsest grain that still tells apart what is asked about. */
export function grainOf({ by, onMap, categories, kinds }: Question): Grain {
  const department = by.includes('department_id')
  const kind = by.includes('department_kind') || kinds !== undefined
  // On a map, a department's facts are its successor's, and so of the successor's kind.
  if (department || (kind && onMap !== undefined)) return 'department'
  return kind || categories !== undefined || by.includes('quarter') || by.includes('category') ? 'cell' : 'year'
}

/** Whether anything is read: where one province is in scope, it has to be among those asked about. */
const gateSql = ({ builder, onMap, provinces }: Question) =>
  onMap === undefined && provinces ? builder.statement.onlyProvinceAmong(provinces) : undefined

/**
 * A base table with its deltas: what is null adds nothing, and what counts only from a later day is left out. The gate
 * stands beside the day where there is one: alone it would be a node of the plan that every row passes through.
 */
function storedSql(question: Question, sort: Sort, grain: Grain, names: readonly string[]): string {
  const kept = sort.keys[grain] as readonly string[]
  const columns = names.map((name) => `x.${name}`).join(', ')
  const gate = gateSql(question) ?? 'true'
  const open = kept.includes('counts_from') ? `x.counts_from <= (select ${today} where ${gate})` : gate
  const conditions = [...question.builder.statement.inScope('x'), open].join(' and ')
  const part = (table: string) => `select ${columns} from ${table} x where ${conditions}`
  return `${part(sort.base[grain] as string)} union all ${part(sort.deltas)}`
}

/**
 * One sort of the summary as a rollup wants it: under the provinces and departments of its map, and of those what it
 * asks for. Of the dimensions it has those that the question groups or filters by; each row would carry the others along.
 */
export function sourceSql(question: Question, name: keyof typeof sorts, sums: readonly string[]): string {
  const { onMap } = question
  const sort = sorts[name]
  const grain = sort.base[grainOf(question)] === undefined ? sort.finest : grainOf(question)
  const kept = sort.keys[grain] as readonly string[]
  const succeeded = onMap !== undefined && grain === 'department'
  const used = usedOf(question, name, succeeded)
  const own = kept.filter((key) => key === 'indicator_code' || key === 'first_year')
  const names = ['province_id', ...used.filter((key) => kept.includes(key)), ...own, ...sums]
  const stored = `(${storedSql(question, sort, grain, names)}) s`
  const province = onMap === undefined ? 's.province_id' : 'h.holder'
  const mapped: Record<string, string> = succeeded
    ? { department_id: 'coalesce(k.holder, s.department_id)', department_kind: 'coalesce(k.kind, s.department_kind)' }
    : {}
  const columns = [
    `${province} as province_id`,
    // What this sort doesn't know of belongs to none.
    ...used.map((key) =>
      kept.includes(key) ? `${mapped[key] ?? `s.${key}`} as ${key}` : `${keys[key]?.none} as ${key}`,
    ),
    ...[...own, ...sums].map((key) => `s.${key}`),
  ]
  const joins = [
    ...(onMap === undefined ? [] : ['join holders h on h.id = s.province_id']),
    ...(succeeded
      ? ['left join department_holders k on k.province_id = s.province_id and k.id = s.department_id']
      : []),
  ]
  return `select * from (select ${columns.join(', ')} from ${stored} ${joins.join(' ')}) m${filterSql(question, sort)}`
}

/** The dimensions that a question groups or filters by, or that lead to a successor. */
function usedOf({ by, years, categories, kinds }: Question, name: keyof typeof sorts, succeeded: boolean): string[] {
  return [
    ...(by.includes('year') || years || name === 'planYears' ? ['year'] : []),
    ...(by.includes('quarter') ? ['quarter'] : []),
    ...(by.includes('category') || categories ? ['category'] : []),
    ...(by.includes('department_kind') || kinds || succeeded ? ['department_kind'] : []),
    ...(by.includes('department_id') || succeeded ? ['department_id'] : []),
  ]
}

/** What of the rows was asked for. */
function filterSql(question: Question, sort: Sort): string {
  const { provinces, years, categories, kinds, indicators } = question
  const filters = [
    ...(provinces && !gateSql(question) ? [`m.province_id = any (${provinces})`] : []),
    ...(years ? [`year = any (${years})`] : []),
    ...(categories ? [`category = any (${categories})`] : []),
    ...(kinds ? [`department_kind = any (${kinds})`] : []),
    ...(indicators && sort === sorts.figures ? [`indicator_code = any (${indicators})`] : []),
  ]
  return filters.length > 0 ? ` where ${filters.join(' and ')}` : ''
}

/** Every province with the one that held its territory on a date: itself, or whom it merged into by then. */
export const holdersSql = (on: string) =>
  `merged (id, holder) as (select p.id, p.id from provinces p union all select m.id, s.successor_id from merged m ` +
  `join successions s on s.predecessor_id = m.holder and s.withdrawn_at is null and s.effective_on <= ${on}), ` +
  `holders as (select id, holder from merged m where not exists (select 1 from successions s ` +
  `where s.predecessor_id = m.holder and s.withdrawn_at is null and s.effective_on <= ${on}))`

/** Departments that had ended by a date and have a successor, with the last of those that took over by then. */
export function departmentHoldersSql(statement: Statement, on: string): string {
  const ended = (row: string) =>
    [...statement.inScope(row), `${row}.successor_id is not null`, `${row}.existed_until < ${on}`].join(' and ')
  const scope = statement.inScope('d').map((condition) => `${condition} and `)
  return (
    `followed (province_id, id, holder) as (select d.province_id, d.id, d.successor_id from departments d where ${ended('d')} ` +
    `union select f.province_id, f.id, d.successor_id from followed f ` +
    `join departments d on d.province_id = f.province_id and d.id = f.holder where ${ended('d')}), ` +
    `department_holders as (select f.province_id, f.id, f.holder, d.kind from followed f ` +
    `join departments d on ${scope.join('')}d.province_id = f.province_id and d.id = f.holder ` +
    `where d.successor_id is null or d.existed_until is null or d.existed_until >= ${on})`
  )
}

/**
 * Plans, each once however many of the years asked for it touches: of the first of these years it is counted with all
 * that touch it, of every other with those that don't touch the year asked for before it.
 */
export function countedOnce(years: string | undefined): string {
  if (years === undefined) return 'year = first_year'
  return `first_year > coalesce((select max(y.year) from unnest(${years}) as y (year) where y.year < x.year), -1)`
}
