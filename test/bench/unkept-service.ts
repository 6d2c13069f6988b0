import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPools } from '../../src/db/pool.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'

// The service's API with the summary of rollups kept at each commit, or not, and nothing beside requests: what keeping it costs.

const pools = openPools({
  beforeCommit: process.env['KEEPS_SUMMARY'] === 'yes' ? keepSummary : async () => {},
  servingUrl: process.env['SERVING_URL'] as string,
  nationalUrl: process.env['NATIONAL_URL'] as string,
  size: 16,
  onError: (error) => console.error(error),
})
const config = readConfig(process.env)
const app = await buildApp(config, pools)
await app.listen({ port: config.port })
process.on('SIGTERM', () => void app.close().then(() => pools.end()))
