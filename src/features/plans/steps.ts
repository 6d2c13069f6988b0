import { and, eq, sql } from 'drizzle-orm'
import { audit, difference, type Change } from '../../db/audit.ts'
import { violates } from '../../db/pg-errors.ts'
import { documents, legalBases, plans } from '../../db/schema/plans.ts'
import { taskDepartments, tasks, taskTargets } from '../../db/schema/tasks.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, optionalText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type { DiscardInput, PlanStepInput } from '../../graphql/schema-types.generated.ts'
import { findOrCreateDocument } from '../documents/commands.ts'
import { getPlan } from './queries.ts'
import { checkStep, type PlanStep } from './rules.ts'

type Plan = typeof plans.$inferSelect

/** DRAFT or RETURNED → SUBMITTED. The tasks are handed in with it, and stay on record from now on. */
export async function submitPlan(tx: TenantTx, caller: Caller, input: PlanStepInput): Promise<string> {
  return step(tx, caller, input, 'submitPlan', async (plan) => {
    await tx.db
      .update(tasks)
      .set({ filed: true })
      .where(and(eq(tasks.provinceId, tx.provinceId), eq(tasks.planId, plan.id)))
    return { submittedAt: new Date() }
  })
}

/** SUBMITTED → APPROVED: at least one task, each with a lead. From here on the ministry sees the plan and its tasks. */
export async function approvePlan(tx: TenantTx, caller: Caller, input: PlanStepInput): Promise<string> {
  return step(tx, caller, input, 'approvePlan', async (plan, documentId) => {
    await checkTasks(tx, plan.id)
    await publish(tx, plan.id, documentId)
    return { approvedAt: new Date(), published: true }
  })
}

/** SUBMITTED → RETURNED, with a reason. */
export async function returnPlan(tx: TenantTx, caller: Caller, input: PlanStepInput): Promise<string> {
  return step(tx, caller, input, 'returnPlan')
}

/** APPROVED → COMPLETED. What it owed until then stays owed, and on record. */
export async function completePlan(tx: TenantTx, caller: Caller, input: PlanStepInput): Promise<string> {
  return step(tx, caller, input, 'completePlan', async () => ({ completedAt: new Date() }))
}

/** Any state but COMPLETED → CANCELLED, with a reason. */
export async function cancelPlan(tx: TenantTx, caller: Caller, input: PlanStepInput): Promise<string> {
  return step(tx, caller, input, 'cancelPlan')
}

/** Removes a draft that was never submitted, with its tasks; the audit log keeps what it was. */
export async function discardPlan(tx: TenantTx, caller: Caller, input: DiscardInput): Promise<string> {
  const plan = await getPlan(tx, checkedId(input.id, ['input', 'id'], 'plan'), ['input', 'id'])
  checkVersion(plan, input.version)
  if (plan.status !== 'DRAFT') throw new UserError('submittedStays', ['input', 'id'], { status: plan.status })
  const ofPlan = sql`select id from tasks where province_id = ${tx.provinceId} and plan_id = ${plan.id}`
  for (const table of [taskDepartments, taskTargets]) {
    await tx.db.delete(table).where(and(eq(table.provinceId, tx.provinceId), sql`${table.taskId} in (${ofPlan})`))
  }
  const gone = await tx.db
    .delete(tasks)
    .where(and(eq(tasks.provinceId, tx.provinceId), eq(tasks.planId, plan.id)))
    .returning({ id: tasks.id, version: tasks.version, title: tasks.title, status: tasks.status })
    .catch(whatStays)
  await tx.db.delete(legalBases).where(and(eq(legalBases.provinceId, tx.provinceId), eq(legalBases.planId, plan.id)))
  await tx.db
    .delete(plans)
    .where(and(eq(plans.provinceId, tx.provinceId), eq(plans.id, plan.id)))
    .catch(whatStays)
  const discarded = (entity: 'Plan' | 'Task', { id, version, title, status }: (typeof gone)[number]): Change => ({
    action: 'discardPlan',
    entity,
    id,
    version: version + 1,
    changes: { title: [title, null], status: [status, null] },
  })
  audit(tx, caller.actor, [...gone.map((task) => discarded('Task', task)), discarded('Plan', plan)])
  return plan.id
}

