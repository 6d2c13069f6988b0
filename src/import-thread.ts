import { Worker } from 'node:worker_threads'
import type { Pools, ThreadPoolOptions } from './db/pool.ts'
import type { SentStatement } from './db/statements.ts'
import type { JobRecord } from './features/imports/jobs/job-record.ts'
import type { LogStream } from './logging.ts'

// An import needs a tenth. A file that needs more than this ends the thread, not the service.
const mostHeap = 1024 // MB
const restAfter = 30_000 // ms

/** What the thread is given at its start. */
export interface ThreadStart {
  pools: ThreadPoolOptions
  /** See `isBusy`. */
  asked: Int32Array
  logLevel: string
}

/** To work on a job, or to give back that of a province. */
export type ThreadAsks = { job: JobRecord } | { stop: number }

/** A line for the log; a statement that was sent, and its end; a connection that broke; that a province’s job has come to rest. */
export type ThreadSays =
  | { line: string }
  | { statement: SentStatement; seconds: number; failed: boolean }
  | { broke: Error }
  | { ended: number }

interface Running {
  on: Worker
  ended(): void
  left(error: Error): void
}

/**
 * Where imports are worked on: a thread beside the one that answers requests, which would wait for each batch of rows. It is
 * there as long as there is work for it, and has connections of its own to the database.
 */
export class ImportThread {
  readonly #forThread: Pools['forThread']
  readonly #start: ThreadStart
  readonly #logTo: LogStream
  /** By province: each has one job at a time, while a file for several provinces is one job in all of them. */
  readonly #running = new Map<number, Running>()
  #thread: Worker | undefined
  #rest: NodeJS.Timeout | undefined

  /** `asked` tells the thread when to make room for others (`isBusy`); what it logs goes to `logTo`. */
  constructor({ forThread }: Pools, asked: Int32Array, logLevel: string, logTo: LogStream) {
    this.#forThread = forThread
    this.#start = { pools: forThread.options, asked, logLevel }
    this.#logTo = logTo
  }

  /** @throws if the thread ends while it works on the job */
  async takeOn(job: JobRecord, stop: AbortSignal): Promise<void> {
    clearTimeout(this.#rest)
    const thread = (this.#thread ??= this.#begin())
    const ask = (what: ThreadAsks) => thread.postMessage(what)
    const sayStop = () => ask({ stop: job.provinceId })
    try {
      await new Promise<void>((ended, left) => {
        this.#running.set(job.provinceId, { on: thread, ended, left })
        ask({ job })
        stop.addEventListener('abort', sayStop)
        if (stop.aborted) sayStop()
      })
    } finally {
      stop.removeEventListener('abort', sayStop)
      this.#running.delete(job.provinceId)
      if (this.#running.size === 0) this.#rest = setTimeout(() => void this.end(), restAfter).unref()
    }
  }

  /** What is still worked on is left as it is. */
  async end(): Promise<void> {
    clearTimeout(this.#rest)
    const thread = this.#thread
    this.#thread = undefined
    await thread?.terminate()
  }

  #begin(): Worker {
    const thread = new Worker(program, {
      workerData: this.#start,
      resourceLimits: { maxOldGenerationSizeMb: mostHeap },
    })
    let reason = 'it was told to'
    thread.on('message', (said: ThreadSays) => {
      if ('line' in said) this.#logTo.write(said.line)
      else if ('statement' in said) this.#forThread.sent(said.statement, said.seconds, said.failed)
      else if ('broke' in said) this.#forThread.onError(said.broke)
      else this.#running.get(said.ended)?.ended()
    })
    // Not its message, which may quote what a file says.
    thread.on('error', (error: NodeJS.ErrnoException) => (reason = error.code ?? error.name))
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined
      const error = new Error(`the imports’ thread has ended: ${reason}`)
      for (const running of this.#running.values()) if (running.on === thread) running.left(error)
    })
    return thread
  }
}

/** What runs in it, as `npm run build` makes it. */
const program = new URL('../.built/import-thread.mjs', import.meta.url)
