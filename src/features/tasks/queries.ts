import { and, eq, inArray, sql } from 'drizzle-orm'
import { taskDepartments, tasks } from '../../db/schema/tasks.ts'
import type { Build, TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'
import { named, planLocks } from '../plans/queries.ts'
import { actingParts, never } from './rules.ts'

/** A task of the province with its plan, both locked until the transaction ends, or NOT_FOUND. */
export async function getTask(tx: TenantTx, id: string, path: readonly string[]) {
  const own = { provinceId: tx.provinceId, id }
  // Both are sent at once, the plan's lock first.
  const [[plan], [task]] = await Promise.all([tx.kept(lockPlan.share, own), tx.kept(lockTask, own)])
  if (plan === undefined || task === undefined) throw notFound(id, path, 'task')
  return { task, plan }
}

const lockPlan = planLocks(tasks)
const lockTask: Build<(typeof tasks.$inferSelect)[]> = (db) =>
  db.select().from(tasks).where(named(tasks)).for('no key update').prepare('lock_task')

/** The department that leads a task; null where the record names none. */
export async function findLead(tx: TenantTx, taskId: string): Promise<string | null> {
  const [lead] = await tx.kept(leadOf, { provinceId: tx.provinceId, taskId })
  return lead?.id ?? null
}

const ofTask = and(
  eq(taskDepartments.provinceId, sql.placeholder('provinceId')),
  eq(taskDepartments.taskId, sql.placeholder('taskId')),
)

const leadOf: Build<{ id: string }[]> = (db) =>
  db
    .select({ id: taskDepartments.departmentId })
    .from(taskDepartments)
    .where(and(ofTask, eq(taskDepartments.part, 'LEAD')))
    .prepare('lead_of_task')

/** Whether a department leads or coordinates a task. */
export async function actsOn(tx: TenantTx, taskId: string, departmentId: string | null): Promise<boolean> {
  const rows = await tx.kept(partsIn, { provinceId: tx.provinceId, taskId, departmentId })
  return rows.length > 0
}

const partsIn: Build<{ part: string }[]> = (db) =>
  db
    .select({ part: taskDepartments.part })
    .from(taskDepartments)
    .where(
      and(
        ofTask,
        eq(taskDepartments.departmentId, sql.placeholder('departmentId')),
        inArray(taskDepartments.part, actingParts),
      ),
    )
    .prepare('parts_in_task')

/** Copies the due dates of all the province's tasks to rows that were written before these kept it. */
export async function copyDueDates(tx: TenantTx): Promise<void> {
  const differs = `d.province_id = $1 and d.task_id = t.id and d.due_on <> coalesce(t.due_on, '${never}')`
  // Tasks are locked as whoever changes a due date locks them: what is copied is what they will have left.
  await tx.rows(
    `/* copyDueDates */ update task_departments d set due_on = coalesce(t.due_on, '${never}')
     from (select t.id, t.due_on from tasks t where t.province_id = $1 and exists (select 1 from task_departments d where ${differs})
       order by t.id for no key update) t
     where ${differs}`,
    [tx.provinceId],
  )
}
