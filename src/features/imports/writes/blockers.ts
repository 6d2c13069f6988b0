import type { TenantTx } from '../../../db/tenancy.ts'
import { nameOf, tableOf, type Entry, type Undone } from './imported.ts'

/**
 * Says which of the things that an import has written were changed by somebody else since, a few words each: those with a
 * later version or, of documents, which count none, with a later entry in the log. What a later import did and was undone
 * doesn't count. It locks them first: whoever is about to build on one waits, and finds it gone.
 */
export async function listEdited(tx: TenantTx, undone: Undone, entries: readonly Entry[]): Promise<string[]> {
  for (const [entity, table] of Object.entries(tableOf)) {
    const ids = entries.filter((entry) => entry.entity === entity).map(({ entityId }) => entityId)
    if (ids.length === 0) continue
    await tx.rows(
      `/* lockImported */ select from ${table} where province_id = $1 and id = any ($2::uuid[]) order by id for update`,
      [tx.provinceId, ids],
    )
  }
  const others = await tx.rows<{ id: string; entityId: string; version: number; requestId: string | null }>(
    `/* othersEntries */ select id, entity_id as "entityId", entity_version as version, request_id as "requestId"
     from audit_log where province_id = $1 and entity_id = any ($2::uuid[]) and request_id is distinct from $3`,
    [tx.provinceId, entries.map(({ entityId }) => entityId), undone.id],
  )
  const own = new Map(entries.map((entry) => [entry.entityId, entry]))
  const later = others.filter(({ id, entityId, version, requestId }) => {
    const entry = own.get(entityId) as Entry
    const after = entry.entity === 'Document' ? id > entry.id : version > entry.version
    return after && !(requestId !== null && undone.alreadyUndone.has(requestId))
  })
  const edited = [...new Set(later.map(({ entityId }) => entityId))].map((id) => ({
    entry: own.get(id) as Entry,
    steps: '',
  }))
  return [...(await withNames(tx, [...edited, ...entries.flatMap(handedIn)])), ...(await listAsked(tx, entries))]
}

/**
 * What somebody has added by hand to what the report asks of the ministry: the report keeps its version, but its withdrawal
 * would hide it, and the return of what it asked before would take it away.
 */
async function listAsked(tx: TenantTx, entries: readonly Entry[]): Promise<string[]> {
  const reports = entries.filter(
    (entry) => entry.entity === 'ProgressReport' && (entry.made || 'recommendations' in entry.changes),
  )
  if (reports.length === 0) return []
  const rows = await tx.rows<{ text: string }>(
    `/* addedRecommendations */ select q.text from recommendations q
     where q.province_id = $1 and q.report_id = any ($2::uuid[]) and q.withdrawn_by is null and exists (
       select from audit_log a where a.province_id = $1 and a.entity_id = q.id and a.action = 'createRecommendation')
     order by q.report_id, q.ordinal limit ${mostNamed}`,
    [tx.provinceId, reports.map(({ entityId }) => entityId)],
  )
  return rows.map(({ text }) => named('Recommendation', text))
}

interface Standing {
  entry: Entry
  /** What was done with it, where that is in the way. */
  steps: string
}

/** What was handed in or shown to the ministry stays so. */
function handedIn(entry: Entry): Standing[] {
  const [before, after] = entry.changes['status'] ?? []
  const binding = entry.entity === 'Plan' || (entry.entity === 'ProgressReport' && before === 'DRAFT')
  if (entry.made || !binding || before === after) return []
  return [{ entry, steps: ` (${String(before)} → ${String(after)})` }]
}

/** Nobody reads more. */
const mostNamed = 10

