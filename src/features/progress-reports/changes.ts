import { and, eq } from 'drizzle-orm'
import { audit, type Change } from '../../db/audit.ts'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import type { Caller } from '../../graphql/payloads.ts'
import type { Report } from './queries.ts'

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
  const { id, taskId } = report
  const published = report.published || ('published' in set && set.published === true)
  audit(tx, caller.actor, [{ action, entity: 'ProgressReport', id, version, changes, reason, published, taskId }])
  return id
}
