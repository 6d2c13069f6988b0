import { UserError } from '../../../errors.ts'
import { checkedDue } from '../../tasks/rules.ts'
import {
  accepted,
  record,
  refuse,
  rowOf,
  sortOut,
  stored,
  write,
  type Batch,
  type Fields,
  type Said,
  type Stored,
  type Written,
} from './batch.ts'
import { checkNames, openDirectory, writeMade, type Directory } from './department-directory.ts'
import type { ProblemCode } from '../problem-sentences.ts'
import { withBreaks } from '../files/breaks.ts'
import type { Row } from '../files/rows.ts'
import { table } from './tables.ts'
import { partColumns, participantsOf, readParts, targetsOf, writeParts } from './task-parts.ts'

type TaskRow = Row<'tasks'>

export const taskTable = table('tasks', {
  planId: ['plan_id', 'uuid'],
  ordinal: ['ordinal', 'integer'],
  title: ['title', 'text'],
  description: ['description', 'text'],
  category: ['category', 'text'],
  status: ['status', 'text'],
  startOn: ['start_on', 'date'],
  dueOn: ['due_on', 'date'],
  duePrecision: ['due_precision', 'text'],
  dueText: ['due_text', 'text'],
  completedOn: ['completed_on', 'date'],
  filed: ['filed', 'boolean'],
  plannedBudget: ['planned_budget', 'bigint'],
  plannedBudgetSource: ['planned_budget_source', 'text'],
  sourceKey: ['source_key', 'text'],
  source: ['source', 'text'],
})

interface Plan {
  id: string
  key: string
  status: string
  published: boolean
  /** The highest number that one of its tasks has. */
  ordinal: number
}

/** Tasks are known by their keys, and stay in the plan that they were first put in. */
export async function applyTasks(batch: Batch, rows: readonly TaskRow[]): Promise<void> {
  const reads = [readPlans(batch, rows), readTasks(batch, rows), openDirectory(batch)] as const
  const [plans, onRecord, directory] = await Promise.all(reads)
  for await (const row of withBreaks(rows)) {
    check(batch, row, plans.get(row.values.plan_key), onRecord.get(row.values.key), directory)
  }

  const said: Said[] = []
  for await (const row of withBreaks(accepted(batch, rows))) {
    const plan = plans.get(row.values.plan_key) as Plan
    const before = onRecord.get(row.values.key)
    const fields = {
      ...fieldsOf(row, before),
      planId: plan.id,
      participants: participantsOf(batch, directory, row, before),
      targets: targetsOf(row, before),
    }
    const { ordinal } = row.values
    if (before === undefined) plan.ordinal = ordinal == null ? plan.ordinal + 1 : Math.max(plan.ordinal, ordinal)
    said.push({ row, before, fields, defaults: defaultsOf(row, plan), published: plan.published })
  }
  const { created, changed } = await sortOut(batch, said)
  await writeMade(batch, directory)
  // What was handed in with its plan stays on record; no field of the API, so the audit log doesn't tell it.
  const taskRow = (task: Written) => {
    const plan = plans.get((task.row as TaskRow).values.plan_key)
    return { ...rowOf(task), filed: task.fields['filed'] === true || plan?.status !== 'DRAFT' }
  }
  await write(batch, taskTable.insert, created, taskRow)
  await write(batch, taskTable.update, changed, taskRow)
  await writeParts(batch, { created, changed })
  record(batch, 'Task', { created, changed })
}

/** Locked against being approved or changed until the batch is in, as the commands lock them: plans before tasks. */
async function readPlans({ tx }: Batch, rows: readonly TaskRow[]): Promise<Map<string, Plan>> {
  const keys = [...new Set(rows.map((row) => row.values.plan_key))]
  const plans = await tx.rows<Omit<Plan, 'ordinal'>>(
    `/* readPlansOfTasks */ select id, source_key as key, status, published from plans
     where province_id = $1 and source_key = any ($2::text[]) and withdrawn_by is null order by id for share`,
    [tx.provinceId, keys],
  )
  const numbering = rows.some((row) => row.values.ordinal == null)
  const highest = numbering
    ? await tx.rows<{ id: string; ordinal: number }>(
        `/* highestOrdinals */ select plan_id as id, max(ordinal) as ordinal from tasks
         where province_id = $1 and plan_id = any ($2::uuid[]) group by plan_id`,
        [tx.provinceId, plans.map(({ id }) => id)],
      )
    : []
  const ordinals = new Map(highest.map(({ id, ordinal }) => [id, ordinal]))
  return new Map(plans.map((plan) => [plan.key, { ...plan, ordinal: ordinals.get(plan.id) ?? 0 }]))
}

