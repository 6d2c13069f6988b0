import { UserError } from '../../errors.ts'
import type { DatePrecision, TaskPart, TaskStatus } from '../../graphql/schema-types.generated.ts'

export interface Due {
  startOn: string | null
  dueOn: string | null
  duePrecision: string | null
}

/** When a task without a due date is due: after all others. */
export const never = 'infinity'

/** The parts in which a department may start, complete and report on a task. */
export const actingParts: readonly TaskPart[] = ['LEAD', 'COORDINATING']

export type TaskStep = 'startTask' | 'completeTask' | 'cancelTask'

/** From which states a step leads, and to which; cancelling owes a reason. */
export const taskSteps: Record<TaskStep, { from: readonly TaskStatus[]; to: TaskStatus; reason: boolean }> = {
  startTask: { from: ['NOT_STARTED'], to: 'IN_PROGRESS', reason: false },
  completeTask: { from: ['IN_PROGRESS'], to: 'COMPLETED', reason: false },
  cancelTask: { from: ['NOT_STARTED', 'IN_PROGRESS'], to: 'CANCELLED', reason: true },
}

/** The state that a step leads to; refuses one that the present state doesn't allow, or that lacks its reason. */
export function checkStep(step: TaskStep, status: string, reason: string | null): TaskStatus {
  const { from, to, reason: owed } = taskSteps[step]
  if (!from.includes(status as TaskStatus)) {
    throw new UserError('taskStep', ['input', 'id'], { step, status, from: from.join(', ') })
  }
  if (owed && reason === null) throw new UserError('reasonMissing', ['input', 'reason'])
  return to
}

/**
 * A due date by its precision: the day itself, the last day of its month, quarter or year, or the last day of the
 * quarter's first month for the early quarter. RECURRING and OPEN have none, and a task without a date has no precision
 * but those.
 */
export function checkedDue({ startOn, dueOn, duePrecision }: Due): Due {
  const precision = (duePrecision ?? (dueOn === null ? null : 'DAY')) as DatePrecision | null
  if (precision === null) return { startOn, dueOn: null, duePrecision: null }
  if (precision === 'RECURRING' || precision === 'OPEN') {
    if (dueOn !== null) throw new UserError('dueNotAllowed', ['input', 'dueOn'])
    return { startOn, dueOn: null, duePrecision: precision }
  }
  if (dueOn === null) throw new UserError('dueOwed', ['input', 'dueOn'], { precision })
  if (precision === 'RANGE' && startOn === null) throw new UserError('startOwed', ['input', 'startOn'])
  const due = lastDay(dueOn, precision)
  if (startOn !== null && startOn > due) throw new UserError('datesReversed', ['input', 'dueOn'])
  return { startOn, dueOn: due, duePrecision: precision }
}

function lastDay(day: string, precision: DatePrecision): string {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  const quarterStart = month - ((month - 1) % 3)
  const endOf = (lastMonth: number) => new Date(Date.UTC(year, lastMonth, 0)).toISOString().slice(0, 10)
  switch (precision) {
    case 'MONTH':
      return endOf(month)
    case 'EARLY_QUARTER':
      return endOf(quarterStart)
    case 'LATE_QUARTER':
    case 'QUARTER':
      return endOf(quarterStart + 2)
    case 'YEAR':
      return endOf(12)
    default:
      return day
  }
}
