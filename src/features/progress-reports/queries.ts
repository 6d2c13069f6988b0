import { and, eq } from 'drizzle-orm'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'

export type Report = typeof progressReports.$inferSelect

/** A report of the province, locked until the transaction ends, or NOT_FOUND. */
export async function getReport(tx: TenantTx, id: string, path: readonly string[]): Promise<Report> {
  const [report] = await tx.db
    .select()
    .from(progressReports)
    .where(and(eq(progressReports.provinceId, tx.provinceId), eq(progressReports.id, id)))
    .for('no key update')
  if (report === undefined) throw notFound(id, path, 'report')
  return report
}
