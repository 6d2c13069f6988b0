import { and, eq } from 'drizzle-orm'
import { audit, type Change } from '../../db/audit.ts'
import { tasks } from '../../db/schema/tasks.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, optionalText } from '../../graphql/input.ts'
import { checkVersion, type Caller } from '../../graphql/payloads.ts'
import { checkChange } from '../plans/rules.ts'
import { getTask } from './queries.ts'

export type Task = typeof tasks.$inferSelect

/** A task that its plan lets change, at the version that the caller has read. */
export async function openTask(
  tx: TenantTx,
  input: { id: string; version: number; reason?: string | null | undefined },
) {
  const { task, plan } = await getTask(tx, checkedId(input.id, ['input', 'id'], 'task'), ['input', 'id'])
  checkVersion(task, input.version)
  const reason = optionalText(input.reason, ['input', 'reason'], 1_000) ?? null
  checkChange(plan.status, reason, ['input', 'id'])
  if (task.status === 'COMPLETED' || task.status === 'CANCELLED') {
    throw new UserError('taskFixed', ['input', 'id'], { status: task.status })
  }
  return { task, reason }
}

/** Writes the next version of a task, with its line in the audit log. */
export async function change(
  tx: TenantTx,
  caller: Caller,
  task: Task,
  {
    action,
    set,
    changes,
    reason,
  }: { set: Partial<Task> } & Pick<Change, 'action' | 'changes'> & { reason: string | null },
): Promise<string> {
  const version = task.version + 1
  await tx.db
    .update(tasks)
    .set({ ...set, version, updatedAt: new Date() })
    .where(and(eq(tasks.provinceId, tx.provinceId), eq(tasks.id, task.id)))
  const { published } = task
  audit(tx, caller.actor, [{ action, entity: 'Task', id: task.id, version, changes, reason, published }])
  return task.id
}
