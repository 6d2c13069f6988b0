import type { Connection } from './websocket.ts'

/** What one connection has open. */
type Counted = () => number

/** How many connections and subscriptions each caller has, over all of its connections to this process. */
export class CallerSockets {
  readonly #max: number
  readonly #callers = new Map<string, Map<Connection, Counted>>()

  constructor(max: number) {
    this.#max = max
  }

  /** Counts one connection more until `leave`; false if the caller has as many as may be. */
  enter(caller: string, connection: Connection, count: Counted): boolean {
    const open = this.#callers.get(caller) ?? new Map<Connection, Counted>()
    if (open.size >= this.#max) return false
    this.#callers.set(caller, open.set(connection, count))
    return true
  }

  leave(caller: string, connection: Connection): void {
    const open = this.#callers.get(caller)
    open?.delete(connection)
    if (open?.size === 0) this.#callers.delete(caller)
  }

  /** All of a caller's subscriptions. */
  subscriptions(caller: string): number {
    let sum = 0
    for (const count of this.#callers.get(caller)?.values() ?? []) sum += count()
    return sum
  }
}
