import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'

/** A Postgres for one run, with a migrated database to clone; it goes with all its data. */
export async function startServer(): Promise<{ url: string; template: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(roomy(), `ttdn-test-${process.pid}-`))
  const remove = () => rmSync(dataDir, { recursive: true, force: true })
  const template = 'ttdn_template'
  process.env['TEST_EMPTY_TEMPLATE'] = template
  try {
    const { url, stop } = await startEmbeddedPostgres({ dataDir, throwaway: true })
    const ownerUrl = new URL(url)
    ownerUrl.pathname = `/${template}`
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`create database ${template}`)
    await migrate({ ownerUrl: ownerUrl.href })
    await client.query(`alter database ${template} with allow_connections false`)
    await client.end()
    return { url, template, stop: () => stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** In memory where there is room: databases are cloned by the hundred. */
function roomy(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > 2 ** 30) return '/dev/shm'
  } catch {
    // No such folder here.
  }
  return tmpdir()
}
