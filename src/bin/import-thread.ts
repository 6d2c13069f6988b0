import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openPools, type ThreadPoolOptions } from '../db/pool.ts'
import type { SentStatement } from '../db/statements.ts'
import { tenantDoor } from '../db/tenancy.ts'
import type { JobRecord } from '../features/imports/jobs/job-record.ts'
import { takeOn, type DoorOf } from '../features/imports/jobs/take-on.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'
import { threadLog } from '../logging.ts'

// A thread of the server that works on imports; src/import-thread.ts starts it.

/** What the thread is given at its start. */
export interface ThreadStart {
  pools: ThreadPoolOptions
  logLevel: string
}

/** Work on a job, or give it back. */
export type ThreadAsks = { job: JobRecord } | { stop: string }

/** A line for the log; a statement that was sent, and its end; a connection that broke; a job that has come to rest. */
export type ThreadSays =
  | { line: string }
  | { statement: SentStatement; seconds: number; error: unknown }
  | { broke: Error }
  | { ended: string; error?: Error }

// Two imports at once, each with its transaction, its file and a connection beside both.
const connections = 5

const { pools: options, logLevel } = workerData as ThreadStart
const say = (said: ThreadSays) => parentPort?.postMessage(said)
const log = threadLog(logLevel, { write: (line) => say({ line }) })
const pools = openPools({
  ...options,
  size: connections,
  plannedAnew: true,
  beforeCommit: keepSummary,
  onError: (broke) => say({ broke }),
})
pools.watch((statement) => (error, seconds) => say({ statement, seconds, error }))
const doorOf: DoorOf = (readable, own) => tenantDoor(pools, { readable, own })

// On Linux this is of the thread alone: those who wait for an answer have the processor first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const running = new Map<string, AbortController>()
parentPort?.on('message', (asked: ThreadAsks) => {
  if ('stop' in asked) running.get(asked.stop)?.abort()
  else void work(asked.job)
})

async function work(job: JobRecord): Promise<void> {
  const stop = new AbortController()
  running.set(job.id, stop)
  try {
    await takeOn(job, { doorOf, stop: stop.signal, log })
    say({ ended: job.id })
  } catch (error) {
    say({ ended: job.id, error: error as Error })
  }
  running.delete(job.id)
}
