import { Worker } from 'node:worker_threads'
import type { ThreadAsks, ThreadSays, ThreadStart } from './bin/import-thread.ts'
import type { Pools } from './db/pool.ts'
import type { JobRecord } from './features/imports/jobs/job-record.ts'
import type { LogStream } from './logging.ts'

// An import needs a tenth. A file that needs more than this ends the thread, not the service.
const mostHeap = 1024 // MB
const restAfter = 30_000 // ms

interface Running {
  resolve(): void
  reject(error: Error): void
}

/**
 * Where imports are worked on: a thread beside the one that answers requests, which would wait for each batch of rows. It is
 * there as long as there is work for it, and has connections of its own to the database.
 */
export class ImportThread {
  readonly #pools: Pools
  readonly #log: { level: string; to: LogStream }
  readonly #running = new Map<string, Running>()
  #thread: Worker | undefined
  #rest: NodeJS.Timeout | undefined

  constructor(pools: Pools, log: { level: string; to: LogStream }) {
    this.#pools = pools
    this.#log = log
  }

  /** @throws if the thread ends while it works on the job */
  async takeOn(job: JobRecord, stop: AbortSignal): Promise<void> {
    clearTimeout(this.#rest)
    const thread = (this.#thread ??= this.#start())
    const ask = (asked: ThreadAsks) => thread.postMessage(asked)
    const sayStop = () => ask({ stop: job.id })
    try {
      await new Promise<void>((resolve, reject) => {
        this.#running.set(job.id, { resolve, reject })
        ask({ job })
        stop.addEventListener('abort', sayStop)
        if (stop.aborted) sayStop()
      })
    } finally {
      stop.removeEventListener('abort', sayStop)
      this.#running.delete(job.id)
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

  #start(): Worker {
    const { options, sent, onError } = this.#pools.forThread
    const thread = new Worker(program, {
      workerData: { pools: options, logLevel: this.#log.level } satisfies ThreadStart,
      resourceLimits: { maxOldGenerationSizeMb: mostHeap },
    })
    let broken = new Error('the thread has ended')
    thread.on('message', (said: ThreadSays) => {
      if ('line' in said) this.#log.to.write(said.line)
      else if ('statement' in said) sent(said.statement, said.seconds, said.error)
      else if ('broke' in said) onError(said.broke)
      else if (said.error === undefined) this.#running.get(said.ended)?.resolve()
      else this.#running.get(said.ended)?.reject(said.error)
    })
    thread.on('error', (error: Error) => (broken = error))
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined
      for (const { reject } of this.#running.values()) reject(broken)
    })
    return thread
  }
}

/** The thread's program. What tsx does for one thread it does for no other. */
const program = throughTsx(new URL('bin/import-thread.ts', import.meta.url))

function throughTsx(module: URL): URL {
  const text = `import { register } from '${import.meta.resolve('tsx/esm/api')}'
    register()
    await import('${module.href}')`
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
}
