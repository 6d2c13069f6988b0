import { createHash } from 'node:crypto'
import type { NationalDoor, TenantDoor, Tx } from '../../db/tenancy.ts'
import { countings } from './counting.ts'
import { periodUnit } from './facts.ts'
import { touchedIn, touchedUnits, type Found } from './touched.ts'
import { bringUpToDate } from './upkeep.ts'

/** Units that one transaction counts, at most: what it locks, writers of the same units wait for. */
const unitsAtOnce = 500

/**
 * What a summary is built by: the SQL that says what counts, and the windows of the reporting periods. A province whose
 * summary has another basis, or none, must be counted anew.
 */
export async function basisOf(tx: Tx): Promise<string> {
  const [row] = await tx.rows<{ windows: string }>(
    `/* windows */ select md5(string_agg(concat_ws(' ', code, kind, data_from, data_to), ',' order by code)) as windows
     from reporting_periods`,
  )
  return createHash('sha256').update(`${countings.units.statement.text} ${row?.windows}`).digest('hex')
}

/** Provinces whose summary was not built by what holds now. */
export async function listUnbuilt(door: NationalDoor): Promise<{ basis: string; provinces: number[] }> {
  return door.snapshot(async (tx) => {
    const basis = await basisOf(tx)
    const rows = await tx.rows<{ id: number }>(
      `/* listUnbuilt */ select p.id from provinces p
       where not exists (select 1 from rollup_builds b where b.province_id = p.id and b.basis = $1) order by p.id`,
      [basis],
    )
    return { basis, provinces: rows.map(({ id }) => id) }
  })
}

/** Counts a province anew, some units in each transaction; others may go on writing meanwhile. */
export async function buildSummary(door: TenantDoor, basis: string): Promise<void> {
  const units = await door.write((tx) => tx.rows<Found>(everyUnit, [tx.provinceId]))
  for (let from = 0; from < units.length; from += unitsAtOnce) {
    const some = touchedIn(units.slice(from, from + unitsAtOnce))
    // What is left of a plan that is gone looks like a task: all are also asked for as plans.
    await door.write((tx) => bringUpToDate(tx, { ...some, plans: some.units }))
  }
  await door.write((tx) =>
    tx.rows(
      `/* built */ insert into rollup_builds (province_id, basis) values ($1, $2)
       on conflict (province_id) do update set basis = excluded.basis`,
      [tx.provinceId, basis],
    ),
  )
}

/** Also units of which nothing is left, so that they add nothing from now on. */
const everyUnit = touchedUnits(
  `select 'Plan' as entity, p.id from plans p where p.province_id = $1
   union all select 'ProgressReport', r.id from progress_reports r where r.province_id = $1 and r.plan_id is null
   union all select 'Task', u.id from rollup_units u where u.province_id = $1
     and not exists (select 1 from plans p where p.province_id = $1 and p.id = u.id)
     and not exists (select 1 from progress_reports r where r.province_id = $1 and r.plan_id is null
       and ${periodUnit('r.period_code')} = u.id)`,
)
