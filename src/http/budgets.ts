const minute = 60_000 // ms
const maxUsers = 10_000

/** Whether something was taken: what is left of the budget, or in how many seconds there would be enough. */
export type Taken = { left: number } | { seconds: number }

/** What was used, and when that was computed. */
interface Use {
  amount: number
  at: number
}

/**
 * How much each of many has used of what it may use in a minute; what was used is forgiven evenly. Of those who have used
 * nothing for two minutes, nothing is kept, and of many thousand only the later. Each process counts for itself.
 */
export class Budgets {
  readonly #now: () => number
  #begun: number
  /** Who has used something since then. */
  #used = new Map<string, Use>()
  /** Who had in the minute before. All of it is forgotten at once: to seek what is old takes longer, the more there are. */
  #usedBefore = new Map<string, Use>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#begun = now()
  }

  /** Takes an amount from a budget that is so large by the minute, if there is enough. A whole one pays for anything. */
  take(key: string, amount: number, budget: number): Taken {
    const now = this.#now()
    if (now - this.#begun >= minute || this.#used.size >= maxUsers) this.#forget(now)
    const last = this.#used.get(key) ?? this.#usedBefore.get(key)
    const owed = last === undefined ? 0 : Math.max(0, last.amount - ((now - last.at) / minute) * budget)
    if (owed > 0 && owed + amount > budget) {
      const excess = Math.min(owed, owed + amount - budget)
      return { seconds: Math.max(1, Math.ceil(((excess / budget) * minute) / 1000)) }
    }
    this.#used.set(key, { amount: owed + amount, at: now })
    return { left: Math.max(0, Math.floor(budget - owed - amount)) }
  }

  /** What was used before the last minute is forgiven in any case. */
  #forget(now: number): void {
    this.#usedBefore = this.#used
    this.#used = new Map()
    this.#begun = now
  }
}
