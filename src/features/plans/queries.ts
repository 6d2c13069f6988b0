import { and, eq, type SQLWrapper } from 'drizzle-orm'
import { plans } from '../../db/schema/plans.ts'
import type { TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'

/**
 * A plan of the province, or NOT_FOUND. Locked until the transaction ends: for a change of its own, or (`share`) only
 * against the changes of others, so that many may work on its tasks at once. A plan is locked before its tasks.
 */
export async function getPlan(tx: TenantTx, id: string, path: readonly string[], lock?: PlanLock) {
  const plan = await lockPlan(tx, id, lock)
  if (plan === undefined) throw notFound(id, path, 'plan')
  return plan
}

export type PlanLock = 'no key update' | 'share'

/** The same of a plan's id, or of a subquery that selects one; undefined where there is none. */
export async function lockPlan(tx: TenantTx, id: string | SQLWrapper, lock: PlanLock = 'no key update') {
  const [plan] = await tx.db
    .select()
    .from(plans)
    .where(and(eq(plans.provinceId, tx.provinceId), eq(plans.id, id)))
    .for(lock)
  return plan
}
