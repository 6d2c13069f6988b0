import { and, asc, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import { audit, type Change } from '../../db/audit.ts'
import { indicatorValues, progressReports, recommendations } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, optionalText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type { DiscardInput, ReportStepInput } from '../../graphql/schema-types.generated.ts'
import { change } from './changes.ts'
import { isLeads } from './due.ts'
import { getReport, type Report } from './queries.ts'
import { checkStep, deadlineSql, type ReportStep } from './rules.ts'
import { checkAuthor, checkReportable, revisionsOf } from './subject.ts'

/** DRAFT → SUBMITTED: from here on the ministry sees the revision, and it stays as it is. */
export async function submitProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  return step(tx, caller, input, 'submitProgressReport', async (report) => {
    const publish = (table: typeof indicatorValues | typeof recommendations) =>
      tx.db
        .update(table)
        .set({ published: true })
        .where(and(eq(table.provinceId, tx.provinceId), eq(table.reportId, report.id)))
    // All are sent at once; a later revision has no use for the deadline, but asking first would take a trip more.
    const [first, deadline, byLead] = await Promise.all([
      findFirstSubmission(tx, report),
      deadlineOf(tx, report.periodCode),
      isByLead(tx, report),
      publish(indicatorValues),
      publish(recommendations),
    ])
    const submittedAt = new Date()
    const inForce = {
      firstSubmittedAt: first?.submittedAt ?? submittedAt,
      deadline: first?.deadline ?? deadline,
    }
    return { submittedAt, ...inForce, byLead, published: true }
  })
}

/**
 * SUBMITTED → ACCEPTED: its figures count from here on, and those of an older revision no longer. An older revision that
 * is accepted after a newer one does not count. What a predecessor left open, its successor's administrator accepts; the log
 * then says which province that was.
 */
export async function acceptProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  return step(tx, caller, input, 'acceptProgressReport', async (report) => {
    const accepted = and(revisionsOf(tx, report), eq(progressReports.status, 'ACCEPTED'))
    // All are sent at once, and done in this order.
    const [, , , newer] = await Promise.all([
      takeTurn(tx, report),
      checkCountedOnce(tx, report),
      tx.db
        .update(progressReports)
        .set({ superseded: true })
        .where(and(accepted, lt(progressReports.revision, report.revision))),
      tx.db
        .select({ id: progressReports.id })
        .from(progressReports)
        .where(and(accepted, gt(progressReports.revision, report.revision))),
    ])
    return { acceptedAt: new Date(), superseded: newer.length > 0 }
  })
}

/** SUBMITTED → RETURNED, with a comment; the correction is a new revision. */
export async function returnProgressReport(tx: TenantTx, caller: Caller, input: ReportStepInput): Promise<string> {
  const returnComment = optionalText(input.comment, ['input', 'comment'], 2_000) ?? null
  return step(tx, caller, input, 'returnProgressReport', async () => ({ returnComment }))
}

/** Removes a draft that was never submitted; the audit log keeps what it was. */
export async function discardProgressReport(tx: TenantTx, caller: Caller, input: DiscardInput): Promise<string> {
  const { report } = await getReport(tx, checkedId(input.id, ['input', 'id'], 'report'), ['input', 'id'])
  await checkAuthor(tx, caller, report)
  checkVersion(report, input.version)
  if (report.status !== 'DRAFT') throw new UserError('submittedStays', ['input', 'id'], { status: report.status })
  const ofReport = (table: typeof indicatorValues | typeof recommendations) =>
    and(eq(table.provinceId, tx.provinceId), eq(table.reportId, report.id))
  await tx.db.delete(indicatorValues).where(ofReport(indicatorValues))
  const gone = await tx.db.delete(recommendations).where(ofReport(recommendations)).returning()
  const own = and(eq(progressReports.provinceId, tx.provinceId), eq(progressReports.id, report.id))
  await tx.db.delete(progressReports).where(own)
  const action = 'discardProgressReport'
  const changes = { periodCode: [report.periodCode, null] as const, status: [report.status, null] as const }
  audit(tx, caller.actor, [
    ...gone.map(({ id, version, text }): Change => ({
      action,
      entity: 'Recommendation',
      id,
      version: version + 1,
      changes: { text: [text, null] },
    })),
    { action, entity: 'ProgressReport', id: report.id, version: report.version + 1, changes },
  ])
  return report.id
}

async function step(
  tx: TenantTx,
  caller: Caller,
  input: ReportStepInput,
  action: ReportStep,
  effect: (report: Report) => Promise<Partial<Report>>,
): Promise<string> {
  // One report of a plan is accepted at a time: whether it counts depends on which others do.
  const planLock = action === 'acceptProgressReport' ? 'no key update' : 'share'
  const id = checkedId(input.id, ['input', 'id'], 'report')
  const { report, plan } = await getReport(tx, id, ['input', 'id'], planLock)
  await checkAuthor(tx, caller, report)
  checkVersion(report, input.version)
  const comment = optionalText(input.comment, ['input', 'comment'], 2_000) ?? null
  const status = checkStep(action, report.status, comment)
  if (plan !== null) checkReportable(plan.status, ['input', 'id'])
  const set = { status, ...(await effect(report)) }
  const successor = caller.viewer.province?.id === tx.provinceId ? undefined : caller.viewer.province?.slug
  const changes: Change['changes'] = {
    status: [report.status, status],
    ...(successor !== undefined && { handedOverTo: [null, successor] as const }),
  }
  return change(tx, caller, report, { action, set, changes, reason: comment })
}

