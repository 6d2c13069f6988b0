import { isOvertime, isUnavailable } from '../../../db/pg-errors.ts'
import type { TenantDoor, TenantTx } from '../../../db/tenancy.ts'
import { applyBatch, beginImport } from '../writes/apply.ts'
import type { Batch, Job } from '../writes/batch.ts'
import { only, readBatches } from '../files/file.ts'
import { Heart } from './heart.ts'
import { holdJob } from './hold.ts'
import { insisting } from './insisting.ts'
import { addChanges, addProblems } from './job-findings.ts'
import {
  endJob,
  noCounts,
  releaseJob,
  renewLease,
  saveProgress,
  type Counts,
  type Ending,
  type JobRecord,
} from './job-record.ts'
import { placeOf, takeThrough, type Step } from '../writes/loop.ts'
import { atLine, problemAt, UnreadableFile, type Problem } from '../problems.ts'
import type { Row } from '../files/rows.ts'
import { readStored, type JobFile } from './stored-file.ts'
import { readSurroundings } from '../writes/surroundings.ts'

/** Rows written at once. */
const batchSize = 1_000
/** Nobody reads more; a file with so many is another kind of file. */
const usualMostProblems = 1_000_000
/** Processes that died over a job, before it counts as the job's fault. */
const mostCrashes = 5

/** Ends a transaction without a trace: a dry run, or an import with problems that was to be whole. */
class RolledBack extends Error {}
/** The job has gone to somebody else, or somebody wants it to end, or this process stops. */
class BrokenOff extends Error {}

export interface JobLog {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * Works on a job that was claimed, until it ends or `stop` says to give it back. An atomic import, and any dry run, is one
 * transaction; a partial one has a transaction for each batch, in which it also says how far it is.
 */
export async function runJob(
  door: TenantDoor,
  job: JobRecord,
  of: JobFile,
  { stop, log, mostProblems = usualMostProblems }: { stop: AbortSignal; log: JobLog; mostProblems?: number },
): Promise<void> {
  const run = new JobRun(door, job, of, { stop, mostProblems })
  try {
    await run.work()
  } catch (error) {
    if (!(error instanceof BrokenOff) && !isUnavailable(error)) {
      log.error({ err: error, job: job.id }, 'an import failed')
      await insisting(stop, () => run.end('FAILED', 'importBroke'))
    } else if (run.cancelled) await insisting(stop, () => run.end('CANCELLED'))
    // A statement that takes too long may do so each time. Its lease runs out, and that counts as a crash.
    else if (!run.lost && !isOvertime(error)) await insisting(stop, () => run.release())
  }
  log.info({ job: job.id, ...run.counts }, 'an import has come to rest')
}

class JobRun {
  counts: Counts
  cancelled = false
  lost = false
  readonly #door: TenantDoor
  readonly #job: JobRecord
  readonly #of: JobFile
  readonly #stop: AbortSignal
  readonly #mostProblems: number
  #departmentsMade: JobRecord['departmentsMade']
  #bytesRead = 0
  /** Those that are not in the database yet. */
  #problems: Problem[] = []

  constructor(
    door: TenantDoor,
    job: JobRecord,
    of: JobFile,
    { stop, mostProblems }: { stop: AbortSignal; mostProblems: number },
  ) {
    this.#door = door
    this.#job = job
    this.#of = of
    this.#stop = stop
    this.#mostProblems = mostProblems
    const { rowsRead, rowsCreated, rowsChanged, rowsUnchanged, rowsRefused, problems, changes } = job
    this.counts = { rowsRead, rowsCreated, rowsChanged, rowsUnchanged, rowsRefused, problems, changes }
    this.cancelled = job.cancelled
    this.#departmentsMade = [...job.departmentsMade]
  }

