import { setTimeout } from 'node:timers/promises'
import { newId } from '../../src/db/ids.ts'
import type { TestApp, Viewer } from './app.ts'
import { perform } from './mutations.ts'

// Rows for tests. What a province enters itself goes through the API; what the API has no step for, or what would take
// too many steps, is written as the superuser, past all rules.

type Row = Record<string, unknown>

/** What a change needs to name. */
export interface Thing {
  id: string
  version: number
}

const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

/** A day that lies so many days from today, where the provinces are. */
export function daysFromToday(days: number): string {
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
}

let count = 0

export async function createDepartment(app: TestApp, admin: Viewer, more: Row = {}): Promise<Thing> {
  return perform(app, 'createDepartment', { name: `Sở thứ ${++count}`, kind: 'DEPARTMENT', ...more }, admin)
}

export async function createPlan(app: TestApp, admin: Viewer, more: Row = {}): Promise<Thing> {
  const plan = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
  return perform(app, 'createPlan', { ...plan, ...more }, admin)
}

export async function createTask(app: TestApp, admin: Viewer, planId: string, more: Row = {}): Promise<Thing> {
  return perform(app, 'createTask', { planId, title: 'Nhiệm vụ', category: 'TRAINING', ...more }, admin)
}

/** Takes one step after the other; each finds the version that the one before has left. */
export async function advance(app: TestApp, viewer: Viewer, thing: Thing, ...steps: string[]): Promise<Thing> {
  let reached = thing
  for (const step of steps) {
    const why = step.endsWith('Report') ? { comment: 'Vì sao' } : { reason: 'Vì sao' }
    reached = await perform(app, step, { id: reached.id, version: reached.version, ...why }, viewer)
  }
  return reached
}

/** A department, an approved plan (at version 3), and a task (at version 1) that the department leads. */
export async function approvedTask(
  app: TestApp,
  admin: Viewer,
  { plan = {}, task = {} }: { plan?: Row; task?: Row } = {},
): Promise<{ departmentId: string; planId: string; taskId: string }> {
  const { id: departmentId } = await createDepartment(app, admin)
  const draft = await createPlan(app, admin, plan)
  const { id: taskId } = await createTask(app, admin, draft.id, { leadDepartmentId: departmentId, ...task })
  await advance(app, admin, draft, 'submitPlan', 'approvePlan')
  return { departmentId, planId: draft.id, taskId }
}

/** What the audit log says of one thing, newest first; the changes by field, `[before, after]`. */
export async function auditOf(app: TestApp, viewer: Viewer, id: string): Promise<any[]> {
  const fields = 'actor role action entity entityId entityVersion reason requestId changes { field before after }'
  const query = `query($id: ID!) { auditLog(filter: { entityId: $id }) { nodes { ${fields} } } }`
  const { data } = await app.gql(query, { id }, viewer)
  return data.auditLog.nodes.map(({ changes, ...entry }: any) => ({
    ...entry,
    changes: Object.fromEntries(changes.map(({ field, before, after }: any) => [field, [before, after]])),
  }))
}

/** Writes rows as the superuser; each lacks only what `defaults` has. Returns the ids. */
export async function insert(app: TestApp, table: string, rows: readonly Row[], defaults: Row = {}): Promise<string[]> {
  const whole = rows.map((row) => ({ id: newId(), ...defaults, ...row }) as Row & { id: string })
  const keys = [...new Set(whole.flatMap((row) => Object.keys(row)))].filter((key) => hasId(table) || key !== 'id')
  await app.owner.query(
    `insert into ${table} (${keys.join(', ')}) select ${keys.join(', ')} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(whole)],
  )
  if (table === 'task_departments') await app.owner.query(keepDueDates)
  for (const { province_id: province } of whole) if (typeof province === 'number') app.stale.add(province)
  return whole.map(({ id }) => id)
}

/** As commands keep it: beside who takes part, the task's due date. */
const keepDueDates = `update task_departments d set due_on = coalesce(t.due_on, 'infinity') from tasks t
  where t.province_id = d.province_id and t.id = d.task_id and d.due_on <> coalesce(t.due_on, 'infinity')`

const hasId = (table: string) =>
  !['legal_bases', 'task_departments', 'task_targets', 'indicator_values'].includes(table)

/**
 * Asks while another transaction has written and not yet committed, and commits once the asker waits for it: what
 * happens when two do the same at the same moment, without leaving it to chance.
 */
export async function raced<T>(
  app: TestApp,
  write: (other: { query: (text: string, values: unknown[]) => Promise<unknown> }) => Promise<unknown>,
  ask: () => Promise<T>,
): Promise<T> {
  const other = await app.owner.connect()
  try {
    await other.query('begin')
    await write(other)
    const asked = ask()
    await somebodyWaits(app)
    await other.query('commit')
    return await asked
  } finally {
    other.release()
  }
}

/** Until a statement waits for what another transaction has locked. */
export async function somebodyWaits(app: TestApp): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await app.owner.query(waiting)).rows.length === 0) await setTimeout(5)
}
