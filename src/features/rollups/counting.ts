import { Statement, type Execution } from '../../graphql/statement.ts'
import { factsSql, planFactsSql, unitTables, type Measure, type Units } from './facts.ts'
import { columnList, differenceSql, finestKeys, sorts, summedSql, type Sort } from './measures.ts'

/** JSON texts: of the units whose contribution has changed, and of the deltas; null where there are none. */
export interface Counted {
  units: string | null
  measures: string | null
  figures: string | null
  /** Absent where only tasks were counted. */
  plan_years?: string | null
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
export const countingText = countingSql('units')

/** The same of units that are all tasks, as those of most transactions are. Values: the province, the ids, and once more the ids. */
export const countingTasksText = countingSql('tasks')

function countingSql(of: 'units' | 'tasks'): string {
  const statement = new Statement('province')
  const provinceId = statement.inScope('u')[0] as string
  const parameter = (name: string, cast: string) => statement.computed(() => name, cast)
  const ids = parameter('units', 'uuid[]')
  const units: Units = { tasks: parameter('tasks', 'uuid[]') }
  if (of === 'units') {
    units.others = { plans: parameter('plans', 'uuid[]'), periods: parameter('periods', 'text[]') }
  }
  const planFacts = of === 'units' ? ` union all ${planFactsSql(statement, true, { units })}` : ''
  const facts = `${factsSql(statement, { measures: everyMeasure, units })}${planFacts}`
  // Tasks are no plans.
  const counted: Sort[] = of === 'units' ? Object.values(sorts) : [sorts.measures, sorts.figures]
  const ofUnit = (sort: Sort) => [...finestKeys(sort), 'unit']
  // What each unit adds is materialized: a plan that is made for few units would make all of it anew for each of many.
  const each = counted.map((sort) => {
    const { column } = sort
    return [
      `${column}_now as (${summedSql(sort, 'facts', ofUnit(sort))})`,
      `${column}_before as (select x.* from units u cross join lateral jsonb_to_recordset(u.${column}) as x (${columnList(sort)}))`,
      `${column}_of_unit as materialized (select n.unit as id, jsonb_agg(jsonb_strip_nulls(to_jsonb(n) - 'unit') ` +
        `order by ${finestKeys(sort)
          .map((key) => `n.${key}`)
          .join(', ')}) as ${column} from ${column}_now n group by n.unit)`,
      `${column}_deltas as (${differenceSql(sort, `${column}_now`, `${column}_before`)})`,
    ].join(', ')
  })
  const columns = counted.map(({ column }) => column)
  const others = Object.values(sorts).flatMap(({ column }) => (columns.includes(column) ? [] : [column]))
  const now = (column: string) => `coalesce(${column}_of_unit.${column}, '[]')`
  const changed =
    `select u.id, ${[...columns.map((column) => `${now(column)} as ${column}`), ...others.map((column) => `u.${column}`)].join(', ')} from units u ` +
    `${columns.map((column) => `left join ${column}_of_unit on ${column}_of_unit.id = u.id`).join(' ')} ` +
    `where ${columns.map((column) => `u.${column} <> ${now(column)}`).join(' or ')}`
  const deltas = columns.map(
    (column) =>
      `(select json_agg(jsonb_strip_nulls(to_jsonb(d) || jsonb_build_object('id', gen_random_uuid()))) from ${column}_deltas d)::text as ${column}`,
  )
  const text =
    `/* ${of === 'units' ? 'countUnits' : 'countTasks'} */ with units as materialized (select u.* from rollup_units u where ${provinceId} and u.id = any (${ids})), ` +
    `${unitTables(statement, units)}, facts as materialized (${facts}), ${each.join(', ')}, changed as (${changed}) ` +
    `select (select json_agg(c) from changed c)::text as units, ${deltas.join(', ')}, set_config('plan_cache_mode', 'auto', true), ` +
    `set_config('enable_sort', 'on', true)`
  // The order in which the parameters were asked for is that of the values above.
  const names = statement.parameters.map((value) => value({ readable: ['provinceId'] } as unknown as Execution))
  if (names.join() !== (of === 'units' ? 'provinceId,units,tasks,plans,periods' : 'provinceId,units,tasks'))
    throw new Error(`Parameters in disorder: ${names.join()}`)
  return text
}