  async work(): Promise<void> {
    if (this.#job.crashes > mostCrashes) return this.end('FAILED', 'importCrashes')
    const heart = new Heart(() => this.#renew())
    try {
      if (this.#inSteps) await this.#workInSteps(heart)
      else await this.#workInOne(heart)
    } finally {
      heart.stop()
    }
  }

  async end(state: Ending['state'], failure?: string): Promise<void> {
    const stays = state === 'APPLIED' || this.#inSteps || this.#job.dryRun
    const counts = stays ? this.counts : { ...this.counts, ...nothingWritten }
    const departmentsMade = stays ? this.#departmentsMade : []
    await this.#write(async (tx) => {
      await this.#flush(tx)
      const ended = await endJob(tx, this.#job, { state, counts, departmentsMade, failure: failure ?? null })
      if (!ended) this.#breakOff(false)
    })
  }

  release(): Promise<void> {
    return this.#write((tx) => releaseJob(tx, this.#job))
  }

  #write<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.#door.write((tx) => {
      holdJob(tx, this.#job)
      return work(tx)
    })
  }

  get #inSteps(): boolean {
    return this.#job.mode === 'partial' && !this.#job.dryRun
  }

  /** All in one transaction; problems and progress go beside it, since it may be undone. */
  async #workInOne(heart: Heart): Promise<void> {
    const { dryRun, mode } = this.#job
    try {
      await this.#write(async (tx) => {
        heart.writesIn(tx)
        await beginImport(tx)
        let settled = Promise.resolve()
        await this.#takeThrough(async (step) => {
          const waiting = await this.#apply(tx, step)
          await settled
          // Left to the end, this would take minutes in which nothing is heard of the job. Meanwhile the next step is made ready.
          if (!dryRun && this.counts.problems === 0) settled = tx.settle()
          settled.catch(() => {}) // told when it is waited for
          return waiting
        })
        await settled
        if (dryRun || this.counts.problems > 0) throw new RolledBack()
        this.#check()
        const ending = { state: 'APPLIED', counts: this.counts, departmentsMade: this.#departmentsMade } as const
        if (!(await endJob(tx, this.#job, { ...ending, unlessCancelled: true, wrote: true }))) throw new BrokenOff()
      })
    } catch (error) {
      if (error instanceof UnreadableFile) this.#note(error.problems)
      else if (!(error instanceof RolledBack)) throw error
      this.#check()
      const fine = this.counts.problems === 0 || (mode === 'partial' && this.#wrote > 0)
      await this.end(dryRun && fine ? 'APPLIED' : 'REFUSED')
    }
  }

  /** Each step is a transaction, and with it how far the work is. */
  async #workInSteps(heart: Heart): Promise<void> {
    try {
      await this.#takeThrough((step) =>
        this.#orAsBefore(() =>
          this.#write(async (tx) => {
            heart.writesIn(tx)
            await beginImport(tx)
            const waiting = await this.#apply(tx, step)
            await this.#saveStep(tx, [...step.others, ...waiting])
            return waiting
          }),
        ),
      )
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      this.#note(error.problems)
    }
    await this.end(this.counts.problems > 0 && this.#wrote === 0 ? 'REFUSED' : 'APPLIED')
  }

  /** What a step has counted and found is undone with it. */
  async #orAsBefore<T>(step: () => Promise<T>): Promise<T> {
    const { counts } = this
    const [departmentsMade, problems] = [this.#departmentsMade, [...this.#problems]]
    this.counts = { ...counts }
    try {
      return await step()
    } catch (error) {
      this.counts = counts
      this.#departmentsMade = departmentsMade
      this.#problems = problems
      throw error
    }
  }

  async #saveStep(tx: TenantTx, waiting: readonly Row[]): Promise<void> {
    await this.#flush(tx)
    const progress = { counts: this.counts, departmentsMade: this.#departmentsMade, waiting: waiting.map(placeOf) }
    const saved = await saveProgress(tx, this.#job, progress)
    if (!saved) this.#breakOff(await renewLease(tx, this.#job, this.#bytesRead, null))
  }

  /** Ends the work because the job is cancelled or, if it is not one's own any more, lost. */
  #breakOff(mine: false | { cancelled: boolean }): never {
    if (mine === false) this.lost = true
    else this.cancelled = true
    throw new BrokenOff()
  }

  get #wrote(): number {
    return this.counts.rowsCreated + this.counts.rowsChanged + this.counts.rowsUnchanged
  }

  async #takeThrough(apply: (step: Step) => Promise<Row[]>): Promise<void> {
    const { id, subject, role, name, kind, format, rowsRead, waiting } = this.#job
    const { around, province } = await readSurroundings(this.#door, this.#of.provinceIds)
    this.#about = { actor: { subject, role, requestId: id }, name, edited: 'refuse', province }
    const source = readStored(this.#of.file, id, (bytes) => (this.#bytesRead = bytes))
    const all = readBatches(kind, source, around, batchSize, format)
    const batches = around.provinces.length > 1 ? only(province.slug, all) : all
    await takeThrough({ kind, batches, batchSize, apply, from: { rows: rowsRead, waiting } })
  }

  #about: Job | undefined

  async #apply(tx: TenantTx, { kind, rows, problems, read, last }: Step): Promise<Row[]> {
    this.#check()
    const batch = await applyBatch(tx, this.#about as Job, kind, rows, last)
    this.#add(batch, read)
    await this.#tell([...problems, ...batch.problems].sort((a, b) => a.line - b.line))
    if (this.#job.dryRun && batch.rowChanges.length > 0) {
      const first = this.counts.changes
      this.counts.changes += batch.rowChanges.length
      await this.#beside((beside) => addChanges(beside, this.#job.id, first, batch.rowChanges))
    }
    return batch.waiting
  }

  #add(batch: Batch, read: number): void {
    const { counts } = this
    this.counts = {
      ...counts,
      rowsRead: counts.rowsRead + read,
      rowsCreated: counts.rowsCreated + batch.created,
      rowsChanged: counts.rowsChanged + batch.changed,
      rowsUnchanged: counts.rowsUnchanged + batch.unchanged,
      rowsRefused: counts.rowsRefused + batch.refused.size,
    }
    if (batch.departmentsMade.length > 0) this.#departmentsMade = [...this.#departmentsMade, ...batch.departmentsMade]
  }

  /** Notes problems; those of an import that writes in steps are written with the step. */
  async #tell(problems: readonly Problem[]): Promise<void> {
    this.#note(problems)
    const max = this.#mostProblems
    if (this.counts.problems > max) {
      const line = problems.at(-1)?.line ?? 1
      throw new UnreadableFile([problemAt(atLine(line), null, null, 'TOO_MANY_PROBLEMS', { max })])
    }
    if (!this.#inSteps && this.#problems.length >= batchSize) await this.#beside((tx) => this.#flush(tx))
  }

  #note(problems: readonly Problem[]): void {
    this.counts.problems += problems.length
    this.#problems.push(...problems)
  }

  async #flush(tx: TenantTx): Promise<void> {
    const problems = this.#problems
    await addProblems(tx, this.#job.id, this.counts.problems - problems.length, problems)
    this.#problems = []
  }

  /** Writes what stays when the import's own transaction is undone. */
  async #beside(work: (tx: TenantTx) => Promise<void>): Promise<void> {
    await this.#write(async (tx) => {
      const mine = await renewLease(tx, this.#job, this.#bytesRead, this.counts)
      if (mine === false) this.#breakOff(mine)
      await work(tx)
    })
  }

  #check(): void {
    if (this.#stop.aborted || this.cancelled || this.lost) throw new BrokenOff()
  }

  async #renew(): Promise<void> {
    const counts = this.#inSteps ? null : this.counts
    const mine = await this.#write((tx) => renewLease(tx, this.#job, this.#bytesRead, counts))
    this.lost ||= mine === false
    this.cancelled ||= mine !== false && mine.cancelled
  }
}

const nothingWritten = (({ rowsCreated, rowsChanged, rowsUnchanged }) => ({ rowsCreated, rowsChanged, rowsUnchanged }))(
  noCounts(),
)
