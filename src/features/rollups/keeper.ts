import { setTimeout as sleep } from 'node:timers/promises'
import type { NationalDoor, TenantDoor } from '../../db/tenancy.ts'
import { buildProvince, listUnbuilt } from './build.ts'
import { compact, listUncompacted } from './compaction.ts'
import { driftOf, type Drift } from './drift.ts'

export interface KeeperOptions {
  national: NationalDoor
  /** The door to one province's rows. */
  of: (provinceId: number) => TenantDoor
  /** The keys of all provinces. */
  provinces: readonly number[]
  log: {
    info(details: object, message: string): void
    warn(details: object, message: string): void
    error(details: object, message: string): void
  }
}

const pause = 10_000 // ms
/** Fewer deltas than this are left where they are: reading them costs next to nothing. */
const worthFolding = 200
/** A province is verified after so many pauses, so a nation of 63 takes about an hour. */
const pausesBetweenLooks = 6

/**
 * Keeps the rollups' summary small and verifies it. Every ten seconds it folds the deltas of provinces that have many, and
 * every minute it counts the facts of one province anew. Any number of processes may run one. The figures that are read
 * from the summary never depend on it.
 */
export class SummaryKeeper {
  readonly #options: KeeperOptions
  readonly #stop = new AbortController()
  readonly #drift = new Map<number, number>()
  #running: Promise<void> | undefined
  #turn = 0
  #uncompacted = 0

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  /** Counts anew what was counted by another definition, or never, and copies due dates. Call it before anybody reads. */
  async build(): Promise<void> {
    const { national, of, log } = this.#options
    const { basis, provinces } = await listUnbuilt(national)
    for (const { id, counted } of provinces) await buildProvince(of(id), basis, counted)
    const built = provinces.filter(({ counted }) => !counted).length
    if (built > 0) log.info({ provinces: built }, 'the rollups’ summary was built')
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Returns when nothing more will be written. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  /** Rows of the summary that differed from the facts when their province was last looked at. */
  get drift(): number {
    return [...this.#drift.values()].reduce((sum, rows) => sum + rows, 0)
  }

  /** Deltas that waited to be folded when this was last looked at. */
  get uncompacted(): number {
    return this.#uncompacted
  }

  async #run(): Promise<void> {
    for (let n = 0; !this.#stop.signal.aborted; n++) {
      try {
        await this.fold()
        if (n % pausesBetweenLooks === pausesBetweenLooks - 1) await this.verifyNext()
      } catch (err) {
        this.#options.log.warn({ err }, 'the rollups’ summary was not folded or verified; it is tried again')
      }
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => {})
    }
  }

  /** Folds what is worth it. */
  async fold(): Promise<void> {
    const { national, of } = this.#options
    const waiting = await listUncompacted(national, 1)
    this.#uncompacted = waiting.reduce((sum, { deltas }) => sum + deltas, 0)
    for (const { provinceId, deltas } of waiting) {
      if (deltas >= worthFolding && !this.#stop.signal.aborted) await of(provinceId).write(compact)
    }
  }

  /** Verifies the province whose turn it is. */
  async verifyNext(): Promise<readonly Drift[]> {
    const { national, provinces, log } = this.#options
    const id = provinces[this.#turn++ % provinces.length]
    if (id === undefined) return []
    const drift = await national.snapshot((tx) => driftOf(tx, id))
    this.#drift.set(id, drift.length)
    const rows = drift.slice(0, 10)
    if (drift.length > 0) log.error({ province: id, rows }, 'the rollups’ summary is not what the facts say')
    return drift
  }
}
