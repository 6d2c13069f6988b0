import { setTimeout as sleep } from 'node:timers/promises'
import { addDays, dayInVietnam } from '../../db/periods.ts'
import type { MinistryTx, ReadDoor, TenantTx } from '../../db/tenancy.ts'
import { beginning, linksAfter, sealOf } from './chain.ts'
import {
  findLastLink,
  insertLinks,
  insertSeal,
  listUnchained,
  lockChain,
  unchainedProvinces,
  type Owner,
} from './chained-log.ts'

export interface SealerOptions {
  /** Every province, and the ministry. */
  owners(): readonly Owner[]
  /** Reads the logs of all provinces. */
  everywhere: ReadDoor
  write<T>(owner: Owner, work: (tx: TenantTx | MinistryTx) => Promise<T>): Promise<T>
  /** The first marks what is chained from now on. */
  secrets: readonly [string, ...string[]]
  log: {
    info(details: object, message: string): void
    warn(details: object, message: string): void
  }
}

const pause = 2_000 // ms
/** So many links are made in a few milliseconds, in which nobody is answered. */
const linksAtOnce = 500

/**
 * Chains the entries of the audit log some seconds after they were committed, so that no writer waits for another's link.
 * Any number of processes may run one: for each log, one at a time makes links.
 *
 * At the first look of a new day in Vietnam every chain that has grown is sealed, and each seal is also a line of the
 * service's log: whoever keeps that log elsewhere can prove that no chain's end was cut off.
 */
export class Sealer {
  readonly #options: SealerOptions
  readonly #stop = new AbortController()
  #running: Promise<void> | undefined
  #sealedDay = ''

  constructor(options: SealerOptions) {
    this.#options = options
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Returns when nothing more will be written; links of the batch at hand still are. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.sweep()
      } catch (err) {
        this.#options.log.warn({ err }, 'the audit log was not chained; it is tried again')
      }
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => {})
    }
  }

  /** Chains what there is to chain, and seals what a day has ended. Returns how many links were made. */
  async sweep(now = new Date()): Promise<number> {
    const owners = this.#options.owners()
    const provinces = owners.flatMap(({ id }) => (id === 0 ? [] : [id]))
    const waiting = JSON.parse((await this.#options.everywhere.read(unchainedProvinces(provinces))) ?? '[]') as number[]
    let made = 0
    for (const owner of owners) {
      if (owner.id === 0 || waiting.includes(owner.id)) made += await this.#chain(owner)
    }
    const day = addDays(dayInVietnam(now), -1)
    if (day !== this.#sealedDay) {
      for (const owner of owners) await this.#seal(owner, day)
      this.#sealedDay = day
    }
    return made
  }

  /**
   * Transactions commit in another order than they begin, so behind the newest entries older ones may still appear. What
   * was running when this began is therefore looked through again next time; what had ended is settled.
   */
  async #chain(owner: Owner): Promise<number> {
    let after: { xact: string; id: string } | undefined
    let oldest: string | undefined
    let made = 0
    for (let more = true; more && !this.#stop.signal.aborted;) {
      more = await this.#options.write(owner, async (tx) => {
        if (!(await lockChain(tx, owner))) return false
        const last = (await findLastLink(tx, owner)) ?? { seq: 0, hash: beginning(owner.slug), settled: '0' }
        after ??= { xact: last.settled, id: '00000000-0000-0000-0000-000000000000' }
        const entries = await listUnchained(tx, owner, after, last.settled, linksAtOnce + 1)
        const now = entries.slice(0, linksAtOnce)
        const end = now.at(-1)
        if (end === undefined) return false
        oldest ??= end.oldest
        after = end
        const whole = now.length === entries.length
        await insertLinks(tx, owner, linksAfter(last, now, this.#options.secrets[0]), whole ? oldest : last.settled)
        made += now.length
        return !whole
      })
    }
    return made
  }

  async #seal(owner: Owner, day: string): Promise<void> {
    const { secrets, log } = this.#options
    const made = await this.#options.write(owner, async (tx) => {
      const last = await findLastLink(tx, owner)
      if (last === undefined) return undefined
      const seal = sealOf(owner.slug, day, last, secrets[0])
      return (await insertSeal(tx, owner, seal)) ? seal : undefined
    })
    if (made) log.info({ seal: made }, 'audit log sealed')
  }
}
