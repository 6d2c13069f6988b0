import { newId } from '../../src/db/ids.ts'
import type { TestApp, Viewer } from './app.ts'

// Rows for tests. What a province enters itself goes through the API; what the API has no step for, or what would take
// too many steps, is written as the superuser, past all rules.

type Row = Record<string, unknown>

const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)

/** A day that lies so many days from today, where the provinces are. */
export function daysFromToday(days: number): string {
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Sends a mutation that must succeed, and returns the object of its payload. */
export async function mutate(
  app: TestApp,
  name: string,
  input: Row,
  viewer: Viewer,
  fields = 'id version',
): Promise<any> {
  const { field, type } = payloadOf(name)
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${field} { ${fields} } userErrors { code message path } } }`
  const { data, errors } = await app.gql(query, { input }, viewer)
  const payload = data?.[name]
  if (errors || payload.userErrors.length > 0) {
    throw new Error(`${name}: ${JSON.stringify(errors ?? payload.userErrors)}`)
  }
  return payload[field]
}

/** Which field of a mutation's payload holds the object, and of which type its input is. */
export function payloadOf(name: string): { field: string; type: string } {
  const field = name.endsWith('ProgressReport') ? 'progressReport' : name.replace(/^[a-z]+/, '').toLowerCase()
  const step = { startTask: 'TaskStepInput', completeTask: 'TaskStepInput', submitProgressReport: 'ReportStepInput' }
  const type = step[name as keyof typeof step] ?? `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  return { field, type }
}

let count = 0

export async function createDepartment(app: TestApp, admin: Viewer, more: Row = {}): Promise<{ id: string }> {
  return mutate(app, 'createDepartment', { name: `Sở thứ ${++count}`, kind: 'DEPARTMENT', ...more }, admin)
}

export async function createPlan(
  app: TestApp,
  admin: Viewer,
  more: Row = {},
): Promise<{ id: string; version: number }> {
  const plan = { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' }
  return mutate(app, 'createPlan', { ...plan, ...more }, admin)
}

export async function createTask(
  app: TestApp,
  admin: Viewer,
  planId: string,
  more: Row = {},
): Promise<{ id: string; version: number }> {
  return mutate(app, 'createTask', { planId, title: 'Nhiệm vụ', category: 'TRAINING', ...more }, admin)
}

/** Gives a plan a state as if the step had been taken; from APPROVED on the ministry sees it with its tasks. */
export async function setPlanStatus(app: TestApp, planId: string, status: string): Promise<void> {
  const published = ['APPROVED', 'COMPLETED'].includes(status)
  await app.owner.query(
    `update plans set status = $2, published = published or $3, approved_at = case when $3 then '2024-01-01T00:00:00Z'::timestamptz end
     where id = $1`,
    [planId, status, published],
  )
  if (!published) return
  await app.owner.query('update tasks set published = true where plan_id = $1', [planId])
  for (const table of ['task_departments', 'task_targets']) {
    await app.owner.query(
      `update ${table} set published = true where task_id in (select id from tasks where plan_id = $1)`,
      [planId],
    )
  }
  await app.owner.query('update legal_bases set published = true where plan_id = $1', [planId])
  await app.owner.query(
    `update documents set published = true where id in (select document_id from plans where id = $1
     union select document_id from legal_bases where plan_id = $1)`,
    [planId],
  )
}

/** Accepts a submitted report as if the step had been taken: it takes the place of its older revisions. */
export async function acceptReport(app: TestApp, id: string): Promise<void> {
  await app.owner.query(`update progress_reports set status = 'ACCEPTED', accepted_at = now() where id = $1`, [id])
  await app.owner.query(
    `update progress_reports old set superseded = true from progress_reports new
     where new.id = $1 and old.status = 'ACCEPTED' and old.revision < new.revision
       and (old.province_id, old.period_code) = (new.province_id, new.period_code)
       and (old.plan_id, old.task_id, old.department_id) is not distinct from (new.plan_id, new.task_id, new.department_id)`,
    [id],
  )
}

/** A department, an approved plan, and a task that the department leads. */
export async function approvedTask(
  app: TestApp,
  admin: Viewer,
  { plan = {}, task = {} }: { plan?: Row; task?: Row } = {},
) {
  const department = await createDepartment(app, admin)
  const { id: planId } = await createPlan(app, admin, plan)
  const { id: taskId } = await createTask(app, admin, planId, { leadDepartmentId: department.id, ...task })
  await setPlanStatus(app, planId, 'APPROVED')
  return { departmentId: department.id, planId, taskId }
}

/** Writes rows as the superuser; each lacks only what `defaults` has. Returns the ids. */
export async function insert(app: TestApp, table: string, rows: readonly Row[], defaults: Row = {}): Promise<string[]> {
  const whole = rows.map((row) => ({ id: newId(), ...defaults, ...row }) as Row & { id: string })
  const keys = [...new Set(whole.flatMap((row) => Object.keys(row)))].filter((key) => hasId(table) || key !== 'id')
  await app.owner.query(
    `insert into ${table} (${keys.join(', ')}) select ${keys.join(', ')} from jsonb_populate_recordset(null::${table}, $1)`,
    [JSON.stringify(whole)],
  )
  return whole.map(({ id }) => id)
}

const hasId = (table: string) =>
  !['legal_bases', 'task_departments', 'task_targets', 'indicator_values'].includes(table)