/** One report of a year is accepted at a time, as one of a plan is. */
async function takeTurn(tx: TenantTx, report: Report): Promise<void> {
  if (report.planId !== null) return
  await tx.rows(
    `/* takeTurn */ select 1 from progress_reports where province_id = $1 and task_id is null and plan_id is null and period_code = $2
       and revision = 1 for no key update`,
    [tx.provinceId, report.periodCode],
  )
}

/**
 * Refuses to count an indicator of one plan and period both on a task and on the plan: the sum would hold it twice.
 * Reports outside the plan's cadence don't count, and so don't collide; nor do those on a task by another than its lead
 * or, where none is on record, than the one department that reported.
 */
async function checkCountedOnce(tx: TenantTx, report: Report): Promise<void> {
  if (report.planId === null) return
  // Found by the plan's tasks: the other index that would do leads to all that the province has reported on the period.
  const others =
    report.taskId === null
      ? `join tasks t on t.province_id = $1 and t.plan_id = own.plan_id
         join progress_reports other on other.province_id = $1 and other.task_id = t.id`
      : `join progress_reports other on other.province_id = $1 and other.task_id is null`
  const rows = await tx.rows<{ id: string; code: string }>(
    `/* checkCountedOnce */ select other.id, v.indicator_code as code from progress_reports own
     ${others} and other.plan_id = own.plan_id
       and other.period_code = own.period_code and other.status = 'ACCEPTED' and not other.superseded
     join plans p on p.province_id = $1 and p.id = own.plan_id
     join reporting_periods rp on rp.code = own.period_code and rp.kind = p.reporting_period
     join indicator_values mine on mine.province_id = $1 and mine.report_id = own.id
     join indicator_values v on v.province_id = $1 and v.report_id = other.id and v.indicator_code = mine.indicator_code
     cross join lateral (select coalesce(own.task_id, other.task_id) as task_id,
       coalesce(own.department_id, other.department_id) as department_id,
       case when own.task_id is null then other.by_lead else own.by_lead end as by_lead) reported
     left join task_departments l on l.province_id = $1 and l.task_id = reported.task_id and l.part = 'LEAD'
     where own.province_id = $1 and own.id = $2 and (${isLeads('reported', 'l.department_id')} or l.department_id is null
       and not exists (select 1 from progress_reports r where r.province_id = $1 and r.task_id = reported.task_id
         and r.published and r.department_id <> reported.department_id))
     order by v.indicator_code`,
    [tx.provinceId, report.id],
  )
  if (rows.length === 0) return
  const codes = [...new Set(rows.map(({ code }) => code))].join(', ')
  throw new UserError('countedTwice', ['input', 'id'], { codes, other: rows[0]?.id as string })
}

/** The report's first revision that was submitted, whatever became of it. */
async function findFirstSubmission(tx: TenantTx, report: Report) {
  const [first] = await tx.db
    .select({
      submittedAt: sql<Date>`coalesce(${progressReports.firstSubmittedAt}, ${progressReports.submittedAt})`.mapWith(
        progressReports.submittedAt,
      ),
      deadline: progressReports.deadline,
    })
    .from(progressReports)
    .where(and(revisionsOf(tx, report), isNotNull(progressReports.submittedAt)))
    .orderBy(asc(progressReports.revision))
    .limit(1)
  return first
}

/** What a former lead has reported on a period stays the lead's report; another department's informs beside it. */
async function isByLead(tx: TenantTx, report: Report): Promise<boolean | null> {
  if (report.byLead !== null || report.taskId === null) return report.byLead
  const rows = await tx.rows(
    `/* isByLead */ select 1 from progress_reports r where r.province_id = $1 and r.task_id = $2 and r.period_code = $3
       and r.department_id <> $4 and r.by_lead limit 1`,
    [tx.provinceId, report.taskId, report.periodCode, report.departmentId],
  )
  return rows.length > 0 ? false : null
}

/** The last day on which the province's report on a period is in time: Decree 09/2019/NĐ-CP, article 12, and working days. */
async function deadlineOf(tx: TenantTx, periodCode: string): Promise<string | null> {
  const [row] = await tx.rows<{ day: string }>(
    `/* deadlineOf */ select deadline.day from reporting_periods p
     join provinces province on province.id = $1
     cross join lateral (${deadlineSql('p.data_to', 'coalesce(province.report_due_working_days, p.due_working_days)')})
       deadline (day)
     where p.code = $2`,
    [tx.provinceId, periodCode],
  )
  return row?.day ?? null
}
