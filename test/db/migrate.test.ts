import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import pg from 'pg'
import { derivedUrl, ensureLoginRoles } from '../../src/db/login-roles.ts'
import { migrate, type MigrateOptions } from '../../src/db/migrate.ts'
import { MigrateError } from '../../src/db/migrate-error.ts'
import { administer, createDatabase, createEmptyDatabase } from '../helpers/database.ts'

const journalled = JSON.parse(readFileSync('migrations/meta/_journal.json', 'utf8')).entries.length as number

/** A copy of the migrations, to spoil. */
function copyMigrations(t: { testdir(): string }) {
  const folder = t.testdir()
  cpSync('migrations', folder, { recursive: true })
  const journalFile = join(folder, 'meta/_journal.json')
  return {
    folder,
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    editJournal(edit: (entries: { tag: string; when: number }[]) => unknown) {
      const journal = JSON.parse(readFileSync(journalFile, 'utf8'))
      edit(journal.entries)
      writeFileSync(journalFile, JSON.stringify(journal))
    },
  }
}

async function logIn(t: { teardown(work: () => Promise<void>): unknown }, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end())
  return client
}

/** Makes a role for one test, and drops it with everything it has. */
async function createRole(t: { teardown(work: () => Promise<void>): unknown }, options = ''): Promise<string> {
  const name = `test_role_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  await administer(`create role ${name} login password 'geheim' ${options}`)
  t.teardown(() => administer(`drop role if exists ${name}`))
  return name
}

function as(role: string, url: string): string {
  const changed = new URL(url)
  changed.username = role
  changed.password = 'geheim'
  return changed.href
}

t.test(
  'given an empty database, when three processes migrate it at once, then one does it and all can log in',
  async (t) => {
    const { ownerUrl } = await createEmptyDatabase(t)
    const results = await Promise.all([1, 2, 3].map(() => migrate({ ownerUrl })))
    t.strictSame(results.map((result) => result.applied).toSorted(), [0, 0, journalled])
    t.equal(results.find((result) => result.applied > 0)?.migrations[0], '0000_prelude.sql')
    for (const role of ['app_serving', 'app_national'] as const) {
      const client = await logIn(t, role === 'app_serving' ? results[0]!.servingUrl : results[0]!.nationalUrl)
      const { rows } = await client.query(`select current_user as name, rolsuper or rolbypassrls or rolinherit or
      rolcreaterole or rolcreatedb as strong from pg_roles where rolname = current_user`)
      t.strictSame(rows, [{ name: role, strong: false }])
      t.equal((await client.query('select from provinces')).rowCount, 63)
      t.equal((await client.query('select from plans')).rowCount, 0)
    }
  },
)

t.test('given a migrated database, when migrated again, then nothing is applied', async (t) => {
  const { ownerUrl, servingUrl, nationalUrl } = await createDatabase(t)
  t.strictSame(await migrate({ ownerUrl }), { servingUrl, nationalUrl, applied: 0, migrations: [] })
})

t.test(
  'given a database, when migrated, then its statements aren’t compiled, unless somebody wants that or the owner may not say so',
  async (t) => {
    const { ownerUrl, servingUrl, nationalUrl, owner } = await createDatabase(t)
    const jit = async () => (await (await logIn(t, servingUrl)).query('show jit')).rows[0].jit as string
    await migrate({ ownerUrl })
    t.equal(await jit(), 'off')
    await owner.query(`do $$ begin execute format('alter database %I set jit = on', current_database()); end $$`)
    await migrate({ ownerUrl })
    t.equal(await jit(), 'on')
    const role = await createRole(t, 'superuser')
    await owner.query(`do $$ begin execute format('alter database %I reset jit', current_database()); end $$`)
    await administer(`alter role ${role} nosuperuser`)
    const mayNot = { ownerUrl: as(role, ownerUrl), servingUrl, nationalUrl }
    await t.rejects(migrate(mayNot), { message: /permission denied/ }, 'it gets past that to what it needs')
  },
)

t.test('given a migrated database, when its migrations are not what was applied, then the file is named', async (t) => {
  const database = await createDatabase(t)
  const refused = async (t: Test, folder: string, message: RegExp) => {
    const options: MigrateOptions = { ...database, folder }
    await t.rejects(migrate(options), { name: 'MigrateError', message })
  }
  t.test('one was edited', async (t) => {
    const { folder, write } = copyMigrations(t)
    write('0001_tables.sql', readFileSync('migrations/0001_tables.sql', 'utf8') + '\n-- more')
    await refused(t, folder, /^migrations\/0001_tables\.sql was changed after/)
  })
  t.test('one came late, with an older date', async (t) => {
    const { folder, write, editJournal } = copyMigrations(t)
    write('0099_late.sql', 'create table late (id integer)')
    editJournal((entries) => entries.splice(1, 0, { ...entries[0]!, tag: '0099_late', when: entries[0]!.when + 1 }))
    await refused(t, folder, /^migrations\/0099_late\.sql is older than a migration that this database already has/)
  })
  t.test('one came late, and stands last', async (t) => {
    const { folder, write, editJournal } = copyMigrations(t)
    write('0099_late.sql', 'create table late (id integer)')
    editJournal((entries) => entries.push({ ...entries[0]!, tag: '0099_late', when: entries[0]!.when + 1 }))
    await refused(t, folder, /^migrations\/0099_late\.sql is older than \w+\.sql before it in the journal/)
  })
  t.test('one is not in the journal', async (t) => {
    const { folder, write } = copyMigrations(t)
    write('0099_by_hand.sql', 'create table by_hand (id integer)')
    await refused(t, folder, /^migrations\/0099_by_hand\.sql is not in the journal/)
  })
  t.test('one is in the journal only', async (t) => {
    const { folder, editJournal } = copyMigrations(t)
    editJournal((entries) => entries.push({ ...entries[0]!, tag: '0099_lost', when: Date.now() }))
    await refused(t, folder, /^migrations\/0099_lost\.sql is in the journal but not in the folder/)
  })
  t.test('one that was applied is gone', async (t) => {
    const { folder, write, editJournal } = copyMigrations(t)
    editJournal((entries) => (entries[0]!.when += 1))
    write('0000_prelude.sql', '')
    await refused(t, folder, /^This database has a migration of \d{4}-.* that is missing from migrations/)
  })
})

t.test('given a migration that fails, then it is named, nothing stays of it, and no statement is told', async (t) => {
  const { ownerUrl, owner } = await createDatabase(t)
  const { folder, write, editJournal } = copyMigrations(t)
  write(
    '0099_bad.sql',
    'create table kept (id integer);\n--> statement-breakpoint\nalter table nowhere add column x text',
  )
  editJournal((entries) => entries.push({ ...entries[0]!, tag: '0099_bad', when: Date.now() }))
  await t.rejects(migrate({ ownerUrl, folder }), {
    message: 'migrations/0099_bad.sql failed, and nothing was changed: relation "nowhere" does not exist',
  })
  t.equal((await owner.query(`select to_regclass('kept') as kept`)).rows[0].kept, null)
})

t.test(
  'given a database that a newer version has migrated, when an older one starts, then it leaves all as it is',
  async (t) => {
    const { ownerUrl, owner } = await createDatabase(t)
    await owner.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 4102444800000)`)
    await owner.query(`comment on table calendar_days is 'newer reference data'`)
    t.equal((await migrate({ ownerUrl })).applied, 0)
    const { rows } = await owner.query(`select obj_description('calendar_days'::regclass) as found`)
    t.equal(rows[0].found, 'newer reference data')
  },
)

