import { Statement, type Execution } from '../../graphql/statement.ts'
import { factsSql, otherColumns, planFactsSql, unitTables, type Measure, type Units } from './facts.ts'
import type { Sum } from './exact.ts'
import type { Row, Unit } from './kept.ts'
import { keySql, keys, sorts, type Sort } from './measures.ts'

/** A fact as the counting statements find it: its values, in the order of `place`. */
export type Fact = readonly (Sum | null)[]

/** What is found of units: their facts, and what each added before. */
export interface Found {
  facts: readonly Fact[]
  units: readonly Unit[]
  /** Where alone reports were looked for, if not everywhere. */
  reportsAt?: Place
}

/** A year and its quarter, as rows have them. */
export interface Place {
  year: Sum | null
  quarter: Sum | null
}

/** What is said of a fact. */
const said: Record<string, string> = {
  unit: 'fact.unit',
  ...Object.fromEntries(
    Object.entries(keys).flatMap(([name, { from }]) => (from === undefined ? [[name, keySql(name)]] : [])),
  ),
  measure: 'fact.measure',
  code: 'fact.code',
  n: 'fact.n::integer',
  amount: 'fact.amount',
  qualifier: 'fact.qualifier',
}

/** Where among a fact’s values a key stands, and what else is said of it: how many it counts (`n`), how much (`amount`). */
export const place: Readonly<Record<string, number>> = Object.fromEntries([
  ...Object.keys(said).map((name, index) => [name, index]),
  ...Object.entries(keys).flatMap(([name, { from }]) => (from ? [[name, Object.keys(said).indexOf(from)]] : [])),
])

export const factOf = (values: Readonly<Row>): Fact => Object.keys(said).map((name) => values[name] ?? null)

/** What accepted reports add, where their periods fall. */
export const ofAccepted: ReadonlySet<Measure> = new Set<Measure>(['spent_budget', 'figure'])

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
  /** Finds facts. Its values: the province, the ids of tasks and, where units need not be tasks, those of plans, and codes of periods. */
  statement: { name: string; text: string; rowMode: 'array' }
  measures: ReadonlySet<Measure>
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
  /**
   * What follows from which reports were submitted. Also what is accepted: where no lead is on record, it counts no longer once
   * another department has reported.
   */
  submissions: counting(
    'countSubmissions',
    new Set(['due', 'submitted', 'on_time', 'recommendation', 'reporting', ...ofAccepted]),
  ),
  /** What follows from which reports are accepted. */
  acceptances: counting('countAcceptances', new Set(['progress', ...ofAccepted])),
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
  return {
    statement: { name, text: countingSql(name, measures, ofAnyKind), rowMode: 'array' },
    measures,
    ofAnyKind,
    columns,
  }
}

function countingSql(name: string, measures: ReadonlySet<Measure>, ofAnyKind: boolean): string {
  const statement = new Statement('province')
  statement.inScope('t')
  const parameter = (key: string, cast: string) => statement.computed(() => key, cast)
  const units: Units = { tasks: parameter('tasks', 'uuid[]') }
  if (ofAnyKind) units.others = { plans: parameter('plans', 'uuid[]'), periods: parameter('periods', 'text[]') }
  const planFacts = ofAnyKind ? ` union all ${planFactsSql(statement, true, { units })}` : ''
  const facts = `${factsSql(statement, { measures, units })}${planFacts}`
  // The order in which the parameters were asked for is that of the values.
  const names = statement.parameters.map((value) => value({ readable: ['provinceId'] } as unknown as Execution))
  if (names.join() !== (ofAnyKind ? 'provinceId,tasks,plans,periods' : 'provinceId,tasks'))
    throw new Error(`Parameters in disorder: ${names.join()}`)
  return (
    `/* ${name} */ with ${unitTables(statement, units)} ` +
    `select ${Object.values(said).join(', ')} from (${facts}) as fact (province_id, ${otherColumns})`
  )
}