/** Imports bring what no form allows: reports on a draft, and tasks in it that were submitted with another plan. */
function whatStays(error: unknown): never {
  const because = (
    [
      ['plans_parent_fkey', 'isParent'],
      ['tasks_plan_fkey', 'hasFiledTasks'],
      ['progress_reports_plan_fkey', 'hasReports'],
      ['progress_reports_task_fkey', 'hasReports'],
    ] as const
  ).find(([constraint]) => violates(error, constraint))
  throw because === undefined ? error : new UserError(because[1], ['input', 'id'])
}

async function step(
  tx: TenantTx,
  caller: Caller,
  input: PlanStepInput,
  action: PlanStep,
  effect: (plan: Plan, documentId: string | null) => Promise<Partial<Plan>> = async () => ({}),
): Promise<string> {
  const plan = await getPlan(tx, checkedId(input.id, ['input', 'id'], 'plan'), ['input', 'id'])
  checkVersion(plan, input.version)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000) ?? null
  const status = checkStep(action, plan.status, reason)
  const documentId = input.document
    ? await findOrCreateDocument(tx, caller, input.document, ['input', 'document'])
    : plan.documentId
  const set = { status, documentId, ...(await effect(plan, documentId)) }
  const version = plan.version + 1
  await tx.db
    .update(plans)
    .set({ ...set, version, updatedAt: new Date() })
    .where(and(eq(plans.provinceId, tx.provinceId), eq(plans.id, plan.id)))
  const changes = difference(plan, { status, documentId })
  const published = set.published ?? plan.published
  audit(tx, caller.actor, [{ action, entity: 'Plan', id: plan.id, version, changes, reason, published }])
  return plan.id
}

async function checkTasks(tx: TenantTx, planId: string): Promise<void> {
  const rows = await tx.rows<{ ordinal: number; lead: boolean }>(
    `/* checkTasks */ select t.ordinal, exists (select 1 from task_departments l
       where l.province_id = $1 and l.task_id = t.id and l.part = 'LEAD') as lead
     from tasks t where t.province_id = $1 and t.plan_id = $2 and t.status <> 'CANCELLED' order by t.ordinal`,
    [tx.provinceId, planId],
  )
  if (rows.length === 0) throw new UserError('noTasks', ['input', 'id'])
  const without = rows.filter(({ lead }) => !lead).map(({ ordinal }) => ordinal)
  if (without.length > 0) throw new UserError('noLead', ['input', 'id'], { ordinals: without.join(', ') })
}

/** Lets the ministry see a plan's parts: its tasks with their departments and targets, and the documents it names. */
async function publish(tx: TenantTx, planId: string, documentId: string | null): Promise<void> {
  const ofPlan = sql`select id from tasks where province_id = ${tx.provinceId} and plan_id = ${planId}`
  const named = sql`select document_id from legal_bases where province_id = ${tx.provinceId} and plan_id = ${planId}`
  const published = { published: true }
  await tx.db
    .update(tasks)
    .set(published)
    .where(and(eq(tasks.provinceId, tx.provinceId), eq(tasks.planId, planId)))
  for (const table of [taskDepartments, taskTargets]) {
    await tx.db
      .update(table)
      .set(published)
      .where(and(eq(table.provinceId, tx.provinceId), sql`${table.taskId} in (${ofPlan})`))
  }
  await tx.db
    .update(legalBases)
    .set(published)
    .where(and(eq(legalBases.provinceId, tx.provinceId), eq(legalBases.planId, planId)))
  await tx.db
    .update(documents)
    .set(published)
    .where(
      and(
        eq(documents.provinceId, tx.provinceId),
        sql`(${documents.id} = ${documentId} or ${documents.id} in (${named}))`,
      ),
    )
}