t.test('given an owner that is no superuser, then it can migrate with the logins that it is given', async (t) => {
  const role = await createRole(t)
  const { ownerUrl, servingUrl, nationalUrl } = await createEmptyDatabase(t, role)
  const result = await migrate({ ownerUrl: as(role, ownerUrl), servingUrl, nationalUrl })
  t.equal(result.applied, journalled)
  t.equal(result.servingUrl, servingUrl)
})

t.test('given roles that are missing and an owner that may not make them, then the statements are told', async (t) => {
  const role = await createRole(t)
  const names = [`${role}_a`, `${role}_b`]
  t.teardown(() => administer(`drop role if exists ${names.join(', ')}`))
  const { ownerUrl } = await createEmptyDatabase(t, role)
  const owner = await logIn(t, as(role, ownerUrl))
  const wanted = names.map((name) => ({ name, url: null }))
  const refusal = await ensureLoginRoles(owner, as(role, ownerUrl), wanted).catch((error: unknown) => error)
  if (!(refusal instanceof MigrateError)) throw refusal
  const statements = refusal.message.split('\n').filter((line) => line.startsWith('  '))
  t.match(
    statements[0],
    /^ {2}CREATE ROLE "?test_role_\w+_a"? LOGIN NOSUPERUSER .* NOINHERIT .* PASSWORD 'SCRAM-SHA-256\$4096:/,
  )
  t.notMatch(refusal.message, new URL(derivedUrl(as(role, ownerUrl), names[0]!)).password, 'and no password is')
  await administer(statements.join('\n'))
  const [first] = await ensureLoginRoles(owner, as(role, ownerUrl), wanted)
  t.equal((await (await logIn(t, first!)).query('select current_user as name')).rows[0].name, names[0])
})

