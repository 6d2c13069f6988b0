import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPools } from '../../src/db/pool.ts'
import type { TestDatabase } from './database.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'

/** The service once more on the same database, as another process would run it. Ends with the test. */
export async function anotherInstance(
  t: { teardown(work: () => Promise<void>): void },
  { servingUrl, nationalUrl }: TestDatabase,
  size = 4,
): Promise<FastifyInstance> {
  const pools = openPools({ beforeCommit: keepSummary, servingUrl, nationalUrl, size, onError: () => {} })
  const instance = await buildApp(readConfig({ LOG_LEVEL: 'silent' }), pools)
  t.teardown(async () => {
    await instance.close()
    await pools.end()
  })
  return instance
}
