import { and, eq, ne, sql } from 'drizzle-orm'
import { audit } from '../../db/audit.ts'
import { indicatorValues, progressReports, recommendations } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, optionalText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type { DiscardInput, ReportStepInput } from '../../graphql/schema-types.generated.ts'
import { change, getReport, type Report } from './changes.ts'
import { checkStep, type ReportStep } from './rules.ts'
import { checkAuthor } from './subject.ts'

/** DRAFT → SUBMITTED: from here on the ministry sees the revision, and it stays as it is. */
export async function submitProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  return step(tx, caller, input, 'submitProgressReport', async (report) => {
    for (const table of [indicatorValues, recommendations]) {
      await tx.db
        .update(table)
        .set({ published: true })
        .where(and(eq(table.provinceId, tx.provinceId), eq(table.reportId, report.id)))
    }
    const deadline = await deadlineOf(tx, report.periodCode)
    return { submittedAt: new Date(), deadline, published: true }
  })
}

/** SUBMITTED → ACCEPTED: its figures count from here on, and those of an older revision no longer. */
export async function acceptProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  return step(tx, caller, input, 'acceptProgressReport', async (report) => {
    await checkCountedOnce(tx, report)
    await tx.db
      .update(progressReports)
      .set({ superseded: true })
      .where(
        and(
          eq(progressReports.provinceId, tx.provinceId),
          eq(progressReports.periodCode, report.periodCode),
          eq(progressReports.status, 'ACCEPTED'),
          ne(progressReports.id, report.id),
          sql`${progressReports.planId} is not distinct from ${report.planId}::uuid`,
          sql`${progressReports.taskId} is not distinct from ${report.taskId}::uuid`,
          sql`${progressReports.departmentId} is not distinct from ${report.departmentId}::uuid`,
        ),
      )
    return { acceptedAt: new Date() }
  })
}

/** SUBMITTED → RETURNED, with a comment; the correction is a new revision. */
export async function returnProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  const returnComment = optionalText(input.comment, ['input', 'comment'], 2_000) ?? null
  return step(tx, caller, input, 'returnProgressReport', async () => ({ returnComment }))
}

/** Removes a draft that was never submitted; the audit log keeps what it was. */
export async function discardProgressReport(tx: TenantTx, caller: Caller, input: DiscardInput): Promise<string> {
  const report = await getReport(tx, checkedId(input.id, ['input', 'id'], 'report'), ['input', 'id'])
  await checkAuthor(tx, caller, report)
  checkVersion(report, input.version)
  if (report.status !== 'DRAFT') throw new UserError('submittedStays', ['input', 'id'], { status: report.status })
  for (const table of [indicatorValues, recommendations]) {
    await tx.db.delete(table).where(and(eq(table.provinceId, tx.provinceId), eq(table.reportId, report.id)))
  }
  const own = and(eq(progressReports.provinceId, tx.provinceId), eq(progressReports.id, report.id))
  await tx.db.delete(progressReports).where(own)
  const changes = { periodCode: [report.periodCode, null] as const, status: [report.status, null] as const }
  const change = { action: 'discardProgressReport', entity: 'ProgressReport', id: report.id } as const
  await audit(tx, caller.actor, [{ ...change, version: report.version + 1, changes }])
  return report.id
}

async function step(
  tx: TenantTx,
  caller: Caller,
  input: ReportStepInput,
  action: ReportStep,
  effect: (report: Report) => Promise<Partial<Report>>,
): Promise<string> {
  const report = await getReport(tx, checkedId(input.id, ['input', 'id'], 'report'), ['input', 'id'])
  await checkAuthor(tx, caller, report)
  checkVersion(report, input.version)
  const comment = optionalText(input.comment, ['input', 'comment'], 2_000) ?? null
  const status = checkStep(action, report.status, comment)
  const set = { status, ...(await effect(report)) }
  return change(tx, caller, report, { action, set, changes: { status: [report.status, status] }, reason: comment })
}

/**
 * Refuses to count an indicator of one plan and period both on a task and on the plan: the sum would hold it twice.
 * Reports outside the plan's cadence don't count, and so don't collide.
 */
async function checkCountedOnce(tx: TenantTx, report: Report): Promise<void> {
  if (report.planId === null) return
  const rows = await tx.rows<{ id: string; code: string }>(
    `/* checkCountedOnce */ select other.id, v.indicator_code as code from progress_reports other
     join plans p on p.province_id = $1 and p.id = other.plan_id
     join reporting_periods rp on rp.code = other.period_code and rp.kind = p.reporting_period
     join indicator_values v on v.province_id = $1 and v.report_id = other.id
     join indicator_values own on own.province_id = $1 and own.report_id = $2 and own.indicator_code = v.indicator_code
     where other.province_id = $1 and other.plan_id = $3 and other.period_code = $4 and other.status = 'ACCEPTED'
       and not other.superseded and (other.task_id is null) <> $5::boolean
       and (other.task_id is null or exists (select 1 from task_departments l where l.province_id = $1
         and l.task_id = other.task_id and l.department_id = other.department_id and l.part = 'LEAD'))
       and ($5::boolean or exists (select 1 from task_departments l where l.province_id = $1
         and l.task_id = $6 and l.department_id = $7 and l.part = 'LEAD'))
     order by v.indicator_code`,
    [
      tx.provinceId,
      report.id,
      report.planId,
      report.periodCode,
      report.taskId === null,
      report.taskId,
      report.departmentId,
    ],
  )
  if (rows.length === 0) return
  const codes = [...new Set(rows.map(({ code }) => code))].join(', ')
  throw new UserError('countedTwice', ['input', 'id'], { codes, other: rows[0]?.id as string })
}

/** The last day on which the province's report on a period is in time: Decree 09/2019/NĐ-CP, article 12, and working days. */
async function deadlineOf(tx: TenantTx, periodCode: string): Promise<string | null> {
  const [row] = await tx.rows<{ day: string }>(
    `/* deadlineOf */ select due.day from reporting_periods p
     join provinces province on province.id = $1
     join calendar_days closed on closed.day = p.data_to
     join calendar_days due on due.working
       and due.ordinal = closed.ordinal + coalesce(province.report_due_working_days, p.due_working_days)
     where p.code = $2`,
    [tx.provinceId, periodCode],
  )
  return row?.day ?? null
}
