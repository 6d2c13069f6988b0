import { difference, type Actor, type Change } from '../../../db/audit.ts'
import { newId } from '../../../db/ids.ts'
import type { TenantTx } from '../../../db/tenancy.ts'
import { problemAt, type Details, type Problem } from '../problems.ts'
import { type ProblemCode } from '../problem-sentences.ts'
import { inParts, withBreaks } from '../files/breaks.ts'
import type { Row } from '../files/rows.ts'

/** What holds for a whole import. */
export interface Job {
  actor: Actor
  /** What the file is called; the reason in the audit log. */
  name: string
  /** The province that is written, with what it merged into. */
  province: { name: string; merger: { slug: string; effectiveOn: string } | null }
  /** What becomes of a row that would change what somebody has edited since: a problem, or silence. */
  edited: 'refuse' | 'keep'
  /** What the audit log calls it; an import unless said. */
  action?: 'undoImport'
}

export interface MadeDepartment {
  id: string
  name: string
}

/** One batch on its way into the database, and what has come of it so far. */
export interface Batch {
  tx: TenantTx
  job: Job
  created: number
  changed: number
  unchanged: number
  problems: Problem[]
  refused: Set<Row>
  /** Rows that wait for another row of the file. */
  waiting: Row[]
  departmentsMade: MadeDepartment[]
  changes: Change[]
  /** What becomes of things that are on record, for a dry run to tell. */
  rowChanges: RowChange[]
}

/** What a row changes of one thing on record. */
export interface RowChange {
  line: number
  entity: Change['entity']
  id: string
  changes: Change['changes']
}

export function newBatch(tx: TenantTx, job: Job, rows: readonly Row[]): Batch {
  const counts = { created: 0, changed: 0, unchanged: 0 }
  const refused = new Set(rows.filter((row) => row.faulty.size > 0))
  return { tx, job, ...counts, problems: [], refused, waiting: [], departmentsMade: [], changes: [], rowChanges: [] }
}

/**
 * Leaves a row out, and says why; a row may be refused for several reasons. Of a cell that could not even be read nothing
 * more is said.
 */
export function refuse(batch: Batch, row: Row, column: string | null, code: ProblemCode, details?: Details): void {
  if (row.faulty.has(column ?? '')) return
  batch.refused.add(row)
  batch.problems.push(problemAt(row, column, column === null ? null : row.written(column), code, details))
}

/** The rows that nothing speaks against so far. */
export function accepted<R extends Row>(batch: Batch, rows: readonly R[]): R[] {
  return rows.filter((row) => !batch.refused.has(row))
}

/** By the names that the API has for them. */
export type Fields = Record<string, unknown>

/** Something on record. */
export interface Stored {
  id: string
  version: number
  published: boolean
  fields: Fields
}

/** Turns a row of a SELECT into something on record. */
export function stored({ id, version, published, ...fields }: Fields): Stored {
  return { id: id as string, version: (version as number | undefined) ?? 1, published: published as boolean, fields }
}

/** What a row says of a thing, beside what is on record of it. */
export interface Said {
  row: Row
  before: Stored | undefined
  /** For a new thing, where it has an id already. */
  id?: string
  /** Undefined: the file doesn't say. */
  fields: Fields
  /** For a new thing, what the file doesn't say. */
  defaults: Fields
  /** Whether the ministry may see it. */
  published: boolean
}

/** A thing as it will be. */
export interface Written {
  row: Row
  id: string
  version: number
  before: Stored | undefined
  fields: Fields
  published: boolean
  changes: Change['changes']
}

/**
 * Parts what is new from what differs and what is as it was. What somebody has edited by hand since the last import is
 * never overwritten.
 */
export async function sortOut(
  batch: Batch,
  said: readonly Said[],
): Promise<{ created: Written[]; changed: Written[] }> {
  const created: Written[] = []
  const changed: Written[] = []
  for await (const { row, before, id, fields, defaults, published } of withBreaks(said)) {
    const given = withoutUnsaid(fields)
    if (before === undefined) {
      const all = { ...defaults, ...given }
      created.push({ row, id: id ?? newId(), version: 1, before, fields: all, published, changes: difference({}, all) })
      continue
    }
    const changes = difference(before.fields, given)
    if (Object.keys(changes).length === 0) batch.unchanged++
    else {
      const all = { ...before.fields, ...given }
      changed.push({ row, id: before.id, version: before.version + 1, before, fields: all, published, changes })
    }
  }
  const edited = await editedByHand(
    batch,
    changed.map(({ id }) => id),
  )
  const free = changed.filter(({ id, row }) => {
    if (!edited.has(id)) return true
    keepEdited(batch, row)
    return false
  })
  return { created, changed: free }
}

/** Only what a row says. */
export function withoutUnsaid(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** A row that would overwrite what somebody has edited is refused, or passed over. */
export function keepEdited(batch: Batch, row: Row): void {
  if (batch.job.edited === 'keep') batch.unchanged++
  else refuse(batch, row, null, 'EDITED_SINCE')
}

/** Whose newest entry in the audit log is not that of an import, nor of its undoing. */
export async function editedByHand({ tx }: Batch, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const newest = await tx.rows<{ entity: string; action: string }>(
    `/* editedByHand */ select distinct on (entity_id) entity_id as entity, action from audit_log
     where province_id = $1 and entity_id = any ($2::uuid[]) order by entity_id, id desc`,
    [tx.provinceId, ids],
  )
  return new Set(
    newest.filter(({ action }) => action !== 'import' && action !== 'undoImport').map(({ entity }) => entity),
  )
}

/** Notes things as written, for the counts and the audit log. */
export function record(
  batch: Batch,
  entity: Change['entity'],
  outcome: { created: readonly Written[]; changed: readonly Written[] },
): void {
  batch.created += outcome.created.length
  batch.changed += outcome.changed.length
  for (const thing of [...outcome.created, ...outcome.changed]) note(batch, entity, thing, thing.changes)
  for (const { row, id, changes } of outcome.changed) batch.rowChanges.push({ line: row.line, entity, id, changes })
}

/** An entry for the audit log. */
export function note(
  batch: Batch,
  entity: Change['entity'],
  { id, version, published }: Pick<Stored, 'id' | 'version' | 'published'>,
  changes: Change['changes'],
): void {
  batch.changes.push({
    action: batch.job.action ?? 'import',
    entity,
    id,
    version,
    changes,
    reason: batch.job.name,
    published,
  })
}

/** A thing as a table's statements take it. */
export function rowOf({ id, version, published, fields }: Stored): object {
  return { ...fields, id, version, published }
}

/**
 * Things of one statement, at most: so many are made ready in a few milliseconds, and take Postgres not much longer, so that
 * nobody's query waits behind more.
 */
const rowsAtOnce = 250

/**
 * Sends one of a table's statements for many things, part after part, and doesn't wait for the answers: what comes next is told if
 * one fails. `rowsOf` makes a thing into a row, or into several. No row may refer to another in a later part.
 */
export async function write<T extends object>(
  { tx }: Batch,
  statement: string,
  things: readonly T[],
  rowsOf: (thing: T) => object = (thing) => thing,
): Promise<void> {
  for await (const part of inParts(things, rowsAtOnce)) {
    const rows = part.flatMap(rowsOf)
    if (rows.length > 0) tx.send(statement, [tx.provinceId, JSON.stringify(rows)])
  }
}

/** The same in one statement, for rows that refer to each other. */
export function writeTogether({ tx }: Batch, statement: string, rows: readonly object[]): void {
  if (rows.length > 0) tx.send(statement, [tx.provinceId, JSON.stringify(rows)])
}
