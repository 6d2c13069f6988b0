import { UserError } from '../../errors.ts'
import type { PlanStatus } from '../../graphql/schema-types.generated.ts'

/** Whether a plan and its tasks change freely, by amendment with a reason, or not at all. */
const changes: Record<PlanStatus, 'free' | 'amendment' | 'no'> = {
  DRAFT: 'free',
  SUBMITTED: 'no',
  RETURNED: 'free',
  APPROVED: 'amendment',
  COMPLETED: 'no',
  CANCELLED: 'no',
}

/** Refuses a change that the plan's state doesn't allow. `step` says what was tried, in English and Vietnamese. */
export function checkChange(status: string, reason: string | null, path: readonly string[]): void {
  const allowed = changes[status as PlanStatus]
  if (allowed === 'no') throw new UserError('planFixed', path, { status })
  if (allowed === 'amendment' && reason === null) throw new UserError('reasonOwed', ['input', 'reason'])
}

/** Refuses new tasks in a plan that isn't being written. */
export function checkWriting(status: string, path: readonly string[]): void {
  if (changes[status as PlanStatus] !== 'free') throw new UserError('planNotOpen', path, { status })
}
