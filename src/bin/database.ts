import { join } from 'node:path'
import type { Config } from '../config.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'

export interface Database {
  servingUrl: string
  nationalUrl: string
  embedded: boolean
  stop(): Promise<void>
}

/** The database that the settings name, migrated: DATABASE_URL's, or the embedded one, started if it isn't running. */
export async function openDatabase(config: Config): Promise<Database> {
  const embedded =
    config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') }) : undefined
  try {
    const { servingUrl, nationalUrl } = await migrate({
      ownerUrl: config.databaseUrl ?? (embedded?.url as string),
      servingUrl: config.databaseServingUrl,
      nationalUrl: config.databaseNationalUrl,
    })
    return { servingUrl, nationalUrl, embedded: embedded !== undefined, stop: async () => embedded?.stop() }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}
