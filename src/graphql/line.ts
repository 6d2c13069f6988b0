/** So many changed things may wait for one connection to take them; each costs about 200 bytes. */
export const maxWaiting = 5_000

/** Lets at most `max` pieces of work run at once, in the order in which they came. */
export function turns(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < max) running++
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}

/**
 * What the subscriptions of one connection share. They take turns: the next event is read when the one before it has
 * left, so that a client that reads slowly, or not at all, costs the memory of one event and a list of ids.
 */
export class Line {
  readonly watches = new Set<{ end(): void }>()
  readonly #overflow: () => void
  readonly #turns: (() => void)[] = []
  #busy = false
  #waiting = 0

  /** `overflow` is called when more waits than may. */
  constructor(overflow: () => void) {
    this.#overflow = overflow
  }

  wait(more: number): void {
    this.#waiting += more
    if (more > 0 && this.#waiting > maxWaiting) this.#overflow()
  }

  /** Waits for a turn; call what it returns when the turn is over. */
  async turn(): Promise<() => void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#turns.push(resolve))
    this.#busy = true
    let over = false
    return () => {
      if (over) return
      over = true
      const next = this.#turns.shift()
      if (next === undefined) this.#busy = false
      else next()
    }
  }

  end(): void {
    // Each takes itself off the set as it ends, which a set allows.
    for (const watch of this.watches) watch.end()
  }
}
