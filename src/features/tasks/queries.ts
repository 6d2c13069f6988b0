import { and, eq, sql } from 'drizzle-orm'
import { taskDepartments, tasks } from '../../db/schema/tasks.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'
import { lockPlan } from '../plans/queries.ts'
import { actingParts } from './rules.ts'

/** A task of the province with its plan, both locked until the transaction ends, or NOT_FOUND. */
export async function getTask(tx: TenantTx, id: string, path: readonly string[]) {
  const own = and(eq(tasks.provinceId, tx.provinceId), eq(tasks.id, id))
  const planId = tx.db.select({ planId: tasks.planId }).from(tasks).where(own)
  // Both are sent at once, the plan's lock first.
  const [plan, [task]] = await Promise.all([
    lockPlan(tx, planId, 'share'),
    tx.db.select().from(tasks).where(own).for('no key update'),
  ])
  if (plan === undefined || task === undefined) throw notFound(id, path, 'task')
  return { task, plan }
}

/** The department that leads a task; null where the record names none. */
export async function findLead(tx: TenantTx, taskId: string): Promise<string | null> {
  const own = and(eq(taskDepartments.provinceId, tx.provinceId), eq(taskDepartments.taskId, taskId))
  const [lead] = await tx.db
    .select({ id: taskDepartments.departmentId })
    .from(taskDepartments)
    .where(and(own, eq(taskDepartments.part, 'LEAD')))
  return lead?.id ?? null
}

/** Whether a department leads or coordinates a task. */
export async function actsOn(tx: TenantTx, taskId: string, departmentId: string | null): Promise<boolean> {
  const rows = await tx.db
    .select({ part: taskDepartments.part })
    .from(taskDepartments)
    .where(
      and(
        eq(taskDepartments.provinceId, tx.provinceId),
        eq(taskDepartments.taskId, taskId),
        sql`${taskDepartments.departmentId} = ${departmentId}`,
        sql`${taskDepartments.part} = any (${sql.param(`{${actingParts.join()}}`)}::text[])`,
      ),
    )
  return rows.length > 0
}
