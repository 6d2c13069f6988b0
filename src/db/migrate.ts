import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyPending } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { ensureLoginRoles } from './login-roles.ts'
import { MigrateError } from './migrate-error.ts'
import { defaultFolder, fileOfStatement, inspectMigrations } from './migration-files.ts'
import { syncReferenceData } from './reference.ts'

const lockKey = 7_274_500_115 // any number that nothing else on the server locks

export interface MigrateOptions {
  /** The owner's, a direct line: a pooler that shares connections between transactions would lose the lock. */
  ownerUrl: string
  /** How `app_serving` logs in; derived from the owner's URL if left out. */
  servingUrl?: string | null | undefined
  /** How `app_national` logs in; derived from the owner's URL if left out. */
  nationalUrl?: string | null | undefined
  /** Where the migrations are, for tests. */
  folder?: string
}

export interface MigrateResult {
  servingUrl: string
  nationalUrl: string
  /** How many migrations were applied now. */
  applied: number
  /** Their file names, in order. */
  migrations: string[]
}

/**
 * Brings a database up to date: login roles, tables, reference data. Safe to run from several processes at once and
 * at every start; the second finds nothing to do. All pending migrations are applied in one transaction, or none.
 *
 * @throws MigrateError with what to do about it
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const { ownerUrl, servingUrl = null, nationalUrl = null, folder = defaultFolder } = options
  const owner = await connect(ownerUrl)
  try {
    await checkServer(owner)
    // Held by the session, and so freed whichever way this process ends.
    await owner.query(`select pg_advisory_lock(${lockKey})`)
    const roles = [
      { name: 'app_serving', url: servingUrl },
      { name: 'app_national', url: nationalUrl },
    ]
    const [serving, national] = await ensureLoginRoles(owner, ownerUrl, roles)
    await owner.query(withoutJit)
    const { pending, ahead } = await inspectMigrations(owner, folder)
    if (pending.length > 0) await apply(owner, folder)
    // A newer version's reference data are not put back by an older process that starts during an upgrade.
    if (!ahead) await syncReferenceData(owner)
    return { servingUrl: serving!, nationalUrl: national!, applied: pending.length, migrations: pending }
  } finally {
    await owner.end()
  }
}

async function connect(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'ttdn-migrate',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {}) // the statement that it hits fails and says so
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw new MigrateError(`Could not connect to the database as its owner: ${reason(error)}`, { cause: error })
  }
}

async function checkServer(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query(
    `select current_setting('server_version_num')::integer as number, current_setting('server_version') as version,
       current_setting('server_encoding') as encoding`,
  )
  const { number, version, encoding } = rows[0]
  if (number < 150_000) throw new MigrateError(`PostgreSQL 15 or newer is needed; this server is ${version}.`)
  if (encoding !== 'UTF8') {
    throw new MigrateError(
      `The database must be made with ENCODING 'UTF8' TEMPLATE template0; this one has ${encoding}.`,
    )
  }
}

// The service's statements are long to read and short to run: compiling one takes longer than it saves. It is said to the
// database, and so holds behind a pooler too; not where somebody has said otherwise there, or the owner may not.
const withoutJit = `do $$ begin
  if not exists (select from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
      where d.datname = current_database() and s.setrole = 0 and array_to_string(s.setconfig, ',') ~ '(^|,)jit=') then
    execute format('alter database %I set jit = off', current_database());
  end if;
exception when insufficient_privilege then null;
end $$`

async function apply(owner: pg.Client, folder: string): Promise<void> {
  // While a migration waits behind a long statement, everything else waits behind the migration.
  await owner.query(`set lock_timeout = '10s'`)
  try {
    await applyPending(drizzle(owner), { migrationsFolder: folder })
  } catch (error) {
    const file = error instanceof DrizzleQueryError ? fileOfStatement(folder, error.query) : undefined
    throw new MigrateError(
      `${file ? `migrations/${file} failed` : 'Migrating failed'}, and nothing was changed: ${reason(error)}`,
      {
        cause: error,
      },
    )
  }
  await owner.query('reset lock_timeout')
}

/** What Postgres says, without the statement that the driver's wrapper puts before it. */
function reason(error: unknown): string {
  const { cause } = error as Error
  if (error instanceof DrizzleQueryError && cause) return reason(cause)
  // Node leaves the message empty when it has tried several addresses.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}
