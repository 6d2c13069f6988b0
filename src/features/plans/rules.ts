import { UserError } from '../../errors.ts'
import type { PlanStatus } from '../../graphql/schema-types.generated.ts'

export type PlanStep = 'submitPlan' | 'approvePlan' | 'returnPlan' | 'completePlan' | 'cancelPlan'

/** From which states a step leads, to which, and whether it owes a reason. */
export const planSteps: Record<PlanStep, { from: readonly PlanStatus[]; to: PlanStatus; reason: boolean }> = {
  submitPlan: { from: ['DRAFT', 'RETURNED'], to: 'SUBMITTED', reason: false },
  approvePlan: { from: ['SUBMITTED'], to: 'APPROVED', reason: false },
  returnPlan: { from: ['SUBMITTED'], to: 'RETURNED', reason: true },
  completePlan: { from: ['APPROVED'], to: 'COMPLETED', reason: false },
  cancelPlan: { from: ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED'], to: 'CANCELLED', reason: true },
}

/** The state that a step leads to; refuses one that the present state doesn't allow, or that lacks its reason. */
export function checkStep(step: PlanStep, status: string, reason: string | null): PlanStatus {
  const { from, to, reason: owed } = planSteps[step]
  if (!from.includes(status as PlanStatus)) {
    throw new UserError('planStep', ['input', 'id'], { step, status, from: from.join(', ') })
  }
  if (owed && reason === null) throw new UserError('reasonMissing', ['input', 'reason'])
  return to
}

/** Whether a plan and its tasks change freely, by amendment with a reason, or not at all. */
const changes: Record<PlanStatus, 'free' | 'amendment' | 'no'> = {
  DRAFT: 'free',
  SUBMITTED: 'no',
  RETURNED: 'free',
  APPROVED: 'amendment',
  COMPLETED: 'no',
  CANCELLED: 'no',
}

/** Refuses a change that the plan's state doesn't allow, and an amendment without a reason. */
export function checkChange(status: string, reason: string | null, path: readonly string[]): void {
  const allowed = changes[status as PlanStatus]
  if (allowed === 'no') throw new UserError('planFixed', path, { status })
  if (allowed === 'amendment' && reason === null) throw new UserError('reasonOwed', ['input', 'reason'])
}

/** Refuses new tasks in a plan that isn't being written. */
export function checkWriting(status: string, path: readonly string[]): void {
  if (changes[status as PlanStatus] !== 'free') throw new UserError('planNotOpen', path, { status })
}
