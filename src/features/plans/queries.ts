import { and, eq, getTableName, sql } from 'drizzle-orm'
import { plans } from '../../db/schema/plans.ts'
import type { progressReports } from '../../db/schema/reports.ts'
import type { tasks } from '../../db/schema/tasks.ts'
import type { Build, TenantTx } from '../../db/tenancy.ts'
import { notFound } from '../../graphql/input.ts'

export type PlanLock = 'no key update' | 'share'

/**
 * A plan of the province, or NOT_FOUND. Locked until the transaction ends: for a change of its own, or (`share`) only
 * against the changes of others, so that many may work on its tasks at once. A plan is locked before its tasks.
 */
export async function getPlan(
  tx: TenantTx,
  id: string,
  path: readonly string[],
  lock: PlanLock = 'no key update',
): Promise<Plan> {
  const [plan] = await tx.kept(lockPlan[lock], { provinceId: tx.provinceId, id })
  if (plan === undefined) throw notFound(id, path, 'plan')
  return plan
}

/** The statements that lock the plan with an id, or (`of`) that of the task or report with it. */
export function planLocks(of: typeof plans | typeof tasks | typeof progressReports): Record<PlanLock, Build<Plan[]>> {
  const locking =
    (lock: PlanLock): Build<Plan[]> =>
    (db) => {
      const planId = 'planId' in of ? db.select({ id: of.planId }).from(of).where(named(of)) : sql.placeholder('id')
      const own = and(eq(plans.provinceId, sql.placeholder('provinceId')), eq(plans.id, planId))
      return db
        .select()
        .from(plans)
        .where(own)
        .for(lock)
        .prepare(`lock_plan_of_${getTableName(of)}_${lock}`)
    }
  return { 'no key update': locking('no key update'), share: locking('share') }
}

/** “The row of the own province with the id.” */
export const named = (table: typeof tasks | typeof progressReports) =>
  and(eq(table.provinceId, sql.placeholder('provinceId')), eq(table.id, sql.placeholder('id')))

type Plan = typeof plans.$inferSelect

const lockPlan = planLocks(plans)