t.test('given an owner with CREATEROLE, when its password changes, then the derived ones follow', async (t) => {
  const role = await createRole(t, 'createrole')
  const name = `${role}_serving`
  t.teardown(() => administer(`drop role if exists ${name}`))
  const { ownerUrl } = await createEmptyDatabase(t, role)
  const owner = await logIn(t, as(role, ownerUrl))
  const [before] = await ensureLoginRoles(owner, as(role, ownerUrl), [{ name, url: null }])
  const rotated = as(role, ownerUrl).replace('geheim', 'anders')
  const [after] = await ensureLoginRoles(owner, rotated, [{ name, url: null }])
  t.not(before, after)
  await logIn(t, after!)

  await administer(`alter role ${name} password 'geheim'`)
  await ensureLoginRoles(owner, rotated, [{ name, url: as(name, ownerUrl) }])
  const refusal = { message: /ALTER ROLE "\w+" PASSWORD 'SCRAM-SHA-256/ }
  const again = ensureLoginRoles(owner, rotated, [{ name, url: null }])
  await t.rejects(again, refusal, 'but a password that was given is never replaced by a derived one')
})

t.test(
  'given a login without a password, as on a server that is restored to, then it gets the derived one',
  async (t) => {
    const name = await createRole(t)
    await administer(`alter role ${name} password null`)
    const { ownerUrl } = await createEmptyDatabase(t)
    const [url] = await ensureLoginRoles(await logIn(t, ownerUrl), ownerUrl, [{ name, url: null }])
    await logIn(t, url!)
  },
)

t.test('given several databases of one server, when they make the roles at once, then none fails', async (t) => {
  const role = await createRole(t, 'createrole')
  const name = `${role}_serving`
  t.teardown(() => administer(`drop role if exists ${name}`))
  const urls = await Promise.all(
    Array.from({ length: 5 }, async () => as(role, (await createEmptyDatabase(t, role)).ownerUrl)),
  )
  const owners = await Promise.all(urls.map((url) => logIn(t, url)))
  const start = (change = '') =>
    Promise.all(
      owners.map((owner, i) =>
        ensureLoginRoles(owner, urls[i]!.replace('geheim', `geheim${change}`), [{ name, url: null }]),
      ),
    )
  for (const change of ['', '-rotated']) {
    const urls = (await start(change)).map(([url]) => url!)
    t.equal(new Set(urls.map((url) => new URL(url).password)).size, 1, 'all derive the same password')
    for (const url of urls) await logIn(t, url)
  }
})

t.test('given a login that would get round row security, then it is refused', async (t) => {
  const { ownerUrl, servingUrl, nationalUrl } = await createDatabase(t)
  await t.rejects(migrate({ ownerUrl, servingUrl: ownerUrl }), {
    message: /logs in as \w+; row security is written for app_serving/,
  })
  await t.rejects(migrate({ ownerUrl, servingUrl: nationalUrl }), { message: /logs in as app_national/ })
  const wrong = new URL(servingUrl)
  wrong.password = 'wrong'
  await t.rejects(migrate({ ownerUrl, servingUrl: wrong.href }), { message: /refuses the password .* app_serving/ })
  const role = await createRole(t, 'bypassrls')
  const owner = await logIn(t, ownerUrl)
  await t.rejects(ensureLoginRoles(owner, ownerUrl, [{ name: role, url: as(role, ownerUrl) }]), {
    message: /ALTER ROLE "test_role_\w+" NOSUPERUSER NOBYPASSRLS/,
  })
})

t.test('given what it can’t work with, then the message says what to do', async (t) => {
  const { ownerUrl } = await createEmptyDatabase(t)
  const withoutPassword = new URL(ownerUrl)
  withoutPassword.password = ''
  t.throws(() => derivedUrl(withoutPassword.href, 'app_serving'), { message: /give DATABASE_SERVING_URL/ })
  const nowhere = ownerUrl.replace(/:\d+\//, ':1/')
  await t.rejects(migrate({ ownerUrl: nowhere }), { message: /^Could not connect .*ECONNREFUSED/ })
  const name = `latin_${process.pid}`
  await administer(`create database ${name} encoding 'LATIN1' locale 'C' template template0`)
  t.teardown(() => administer(`drop database ${name} with (force)`))
  const latin = new URL(ownerUrl)
  latin.pathname = `/${name}`
  await t.rejects(migrate({ ownerUrl: latin.href }), { message: /ENCODING 'UTF8'.*this one has LATIN1/ })
})
