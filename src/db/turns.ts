import { isAborted } from './pg-errors.ts'

/**
 * The statements of one transaction, one at a time, in the order in which they are asked for, as by several fields of one query.
 * What waits behind one that fails fails like it; and none is sent once the transaction is over: its connection may then
 * be in another scope.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #over = false
  /** What went wrong last; of the statements behind it, Postgres only says that something did. */
  #failure: unknown
  /** Whether that was a statement for which nobody waits. */
  #unheard = false

  take<T>(send: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (this.#over) throw new Error('This transaction is over')
      if (this.#unheard) throw this.#failure
      try {
        return await send()
      } catch (error) {
        if (!isAborted(error)) this.#failure = error
        throw this.#failure ?? error
      }
    })
    this.#last = turn
    turn.catch(() => {
      // What is asked for from now on may be a rollback to a savepoint.
      if (this.#last === turn) this.#last = Promise.resolve()
    })
    return turn
  }

  /** The same for which nobody waits, so that he can go on with other work: if it fails, so does the transaction. */
  give(send: () => Promise<unknown>): void {
    this.take(send).catch(() => (this.#unheard = true))
  }

  /** Returns once all that was asked for has been done; throws if something failed that nobody waited for. */
  async finish(): Promise<void> {
    await this.#last.catch(() => {})
    this.#over = true
    if (this.#unheard) throw this.#failure
  }

  /** Returns once no statement is on its way; those that wait are refused. */
  async end(): Promise<void> {
    this.#over = true
    await this.#last.catch(() => {})
  }
}
