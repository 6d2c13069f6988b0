import { and, asc, eq } from 'drizzle-orm'
import { difference } from '../../db/audit.ts'
import { taskDepartments } from '../../db/schema/tasks.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { UserError } from '../../errors.ts'
import { checkedId, checkedList, notFound } from '../../graphql/input.ts'
import type { Caller } from '../../graphql/payloads.ts'
import type { AssignTaskInput } from '../../graphql/schema-types.generated.ts'
import { change, openTask } from './changes.ts'
import { never } from './rules.ts'

export interface Participant {
  departmentId: string
  part: string
}

/** Says who leads and who else takes part. What the input leaves out stays as it is. */
export async function assignTask(tx: TenantTx, caller: Caller, input: AssignTaskInput): Promise<string> {
  const { task, reason } = await openTask(tx, input)
  const before = await listParticipants(tx, task.id)
  const others = checkedList(input.participants, ['input', 'participants'], 100).map(
    ({ departmentId, part }, index) => {
      if (part === 'LEAD') throw new UserError('leadElsewhere', ['input', 'participants', String(index), 'part'])
      return { departmentId, part, path: ['input', 'participants', String(index), 'departmentId'] }
    },
  )
  const lead = input.leadDepartmentId
    ? [{ departmentId: input.leadDepartmentId, part: 'LEAD', path: ['input', 'leadDepartmentId'] }]
    : []
  const given = await checkedParticipants(tx, [...lead, ...others])
  const kept = before.filter(({ part }) => (part === 'LEAD' ? lead.length === 0 : input.participants == null))
  const participants = [...kept, ...given]
  const changes = difference({ participants: before.map(key).sort() }, { participants: participants.map(key).sort() })
  if (Object.keys(changes).length === 0) return task.id
  const [former, next] = [before, participants].map((all) => all.find(({ part }) => part === 'LEAD')?.departmentId)
  if (former !== next) await keepLeadsReports(tx, task.id, former ?? null)
  await replaceParticipants(tx, task, participants)
  return change(tx, caller, task, {
    action: 'assignTask',
    set: {},
    changes: difference({ participants: before }, { participants }),
    reason,
  })
}

/** Participants whose departments exist in the province, none twice in one part. */
export async function checkedParticipants(
  tx: TenantTx,
  given: readonly (Participant & { path: readonly string[] })[],
): Promise<Participant[]> {
  const participants = given.map(({ departmentId, part, path }) => ({
    departmentId: checkedId(departmentId, path, 'department'),
    part,
    path,
  }))
  const ids = participants.map(({ departmentId }) => departmentId)
  const found = await tx.rows<{ id: string }>(
    '/* checkedParticipants */ select id from departments where province_id = $1 and id = any ($2::uuid[])',
    [tx.provinceId, ids],
  )
  const known = new Set(found.map(({ id }) => id))
  const seen = new Set<string>()
  return participants.map(({ path, ...participant }) => {
    const { departmentId } = participant
    if (!known.has(departmentId)) throw notFound(departmentId, path, 'department')
    if (seen.has(key(participant))) throw new UserError('listedTwice', path, { value: departmentId })
    seen.add(key(participant))
    return participant
  })
}

/** Makes these the task's participants, and no others. */
export async function replaceParticipants(
  tx: TenantTx,
  task: { id: string; published: boolean; dueOn: string | null },
  participants: readonly Participant[],
): Promise<void> {
  await tx.db
    .delete(taskDepartments)
    .where(and(eq(taskDepartments.provinceId, tx.provinceId), eq(taskDepartments.taskId, task.id)))
  if (participants.length === 0) return
  const own = { provinceId: tx.provinceId, taskId: task.id, published: task.published, dueOn: task.dueOn ?? never }
  await tx.db
    .insert(taskDepartments)
    .values(participants.map(({ departmentId, part }) => ({ ...own, departmentId, part })))
}

/** Keeps a task's due date beside who takes part. */
export async function keepDueDate(tx: TenantTx, task: { id: string; dueOn: string | null }): Promise<void> {
  await tx.db
    .update(taskDepartments)
    .set({ dueOn: task.dueOn ?? never })
    .where(and(eq(taskDepartments.provinceId, tx.provinceId), eq(taskDepartments.taskId, task.id)))
}

/**
 * What the former lead has submitted stays the lead's report on its periods; where nobody led, what the one department
 * that reported has. It counts, and nobody owes those periods again.
 */
async function keepLeadsReports(tx: TenantTx, taskId: string, former: string | null): Promise<void> {
  await tx.rows(
    `/* keepLeadsReports */ update progress_reports r set by_lead = case when $3::uuid is null
       then not exists (select 1 from progress_reports o where o.province_id = $1 and o.task_id = $2
         and o.published and o.department_id <> r.department_id)
       else r.department_id = $3 end
     where r.province_id = $1 and r.task_id = $2 and r.published and r.by_lead is null`,
    [tx.provinceId, taskId, former],
  )
}

async function listParticipants(tx: TenantTx, taskId: string): Promise<Participant[]> {
  return tx.db
    .select({ departmentId: taskDepartments.departmentId, part: taskDepartments.part })
    .from(taskDepartments)
    .where(and(eq(taskDepartments.provinceId, tx.provinceId), eq(taskDepartments.taskId, taskId)))
    .orderBy(asc(taskDepartments.part), asc(taskDepartments.departmentId))
}

const key = ({ departmentId, part }: Participant) => `${part} ${departmentId}`
