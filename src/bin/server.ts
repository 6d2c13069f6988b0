import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import { ConfigError, readConfig } from '../config.ts'
import { EmbeddedPostgresError } from '../db/embedded.ts'
import { MigrateError } from '../db/migrate-error.ts'
import { openPools } from '../db/pool.ts'
import { openDatabase } from './database.ts'
import { greeting } from './greeting.ts'

// Starts the service: a database, migrated; its pools; the sample data, if the database is the embedded one; HTTP.
try {
  await start()
} catch (error) {
  const known = [ConfigError, EmbeddedPostgresError, MigrateError].some((type) => error instanceof type)
  console.error(known ? (error as Error).message : error)
  process.exit(1)
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const database = await openDatabase(config)
  const pools = openPools({
    servingUrl: database.servingUrl,
    nationalUrl: database.nationalUrl,
    size: config.poolSize,
    onError: (error) => console.error(`A connection to the database broke: ${error.message}`),
  })
  const app = await buildApp(config, pools)
  closeWithGrace({ delay: 10_000 }, async ({ err }) => {
    if (err) app.log.fatal({ err }, 'stopping on an error')
    await app.close()
    await pools.end()
    await database.stop()
  })
  const address = await app.listen({ host: config.host, port: config.port })
  if (config.developmentSecret) {
    const token = app.jwt.sign({ sub: 'analyst@example.vn', role: 'MINISTRY_ANALYST' }, { expiresIn: '8h' })
    console.log(greeting(address, token, database.embedded))
  }
}
