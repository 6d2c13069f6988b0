import type { Noted } from '../../db/before-commit.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { addUp, type Counted } from './adding.ts'
import { countings, type Counting, type Fact, type Found } from './counting.ts'
import { unitOf, unitText } from './kept.ts'
import { columnList, finestKeys, type Sort } from './measures.ts'
import { findOfOneTask } from './one-task.ts'
import { touchedBy, type Touched } from './touched.ts'

type Tx = TenantTx | MinistryTx

/** Units of one statement, at most. */
const unitsAtOnce = 250
/** Units for which planning takes longer than counting. */
const few = 50

/**
 * Brings the summary up to date with what the transaction has changed, as its last work before it commits: what each
 * touched unit adds is counted anew, by the same SQL as the facts, and what differs from what it added before is
 * appended as deltas. So readers see a change and its sums at the same commit.
 *
 * Units are locked in the order of their ids, after everything else that the transaction locks, and before the facts are
 * read (but see `findOfOneTask`): of two writers on one unit, the second counts with what the first has committed. No summary row is
 * ever locked.
 */
export async function keepSummary(tx: Tx, noted: Noted): Promise<void> {
  for await (const touched of touchedBy(tx, noted, unitsAtOnce)) {
    const same = await bringUpToDate(tx, touched)
    if (same.length > 0) tx.send(markCounted, [tx.provinceId, same])
  }
}

/** Tells who has seen a unit's row before it was counted, though nothing differed, that this isn't the row any more (see `findOfOneTask`). */
const markCounted = {
  name: 'markCounted',
  text: `/* markCounted */ update rollup_units u set measures = u.measures where u.province_id = $1 and u.id = any ($2::uuid[])`,
}

/** Counts these units anew, or what was altered of them; they come in the order of their ids. Those are told of which nothing differed. */
export async function bringUpToDate(tx: Tx, touched: Touched): Promise<readonly string[]> {
  if (touched.units.length === 0) return []
  const counting =
    countings[touched.altered ?? (touched.plans.length + touched.periods.length === 0 ? 'tasks' : 'units')]
  const found = (await findOfOneTask(tx, touched)) ?? (await lockAndFind(tx, touched, counting))
  const counted = addUp(found, counting)
  append(tx, counted, counting)
  return counted.same
}

/**
 * Locks the units' rows and finds their facts. A row that is not there is made, or was made by somebody else since the first of both
 * statements began, and then both are sent again.
 */
async function lockAndFind(tx: Tx, touched: Touched, counting: Counting, again = false): Promise<Found> {
  const { units, tasks, plans, periods } = touched
  const others = counting.ofAnyKind ? [plans, periods] : []
  const isOne = units.length === 1 && !again
  if (!isOne) tx.send(units.length > few ? planForMany : unsort)
  const [locked, facts] = await Promise.all([
    tx.prepared<{ unit: string | null }>(lockOf(counting, isOne), [tx.provinceId, isOne ? units[0] : units]),
    tx.prepared<Fact>(counting.statement, [tx.provinceId, tasks, ...others]),
  ])
  const there = locked.flatMap(({ unit }) => (unit === null ? [] : unitOf(unit)))
  return there.length < units.length ? lockAndFind(tx, touched, counting, true) : { facts, units: there }
}

/**
 * Until the facts are found the transaction sorts only where it must, which `lookedUp` relies on: an index that is not the right
 * one may look cheaper even with the sort behind it. An import goes on after that, and without sorts it would read a whole province
 * in the order of its keys for each batch.
 */
const unsorted = `set_config('enable_sort', 'off', true)`
const sorted = `set_config('enable_sort', 'on', true)`
const unsort = `/* unsort */ select ${unsorted}`
/** For many units a plan pays that knows how many. */
const planForMany = `${unsort}, set_config('plan_cache_mode', 'auto', true)`

type Named = { name: string; text: string }

const named = new Map<string, Named>()

/** The statement of a name, whose text is put together once. */
function statementOf(name: string, text: () => string): Named {
  const statement = named.get(name) ?? { name, text: text() }
  named.set(name, statement)
  return statement
}

/** The statement that locks units and says what each has added of a counting's sorts; one alone is taken to have its row. */
function lockOf(counting: Counting, isOne: boolean): Named {
  const columns = [...counting.columns.keys()].map(({ column }) => column)
  const name = [isOne ? 'lockUnit' : 'lockUnits', ...columns].join('_')
  return statementOf(name, () => (isOne ? lockOneText : lockManyText)(columns))
}

const lockOneText = (columns: readonly string[]) =>
  `/* lockUnit */ select (select ${unitText(columns)} from rollup_units u where u.province_id = $1 and u.id = $2::uuid ` +
  `for no key update) as unit, ${unsorted}`

/** Rows are made before any is locked, so that nobody who waits to make one keeps others from theirs. */
const lockManyText = (columns: readonly string[]) =>
  `/* lockUnits */ with made as (
    insert into rollup_units (province_id, id) select $1, u.id from unnest($2::uuid[]) as u (id)
    on conflict (province_id, id) do nothing returning id, ${columns.join(', ')}),
  locked as (
    select u.id, ${columns.map((column) => `u.${column}`).join(', ')} from rollup_units u
    where u.province_id = $1 and u.id = any ($2::uuid[]) and (select count(*) from made) >= 0
    order by u.id for no key update)
  select ${unitText(columns)} as unit from (select * from made union all select * from locked) u`

/** Keeps what units add now, and appends what differs to the deltas of those sorts in which something does. */
function append(tx: Tx, { units, deltas }: Counted, counting: Counting): void {
  if (units === null) return tx.send(`/* sort */ select ${sorted}`)
  const differing = [...deltas.keys()]
  const name = ['append', counting.statement.name, ...differing.map(({ column }) => column)].join('_')
  const statement = statementOf(name, () => appendingText(counting, differing))
  tx.send(statement, [tx.provinceId, units, ...deltas.values()])
}

function appendingText({ columns }: Counting, differing: readonly Sort[]): string {
  const kept = [...columns.keys()].map(({ column }) => column)
  const inserts = differing.map((sort, index) => {
    const sums = [...(columns.get(sort) ?? []), ...('facts' in sort.sums ? ['facts'] : [])]
    const names = [...finestKeys(sort), ...sums].join(', ')
    return (
      `, added_${index} as (insert into ${sort.deltas} (province_id, id, ${names}) select $1, d.id, ${names} ` +
      `from jsonb_to_recordset($${index + 3}::jsonb) as d (id uuid, ${columnList(sort, sums)}))`
    )
  })
  return (
    `/* appendDeltas */ with kept as (update rollup_units u set ${kept.map((column) => `${column} = n.${column}`).join(', ')} ` +
    `from jsonb_to_recordset($2::jsonb) as n (id uuid, ${kept.map((column) => `${column} jsonb`).join(', ')}) ` +
    `where u.province_id = $1 and u.id = n.id)${inserts.join('')} select ${sorted}`
  )
}
