import { isAborted } from './pg-errors.ts'

/**
 * The statements of one transaction, which are sent as they are asked for, without waiting for the answer to the one before, and which
 * Postgres does in that order. What comes behind one that fails fails like it; and none is sent once the transaction is
 * over: its connection may then be in another scope.
 */
export class Turns {
  /** Settles when all that was sent has been answered. */
  #answered: Promise<unknown> = Promise.resolve()
  #over = false
  /** What went wrong last; of the statements behind it, Postgres only says that something did. */
  #failure: unknown
  /** The first that went wrong of what nobody waits for. */
  #unheard: { failure: unknown } | undefined

  take<T>(send: () => Promise<T>): Promise<T> {
    const answer = this.#send(send)
    this.#await(answer)
    return answer
  }

  /** The same for which nobody waits, so that he can go on with other work: if it fails, so does the transaction. */
  give(send: () => Promise<unknown>): void {
    this.#checkOpen()
    this.#await(this.#send(send).catch((failure: unknown) => (this.#unheard ??= { failure })))
  }

  /** Sends the transaction's last statement. Throws if that fails, or something did that nobody waited for. */
  async finish(send: () => Promise<unknown>): Promise<void> {
    this.give(send)
    await this.end()
    if (this.#unheard) throw this.#unheard.failure
  }

  /** Returns once no statement is on its way; no more is sent. */
  async end(): Promise<void> {
    this.#over = true
    await this.#answered
  }

  /** Why the transaction has failed, if it ends with this error. */
  reason(error: unknown): unknown {
    return this.#unheard ? this.#unheard.failure : error
  }

  async #send<T>(send: () => Promise<T>): Promise<T> {
    this.#checkOpen()
    if (this.#unheard) throw this.#unheard.failure
    try {
      return await send()
    } catch (error) {
      if (!isAborted(error)) this.#failure = error
      throw this.#failure ?? error
    }
  }

  #checkOpen(): void {
    if (this.#over) throw new Error('This transaction is over')
  }

  #await(answer: Promise<unknown>): void {
    const before = this.#answered
    this.#answered = answer.then(
      () => before,
      () => before,
    )
  }
}
