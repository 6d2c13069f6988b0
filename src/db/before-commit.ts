import type { Change } from './audit.ts'
import type { MinistryTx, TenantTx } from './tenancy.ts'

/** What a transaction has changed, as far as what is kept beside the facts must know. */
export interface Noted {
  changes: readonly Pick<Change, 'action' | 'entity' | 'id' | 'changes' | 'published' | 'taskId'>[]
  /** There were so many that they are not listed here: the audit log has them under the transaction's own number. */
  many: boolean
}

/** Brings up to date what is derived from the facts, as the last thing that a transaction does. */
export type BeforeCommit = (tx: TenantTx | MinistryTx, noted: Noted) => Promise<void>

/** Changes that are kept in memory for one transaction until they are settled, at most. */
const mostNoted = 10_000

const notes = new WeakMap<object, { changes: Noted['changes'][number][]; many: boolean }>()

/** Keeps in mind what a transaction has changed. Every change passes through `audit`, so none is forgotten. */
export function note(tx: TenantTx | MinistryTx, changes: readonly Change[]): void {
  const noted = notes.get(tx) ?? { changes: [], many: false }
  notes.set(tx, noted)
  if (!noted.many && noted.changes.length + changes.length <= mostNoted) noted.changes.push(...changes)
  else Object.assign(noted, { changes: [], many: true })
}

/** Runs the hook if the transaction has changed anything since it began, or since this was last called. */
export async function settle(tx: TenantTx | MinistryTx, beforeCommit: BeforeCommit): Promise<void> {
  const noted = notes.get(tx)
  notes.delete(tx)
  if (noted !== undefined) await beforeCommit(tx, noted)
}
