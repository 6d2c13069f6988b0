import type { Noted } from '../../db/before-commit.ts'
import type { MinistryTx, TenantTx } from '../../db/tenancy.ts'
import { lookedUp } from '../progress-reports/due.ts'
import { periodUnit } from './facts.ts'

type Tx = TenantTx | MinistryTx

/** Units of the summary, in the order of their ids, and of which kind they are. */
export interface Touched {
  units: string[]
  tasks: string[]
  plans: string[]
  /** Codes of the periods whose reports are on no plan. */
  periods: string[]
  /** What of their facts may have changed, if all are tasks and it is not everything. */
  altered?: Altered
  /** The report that was accepted, if nothing else was done. */
  report?: string
}

type Altered = 'steps' | 'submissions' | 'acceptances'

export interface Found {
  unit: string
  kind: 'task' | 'plan' | 'period'
  period: string | null
}

/** What changes nothing that counts: it is seen by nobody but the province. */
const silent = new Set(['saveProgressReport', 'createRecommendation', 'discardProgressReport', 'createPlan'])

/** What changes nothing that counts as long as the thing itself is not published. */
const silentUnseen = new Set([
  'createTask',
  'updateTask',
  'assignTask',
  'discardTask',
  'updatePlan',
  'submitPlan',
  'returnPlan',
  'cancelPlan',
  'discardPlan',
])

/** What alters only some of a task's facts; `countings` says which. */
const alters: Record<string, Altered> = {
  startTask: 'steps',
  completeTask: 'steps',
  submitProgressReport: 'submissions',
  returnProgressReport: 'submissions',
  acceptProgressReport: 'acceptances',
}

/** Fields of a plan that no fact depends on. */
const silentOfPlan = new Set([
  'title',
  'objectives',
  'documentId',
  'source',
  'legalBasisIds',
  'legalBases',
  'parentId',
  'kind',
])

/**
 * The units whose facts a transaction may have changed, so many at once, in the order of their ids. A plan takes its tasks
 * with it, a department's kind the tasks that it leads.
 */
export async function* touchedBy(tx: Tx, noted: Noted, atOnce: number): AsyncGenerator<Touched> {
  if (noted.many) return yield* touchedByMany(tx, atOnce)
  const found = await touchedByFew(tx, noted)
  if (noted.changes.some(({ action }) => action === 'undoImport')) await leaveUndo(tx)
  const [altered, ...others] = new Set(noted.changes.map(({ action }) => alters[action]))
  const [change, ...more] = noted.changes
  const isOneReport = altered === 'acceptances' && more.length === 0 && change?.entity === 'ProgressReport'
  for (let from = 0; from < found.length; from += atOnce) {
    const touched = touchedIn(found.slice(from, from + atOnce))
    const isPart = altered !== undefined && others.length === 0 && touched.tasks.length === touched.units.length
    yield isPart ? { ...touched, altered, ...(isOneReport && { report: change.id }) } : touched
  }
}

/** An undo sees what it withdraws until here, so that its units are found; nobody counts it any more. */
async function leaveUndo(tx: Tx): Promise<void> {
  await tx.rows(`/* leaveUndo */ select app_undo('00000000-0000-0000-0000-000000000000')`)
}

/** Units as their statements take them. */
export function touchedIn(found: readonly Found[]): Touched {
  const of = (kind: Found['kind']) => found.filter((one) => one.kind === kind)
  return {
    units: found.map(({ unit }) => unit),
    tasks: of('task').map(({ unit }) => unit),
    plans: of('plan').map(({ unit }) => unit),
    periods: of('period').map(({ period }) => period as string),
  }
}

