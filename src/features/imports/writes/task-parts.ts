import type { Value } from '../../../db/schema/values.ts'
import { never } from '../../tasks/rules.ts'
import { write, type Batch, type Stored, type Written } from './batch.ts'
import { findOrMake, type Directory } from './department-directory.ts'
import type { Row } from '../files/rows.ts'
import { table, type Table } from './tables.ts'

// What hangs on a task and is replaced as a whole: who takes part, and what is promised.

type TaskRow = Row<'tasks'>

interface Participant {
  departmentId: string
  part: Value<'TaskPart'>
}

interface Target {
  code: string
  value: number
}

const options = { versions: false, ids: false }
const participantTable = table(
  'task_departments',
  {
    taskId: ['task_id', 'uuid'],
    departmentId: ['department_id', 'uuid'],
    part: ['part', 'text'],
    dueOn: ['due_on', 'date'],
  },
  options,
)
const targetTable = table(
  'task_targets',
  { taskId: ['task_id', 'uuid'], code: ['indicator_code', 'text'], value: ['value', 'numeric'] },
  options,
)

/** Which column names the departments of which part. */
export const partColumns = [
  { column: 'lead_department', part: 'LEAD' },
  { column: 'coordinating_departments', part: 'COORDINATING' },
  { column: 'advising_departments', part: 'ADVISING' },
  { column: 'directing_departments', part: 'DIRECTING' },
  { column: 'assigning_departments', part: 'ASSIGNING' },
] as const

const inOrder = (participants: Participant[]) =>
  participants.sort((a, b) => (`${a.part} ${a.departmentId}` < `${b.part} ${b.departmentId}` ? -1 : 1))

/** Who takes part by the row, and by the record in the parts that the file has no column for. */
export function participantsOf(
  batch: Batch,
  directory: Directory,
  { values }: TaskRow,
  before: Stored | undefined,
): Participant[] | undefined {
  if (partColumns.every(({ column }) => values[column] === undefined)) return undefined
  const known = (before?.fields['participants'] ?? []) as Participant[]
  const participants = partColumns.flatMap(({ column, part }) => {
    const names = values[column]
    if (names === undefined) return known.filter((participant) => participant.part === part)
    const ids = [names ?? []].flat().map((name) => findOrMake(batch, directory, name))
    return [...new Set(ids)].map((departmentId) => ({ departmentId, part }))
  })
  return inOrder(participants)
}

/** What the row promises, and the record of the indicators that the file has no column for. */
export function targetsOf({ figures }: TaskRow, before: Stored | undefined): Target[] | undefined {
  if (figures === undefined) return undefined
  const known = (before?.fields['targets'] ?? []) as Target[]
  const said = [...figures].flatMap(([code, figure]) => (figure?.value == null ? [] : { code, value: figure.value }))
  return [...known.filter(({ code }) => !figures.has(code)), ...said].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Adds to tasks on record what hangs on them. */
export async function readParts({ tx }: Batch, tasks: readonly Stored[]): Promise<void> {
  if (tasks.length === 0) return
  const byId = new Map(tasks.map((task) => [task.id, task]))
  for (const { fields } of tasks) Object.assign(fields, { participants: [], targets: [] })
  const addTo = (task: string, field: string, part: Participant | Target) =>
    void (byId.get(task)?.fields[field] as object[] | undefined)?.push(part)
  const values = [tx.provinceId, [...byId.keys()]]
  const participants = await tx.rows<Participant & { taskId: string }>(
    `/* readParticipants */ select task_id as "taskId", department_id as "departmentId", part from task_departments
     where province_id = $1 and task_id = any ($2::uuid[])`,
    values,
  )
  for (const { taskId, departmentId, part } of participants) {
    addTo(taskId, 'participants', { departmentId, part })
  }
  for (const { fields } of tasks) inOrder(fields['participants'] as Participant[])
  const targets = await tx.rows<{ taskId: string; code: string; value: string }>(
    `/* readTargets */ select task_id as "taskId", indicator_code as code, value from task_targets
     where province_id = $1 and task_id = any ($2::uuid[]) order by indicator_code collate "C"`,
    values,
  )
  for (const { taskId, code, value } of targets) {
    addTo(taskId, 'targets', { code, value: Number(value) })
  }
}

/** Writes what hangs on new tasks, and anew what a change concerns. */
export async function writeParts(
  batch: Batch,
  { created, changed }: { created: readonly Written[]; changed: readonly Written[] },
): Promise<void> {
  const { tx } = batch
  const differing = (...fields: string[]) => changed.filter(({ changes }) => fields.some((field) => field in changes))
  // Beside each participant is the task's due date.
  const participating = differing('participants', 'dueOn')
  const promising = differing('targets')
  const remove = (text: string, tasks: readonly Written[]) => {
    if (tasks.length > 0) tx.send(text, [tx.provinceId, tasks.map(({ id }) => id)])
  }
  const writeThose = (to: Table, field: string, tasks: readonly Written[], beside?: (task: Written) => object) =>
    write(batch, to.insert, tasks, (task) =>
      (task.fields[field] as object[]).map((part) => {
        return { ...part, taskId: task.id, published: task.published, ...beside?.(task) }
      }),
    )
  remove(
    '/* removeParticipants */ delete from task_departments where province_id = $1 and task_id = any ($2::uuid[])',
    participating,
  )
  remove(
    '/* removeTargets */ delete from task_targets where province_id = $1 and task_id = any ($2::uuid[])',
    promising,
  )
  const due = ({ fields }: Written) => ({ dueOn: fields['dueOn'] ?? never })
  await writeThose(participantTable, 'participants', [...created, ...participating], due)
  await writeThose(targetTable, 'targets', [...created, ...promising])
}
