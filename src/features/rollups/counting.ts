import { Statement, type Execution } from '../../graphql/statement.ts'
import { factsSql, planFactsSql, unitTables, type Measure } from './facts.ts'
import { columnList, differenceSql, finestKeys, sorts, summedSql, type Sort } from './measures.ts'

/** JSON texts: of the units whose contribution has changed, and of the deltas; null where there are none. */
export interface Counted {
  units: string | null
  measures: string | null
  figures: string | null
  plan_years: string | null
}

/** What the summary keeps. Plans are counted beside. */
export const everyMeasure = new Set<Measure>([
  'task',
  'overdue',
  'completed_on_time',
  'progress',
  'planned_budget',
  'spent_budget',
  'figure',
  'due',
  'submitted',
  'on_time',
  'recommendation',
  'reporting',
])

/**
 * Counts units anew and compares with what each added before. Values: the province, all units' ids, those of tasks, those
 * of plans, and codes of periods.
 */
export const countingText = countingSql()

function countingSql(): string {
  const statement = new Statement('province')
  const provinceId = statement.inScope('u')[0] as string
  const parameter = (name: string, cast: string) => statement.computed(() => name, cast)
  const ids = parameter('units', 'uuid[]')
  const units = {
    tasks: parameter('tasks', 'uuid[]'),
    plans: parameter('plans', 'uuid[]'),
    periods: parameter('periods', 'text[]'),
  }
  const facts = `${factsSql(statement, { measures: everyMeasure, units })} union all ${planFactsSql(statement, true, { units })}`
  const ofUnit = (sort: Sort) => [...finestKeys(sort), 'unit']
  const each = Object.values(sorts).map((sort) => {
    const { column } = sort
    return [
      `${column}_now as (${summedSql(sort, 'facts', ofUnit(sort))})`,
      `${column}_before as (select x.* from units u cross join lateral jsonb_to_recordset(u.${column}) as x (${columnList(sort)}))`,
      `${column}_of_unit as (select n.unit as id, jsonb_agg(jsonb_strip_nulls(to_jsonb(n) - 'unit') ` +
        `order by ${finestKeys(sort)
          .map((key) => `n.${key}`)
          .join(', ')}) as ${column} from ${column}_now n group by n.unit)`,
      `${column}_deltas as (${differenceSql(sort, `${column}_now`, `${column}_before`)})`,
    ].join(', ')
  })
  const columns = Object.values(sorts).map(({ column }) => column)
  const now = (column: string) => `coalesce(${column}_of_unit.${column}, '[]')`
  const changed =
    `select u.id, ${columns.map((column) => `${now(column)} as ${column}`).join(', ')} from units u ` +
    `${columns.map((column) => `left join ${column}_of_unit on ${column}_of_unit.id = u.id`).join(' ')} ` +
    `where ${columns.map((column) => `u.${column} <> ${now(column)}`).join(' or ')}`
  const deltas = columns.map(
    (column) =>
      `(select json_agg(jsonb_strip_nulls(to_jsonb(d) || jsonb_build_object('id', gen_random_uuid()))) from ${column}_deltas d)::text as ${column}`,
  )
  const text =
    `/* countUnits */ with units as materialized (select u.* from rollup_units u where ${provinceId} and u.id = any (${ids})), ` +
    `${unitTables(statement, units)}, facts as materialized (${facts}), ${each.join(', ')}, changed as (${changed}) ` +
    `select (select json_agg(c) from changed c)::text as units, ${deltas.join(', ')}, set_config('plan_cache_mode', 'auto', true)`
  // The order in which the parameters were asked for is that of the values above.
  const names = statement.parameters.map((value) => value({ readable: ['provinceId'] } as unknown as Execution))
  if (names.join() !== 'provinceId,units,tasks,plans,periods')
    throw new Error(`Parameters in disorder: ${names.join()}`)
  return text
}
