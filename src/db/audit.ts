import { newId } from './ids.ts'
import type { TenantTx } from './tenancy.ts'

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
  entity: 'Department' | 'Document' | 'Plan' | 'Task' | 'ProgressReport' | 'Recommendation'
  id: string
  version: number
  /** By field of the API: before and after; before is null where the object is new. */
  changes: Record<string, readonly [before: unknown, after: unknown]>
  reason?: string | null
}

/** Appends to the audit log, in the transaction of the change itself. */
export async function audit(tx: TenantTx, actor: Actor, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ action, entity, id, version, changes, reason }) => ({
    id: newId(),
    action,
    entity,
    entity_id: id,
    entity_version: version,
    changes,
    reason: reason ?? null,
  }))
  await tx.rows(
    `/* audit */ insert into audit_log (province_id, id, actor, role, request_id, action, entity, entity_id, entity_version, changes, reason)
     select $1, e.id, $2, $3, $4, e.action, e.entity, e.entity_id, e.entity_version, e.changes, e.reason
     from jsonb_to_recordset($5::jsonb) as e (id uuid, action text, entity text, entity_id uuid, entity_version integer, changes jsonb, reason text)`,
    [tx.provinceId, actor.subject, actor.role, actor.requestId, JSON.stringify(rows)],
  )
}

/** What differs between two states of one thing, for the fields of the second; undefined means “not said”. */
export function difference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, readonly [unknown, unknown]> {
  const changes: Record<string, readonly [unknown, unknown]> = {}
  for (const [field, value] of Object.entries(after)) {
    const old = before[field] ?? null
    if (value !== undefined && JSON.stringify(old) !== JSON.stringify(value ?? null))
      changes[field] = [old, value ?? null]
  }
  return changes
}