async function touchedByFew(tx: Tx, { changes }: Noted): Promise<Found[]> {
  const ids: Record<string, string[]> = { Plan: [], Task: [], ProgressReport: [], Recommendation: [], Department: [] }
  for (const { entity, id, action, changes: fields, published, taskId } of changes) {
    if (silent.has(action) || (!published && silentUnseen.has(action))) continue
    const names = Object.keys(fields)
    if (entity === 'Plan' && names.length > 0 && names.every((name) => silentOfPlan.has(name))) continue
    if (entity === 'Department' && fields['kind']?.[0] == null) continue
    if (taskId == null) ids[entity]?.push(id)
    else ids['Task']?.push(taskId)
  }
  const tasks = [...new Set(ids['Task'])].sort()
  const others = ['Plan', 'ProgressReport', 'Recommendation', 'Department'].map((entity) => ids[entity] as string[])
  if (others.every((list) => list.length === 0)) return tasks.map((unit) => ({ unit, kind: 'task', period: null }))
  const departments = ids['Department'] as string[]
  if (departments.length > 0) await waitForLeads(tx, departments)
  return tx.rows<Found>(touchedUnits('select * from unnest($2::text[], $3::uuid[])'), [
    tx.provinceId,
    Object.entries(ids).flatMap(([entity, list]) => list.map(() => entity)),
    Object.values(ids).flat(),
  ])
}

/** The transaction's own lines in the audit log say what it touched, however much that is: it is never in memory as a whole. */
async function* touchedByMany(tx: Tx, atOnce: number): AsyncGenerator<Touched> {
  const changed =
    `select a.entity, a.entity_id from audit_log a where a.province_id = $1 and a.xact = pg_current_xact_id() ` +
    `and (a.entity <> 'Department' or a.changes -> 'kind' ->> 0 is not null)`
  await tx.rows(`declare touched scroll cursor for ${touchedUnits(changed)}`, [tx.provinceId])
  // Rows are found as they are asked for, so all have to be before the undo is left.
  await tx.rows('/* findTouched */ move last in touched')
  await tx.rows('/* backToFirst */ move absolute 0 in touched')
  await leaveUndo(tx)
  for (;;) {
    const found = await tx.rows<Found>(`/* nextTouched */ fetch ${atOnce} from touched`)
    if (found.length > 0) yield touchedIn(found)
    if (found.length < atOnce) break
  }
  await tx.rows('close touched')
}

/**
 * A department's kind is counted with the tasks that it leads. Whoever gives it a task at this moment holds a lock on its
 * row; this waits for them, and keeps others waiting, so that one of both counts with what the other has done.
 */
async function waitForLeads(tx: Tx, departments: readonly string[]): Promise<void> {
  await tx.rows(
    `/* waitForLeads */ select 1 from departments d where d.province_id = $1 and d.id = any ($2::uuid[]) order by d.id for update`,
    [tx.provinceId, departments],
  )
}

/**
 * SQL that finds the units of things: `changed` selects their kind, as the audit log names it, and their id. What was changed is
 * gone through, and the rows that hang on each are looked up, without which Postgres, which knows nothing of rows that this
 * transaction has just written, would go through all of those for each change.
 */
export const touchedUnits = (
  changed: string,
) => `/* touchedUnits */ with changed (entity, id) as materialized (${changed}),
  plan_ids as materialized (select c.id from changed c where c.entity = 'Plan'),
  department_ids as materialized (select c.id from changed c where c.entity = 'Department'),
  reported as materialized (
    select c.id from changed c where c.entity = 'ProgressReport'
    union select m.report_id from changed c cross join lateral (
      select m.report_id from recommendations m where m.province_id = $1 and ${lookedUp('m.id', 'c.id')}) m
    where c.entity = 'Recommendation'),
  reports as (
    select r.* from reported c cross join lateral (
      select r.task_id, r.plan_id, r.period_code from progress_reports r where r.province_id = $1 and ${lookedUp('r.id', 'c.id')}) r),
  found as (
    select c.id as unit, 'task' as kind, null as period from changed c where c.entity = 'Task'
    union select t.id, 'task', null from plan_ids c cross join lateral (
      select t.id from tasks t where t.province_id = $1 and t.plan_id = c.id offset 0) t
    union select l.task_id, 'task', null from department_ids c cross join lateral (
      select l.task_id from task_departments l
      where l.province_id = $1 and l.part = 'LEAD' and l.department_id = c.id offset 0) l
    union select c.id, 'plan', null from plan_ids c
    union select coalesce(r.task_id, r.plan_id, ${periodUnit('r.period_code')}),
      case when r.task_id is not null then 'task' when r.plan_id is not null then 'plan' else 'period' end,
      case when r.plan_id is null then r.period_code end from reports r)
  select unit, kind, period from found order by unit`
