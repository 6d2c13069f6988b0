import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openPools } from '../db/pool.ts'
import { tenantDoor } from '../db/tenancy.ts'
import type { JobRecord } from '../features/imports/jobs/job-record.ts'
import { takeOn, type DoorOf } from '../features/imports/jobs/take-on.ts'
import { giveWayTo } from '../features/imports/files/breaks.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'
import { isBusy } from '../http/admission.ts'
import type { ThreadAsks, ThreadSays, ThreadStart } from '../import-thread.ts'
import { threadLog } from '../logging.ts'

// A thread of the server that works on imports; src/import-thread.ts starts it.

// Two imports at once, each with its transaction and a connection beside it.
const connections = 4

const { pools: options, asked, logLevel } = workerData as ThreadStart
const say = (said: ThreadSays) => parentPort?.postMessage(said)
const log = threadLog(logLevel, { write: (line) => say({ line }) })
const pools = openPools({
  ...options,
  size: connections,
  plannedAnew: true,
  beforeCommit: keepSummary,
  onError: (broke) => say({ broke }),
})
pools.watch((statement) => (error, seconds) => say({ statement, seconds, failed: error !== undefined }))
const doorOf: DoorOf = (readable, own) => tenantDoor(pools, { readable, own })

// Those who wait for an answer come first: at the database, and at the processor, where Linux knows a thread's own priority.
giveWayTo(() => isBusy(asked))
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const running = new Map<number, AbortController>()
parentPort?.on('message', (what: ThreadAsks) => {
  if ('stop' in what) running.get(what.stop)?.abort()
  else void work(what.job)
})

async function work(job: JobRecord): Promise<void> {
  const stop = new AbortController()
  running.set(job.provinceId, stop)
  try {
    await takeOn(job, { doorOf, stop: stop.signal, log })
  } catch (err) {
    // Its lease runs out, and it is taken again.
    log.error({ err, job: job.id }, 'an import was left alone')
  }
  running.delete(job.provinceId)
  say({ ended: job.provinceId })
}
