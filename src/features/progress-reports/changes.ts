import { and, eq } from 'drizzle-orm'
import { audit, type Change } from '../../db/audit.ts'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'
import type { Caller } from '../../graphql/payloads.ts'

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

/** Writes the next version of a report, with its line in the audit log. */
export async function change(
  tx: TenantTx,
  caller: Caller,
  report: Report,
  { action, set, changes, reason }: { set: object; reason: string | null } & Pick<Change, 'action' | 'changes'>,
): Promise<string> {
  const version = report.version + 1
  await tx.db
    .update(progressReports)
    .set({ ...set, version, updatedAt: new Date() })
    .where(and(eq(progressReports.provinceId, tx.provinceId), eq(progressReports.id, report.id)))
  const { id } = report
  const published = report.published || ('published' in set && set.published === true)
  await audit(tx, caller.actor, [{ action, entity: 'ProgressReport', id, version, changes, reason, published }])
  return id
}
