import { and, eq, isNull } from 'drizzle-orm'
import { parsePeriodCode } from '../../db/periods.ts'
import { progressReports } from '../../db/schema/reports.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { AppError, UserError } from '../../errors.ts'
import { checkedId } from '../../graphql/input.ts'
import type { Caller } from '../../graphql/payloads.ts'
import type { SaveProgressReportInput } from '../../graphql/schema-types.generated.ts'
import { getDepartment } from '../departments/queries.ts'
import { getPlan } from '../plans/queries.ts'
import { actsOn, findLead, getTask } from '../tasks/queries.ts'

/** What a report is on, by whom, and for which period: together with the revision, its key. */
export interface Subject {
  planId: string | null
  taskId: string | null
  departmentId: string | null
  periodCode: string
}

/** The reports on a subject: all revisions of one report. No index finds what “is not distinct”, and a province has thousands a period. */
export const revisionsOf = (tx: TenantTx, subject: Subject) =>
  and(
    eq(progressReports.provinceId, tx.provinceId),
    eq(progressReports.periodCode, subject.periodCode),
    ...(['planId', 'taskId', 'departmentId'] as const).map((column) => {
      const value = subject[column]
      return value === null ? isNull(progressReports[column]) : eq(progressReports[column], value)
    }),
  )

/** The subject that an input names; of a report on record, that one's, which the input may repeat but not change. */
export async function checkedSubject(
  tx: TenantTx,
  caller: Caller,
  input: SaveProgressReportInput,
  on: { report: Subject; plan: { status: string } | null } | undefined,
): Promise<Subject> {
  const periodCode = await checkedPeriod(tx, input.period)
  if (on === undefined) {
    const subject = { ...(await newSubject(tx, caller, input)), periodCode }
    await checkAuthor(tx, caller, subject)
    return subject
  }
  const { report: base, plan } = on
  const said = { taskId: input.taskId, departmentId: input.departmentId, planId: input.planId }
  for (const [field, id] of Object.entries(said)) {
    if (id == null || id.toLowerCase() === base[field as keyof typeof said]) continue
    throw new UserError('sameSubject', ['input', field])
  }
  if (periodCode !== base.periodCode) throw new UserError('sameSubject', ['input', 'period'])
  await checkAuthor(tx, caller, base)
  if (plan !== null) checkReportable(plan.status, ['input', 'id'])
  const { planId, taskId, departmentId } = base
  return { planId, taskId, departmentId, periodCode }
}

/** An officer reports for the own department on a task where it leads or coordinates; the administrator on anything. */
export async function checkAuthor(tx: TenantTx, caller: Caller, subject: Omit<Subject, 'periodCode'>): Promise<void> {
  if (caller.viewer.role !== 'DEPARTMENT_OFFICER') return
  const own = subject.taskId !== null && subject.departmentId === caller.viewer.departmentId
  if (!own || !(await actsOn(tx, subject.taskId as string, subject.departmentId))) throw new AppError('notYourTask')
}

async function newSubject(
  tx: TenantTx,
  caller: Caller,
  input: SaveProgressReportInput,
): Promise<Omit<Subject, 'periodCode'>> {
  if (input.taskId && input.planId) throw new UserError('oneSubject', ['input', 'planId'])
  if (input.taskId) return taskSubject(tx, caller, input, input.taskId)
  if (input.planId) {
    const id = checkedId(input.planId, ['input', 'planId'], 'plan')
    const plan = await getPlan(tx, id, ['input', 'planId'], 'share')
    checkReportable(plan.status, ['input', 'planId'])
    return { planId: plan.id, taskId: null, departmentId: null }
  }
  return { planId: null, taskId: null, departmentId: null }
}

async function taskSubject(tx: TenantTx, caller: Caller, input: SaveProgressReportInput, taskId: string) {
  const { task, plan } = await getTask(tx, checkedId(taskId, ['input', 'taskId'], 'task'), ['input', 'taskId'])
  checkReportable(plan.status, ['input', 'taskId'])
  const path = ['input', 'departmentId']
  const named = input.departmentId ? checkedId(input.departmentId, path, 'department') : caller.viewer.departmentId
  const departmentId = named ?? (await findLead(tx, task.id))
  if (departmentId === null) throw new UserError('departmentOwed', path)
  await getDepartment(tx, departmentId, path)
  if (caller.viewer.role !== 'DEPARTMENT_OFFICER' && !(await actsOn(tx, task.id, departmentId))) {
    throw new UserError('notTakingPart', path)
  }
  return { planId: task.planId, taskId: task.id, departmentId }
}

/** Reports are made, corrected and decided on while their plan is approved or completed. */
export function checkReportable(status: string, path: readonly string[]): void {
  if (status !== 'APPROVED' && status !== 'COMPLETED') throw new UserError('planNotApproved', path, { status })
}

async function checkedPeriod(tx: TenantTx, period: string): Promise<string> {
  const known = parsePeriodCode(period) !== undefined
  const rows = known
    ? await tx.rows('/* checkedPeriod */ select 1 from reporting_periods where code = $1', [period])
    : []
  if (rows.length === 0) throw new UserError('badPeriod', ['input', 'period'], { value: period.slice(0, 100) })
  return period
}
