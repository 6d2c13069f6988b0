import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import closeWithGrace from 'close-with-grace'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import { openSealer, openSummaryKeeper } from '../background.ts'
import { readConfig, type Config } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { EmbeddedPostgresError } from '../db/embedded.ts'
import { MigrateError } from '../db/migrate-error.ts'
import { openPools, type Pools } from '../db/pool.ts'
import { refuseHalfRestored } from '../db/restored.ts'
import { nationalDoor, tenantDoor } from '../db/tenancy.ts'
import { Directory } from '../features/provinces/directory.ts'
import { loadSampleData } from '../sample-data/load.ts'
import { openDatabase } from './database.ts'
import { greeting } from './greeting.ts'
import { keepSummary } from '../features/rollups/upkeep.ts'

// Garbage is collected when there is 70 % as much of it as of what is in use. Left alone, V8 lets it become three times as much, and
// an import or an export, whose batches live long enough to be taken for lasting, keeps a process at twice the memory that it needs.
// What is young has 16 MB instead of 32, and what lasts 64 before it is looked at the first time, where V8 would wait for
// twice as much. V8 takes these two from the command line only, so they stand in package.json. With 8 MB for what is young, reads take a tenth
// more of the processor; with 32, no less. The import thread, which begins later, has those 8.
setFlagsFromString('--heap-growing-percent=70')
setFlagsFromString('--max-semi-space-size=4')

// Starts the service: a database, migrated; its pools; the sample data, if the database is the embedded one; HTTP.
try {
  await start()
} catch (error) {
  console.error(explained(error))
  process.exit(1)
}

/** What went wrong, in a sentence where it is something that a person can mend. */
function explained(error: unknown): unknown {
  const known = [ConfigError, EmbeddedPostgresError, MigrateError].some((type) => error instanceof type)
  if (known) return (error as Error).message
  const { code, port } = error as { code?: string; port?: number }
  return code === 'EADDRINUSE' ? `Port ${port} is in use by another program: set PORT to another one.` : error
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  const pools = openPools({
    beforeCommit: keepSummary,
    servingUrl: database.servingUrl,
    nationalUrl: database.nationalUrl,
    listenUrl: config.databaseListenUrl,
    size: config.poolSize,
    databaseWait: config.databaseWait,
    statementTime: config.statementTime,
    prepared: config.prepared,
    onError: (error) => console.error(`A connection to the database broke: ${error.message}`),
  })
  await refuseHalfRestored(pools)
  if (database.embedded) await loadSample(pools)
  const app = await buildApp(config, pools)
  const sealer = await openSealer(config, pools, app.log)
  sealer.start()
  const keeper = await openSummaryKeeper(pools, app.log)
  await keeper.build()
  keeper.start()
  app.metrics.add({
    name: 'ttdn_rollup_drift_rows',
    help: 'Rows of the rollups’ summary that differed from the facts when they were last counted anew; anything but 0 is a fault.',
    read: () => keeper.drift,
  })
  app.metrics.add({
    name: 'ttdn_rollup_deltas_rows',
    help: 'Deltas of the rollups’ summary that wait to be folded.',
    read: () => keeper.uncompacted,
  })
  app.admission.onDrain(() => sealer.stop())
  app.admission.onDrain(() => keeper.stop())
  closeWithGrace({ delay: config.stopWithin + 5_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping on an error')
    await stop(app, pools, err ? { ...config, stopDelay: 0 } : config)
    await database.stop()
  })
  // Mergers of provinces are heard of as they are recorded; and seen a minute later where nothing can be heard.
  app.listening().catch(() => {})
  setInterval(() => void app.live.lookForMergers().catch(() => {}), 60_000).unref()
  const address = await app.listen({ host: config.host, port: config.port })
  if (config.developmentSecret) {
    const token = app.jwt.sign({ sub: 'analyst@example.vn', role: 'MINISTRY_ANALYST' }, { expiresIn: '8h' })
    console.log(greeting(address, token, database.embedded))
  }
}

/** Finishes what was begun, and ends; what takes longer than there is time for is cut off. */
async function stop(app: FastifyInstance, pools: Pools, { stopDelay, stopWithin }: Config): Promise<void> {
  const late = new AbortController()
  const tooLate = sleep(stopWithin, 'late', { signal: late.signal }).catch(() => {})
  const orderly = async () => {
    await app.admission.drain(stopDelay, (err) => app.log.error({ err }, 'work could not be brought to rest'))
    await app.close()
    await pools.end()
  }
  const outcome = await Promise.race([orderly(), tooLate])
  late.abort()
  if (outcome === 'late') app.log.warn({ open: app.admission.open }, 'stopped with requests unanswered')
}

async function loadSample(pools: Pools): Promise<void> {
  const directory = new Directory(pools.serving)
  await directory.refresh()
  let files = 0
  await loadSampleData({
    tenantDoorFor: (slug) => {
      const id = directory.onMap(slug, null)
      return tenantDoor(pools, { readable: [id], own: id })
    },
    nationalDoor: nationalDoor(pools),
    log: () => files++,
  })
  if (files > 0) console.log(`Loaded the sample data of five provinces: ${files} files.`)
}
