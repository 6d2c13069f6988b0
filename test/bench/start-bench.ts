import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf, serve } from './processes.ts'
import type { Result } from './run.ts'

export const about = 'seconds until it is ready, and MB of resident memory, as a newcomer starts it'

/** `npm start` on an empty folder, and again on its data. */
export async function run(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-bench-start-'))
  const results: Result[] = []
  for (const name of ['first start, with the sample data', 'second start']) {
    const env = { DATA_DIR: folder }
    const served = await serve('src/bin/server.ts', 3900, '/health/ready', env, join(folder, 'service.log'))
    await sleep(2_000)
    results.push({ name, figures: { seconds: served.seconds, 'resident MB': memoryOf(served.pid) } })
    await served.stop()
  }
  for (const path of [realpathSync(join(folder, 'postgres')), folder]) rmSync(path, { recursive: true, force: true })
  return results
}
