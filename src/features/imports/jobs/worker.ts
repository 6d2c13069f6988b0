import type { TenantDoor } from '../../../db/tenancy.ts'
import { claimJob, type JobRecord } from './job-record.ts'
import { endHolders, holdJob } from './hold.ts'
import type { JobLog } from './run-job.ts'
import { sweep } from './sweep.ts'
import type { DoorOf } from './take-on.ts'

/** Jobs that one process works on at the same time, each in a province of its own. */
const jobsAtOnce = 2
const pollEvery = 1_000 // ms
const sweepEvery = 60_000 // ms

export interface WorkerOptions {
  doorOf: DoorOf
  provinces: () => readonly number[]
  /** Works on a job that was claimed until it has come to rest (`takeOn`), at the latest soon after `stop`. */
  takeOn: (job: JobRecord, stop: AbortSignal) => Promise<void>
  log: JobLog
}

/**
 * Sees to it that what has been uploaded is worked on, in this process or another, before or after this process started. In each
 * province the oldest job comes first, and no other runs beside it.
 */
export class ImportWorker {
  readonly #options: WorkerOptions
  readonly #stop = new AbortController()
  readonly #running = new Map<number, Promise<void>>()
  #loop: Promise<void> | undefined
  #wake = () => {}

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  start(): void {
    this.#loop ??= this.#work()
  }

  /** Jobs that this process works on. */
  get running(): number {
    return this.#running.size
  }

  /** Jobs of all processes that have not ended, by their state. */
  async open(): Promise<Record<string, number>> {
    const { doorOf, provinces } = this.#options
    const door = doorOf(provinces(), null)
    const answer = await door.read({
      name: 'openImports',
      text: `/* openImports */ select coalesce(json_object_agg(j.state, j.n), '{}')::text from (
        select state, count(*) as n from import_jobs
        where province_id = any ($1::integer[]) and finished_at is null group by state) j`,
      values: [door.scope.readable],
    })
    return JSON.parse(answer ?? '{}') as Record<string, number>
  }

  /** Looks for work now, not only when it is time. */
  wake(): void {
    this.#wake()
  }

  /**
   * Takes no more jobs and gives back those that it works on, once their batch is in: a partial import goes on from
   * there at the next start, an atomic one begins anew.
   */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await this.#loop
    await Promise.all(this.#running.values())
  }

  async #work(): Promise<void> {
    const { doorOf, provinces, log } = this.#options
    let swept = 0
    while (!this.#stop.signal.aborted) {
      try {
        await this.#takeMore()
        if (Date.now() - swept > sweepEvery) {
          await sweep(doorOf, provinces())
          swept = Date.now()
        }
      } catch (err) {
        if (!this.#stop.signal.aborted) log.error({ err }, 'imports can’t be looked for')
      }
      await this.#pause()
    }
  }

  async #takeMore(): Promise<void> {
    if (this.#running.size >= jobsAtOnce) return
    const { doorOf, provinces } = this.#options
    for (const { province, id, attempt, late } of await listWaiting(doorOf(provinces(), null))) {
      if (this.#running.size >= jobsAtOnce || this.#stop.signal.aborted) return
      if (this.#running.has(province)) continue
      const door = doorOf([province], province)
      if (late) await door.write((tx) => endHolders(tx, { id, attempt }))
      const job = await door.write((tx) => {
        holdJob(tx, { id, attempt: attempt + 1 })
        return claimJob(tx, id)
      })
      if (job === undefined) continue
      const run = this.#run(job).finally(() => {
        this.#running.delete(province)
        this.#wake()
      })
      this.#running.set(province, run)
    }
  }

  async #run(job: JobRecord): Promise<void> {
    try {
      await this.#options.takeOn(job, this.#stop.signal)
    } catch (err) {
      // Its lease runs out, and it is taken again.
      this.#options.log.error({ err, job: job.id }, 'an import was left alone')
    }
  }

  async #pause(): Promise<void> {
    if (this.#stop.signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollEvery)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }
}

interface Waiting {
  province: number
  id: string
  attempt: number
  /** Somebody works on it, and has not been heard of for too long. */
  late: boolean
}

/** The oldest job of each province, where nobody works on it. */
async function listWaiting(door: TenantDoor): Promise<Waiting[]> {
  const answer = await door.read({
    name: 'waitingImports',
    text: `/* waitingImports */ select coalesce(json_agg(json_build_object('province', j.province_id, 'id', j.id,
        'attempt', j.attempt, 'late', j.leased_until is not null) order by j.id), '[]')::text
      from (select distinct on (province_id) province_id, id, attempt, leased_until from import_jobs
        where province_id = any ($1::integer[]) and finished_at is null and state <> 'RECEIVING'
        order by province_id, id) j
      where j.leased_until is null or j.leased_until < now()`,
    values: [door.scope.readable],
  })
  return JSON.parse(answer ?? '[]') as Waiting[]
}
