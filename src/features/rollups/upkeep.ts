import type { Noted } from '../../db/before-commit.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { countingTasksText, countingText, type Counted } from './counting.ts'
import { columnList, finestKeys, sorts, type Sort } from './measures.ts'
import { touchedBy, type Touched } from './touched.ts'

type Tx = TenantTx | MinistryTx

/** Units of one statement, at most. */
const unitsAtOnce = 1_000
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
  const found = await lockAndCount(tx, touched)
  if (found === undefined || found.units === null) return
  append(tx, found)
}

/**
 * Makes the units' rows where there are none, locks all of them, and counts. A row that somebody has made since the first of
 * both statements began is neither made nor seen by it, and so both are sent again.
 *
 * Until the units are counted the transaction sorts only where it must, which `lookedUp` relies on: an index that is not the right
 * one may look cheaper even with the sort behind it. An import goes on after that, and without sorts it would read a whole province
 * in the order of its keys for each batch. And where the units are few, plans are made once for a connection: left alone,
 * Postgres makes that of `countUnits` anew for each transaction, which takes it longer than counting. For many, a plan that
 * knows how many pays.
 */
async function lockAndCount(tx: Tx, touched: Touched): Promise<Counted | undefined> {
  const [locked, [found]] = await Promise.all([
    tx.prepared(lockUnits, [tx.provinceId, touched.units]),
    count(tx, touched),
  ])
  return locked.length < touched.units.length ? lockAndCount(tx, touched) : found
}

function count(tx: Tx, { units, tasks, plans, periods }: Touched): Promise<Counted[]> {
  return plans.length + periods.length === 0
    ? tx.prepared<Counted>(countTasks, [tx.provinceId, units, tasks])
    : tx.prepared<Counted>(countUnits, [tx.provinceId, units, tasks, plans, periods])
}

const lockUnits = {
  name: 'lockUnits',
  text: `/* lockUnits */ with made as (
    insert into rollup_units (province_id, id) select $1, u.id from unnest($2::uuid[]) as u (id)
    on conflict (province_id, id) do nothing returning id),
  locked as (
    select u.id from rollup_units u where u.province_id = $1 and u.id = any ($2::uuid[]) and (select count(*) from made) >= 0
      and (select set_config('enable_sort', 'off', true)) = 'off'
      and (select set_config('plan_cache_mode', case when cardinality($2::uuid[]) > ${few} then 'auto' else 'force_generic_plan' end, true)) <> ''
    order by u.id for no key update)
  select id from made union all select id from locked`,
}

const countUnits = { name: 'countUnits', text: countingText }
const countTasks = { name: 'countTasks', text: countingTasksText }

/** Keeps what units add now, and appends what differs to the deltas of those sorts in which something does. */
function append(tx: Tx, found: Counted): void {
  const differing = Object.values(sorts).filter(({ column }) => found[column] != null)
  const name = ['appendDeltas', ...differing.map(({ column }) => column)].join('_')
  const text = appendings.get(name) ?? appendingText(differing)
  appendings.set(name, text)
  tx.send({ name, text }, [tx.provinceId, found.units, ...differing.map(({ column }) => found[column])])
}

const appendings = new Map<string, string>()

function appendingText(differing: readonly Sort[]): string {
  const columns = Object.values(sorts).map(({ column }) => column)
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
