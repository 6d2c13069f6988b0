import { auditMany } from '../../../db/audit.ts'
import type { TenantTx } from '../../../db/tenancy.ts'
import { applyDepartments } from './apply-departments.ts'
import { applyDocuments } from './apply-documents.ts'
import { applyPlans } from './apply-plans.ts'
import { applyReports } from './apply-reports.ts'
import { applyTasks } from './apply-tasks.ts'
import { newBatch, type Batch, type Job } from './batch.ts'
import type { ImportKind } from '../files/columns.ts'
import type { Row } from '../files/rows.ts'

const applies: { [K in ImportKind]: (batch: Batch, rows: readonly Row<K>[], last: boolean) => Promise<void> } = {
  departments: applyDepartments,
  documents: applyDocuments,
  plans: applyPlans,
  tasks: applyTasks,
  reports: applyReports,
}

/**
 * Writes rows of one kind, with their lines in the audit log, in a few statements for each 250 of them. Rows that can't be
 * written are left out and told of in `problems`; those that wait for another row of the file are handed back in
 * `waiting`, unless this is the `last` round.
 */
export async function applyBatch(
  tx: TenantTx,
  job: Job,
  kind: ImportKind,
  rows: readonly Row[],
  last: boolean,
): Promise<Batch> {
  const batch = newBatch(tx, job, rows)
  // A file's rows are all of its kind, which the compiler can't follow.
  const apply = applies[kind] as (batch: Batch, rows: readonly Row[], last: boolean) => Promise<void>
  if (rows.length > 0) await apply(batch, rows, last)
  await auditMany(tx, job.actor, batch.changes)
  return batch
}

// Any number that nothing else on the server locks.
const lockSpace = 727_450

/**
 * One import at a time in a province, until the transaction ends: two of the same file would otherwise both find a key
 * free, and one would fail.
 *
 * Postgres keeps for each connection how it looks up what a foreign key points to. A way chosen while a table was all but
 * empty is to read the whole table, and it is kept while this import fills it: thirty thousand tasks then take minutes. So
 * an import makes the connection choose again, when the first batch is in.
 */
export async function beginImport(tx: TenantTx): Promise<void> {
  await tx.rows('/* lockImports */ select pg_advisory_xact_lock($1, $2)', [lockSpace, tx.provinceId])
  await tx.rows('/* forgetPlans */ discard plans')
}
