import { difference, type Change } from '../../../db/audit.ts'
import { planTable } from './apply-plans.ts'
import { reportTable } from './apply-reports.ts'
import { taskTable } from './apply-tasks.ts'
import { record, rowOf, stored, write, type Batch, type Fields, type Stored, type Written } from './batch.ts'
import { departmentRow, departmentTable } from './department-directory.ts'
import { documentTable } from './document-register.ts'
import { readBases, writeBases } from './legal-bases.ts'
import { readReportParts, recommendationTable, writeReportParts } from './report-parts.ts'
import type { Row } from '../files/rows.ts'
import { readParts, writeParts } from './task-parts.ts'
import type { Table } from './tables.ts'
import type { Entry } from './imported.ts'

interface Way {
  table: Table
  name: string
  row?: (thing: Stored) => object
  /** Adds what hangs on a thing to its fields. */
  read?: (batch: Batch, things: readonly Stored[]) => Promise<void>
  /** Writes what hangs on it. */
  write?: (batch: Batch, changed: readonly Written[]) => Promise<void>
}

const ways: Partial<Record<Change['entity'], Way>> = {
  Department: { table: departmentTable, name: 'departments', row: departmentRow },
  Document: { table: documentTable, name: 'documents' },
  Plan: { table: planTable, name: 'plans', read: addBases, write: restoreBases },
  Task: {
    table: taskTable,
    name: 'tasks',
    read: readParts,
    write: (batch, changed) => writeParts(batch, { created: [], changed }),
  },
  ProgressReport: {
    table: reportTable,
    name: 'progress_reports',
    read: async (batch, reports) => void (await readReportParts(batch, reports)),
    write: restoreReportParts,
  },
  Recommendation: { table: recommendationTable, name: 'recommendations' },
}

/** Puts things back as they were before these entries, newest first, and notes that. */
export async function restore(batch: Batch, entries: readonly Entry[]): Promise<void> {
  for (const [entity, way] of Object.entries(ways) as [Change['entity'], Way][]) {
    const before = new Map<string, Fields>()
    for (const { entityId, changes } of entries.filter((entry) => entry.entity === entity)) {
      const old = Object.entries(changes).map(([field, [was]]) => [field, was])
      before.set(entityId, { ...before.get(entityId), ...Object.fromEntries(old) })
    }
    if (before.size > 0) await putBack(batch, entity, way, before)
  }
}

async function putBack(
  batch: Batch,
  entity: Change['entity'],
  { table, name, row = rowOf, read, write: writeHanging }: Way,
  before: ReadonlyMap<string, Fields>,
): Promise<void> {
  const { tx } = batch
  const rows = await tx.rows(
    `/* importedThings */ select ${table.select} from ${name} t where t.province_id = $1 and t.id = any ($2::uuid[])`,
    [tx.provinceId, [...before.keys()]],
  )
  const things = rows.map(stored)
  await read?.(batch, things)
  const counts = entity === 'Document' ? 0 : 1
  const changed = things.map((thing): Written => {
    const old = before.get(thing.id) as Fields
    const fields = { ...thing.fields, ...old }
    const version = thing.version + counts
    return { ...thing, row: nowhere, before: thing, version, fields, changes: difference(thing.fields, old) }
  })
  await write(batch, table.update, changed, row)
  await writeHanging?.(batch, changed)
  record(batch, entity, { created: [], changed })
}

/** An undo has no file. */
const nowhere = { line: 0 } as Row

async function addBases(batch: Batch, plans: readonly Stored[]): Promise<void> {
  const bases = await readBases(batch, plans)
  for (const { id, fields } of plans) fields['legalBasisIds'] = bases.get(id) ?? []
}

async function restoreBases(batch: Batch, changed: readonly Written[]): Promise<void> {
  const cited = changed.flatMap(({ fields }) => fields['legalBasisIds'] as string[])
  const central = await batch.tx.rows<{ id: string }>(
    '/* centralBases */ select id from central_documents where id = any ($1::uuid[])',
    [cited],
  )
  const ids = new Set(central.map(({ id }) => id))
  await writeBases(batch, { isCentral: (id) => ids.has(id) }, { created: [], changed })
}

async function restoreReportParts(batch: Batch, changed: readonly Written[]): Promise<void> {
  // Only a draft's were replaced; those of a revision that was merely superseded are as they were.
  const inPlace = changed.filter(({ changes }) => 'values' in changes || 'recommendations' in changes)
  if (inPlace.length === 0) return
  const recommendations = await readReportParts(
    batch,
    inPlace.map(({ id, fields, version, published }) => ({ id, fields: { ...fields }, version, published })),
  )
  await writeReportParts(batch, { created: [], inPlace, recommendations })
}
