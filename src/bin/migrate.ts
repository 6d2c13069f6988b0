import { readConfig } from '../config.ts'
import { ConfigError } from '../settings.ts'
import { migrate } from '../db/migrate.ts'
import { MigrateError } from '../db/migrate-error.ts'

// Exit codes: 0 up to date, 1 the database could not be brought up to date, 2 a setting is missing or wrong.
try {
  const { databaseUrl, databaseServingUrl, databaseNationalUrl } = readConfig(process.env)
  if (databaseUrl === null) {
    throw new ConfigError(
      'Set DATABASE_URL to the database’s owner; without it the server migrates its own at each start.',
    )
  }
  const { migrations } = await migrate({
    ownerUrl: databaseUrl,
    servingUrl: databaseServingUrl,
    nationalUrl: databaseNationalUrl,
  })
  for (const name of migrations) console.log(`applied ${name}`)
  if (migrations.length === 0) console.log('nothing to apply')
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof MigrateError)) throw error
  console.error(error.message)
  process.exitCode = error instanceof ConfigError ? 2 : 1
}
