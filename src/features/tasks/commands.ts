import { and, eq } from 'drizzle-orm'
import { audit, difference } from '../../db/audit.ts'
import { newId } from '../../db/ids.ts'
import { dayInVietnam } from '../../db/periods.ts'
import { violates } from '../../db/pg-errors.ts'
import { tasks, taskTargets } from '../../db/schema/tasks.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { AppError, UserError } from '../../errors.ts'
import { checkedId, checkedList, optionalText, requiredText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import type {
  CreateTaskInput,
  DiscardInput,
  TaskStepInput,
  UpdateTaskInput,
} from '../../graphql/schema-types.generated.ts'
import { getPlan } from '../plans/queries.ts'
import { checkChange, checkWriting } from '../plans/rules.ts'
import { change, openTask, type Task } from './changes.ts'
import { checkedParticipants, keepDueDate, replaceParticipants } from './participants.ts'
import { actsOn, getTask } from './queries.ts'
import { checkedDue, checkStep, type TaskStep } from './rules.ts'

export async function createTask(tx: TenantTx, caller: Caller, input: CreateTaskInput): Promise<string> {
  const plan = await getPlan(tx, checkedId(input.planId, ['input', 'planId'], 'plan'), ['input', 'planId'])
  checkWriting(plan.status, ['input', 'planId'])
  const due = checkedDue({
    startOn: input.startOn ?? null,
    dueOn: input.dueOn ?? null,
    duePrecision: input.duePrecision ?? null,
  })
  const coordinating = checkedList(input.coordinatingDepartmentIds, ['input', 'coordinatingDepartmentIds'], 100)
  const participants = await checkedParticipants(tx, [
    ...(input.leadDepartmentId
      ? [{ departmentId: input.leadDepartmentId, part: 'LEAD', path: ['input', 'leadDepartmentId'] }]
      : []),
    ...coordinating.map((departmentId, index) => ({
      departmentId,
      part: 'COORDINATING',
      path: ['input', 'coordinatingDepartmentIds', String(index)],
    })),
  ])
  const task = {
    planId: plan.id,
    // The plan is locked, so no other task takes this place.
    ordinal: await nextOrdinal(tx, plan.id),
    title: requiredText(input.title, ['input', 'title'], 1_000),
    category: input.category,
    status: 'NOT_STARTED',
    ...due,
    plannedBudget: input.plannedBudget == null ? null : BigInt(input.plannedBudget),
  }
  const id = newId()
  await tx.db.insert(tasks).values({ provinceId: tx.provinceId, id, ...task })
  await replaceParticipants(tx, { id, published: false, dueOn: due.dueOn }, participants)
  const changes = difference({}, { ...task, plannedBudget: input.plannedBudget ?? null, participants })
  audit(tx, caller.actor, [{ action: 'createTask', entity: 'Task', id, version: 1, changes }])
  return id
}

export async function updateTask(tx: TenantTx, caller: Caller, input: UpdateTaskInput): Promise<string> {
  const { task, reason } = await openTask(tx, input)
  const due = checkedDue({
    startOn: input.startOn === undefined ? task.startOn : input.startOn,
    dueOn: input.dueOn === undefined ? task.dueOn : input.dueOn,
    duePrecision: input.duePrecision === undefined ? task.duePrecision : input.duePrecision,
  })
  const after = {
    title: input.title == null ? task.title : requiredText(input.title, ['input', 'title'], 1_000),
    description:
      input.description === undefined
        ? task.description
        : (optionalText(input.description, ['input', 'description'], 10_000) ?? null),
    category: input.category ?? task.category,
    ...due,
    plannedBudget:
      input.plannedBudget === undefined
        ? task.plannedBudget
        : input.plannedBudget === null
          ? null
          : BigInt(input.plannedBudget),
  }
  const audited = (state: typeof after | typeof task) => ({ ...state, plannedBudget: state.plannedBudget?.toString() })
  const changes = difference(audited(task), {
    ...audited(after),
    plannedBudget: after.plannedBudget?.toString() ?? null,
  })
  if (Object.keys(changes).length === 0) return task.id
  if ('dueOn' in changes) await keepDueDate(tx, { id: task.id, dueOn: due.dueOn })
  return change(tx, caller, task, { action: 'updateTask', set: after, changes, reason })
}

export async function startTask(tx: TenantTx, caller: Caller, input: TaskStepInput): Promise<string> {
  return step(tx, caller, input, 'startTask')
}

export async function completeTask(tx: TenantTx, caller: Caller, input: TaskStepInput): Promise<string> {
  const today = dayInVietnam(new Date())
  const completedOn = input.completedOn ?? today
  if (completedOn > today) throw new UserError('inFuture', ['input', 'completedOn'])
  return step(tx, caller, input, 'completeTask', { completedOn })
}

/** Calls a task off, with a reason. In an approved plan this is an amendment; a plan that is fixed keeps its tasks. */
export async function cancelTask(tx: TenantTx, caller: Caller, input: TaskStepInput): Promise<string> {
  return step(tx, caller, input, 'cancelTask')
}

/** Removes a task that was never part of a submitted plan; the audit log keeps what it was. */
export async function discardTask(tx: TenantTx, caller: Caller, input: DiscardInput): Promise<string> {
  const { task, plan } = await getTask(tx, checkedId(input.id, ['input', 'id'], 'task'), ['input', 'id'])
  checkVersion(task, input.version)
  if (task.filed || (plan.status !== 'DRAFT' && plan.status !== 'RETURNED')) {
    throw new UserError('submittedStays', ['input', 'id'], { status: plan.status })
  }
  await replaceParticipants(tx, task, [])
  await tx.db.delete(taskTargets).where(and(eq(taskTargets.provinceId, tx.provinceId), eq(taskTargets.taskId, task.id)))
  await tx.db
    .delete(tasks)
    .where(and(eq(tasks.provinceId, tx.provinceId), eq(tasks.id, task.id)))
    .catch((error: unknown) => {
      throw violates(error, 'progress_reports_task_fkey') ? new UserError('hasReports', ['input', 'id']) : error
    })
  const changes = { title: [task.title, null] as const, status: [task.status, null] as const }
  const version = task.version + 1
  audit(tx, caller.actor, [{ action: 'discardTask', entity: 'Task', id: task.id, version, changes }])
  return task.id
}

async function step(
  tx: TenantTx,
  caller: Caller,
  input: TaskStepInput,
  action: TaskStep,
  more: Partial<Task> = {},
): Promise<string> {
  const { task, plan } = await getTask(tx, checkedId(input.id, ['input', 'id'], 'task'), ['input', 'id'])
  await checkTakesPart(tx, caller, task.id)
  checkVersion(task, input.version)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000) ?? null
  const set = { status: checkStep(action, task.status, reason), ...more }
  if (action === 'cancelTask') checkChange(plan.status, reason, ['input', 'id'])
  else if (plan.status !== 'APPROVED') throw new UserError('planNotApproved', ['input', 'id'], { status: plan.status })
  return change(tx, caller, task, { action, set, changes: difference(task, set), reason })
}

/** An officer acts only where the own department leads or coordinates. */
async function checkTakesPart(tx: TenantTx, caller: Caller, taskId: string): Promise<void> {
  if (caller.viewer.role !== 'DEPARTMENT_OFFICER') return
  if (!(await actsOn(tx, taskId, caller.viewer.departmentId))) throw new AppError('notYourTask')
}

async function nextOrdinal(tx: TenantTx, planId: string): Promise<number> {
  const [row] = await tx.rows<{ next: number }>(
    '/* nextOrdinal */ select coalesce(max(ordinal), 0) + 1 as next from tasks where province_id = $1 and plan_id = $2',
    [tx.provinceId, planId],
  )
  return row?.next ?? 1
}