async function withNames(tx: TenantTx, standing: readonly Standing[]): Promise<string[]> {
  const shown = standing.slice(0, mostNamed)
  const names = new Map<string, string | null>()
  for (const [entity, table] of Object.entries(tableOf)) {
    const ids = shown.filter(({ entry }) => entry.entity === entity).map(({ entry }) => entry.entityId)
    if (ids.length === 0) continue
    const rows = await tx.rows<{ id: string; name: string | null }>(
      `/* blockerNames */ select x.id, ${nameOf[entity as Entry['entity']]} as name from ${table} x
       where x.province_id = $1 and x.id = any ($2::uuid[])`,
      [tx.provinceId, ids],
    )
    for (const { id, name } of rows) names.set(id, name)
  }
  return shown.map(({ entry, steps }) => named(entry.entity, names.get(entry.entityId) ?? entry.entityId) + steps)
}

const longestName = 100

/** A name may be a whole text. */
function named(entity: string, name: string): string {
  const cut = name.slice(0, longestName).replace(/[\ud800-\udbff]$/, '')
  return `${entity} “${name.length > longestName ? `${cut}…` : name}”`
}

const madeIn = (table: string) => `(select x.id from ${table} x where x.province_id = $1 and x.withdrawn_by = $2)`

/** What is still there and refers to what is withdrawn: `$1` the province, `$2` the import. */
const builtOn: readonly string[] = [
  `select 'Task' as entity, t.title from tasks t
   where t.province_id = $1 and t.withdrawn_by is null and t.plan_id in ${madeIn('plans')}`,
  `select 'ProgressReport' as entity, r.period_code as title from progress_reports r
   where r.province_id = $1 and r.withdrawn_by is null and r.plan_id in ${madeIn('plans')}`,
  `select 'Plan' as entity, p.title from plans p
   where p.province_id = $1 and p.withdrawn_by is null and p.parent_id in ${madeIn('plans')}`,
  `select 'ProgressReport' as entity, r.period_code as title from progress_reports r
   where r.province_id = $1 and r.withdrawn_by is null and r.task_id in ${madeIn('tasks')}`,
  `select 'ProgressReport' as entity, r.period_code as title from progress_reports m
     join progress_reports r on r.province_id = m.province_id and r.period_code = m.period_code
       and r.task_id is not distinct from m.task_id and r.plan_id is not distinct from m.plan_id
       and r.department_id is not distinct from m.department_id and r.revision > m.revision
   where m.province_id = $1 and r.province_id = $1 and m.withdrawn_by = $2 and r.withdrawn_by is null`,
  `select 'Plan' as entity, p.title from plans p
   where p.province_id = $1 and p.withdrawn_by is null and p.document_id in ${madeIn('documents')}`,
  `select 'Plan' as entity, p.title from legal_bases b join plans p on p.province_id = b.province_id and p.id = b.plan_id
   where b.province_id = $1 and p.province_id = $1 and p.withdrawn_by is null and b.document_id in ${madeIn('documents')}`,
  `select 'Task' as entity, t.title from task_departments d
     join tasks t on t.province_id = d.province_id and t.id = d.task_id
   where d.province_id = $1 and t.province_id = $1 and t.withdrawn_by is null and d.department_id in ${madeIn('departments')}`,
  `select 'ProgressReport' as entity, r.period_code as title from progress_reports r
   where r.province_id = $1 and r.withdrawn_by is null and r.department_id in ${madeIn('departments')}`,
  `select 'Department' as entity, d.name as title from departments d
   where d.province_id = $1 and d.withdrawn_by is null and d.parent_id in ${madeIn('departments')}`,
  `select 'Department' as entity, d.name as title from departments d
   where d.province_id = $1 and d.withdrawn_by is null and d.successor_id in ${madeIn('departments')}`,
  `select 'Member' as entity, m.display_name as title from members m
   where m.province_id = $1 and m.deactivated_at is null and m.department_id in ${madeIn('departments')}`,
]

/** Says what else refers to what is now withdrawn. */
export async function listBuiltOn(tx: TenantTx, { id }: Undone): Promise<string[]> {
  const blockers: string[] = []
  for (const text of builtOn) {
    const found = await tx.rows<{ entity: string; title: string }>(`/* builtOn */ ${text} limit 10`, [
      tx.provinceId,
      id,
    ])
    blockers.push(...found.map(({ entity, title }) => named(entity, title)))
  }
  return blockers
}
