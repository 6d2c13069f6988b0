import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { MigrateError } from './migrate-error.ts'

// The two roles that requests log in as. Roles belong to the whole cluster, while the migrator's lock holds in one
// database only; so services of several databases may do this at the same time, and each step bears that.

/** A role that must exist, and how the service is going to log in as it. */
export interface LoginRole {
  name: string
  /** Null: as `derivedUrl` has it, with a password that this module sets. */
  url: string | null
}

const attributes = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS'

/**
 * The owner's URL with the role in the owner's place. The password is the HMAC-SHA-256 of the role's name under the
 * owner's password: every process that knows the owner computes the same one, and nobody else can.
 *
 * @throws MigrateError if the owner's URL has no password
 */
export function derivedUrl(ownerUrl: string, role: string): string {
  const url = new URL(ownerUrl)
  if (url.password === '') {
    throw new MigrateError(
      'DATABASE_URL has no password to derive the login roles’ passwords from: ' +
        'give DATABASE_SERVING_URL and DATABASE_NATIONAL_URL as well.',
    )
  }
  url.password = createHmac('sha256', decodeURIComponent(url.password)).update(role).digest('base64url')
  url.username = role
  return url.href
}

/**
 * Makes the roles that are missing, and sees to it that each can log in to this database, with no more rights than
 * they should have.
 *
 * @returns each role's URL, in the order of `roles`
 * @throws MigrateError with the statements that an administrator runs once, if the owner may not do this
 */
export async function ensureLoginRoles(owner: pg.Client, ownerUrl: string, roles: LoginRole[]): Promise<string[]> {
  const urls: string[] = []
  const statements: string[] = []
  for (const { name, url: given } of roles) {
    const url = given ?? derivedUrl(ownerUrl, name)
    urls.push(url)
    statements.push(...(await retryingRaces(() => ensureRole(owner, name, url, given === null))))
  }
  if (statements.length > 0) throw needsAdministrator(statements)
  for (const [i, { name, url: given }] of roles.entries()) {
    await grantAccess(owner, name, urls[i]!)
    if (given !== null) await retryingRaces(() => forgetNote(owner, name))
  }
  return urls
}

/** Makes the role or sets its password where that is due; what the owner may not do is returned instead. */
async function ensureRole(owner: pg.Client, name: string, url: string, derived: boolean): Promise<string[]> {
  const password = decodeURIComponent(new URL(url).password)
  const found = await findRole(owner, name)
  if (found === undefined) {
    const create = `CREATE ROLE ${pg.escapeIdentifier(name)} ${attributes} PASSWORD ${pg.escapeLiteral(scram(password))}`
    return inOneTransaction(owner, [create, ...(derived ? [noteOn(name, noteText(owner))] : [])])
  }
  if (found.superuser || found.bypasses) {
    throw new MigrateError(
      `The role ${name} is a superuser or has BYPASSRLS, so row security would not hold. ` +
        `Run as an administrator: ALTER ROLE ${pg.escapeIdentifier(name)} NOSUPERUSER NOBYPASSRLS;`,
    )
  }
  if (!derived || (await logsIn(url))) return []
  // The password was set by somebody else, or the owner's has changed since. Changing it in the first case would lock
  // out a service that is running well, so it is changed only where a note says that it came from this owner's, or there is none.
  const alter = `ALTER ROLE ${pg.escapeIdentifier(name)} PASSWORD ${pg.escapeLiteral(scram(password))}`
  const mine = found.note === noteText(owner) || (await hasNoPassword(owner, name))
  return mine ? inOneTransaction(owner, [alter, noteOn(name, noteText(owner))]) : [alter]
}

/** True of a role that was just made for a database to be restored into: a password locks nobody out there. Superusers see it. */
async function hasNoPassword(owner: pg.Client, name: string): Promise<boolean> {
  const { rows: may } = await owner.query(`select has_table_privilege('pg_authid', 'SELECT') as all`)
  if (!may[0].all) return false
  const { rows } = await owner.query('select rolpassword is null as none from pg_authid where rolname = $1', [name])
  return rows[0]?.none === true
}

