import { and, eq } from 'drizzle-orm'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'
import { getPlan } from '../plans/queries.ts'

export type Report = typeof progressReports.$inferSelect

/**
 * A report of the province with its plan, if it has one, both locked until the transaction ends, or NOT_FOUND. The plan
 * is locked first, as it is before its tasks: for a change of the report alone (`share`), or against all others' that
 * look at the plan's reports.
 */
export async function getReport(
  tx: TenantTx,
  id: string,
  path: readonly string[],
  planLock: 'no key update' | 'share' = 'share',
) {
  const own = and(eq(progressReports.provinceId, tx.provinceId), eq(progressReports.id, id))
  const [found] = await tx.db.select({ planId: progressReports.planId }).from(progressReports).where(own)
  if (found === undefined) throw notFound(id, path, 'report')
  const plan = found.planId === null ? null : await getPlan(tx, found.planId, path, planLock)
  const [report] = await tx.db.select().from(progressReports).where(own).for('no key update')
  if (report === undefined) throw notFound(id, path, 'report')
  return { report, plan }
}
