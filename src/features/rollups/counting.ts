import { Statement, type Execution } from '../../graphql/statement.ts'
import { factsSql, otherColumns, planFactsSql, unitTables, type Measure, type Units } from './facts.ts'
import { keySql, keys } from './measures.ts'

/** What is found of units, as JSON texts: a list of each fact’s values (see `place`), and what each unit added before. */
export interface Found {
  facts: string
  units: string
}

const text = (sql: string) => `'"', ${sql}, '"'`
const orNull = (sql: string) => `coalesce(${sql}, 'null')`

/** What is said of a fact, as JSON. Texts are codes and ids, in which nothing has to be escaped. */
const said: Record<string, string> = {
  unit: text('fact.unit'),
  ...Object.fromEntries(
    Object.entries(keys).flatMap(([name, { type, from }]) => {
      if (from !== undefined) return []
      const sql = keySql(name)
      if (type === 'date') return [[name, `to_json(${sql})`]]
      return [[name, type === 'integer' ? orNull(`(${sql})::text`) : text(sql)]]
    }),
  ),
  measure: text('fact.measure'),
  code: text('fact.code'),
  n: 'fact.n',
  amount: orNull(`'"' || fact.amount || '"'`),
  qualifier: text('fact.qualifier'),
}

/** Where in the list of a fact’s values a key stands, and what else is said of it: how many it counts (`n`), how much (`amount`). */
export const place: Readonly<Record<string, number>> = Object.fromEntries([
  ...Object.keys(said).map((name, index) => [name, index]),
  ...Object.entries(keys).flatMap(([name, { from }]) => (from ? [[name, Object.keys(said).indexOf(from)]] : [])),
])

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
 * Finds the facts of units, and what each of them added before. Values: the province, all units' ids, those of tasks, those of
 * plans, and codes of periods.
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
  const statementText =
    `/* ${of === 'units' ? 'countUnits' : 'countTasks'} */ with units as materialized (select u.* from rollup_units u where ${provinceId} and u.id = any (${ids})), ` +
    `${unitTables(statement, units)} ` +
    `select (select concat('[', string_agg(concat('[', ${Object.values(said).join(`, ',', `)}, ']'), ','), ']') from (${facts}) as fact (province_id, ${otherColumns})) as facts, ` +
    `(select json_agg(u)::text from units u) as units, set_config('plan_cache_mode', 'auto', true), set_config('enable_sort', 'on', true)`
  // The order in which the parameters were asked for is that of the values above.
  const names = statement.parameters.map((value) => value({ readable: ['provinceId'] } as unknown as Execution))
  if (names.join() !== (of === 'units' ? 'provinceId,units,tasks,plans,periods' : 'provinceId,units,tasks'))
    throw new Error(`Parameters in disorder: ${names.join()}`)
  return statementText
}
