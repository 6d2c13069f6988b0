import { existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import tap, { test } from 'tap'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { goesAway, query, runScript, serverPid, tempFolder, testPort } from '../helpers/embedded.ts'

/** Filled by the first test; the others stop what they start here, which spares them the time for a cluster each. */
const settled = join(tempFolder(tap), '.data/postgres')

test('given no data, a first start makes a UTF-8 cluster that only its password opens; a second keeps it', async (t) => {
  const dataDir = settled
  const log: string[] = []
  const began = Date.now()
  const first = await startEmbeddedPostgres({ dataDir, port: testPort, onLog: (line) => log.push(line) })
  t.comment(`cold start: ${Date.now() - began} ms`)
  t.equal(first.adopted, false)
  t.match(first.url, /^postgres:\/\/postgres:[\w-]{32}@127\.0\.0\.1:\d+\/postgres$/)
  t.match(log.join('\n'), /ready to accept connections/)

  const [database] = await query(
    first.url,
    `select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale,
      lower('ĐẮK') as lower, current_setting('listen_addresses') as listens, current_setting('fsync') as fsync,
      current_setting('unix_socket_directories') as sockets, current_setting('TimeZone') as zone,
      (select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = 'postgres') as scram,
      (select count(*)::int from pg_hba_file_rules where auth_method <> 'scram-sha-256') as other_doors
    from pg_database where datname = 'postgres'`,
  )
  const expected = { encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', lower: 'đắk', listens: '127.0.0.1' }
  t.match(database, { ...expected, fsync: 'on', sockets: '', zone: 'UTC', scram: true, other_doors: 0 })
  await query(first.url, 'create extension pg_trgm')
  const [same] = await query(
    first.url,
    `select similarity('Đà Nẵng', 'đà nẵng') as same, show_trgm('Đ') <> '{}' as seen`,
  )
  t.match(same, { same: 1, seen: true }, 'letters beyond ASCII count in trigrams')

  await t.rejects(query(first.url.replace(/:[\w-]{32}@/, ':wrong@'), 'select 1'), { code: '28P01' })
  t.equal(statSync(join(dataDir, 'cluster/password')).mode & 0o777, 0o600)
  t.equal(Number(readFileSync(join(dataDir, 'port'), 'utf8')), Number(new URL(first.url).port))

  await query(first.url, 'create table notes (id int)')
  await Promise.all([first.stop(), first.stop()])
  t.ok(await goesAway(first.url))

  const again = Date.now()
  const second = await startEmbeddedPostgres({ dataDir, throwaway: true })
  t.comment(`warm start: ${Date.now() - again} ms`)
  t.teardown(() => second.stop())
  t.equal(second.url, first.url, 'same password, and the same port although none was asked for')
  t.equal((await query(second.url, 'select * from notes')).length, 0)
  const [settings] = await query(
    second.url,
    `select current_setting('fsync') as f, current_setting('synchronous_commit') as s,
      current_setting('full_page_writes') as w`,
  )
  t.same(settings, { f: 'off', s: 'off', w: 'off' })
})

test('given a port that is taken, then the next free one is used', async (t) => {
  const stranger = createServer().listen(testPort + 60, '127.0.0.1')
  await once(stranger, 'listening')
  t.teardown(() => stranger.close())
  const server = await startEmbeddedPostgres({ dataDir: settled, throwaway: true, port: testPort + 60 })
  t.teardown(() => server.stop())
  t.ok(Number(new URL(server.url).port) > testPort + 60)
})

test('given a running server, then another process adopts it and leaves it running', async (t) => {
  const dataDir = tempFolder(t)
  const start = `start({ dataDir: ${JSON.stringify(dataDir)}, throwaway: true, port: ${testPort} })`
  // Both at once and with nothing there yet, so that they also race for making the cluster.
  const scripts = [1, 2].map(() =>
    runScript(
      t,
      `const server = await ${start}; say(server); process.once('SIGTERM', () => server.stop()); setInterval(() => {}, 99)`,
    ),
  )
  const servers = await Promise.all(
    scripts.map(async (script) => ({ script, ...(await script.line<{ url: string; adopted: boolean }>()) })),
  )
  const [own, other] = servers.sort((one, another) => Number(one.adopted) - Number(another.adopted))
  t.match([own, other], [{ adopted: false }, { adopted: true, url: own?.url }])
  t.strictSame(
    readdirSync(dataDir).filter((name) => name.startsWith('init-')),
    [],
    'no draft stays behind',
  )

  const here = await startEmbeddedPostgres({ dataDir })
  t.equal(here.adopted, true)
  await here.stop()
  t.ok(await query(here.url, 'select 1'))
  own?.script.process.kill('SIGTERM')
  t.ok(await goesAway(here.url))
})

test('given a service that ends in any way, then its server ends too, and not before', async (t) => {
  const dataDir = settled
  const code = (rest: string) =>
    `const { url } = await start({ dataDir: ${JSON.stringify(dataDir)}, throwaway: true, port: ${testPort} }); say(url); ${rest}`
  const idle = 'setInterval(() => {}, 99)'
  const ways: [string, string, (pid: number) => void][] = [
    ['kill -9', idle, (pid) => process.kill(pid, 'SIGKILL')],
    ['Ctrl-C', idle, (pid) => process.kill(-pid, 'SIGINT')],
    ['an uncaught error', `setTimeout(() => { throw new Error('oops') }, 50)`, () => {}],
    ['the end of its work, without stop()', '', () => {}],
  ]
  for (const [way, rest, end] of ways) {
    const script = runScript(t, code(rest))
    const url = await script.line()
    end(script.process.pid!)
    await script.ended
    t.ok(await goesAway(url), way)
  }

  // One that handles Ctrl-C still has its database meanwhile.
  const script = runScript(
    t,
    `import pg from 'pg'
    const server = await start({ dataDir: ${JSON.stringify(dataDir)}, throwaway: true, port: ${testPort} })
    const client = new pg.Client(server.url)
    client.on('error', () => {})
    await client.connect()
    process.once('SIGINT', async () => {
      say((await client.query("select 'drained' as word, pg_sleep(0.2)")).rows[0].word)
      await client.end()
      await server.stop()
    })
    say(server.url)`,
  )
  const url = await script.line()
  process.kill(-script.process.pid!, 'SIGINT')
  t.equal(await script.line(), 'drained')
  t.equal(await script.ended, 0)
  t.ok(await goesAway(url))
})

test('given that everything was killed at once, then the next start recovers', async (t) => {
  const dataDir = settled
  const lock = join(dataDir, 'cluster/data/postmaster.pid')
  const script = runScript(
    t,
    `const { url } = await start({ dataDir: ${JSON.stringify(dataDir)}, port: ${testPort} }); say(url); setInterval(() => {}, 99)`,
  )
  const url = await script.line()
  await query(url, 'create table kept as select 1 as id')
  const text = readFileSync(lock, 'utf8')
  process.kill(script.process.pid!, 'SIGSTOP') // so that it cannot ask for an orderly end
  process.kill(-serverPid(dataDir), 'SIGKILL')
  script.process.kill('SIGKILL')
  await script.ended
  t.ok(existsSync(lock))
  const recovered = await startEmbeddedPostgres({ dataDir })
  t.equal((await query(recovered.url, 'select * from kept')).length, 1)
  await recovered.stop()

  // The user of the data has to own it, or Postgres itself sees that it is none of its servers.
  const { uid, gid } = statSync(join(dataDir, 'cluster/data'))
  const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/' })
  t.teardown(() => stranger.kill())
  writeFileSync(lock, text.replace(/^\d+/, String(stranger.pid)), { mode: 0o644 })
  const unbothered = await startEmbeddedPostgres({ dataDir })
  t.equal(unbothered.adopted, false, 'the id in the lock file now is some other program’s')
  t.equal((await query(unbothered.url, 'select * from kept')).length, 1)
  await unbothered.stop()
})

test('given a first start that was killed half-way, then the next one begins anew', async (t) => {
  const dataDir = tempFolder(t)
  const script = runScript(t, `await start({ dataDir: ${JSON.stringify(dataDir)} })`)
  const drafts = () => readdirSync(dataDir).filter((name) => name.startsWith('init-'))
  while (!drafts().some((name) => existsSync(join(dataDir, name, 'data/base')))) await sleep(5)
  process.kill(-script.process.pid!, 'SIGKILL') // the whole group, initdb too
  await script.ended
  t.notOk(existsSync(join(dataDir, 'cluster')))
  const [draft = ''] = drafts()
  utimesSync(join(dataDir, draft), 0, 0)
  const server = await startEmbeddedPostgres({ dataDir, throwaway: true, port: testPort })
  t.teardown(() => server.stop())
  t.ok(await query(server.url, 'select 1'))
  t.strictSame(drafts(), [], 'an old draft is cleared away')
})
