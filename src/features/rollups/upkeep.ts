import type { Noted } from '../../db/before-commit.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { addUp, type Counted } from './adding.ts'
import { countingTasksText, countingText, type Found } from './counting.ts'
import { columnList, finestKeys, sorts, type Sort } from './measures.ts'
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
 * read: of two writers on one unit, the second counts with what the first has committed. No summary row is ever locked.
 */
export async function keepSummary(tx: Tx, noted: Noted): Promise<void> {
  for await (const touched of touchedBy(tx, noted, unitsAtOnce)) await bringUpToDate(tx, touched)
}

/** Counts these units anew; they come in the order of their ids. */
export async function bringUpToDate(tx: Tx, touched: Touched): Promise<void> {
  if (touched.units.length === 0) return
  const found = await lockAndFind(tx, touched)
  const counted = touched.plans.length + touched.periods.length === 0 ? ofTasks : Object.values(sorts)
  append(tx, addUp(found, counted), counted)
}

/** Tasks are no plans. */
const ofTasks = [sorts.measures, sorts.figures]

/**
 * Makes the units' rows where there are none, locks all of them, and finds their facts. A row that somebody has made since the
 * first of both statements began is neither made nor seen by it, and so both are sent again.
 *
 * Until the facts are found the transaction sorts only where it must, which `lookedUp` relies on: an index that is not the right
 * one may look cheaper even with the sort behind it. An import goes on after that, and without sorts it would read a whole province
 * in the order of its keys for each batch. And where the units are few, plans are made once for a connection: left alone,
 * Postgres makes them anew for each transaction, which takes it longer than what they are for. For many, a plan that knows how
 * many pays.
 */
async function lockAndFind(tx: Tx, touched: Touched): Promise<Found> {
  tx.send(planOnce, [touched.units.length > few ? 'auto' : 'force_generic_plan'])
  const [locked, [found]] = await Promise.all([
    tx.prepared(lockUnits, [tx.provinceId, touched.units]),
    find(tx, touched),
  ])
  return locked.length < touched.units.length ? lockAndFind(tx, touched) : (found as Found)
}

function find(tx: Tx, { units, tasks, plans, periods }: Touched): Promise<Found[]> {
  return plans.length + periods.length === 0
    ? tx.prepared<Found>(countTasks, [tx.provinceId, units, tasks])
    : tx.prepared<Found>(countUnits, [tx.provinceId, units, tasks, plans, periods])
}

const planOnce = {
  name: 'planOnce',
  text: `/* planOnce */ select set_config('enable_sort', 'off', true), set_config('plan_cache_mode', $1, true)`,
}

const lockUnits = {
  name: 'lockUnits',
  text: `/* lockUnits */ with made as (
    insert into rollup_units (province_id, id) select $1, u.id from unnest($2::uuid[]) as u (id)
    on conflict (province_id, id) do nothing returning id),
  locked as (
    select u.id from rollup_units u where u.province_id = $1 and u.id = any ($2::uuid[]) and (select count(*) from made) >= 0
    order by u.id for no key update)
  select id from made union all select id from locked`,
}

const countUnits = { name: 'countUnits', text: countingText }
const countTasks = { name: 'countTasks', text: countingTasksText }

/** Keeps what units add now, and appends what differs to the deltas of those sorts in which something does. */
function append(tx: Tx, { units, deltas }: Counted, counted: readonly Sort[]): void {
  if (units === null) return
  const differing = [...deltas.keys()]
  const name = ['appendDeltas', counted.length, ...differing.map(({ column }) => column)].join('_')
  const text = appendings.get(name) ?? appendingText(counted, differing)
  appendings.set(name, text)
  tx.send({ name, text }, [tx.provinceId, units, ...deltas.values()])
}

const appendings = new Map<string, string>()

function appendingText(counted: readonly Sort[], differing: readonly Sort[]): string {
  const columns = counted.map(({ column }) => column)
  const inserts = differing.map((sort, index) => {
    const names = [...finestKeys(sort), ...Object.keys(sort.sums)].join(', ')
    return (
      `, added_${index} as (insert into ${sort.deltas} (province_id, id, ${names}) select $1, d.id, ${names} ` +
      `from jsonb_to_recordset($${index + 3}::jsonb) as d (id uuid, ${columnList(sort)}))`
    )
  })
  return (
    `/* appendDeltas */ with kept as (update rollup_units u set ${columns.map((column) => `${column} = n.${column}`).join(', ')} ` +
    `from jsonb_to_recordset($2::jsonb) as n (id uuid, ${columns.map((column) => `${column} jsonb`).join(', ')}) ` +
    `where u.province_id = $1 and u.id = n.id)${inserts.join('')} select 1`
  )
}
