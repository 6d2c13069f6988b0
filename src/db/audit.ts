import { setImmediate } from 'node:timers/promises'
import { note } from './before-commit.ts'
import { newId } from './ids.ts'
import type { MinistryTx, TenantTx } from './tenancy.ts'

/** On whose behalf something is changed. */
export interface Actor {
  /** The token's subject, or the name of the job. */
  subject: string
  role: string
  requestId: string | null
}

export interface Change {
  /** What was done: the name of the API's mutation, or of the import. */
  action: string
  entity:
    | 'Department'
    | 'Document'
    | 'Plan'
    | 'Task'
    | 'ProgressReport'
    | 'Recommendation'
    | 'Member'
    | 'ServiceAccount'
    | 'Succession'
  id: string
  version: number
  /** By field of the API: before and after; before is null where the object is new. */
  changes: Record<string, readonly [before: unknown, after: unknown]>
  reason?: string | null
  /** Whether the ministry may see it after the change. */
  published?: boolean
  /** The task that a report is on; not logged, but known here it need not be looked up to bring up to date what follows from it. */
  taskId?: string | null
}

/** The channel on which processes tell each other of committed changes; see `Notice`. */
export const changesChannel = 'changes'

/** What comes through the channel when a transaction commits; messages come in the order of the commits. */
export interface Message {
  xact: string
  /**
   * What had been committed shortly before this transaction was (`snapshotText`). What others commit later isn't in it, so
   * reading in the log what it doesn't hold finds all that follows this message. Whether this transaction itself is in
   * it says nothing.
   */
  snapshot: string
  notices: Notice[]
  /** That more things of a kind were changed than are told one by one; see `toldOneByOne`. */
  many?: Pick<Notice, 'province' | 'entity' | 'published'>
}

/** What a process is told of one change when its transaction commits: enough to read the thing anew. */
export interface Notice {
  province: number
  entity: Change['entity']
  id: string
  version: number
  published: boolean
  /** The audit entry's id; with the message's `xact`, its place in the log. */
  entry: string
}

/** SQL: tells all processes, when the transaction commits, that the piece of work with this id has gone on. */
export const tellProgress = (id: string): string =>
  `pg_notify('${changesChannel}', jsonb_build_object('progress', ${id})::text)`

/**
 * SQL: which transactions the statement sees as committed, as text (`10:20:14,15`: all before 20 but
 * 14 and 15). Where very many are running it says less: all before the oldest of them.
 */
export const snapshotText = `(select case when length(s::text) <= 1000 then s::text
  else pg_snapshot_xmin(s) || ':' || pg_snapshot_xmin(s) || ':' end from pg_current_snapshot() s)`

/**
 * SQL: a snapshot that a statement with this gives outlasts a crash. Otherwise Postgres may afterwards give others the numbers
 * of transactions that have left no trace on the disk, such as those rolled back a moment before, and the snapshot shows
 * those numbers as past: what the others write would count as told. So the commit waits for the disk, unless all is there.
 */
export const lasting = `case when pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()
  then pg_logical_emit_message(true, 'ttdn', '') end as lasting`

// NOTIFY takes at most 8,000 bytes; a notice has about 200, and a snapshot at most 1,000.
const noticesAtOnce = 30

/** Things of one kind that a transaction tells of one by one, at most: whoever missed so many reads the lists anew as well. */
const toldOneByOne = 1_000

/** How many things of each kind a transaction has told of; null once it has told that they are many. */
const told = new WeakMap<object, Map<string, number | null>>()

/**
 * Appends to the audit log and tells all processes, both in the transaction of the change itself: nobody is told of what
 * is not committed, and what is committed is told. Nobody waits for either: if one fails, so does the transaction. What
 * belongs to the ministry alone (province 0) has a log of its own.
 */
export function audit(tx: TenantTx | MinistryTx, actor: Actor, changes: readonly Change[]): void {
  if (changes.length === 0) return
  const rows = changes.map(auditRow)
  if (tx.provinceId === 0) return auditNation(tx, actor, rows)
  note(tx, changes)
  append(tx, actor, rows)
  notify(tx, rows)
}

/** Lines of the log that are written at once, where they are many. */
const linesAtOnce = 250

/** The same of very many changes in a province: part after part, so that others are answered in between. */
export async function auditMany(tx: TenantTx, actor: Actor, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const notices: Audited[] = []
  note(tx, changes)
  for (let from = 0; from < changes.length; from += linesAtOnce) {
    await setImmediate()
    const rows = changes.slice(from, from + linesAtOnce).map(auditRow)
    append(tx, actor, rows)
    for (const { id, entity, entity_id, entity_version, published } of rows) {
      notices.push({ id, entity, entity_id, entity_version, published })
    }
  }
  notify(tx, notices)
}