async function readTasks(batch: Batch, rows: readonly TaskRow[]): Promise<Map<string, Stored>> {
  const { tx } = batch
  const tasks = await tx.rows(
    `/* readTasks */ select ${taskTable.select} from tasks t
     where t.province_id = $1 and t.source_key = any ($2::text[]) and t.withdrawn_by is null order by t.id for no key update`,
    [tx.provinceId, rows.map((row) => row.values.key)],
  )
  const onRecord = new Map(tasks.map((task) => [task['sourceKey'] as string, stored(task)]))
  await readParts(batch, [...onRecord.values()])
  return onRecord
}

function check(
  batch: Batch,
  row: TaskRow,
  plan: Plan | undefined,
  before: Stored | undefined,
  directory: Directory,
): void {
  const { values } = row
  if (plan === undefined) refuse(batch, row, 'plan_key', 'NO_SUCH_PLAN')
  else if (before && before.fields['planId'] !== plan.id) refuse(batch, row, 'key', 'KEY_TAKEN')
  if (values.completed_on != null && (values.status ?? 'COMPLETED') !== 'COMPLETED') {
    refuse(batch, row, 'completed_on', 'STATUS_MISMATCH')
  }
  for (const { column } of partColumns) checkNames(batch, directory, row, column, [values[column] ?? []].flat())
  const mistake = dueOf(row, before).mistake
  if (mistake) refuse(batch, row, mistake.column, mistake.code)
}

const dueMistakes: Record<string, { column: string; code: ProblemCode }> = {
  dueNotAllowed: { column: 'due_on', code: 'DUE_NOT_ALLOWED' },
  dueOwed: { column: 'due_on', code: 'REQUIRED' },
  startOwed: { column: 'start_on', code: 'REQUIRED' },
  datesReversed: { column: 'due_on', code: 'DATES_REVERSED' },
}

/** The dates by the rule that holds for every task: the due date is the last day of its month, quarter or year. */
function dueOf(
  { values }: TaskRow,
  before: Stored | undefined,
): { fields?: Fields; mistake?: (typeof dueMistakes)[string] } {
  const { start_on: start, due_on: due, due_precision: precision } = values
  if (start === undefined && due === undefined && precision === undefined) return { fields: {} }
  const known = <T>(said: T | undefined, field: string) =>
    said === undefined ? ((before?.fields[field] ?? null) as T) : said
  try {
    const said = {
      startOn: known(start, 'startOn'),
      dueOn: known(due, 'dueOn'),
      duePrecision: known(precision, 'duePrecision'),
    }
    return { fields: { ...checkedDue(said as Parameters<typeof checkedDue>[0]) } }
  } catch (error) {
    const mistake = error instanceof UserError ? dueMistakes[error.key] : undefined
    if (mistake === undefined) throw error
    return { mistake }
  }
}

function fieldsOf(row: TaskRow, before: Stored | undefined): Fields {
  const { values } = row
  return {
    ordinal: values.ordinal ?? undefined,
    title: values.title,
    description: values.description,
    category: values.category ?? undefined,
    status: values.status ?? undefined,
    ...dueOf(row, before).fields,
    dueText: values.due_text,
    completedOn: values.completed_on,
    plannedBudget: values.planned_budget,
    plannedBudgetSource: values.planned_budget_source,
    sourceKey: values.key,
    source: values.source,
  }
}

function defaultsOf({ values }: TaskRow, plan: Plan): Fields {
  return {
    ordinal: plan.ordinal,
    description: null,
    category: 'OTHER',
    status: values.completed_on == null ? 'NOT_STARTED' : 'COMPLETED',
    startOn: null,
    dueOn: null,
    duePrecision: null,
    dueText: null,
    completedOn: null,
    plannedBudget: null,
    plannedBudgetSource: null,
    source: null,
    participants: [],
    targets: [],
  }
}
