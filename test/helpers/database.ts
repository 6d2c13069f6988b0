import pg from 'pg'
import { derivedUrl } from '../../src/db/login-roles.ts'

/** A database of one test's own. */
export interface TestDatabase {
  /** The superuser's way in, which sees every row whatever the policies say. */
  ownerUrl: string
  servingUrl: string
  nationalUrl: string
  /** A pool as the superuser, to look behind the service's back; closed when the test ends. */
  owner: pg.Pool
}

/** What of a tap test is needed: to be told when it ends. */
interface Test {
  teardown(work: () => Promise<void>): void
}

let count = 0

/**
 * A migrated database with the reference data and no tenant's row: a clone of the template, made in about 20 ms and
 * dropped when the test ends, whoever is still connected.
 */
export async function createDatabase(t: Test): Promise<TestDatabase> {
  return make(t, `template ${setting('TEST_TEMPLATE')} strategy file_copy`)
}

/** An empty database, for tests of the migrator; `owner` is the role it belongs to. */
export async function createEmptyDatabase(t: Test, owner?: string): Promise<TestDatabase> {
  return make(t, owner ? `owner ${pg.escapeIdentifier(owner)}` : '')
}

/** Runs one statement as the superuser, in the database that the server keeps for such things. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: setting('TEST_DATABASE_URL') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function make(t: Test, options: string): Promise<TestDatabase> {
  const name = `test_${process.pid}_${++count}`
  await administer(`create database ${name} ${options}`)
  const url = new URL(setting('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  const ownerUrl = url.href
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 })
  owner.on('error', () => {}) // dropping the database cuts connections that are idle
  t.teardown(async () => {
    await owner.end()
    await administer(`drop database ${name} with (force)`)
  })
  return {
    ownerUrl,
    servingUrl: derivedUrl(ownerUrl, 'app_serving'),
    nationalUrl: derivedUrl(ownerUrl, 'app_national'),
    owner,
  }
}

function setting(name: 'TEST_DATABASE_URL' | 'TEST_TEMPLATE'): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests with \`npm test [files]\`, which starts a database.`)
  return value
}
