import { Statement, type Execution } from '../../graphql/statement.ts'
import { factsSql, otherColumns, planFactsSql, unitTables, type Measure, type Units } from './facts.ts'
import { keySql, keys, sorts, type Sort } from './measures.ts'

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

/** What the summary keeps. */
export const everyMeasure = new Set<Measure>([
  'plan',
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

/** Which facts of units are counted anew, and by which statement. */
export interface Counting {
  /** Its values: the province, all units' ids, those of tasks and, where they need not be tasks, those of plans, and codes of periods. */
  statement: { name: string; text: string }
  /** Whether units may be of any kind, and not just tasks. */
  ofAnyKind: boolean
  /** By sort, the sums that hold what is counted. `facts` is had from them. */
  columns: ReadonlyMap<Sort, readonly string[]>
}

const ofTasks = new Set<Measure>([...everyMeasure].filter((measure) => measure !== 'plan'))

/** All facts of units of any kind; all of units that are tasks, as those of most transactions are; and, of tasks, parts of them. */
export const countings = {
  units: counting('countUnits', everyMeasure),
  tasks: counting('countTasks', ofTasks),
  /** What follows from how far a task is. */
  steps: counting('countSteps', new Set(['task', 'overdue', 'completed_on_time'])),
  /** What follows from which reports are accepted. */
  acceptances: counting('countAcceptances', new Set(['progress', 'spent_budget', 'figure'])),
}

function counting(name: string, measures: ReadonlySet<Measure>): Counting {
  const columns = new Map<Sort, string[]>()
  for (const sort of Object.values(sorts)) {
    const filled = Object.entries(sort.sums).filter(
      ([sum, { measures: of }]) => sum !== 'facts' && of.every((one) => measures.has(one)),
    )
    if (filled.length > 0)
      columns.set(
        sort,
        filled.map(([sum]) => sum),
      )
  }
  const ofAnyKind = measures.has('plan')
  const statement = { name, text: countingSql(name, measures, [...columns.keys()], ofAnyKind) }
  return { statement, ofAnyKind, columns }
}

function countingSql(
  name: string,
  measures: ReadonlySet<Measure>,
  counted: readonly Sort[],
  ofAnyKind: boolean,
): string {
  const statement = new Statement('province')
  const provinceId = statement.inScope('u')[0] as string
  const parameter = (key: string, cast: string) => statement.computed(() => key, cast)
  const ids = parameter('units', 'uuid[]')
  const units: Units = { tasks: parameter('tasks', 'uuid[]') }
  if (ofAnyKind) units.others = { plans: parameter('plans', 'uuid[]'), periods: parameter('periods', 'text[]') }
  const planFacts = ofAnyKind ? ` union all ${planFactsSql(statement, true, { units })}` : ''
  const facts = `${factsSql(statement, { measures, units })}${planFacts}`
  const columns = ['id', ...counted.map(({ column }) => column)].map((column) => `u.${column}`).join(', ')
  const kept = counted.map(({ column }) => `',"${column}":', u.${column}`).join(', ')
  const statementText =
    `/* ${name} */ with units as materialized (select ${columns} from rollup_units u where ${provinceId} and u.id = any (${ids})), ` +
    `${unitTables(statement, units)} ` +
    `select (select concat('[', string_agg(concat('[', ${Object.values(said).join(`, ',', `)}, ']'), ','), ']') from (${facts}) as fact (province_id, ${otherColumns})) as facts, ` +
    `(select concat('[', string_agg(concat('{"id":"', u.id, '"', ${kept}, '}'), ','), ']') from units u) as units, ` +
    `set_config('enable_sort', 'on', true)`
  // The order in which the parameters were asked for is that of the values.
  const names = statement.parameters.map((value) => value({ readable: ['provinceId'] } as unknown as Execution))
  if (names.join() !== (ofAnyKind ? 'provinceId,units,tasks,plans,periods' : 'provinceId,units,tasks'))
    throw new Error(`Parameters in disorder: ${names.join()}`)
  return statementText
}
