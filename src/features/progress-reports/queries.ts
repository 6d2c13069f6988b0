import { progressReports } from '../../db/schema/reports.ts'
import { isId } from '../../db/ids.ts'
import type { Build, TenantDoor, TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'
import { named, planLocks, type PlanLock } from '../plans/queries.ts'

export type Report = typeof progressReports.$inferSelect

/**
 * A report of the province with its plan, if it has one, both locked until the transaction ends, or NOT_FOUND. The plan
 * is locked first, as it is before its tasks: for a change of the report alone (`share`), or against all others' that
 * look at the plan's reports.
 */
export async function getReport(tx: TenantTx, id: string, path: readonly string[], planLock: PlanLock = 'share') {
  const own = { provinceId: tx.provinceId, id }
  // Both are sent at once, the plan's lock first.
  const [[plan], [report]] = await Promise.all([tx.kept(lockPlan[planLock], own), tx.kept(lockReport, own)])
  if (report === undefined) throw notFound(id, path, 'report')
  return { report, plan: plan ?? null }
}

const lockPlan = planLocks(progressReports)
const lockReport: Build<Report[]> = (db) =>
  db.select().from(progressReports).where(named(progressReports)).for('no key update').prepare('lock_report')

/** The predecessor whose report this is, if it is one's; undefined for the own province's, and for what isn't there. */
export async function predecessorOf(door: TenantDoor, id: string): Promise<number | undefined> {
  if (!isId(id)) return undefined
  const found = await door.read({
    name: 'predecessorOf',
    text: `/* predecessorOf */ select r.province_id::text from progress_reports r
      where r.province_id = any ($1::integer[]) and r.id = $2`,
    values: [door.scope.readable.slice(1), id],
  })
  return found === null ? undefined : Number(found)
}