async function findRole(owner: pg.Client, name: string) {
  const { rows } = await owner.query(
    `select rolsuper as superuser, rolbypassrls as bypasses, shobj_description(oid, 'pg_authid') as note
     from pg_roles where rolname = $1`,
    [name],
  )
  return rows[0] as { superuser: boolean; bypasses: boolean; note: string | null } | undefined
}

/** The password is the operator's from now on, and must not be taken for one that may be derived anew. */
async function forgetNote(owner: pg.Client, name: string): Promise<void> {
  if ((await findRole(owner, name))?.note === noteText(owner)) await inOneTransaction(owner, [noteOn(name, null)])
}

/** Grants what the role needs to come in, and checks that it can. PUBLIC has these rights unless they were revoked. */
async function grantAccess(owner: pg.Client, name: string, url: string): Promise<void> {
  const role = pg.escapeIdentifier(name)
  const { rows } = await owner.query(
    `select quote_ident(current_database()) as database, has_database_privilege($1, current_database(), 'CONNECT') as connect,
       has_schema_privilege($1, 'public', 'USAGE') as usage, has_schema_privilege($1, 'public', 'CREATE') as create`,
    [name],
  )
  const statements = [
    ...(rows[0].connect ? [] : [`GRANT CONNECT ON DATABASE ${rows[0].database} TO ${role}`]),
    ...(rows[0].usage ? [] : [`GRANT USAGE ON SCHEMA public TO ${role}`]),
    // As in databases that come from a Postgres before 15: whoever makes objects in public owns them.
    ...(rows[0].create ? ['REVOKE CREATE ON SCHEMA public FROM PUBLIC'] : []),
  ]
  const refused = await inOneTransaction(owner, statements)
  if (refused.length > 0) throw needsAdministrator(refused)
  if (!(await logsIn(url, name))) {
    throw new MigrateError(`The database refuses the password that the URL for ${name} gives.`)
  }
}

/** False if the password is wrong; other failures are thrown. Tried, since no one may read passwords from the catalogue. */
async function logsIn(url: string, expected?: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // the statement that it hits fails and says so
  try {
    await client.connect()
    const { rows } = await client.query('select current_user as name')
    if (expected !== undefined && rows[0].name !== expected) {
      throw new MigrateError(
        `The URL for ${expected} logs in as ${rows[0].name}; row security is written for ${expected}.`,
      )
    }
    return true
  } catch (error) {
    if (error instanceof MigrateError) throw error
    const code = codeOf(error)
    if (code === '28P01') return false
    // No right to connect yet: the password was right all the same.
    if (code === '42501' && expected === undefined) return true
    throw new MigrateError(`Could not log in as ${new URL(url).username}: ${(error as Error).message}`, {
      cause: error,
    })
  } finally {
    await client.end().catch(() => {})
  }
}

/** Runs the statements; returns them, and changes nothing, if the owner lacks the right. */
async function inOneTransaction(owner: pg.Client, statements: string[]): Promise<string[]> {
  if (statements.length === 0) return []
  try {
    await owner.query(`BEGIN; ${statements.join('; ')}; COMMIT`)
    return []
  } catch (error) {
    await owner.query('ROLLBACK')
    if (codeOf(error) === '42501') return statements
    throw error
  }
}

/** Another process did the same at the same moment; by the next look it is done. */
async function retryingRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = codeOf(error)
      const race =
        code === '42710' || code === '23505' || (code === 'XX000' && /concurrently/.test((error as Error).message))
      if (!race || attempt === 20) throw error
      await sleep(attempt * 10 * Math.random())
    }
  }
}

function needsAdministrator(statements: string[]): MigrateError {
  return new MigrateError(
    'This takes rights that the owner of the database does not have; run once as an administrator, then start again:\n' +
      statements.map((statement) => `  ${statement};`).join('\n'),
  )
}

const noteText = (owner: pg.Client) => `password derived from that of ${owner.user}`
const noteOn = (name: string, note: string | null) =>
  `COMMENT ON ROLE ${pg.escapeIdentifier(name)} IS ${note === null ? 'NULL' : pg.escapeLiteral(note)}`

/** What Postgres stores of a password, so that the password itself reaches no log and no error message. */
function scram(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(sign('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${sign('Server Key').toString('base64')}`
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string }).code
}
