import { createHash } from 'node:crypto'
import type { NationalDoor, TenantDoor, Tx } from '../../db/tenancy.ts'
import { copyDueDates } from '../tasks/queries.ts'
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

/** A province that is yet to be built; `counted`: but for its due dates. */
interface Unbuilt {
  id: number
  counted: boolean
}

/** Provinces whose summary was not built by what holds now, or whose due dates have not been copied. */
export async function listUnbuilt(door: NationalDoor): Promise<{ basis: string; provinces: Unbuilt[] }> {
  return door.snapshot(async (tx) => {
    const basis = await basisOf(tx)
    const provinces = await tx.rows<Unbuilt>(
      `/* listUnbuilt */ select p.id, b.province_id is not null as counted from provinces p
       left join rollup_builds b on b.province_id = p.id and b.basis = $1 where b.due_dates_copied is not true order by p.id`,
      [basis],
    )
    return { basis, provinces }
  })
}

/**
 * Counts a province anew, unless it is `counted`, some units in each transaction, and copies its tasks' due dates to who takes part. Others
 * may go on writing meanwhile.
 */
export async function buildProvince(door: TenantDoor, basis: string, counted = false): Promise<void> {
  if (!counted) await count(door)
  await door.write(async (tx) => {
    await copyDueDates(tx)
    await tx.rows(
      `/* built */ insert into rollup_builds (province_id, basis, due_dates_copied) values ($1, $2, true)
       on conflict (province_id) do update set basis = excluded.basis, due_dates_copied = true`,
      [tx.provinceId, basis],
    )
  })
}

async function count(door: TenantDoor): Promise<void> {
  const units = await door.write((tx) => tx.rows<Found>(everyUnit, [tx.provinceId]))
  for (let from = 0; from < units.length; from += unitsAtOnce) {
    const some = touchedIn(units.slice(from, from + unitsAtOnce))
    // What is left of a plan that is gone looks like a task: all are also asked for as plans.
    await door.write((tx) => bringUpToDate(tx, { ...some, plans: some.units }))
  }
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
