import type { Change } from '../../../db/audit.ts'

// What an import has left behind, as its undoing finds it.

/** An entry that an import has left in the audit log. */
export interface Entry {
  id: string
  xact: string
  entity: Change['entity']
  entityId: string
  version: number
  published: boolean
  changes: Change['changes']
  /** Whether the import has made the thing. */
  made: boolean
}

/** What the statements of one undo know of the import. */
export interface Undone {
  id: string
  name: string
  xacts: readonly string[]
  /** Other imports of the province that were undone. */
  alreadyUndone: ReadonlySet<string>
}

export const tableOf: Partial<Record<Change['entity'], string>> = {
  Department: 'departments',
  Document: 'documents',
  Plan: 'plans',
  Task: 'tasks',
  ProgressReport: 'progress_reports',
  Recommendation: 'recommendations',
}

/** What people know a thing by: an expression over its row `x`. */
export const nameOf: Partial<Record<Change['entity'], string>> = {
  Department: 'x.name',
  Document: 'coalesce(x.reference, x.title)',
  Plan: 'x.title',
  Task: 'x.title',
  ProgressReport: 'x.period_code',
  Recommendation: 'x.text',
}
