import type { TenantTx } from '../../../db/tenancy.ts'

const beat = 1_000 // ms

/**
 * What tells others that an import goes on: every second it renews its lease, and lets Postgres hear from the transaction
 * in which it writes. If its process stands still, both run out at once (`holdJob`): whoever takes the job then, and everybody
 * who waits for a row that the import has locked, goes on, where Postgres would otherwise keep the transaction for a minute.
 */
export class Heart {
  readonly #timer: NodeJS.Timeout
  #writing: TenantTx | undefined

  /** `renew` may fail: if the database is away, so does the work itself. */
  constructor(renew: () => Promise<void>) {
    const beats = [
      oneAtATime(renew),
      // Waits behind what the import itself sends; while that runs, the transaction isn't idle.
      oneAtATime(async () => this.#writing?.rows('/* goOn */ select 1')),
    ]
    this.#timer = setInterval(() => beats.forEach((once) => once()), beat)
  }

  /** From now on the import writes in this transaction, which it holds. */
  writesIn(tx: TenantTx): void {
    this.#writing = tx
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

/** Does it again only once it is done, however that went. */
function oneAtATime(work: () => Promise<unknown>): () => void {
  let busy = false
  return () => {
    if (busy) return
    busy = true
    void work()
      .catch(() => {})
      .finally(() => (busy = false))
  }
}