const auditRow = ({ action, entity, id, version, changes, reason, published }: Change) => ({
  id: newId(),
  action,
  entity,
  entity_id: id,
  entity_version: version,
  changes: named(changes),
  reason: reason ?? null,
  published: published ?? false,
})

function append(tx: TenantTx | MinistryTx, actor: Actor, rows: readonly Audited[]): void {
  tx.send(
    `/* audit */ insert into audit_log
       (province_id, id, actor, role, request_id, action, entity, entity_id, entity_version, changes, reason, published)
     select $1, e.id, $2, $3, $4, e.action, e.entity, e.entity_id, e.entity_version, e.changes, e.reason, e.published
     from jsonb_to_recordset($5::jsonb) as e (id uuid, action text, entity text, entity_id uuid, entity_version integer,
       changes jsonb, reason text, published boolean)`,
    [tx.provinceId, actor.subject, actor.role, actor.requestId, JSON.stringify(rows)],
  )
}

/** Columns that the API calls otherwise. */
const apiNames: Record<string, string> = { periodCode: 'period', documentId: 'document', reportId: 'progressReportId' }

const named = (fields: Change['changes']): Change['changes'] =>
  Object.fromEntries(Object.entries(fields).map(([field, change]) => [apiNames[field] ?? field, change]))

/** Tells all processes when the transaction commits: of each change, or that there are many. */
function notify(tx: TenantTx | MinistryTx, rows: readonly Audited[]): void {
  const counts = told.get(tx) ?? new Map<string, number | null>()
  told.set(tx, counts)
  const single: Audited[] = []
  const many: NonNullable<Message['many']>[] = []
  for (const [kind, changed] of byKind(rows)) {
    const before = counts.get(kind) ?? 0
    const { entity, published } = changed[0] as Audited
    if (counts.get(kind) === null) continue
    const isMany = before + changed.length > toldOneByOne
    counts.set(kind, isMany ? null : before + changed.length)
    if (isMany) many.push({ province: tx.provinceId, entity, published })
    else single.push(...changed)
  }
  const messages: Pick<Message, 'notices' | 'many'>[] = many.map((one) => ({ notices: [], many: one }))
  // In the order of the log, so that whoever has heard of some knows which.
  single.sort((a, b) => (a.id < b.id ? -1 : 1))
  for (let from = 0; from < single.length; from += noticesAtOnce) {
    messages.push({ notices: single.slice(from, from + noticesAtOnce).map((row) => noticeOf(tx.provinceId, row)) })
  }
  if (messages.length === 0) return
  tx.send(
    `/* notify */ select pg_notify('${changesChannel}', (jsonb_build_object('xact', pg_current_xact_id()::text,
       'snapshot', ${snapshotText}) || m.message)::text) from jsonb_array_elements($1::jsonb) with ordinality as m (message, place)
     order by m.place`,
    [JSON.stringify(messages)],
  )
}

interface Audited {
  id: string
  entity: Change['entity']
  entity_id: string
  entity_version: number
  published: boolean
}

function byKind(rows: readonly Audited[]): Map<string, Audited[]> {
  const kinds = new Map<string, Audited[]>()
  for (const row of rows) {
    const kind = `${row.entity} ${row.published}`
    const known = kinds.get(kind)
    if (known === undefined) kinds.set(kind, [row])
    else known.push(row)
  }
  return kinds
}

const noticeOf = (province: number, row: Audited): Notice => ({
  province,
  entity: row.entity,
  id: row.entity_id,
  version: row.entity_version,
  published: row.published,
  entry: row.id,
})

function auditNation(tx: TenantTx | MinistryTx, actor: Actor, rows: readonly Audited[]): void {
  tx.send(
    `/* auditNation */ insert into national_audit_log
       (id, actor, role, request_id, action, entity, entity_id, entity_version, changes, reason)
     select e.id, $1, $2, $3, e.action, e.entity, e.entity_id, e.entity_version, e.changes, e.reason
     from jsonb_to_recordset($4::jsonb) as e (id uuid, action text, entity text, entity_id uuid, entity_version integer,
       changes jsonb, reason text)`,
    [actor.subject, actor.role, actor.requestId, JSON.stringify(rows)],
  )
  notify(tx, rows)
}

/** What differs between two states of one thing, for the fields of the second; undefined means “not said”. */
export function difference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, readonly [unknown, unknown]> {
  const changes: Record<string, readonly [unknown, unknown]> = {}
  for (const [field, value] of Object.entries(after)) {
    const old = before[field] ?? null
    if (value === undefined || old === value || JSON.stringify(old) === JSON.stringify(value ?? null)) continue
    changes[field] = [old, value ?? null]
  }
  return changes
}
