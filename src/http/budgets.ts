const minute = 60_000 // ms
const maxRemembered = 20_000

/** Whether something was taken: what is left of the budget, or in how many seconds there would be enough. */
export type Taken = { left: number } | { seconds: number }

/**
 * How much each of many has used of what it may use in a minute; what was used is forgiven evenly. Of those who have used
 * nothing for a minute, nothing is kept. Each process counts for itself.
 */
export class Budgets {
  readonly #now: () => number
  /** What was used, and when that was computed. */
  readonly #used = new Map<string, { amount: number; at: number }>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Takes an amount from a budget that is so large by the minute, if there is enough. A whole one pays for anything. */
  take(key: string, amount: number, budget: number): Taken {
    const now = this.#now()
    const last = this.#used.get(key)
    const owed = Math.max(0, (last?.amount ?? 0) - ((now - (last?.at ?? now)) / minute) * budget)
    if (owed > 0 && owed + amount > budget) {
      const excess = Math.min(owed, owed + amount - budget)
      return { seconds: Math.max(1, Math.ceil(((excess / budget) * minute) / 1000)) }
    }
    this.#used.delete(key)
    this.#used.set(key, { amount: owed + amount, at: now })
    this.#forget(now)
    return { left: Math.max(0, Math.floor(budget - owed - amount)) }
  }

  /** The oldest entries go first; what they owed is forgiven after a minute anyway. */
  #forget(now: number): void {
    for (const [key, { at }] of this.#used) {
      if (now - at < minute && this.#used.size <= maxRemembered) return
      this.#used.delete(key)
    }
  }
}
