import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { history, ImportClient } from '../helpers/import-clients.ts'
import { visibleState } from '../helpers/imports.ts'
import { becomes, ownPostgres, runCommand, startService } from '../helpers/processes.ts'
import { provinceContent } from '../helpers/province-content.ts'

// While provinces import, correct and undo, the service and the whole of Postgres are killed outright in each part of that;
// whatever happens, the result is that of one clean run.
//
// `npm run test:system` runs it with all others; alone, `npm test test/system/imports-killed.test.ts --timeout=900` does, with
// `KILL_ROUNDS=10` before it for more rounds than 2. A round kills once in each part, and the next one kills the other there.
// `KILL_ROWS` (2,000) is how many tasks each file has: with fewer, a round uses up more provinces, and below a batch of 1,000 some
// parts are over before anybody sees them.

const rounds = Number(process.env['KILL_ROUNDS'] ?? 2)
const rows = Number(process.env['KILL_ROWS'] ?? 2_000)

const texts = history(20_000, 'atomic').map((step) => ('send' in step ? step.text : ''))
const [plans, , tasks] = texts as [string, string, string]

/** How to see, from outside, that some import is there. */
const parts = {
  uploading: `select 1 from import_jobs where state = 'RECEIVING' and bytes > 0`,
  checking: `select 1 from import_jobs where dry_run and state = 'CHECKING' and bytes_read > 0`,
  'writing whole': `select 1 from import_jobs where mode = 'atomic' and state = 'APPLYING' and bytes_read > 0`,
  'writing in part': `select 1 from import_jobs where mode = 'partial' and state = 'APPLYING' and rows_read > 0`,
  committing: `select 1 from pg_stat_activity where query like '/* endJob */%' and state <> 'idle'`,
  undoing: `select 1 from pg_stat_activity where query ~ '/\\* (importedEntries|importedThings|withdraw|listEdited|listBuiltOn) \\*/'
    and state <> 'idle'`,
}

t.test(
  'given imports, when the service and Postgres are killed in each of their parts, then the result is that of one run',
  async (t) => {
    const postgres = await ownPostgres(t)
    const env = { LOG_LEVEL: 'silent', IMPORT_MAX_BYTES: '100000000' }
    let service = await startService(t, postgres.url, { env })
    const { port } = new URL(service.url)
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    owner.on('error', () => {})
    t.teardown(() => owner.end())
    const { rows: all } = await owner.query<{ slug: string }>('select slug from provinces order by id')
    const provinces = all.map(({ slug }) => slug)

    const clean = { atomic: '', partial: '' }
    for (const mode of ['atomic', 'partial'] as const) {
      const slug = provinces.shift()!
      const jobs = await new ImportClient(() => service.url, slug).take(history(rows, mode))
      t.equal(jobs[1]?.state, 'APPLIED', 'the dry run')
      clean[mode] = (await provinceContent(owner, slug)).hash
    }
    t.equal(clean.atomic, clean.partial, 'both modes put the same on record')

    let killing = true
    const done: string[] = []
    let failed = 0
    const work = async (mode: 'atomic' | 'partial') => {
      while (killing) {
        const slug = provinces.shift()
        if (slug === undefined) throw new Error('All provinces are used up: fewer rounds, or more rows')
        const client = new ImportClient(() => service.url, slug)
        await client.take(history(rows, mode), 100)
        failed += client.failed
        done.push(slug)
      }
    }
    const working = Promise.all([work('atomic'), work('partial'), work('atomic')])
    working.catch(() => {}) // told below
    for (let round = 0; round < rounds; round++) {
      for (const [i, [part, sees]] of Object.entries(parts).entries()) {
        await until(`an import is ${part}`, owner, sees)
        const later = Math.round(Math.random() ** 2 * (part === 'committing' ? 20 : 400))
        await sleep(later)
        const victim = (i + round) % 2 === 0 ? 'the service' : 'Postgres'
        t.comment(`${victim} is killed ${later} ms after an import was seen ${part}`)
        if (victim === 'Postgres') {
          await postgres.kill()
          await postgres.start()
        } else {
          service.process.kill('SIGKILL')
          await service.ended
          service = await startService(t, postgres.url, { env: { ...env, PORT: port } })
        }
      }
    }
    killing = false
    await working
    t.comment(`${done.length} provinces; ${failed} imports ended as failed and were sent again`)
    for (const slug of done) t.equal((await provinceContent(owner, slug)).hash, clean.atomic, slug)
    const { rows: left } = await owner.query(
      `select state from import_jobs where finished_at is null and state <> 'RECEIVING'`,
    )
    t.strictSame(left, [], 'nothing goes on')
    for (const command of ['verify-rollups', 'verify-audit'])
      t.equal(await runCommand(command, postgres.url), 0, command)
    // As if ten minutes had passed: what had arrived when its process or the database died goes by itself.
    await owner.query(`update import_jobs set updated_at = now() - interval '11 minutes' where state = 'RECEIVING'`)
    service.process.kill('SIGTERM')
    t.equal(await service.ended, 0)
    service = await startService(t, postgres.url, { env: { ...env, PORT: port } })
    await becomes('all pieces of files are gone', async () => {
      const { rows: kept } = await owner.query(
        `select (select count(*) from import_chunks)::int + (select count(*) from import_jobs where state = 'RECEIVING')::int as n`,
      )
      return kept[0].n === 0
    })
  },
)

/** Looks so often that no part of an import is missed, whoever is away meanwhile. */
async function until(what: string, owner: pg.Pool, sees: string): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end; await sleep(5)) {
    const found = await owner.query(sees).catch(() => null)
    if (found !== null && found.rows.length > 0) return
  }
  throw new Error(`It wasn’t seen within two minutes that ${what}.`)
}
t.test('given a client that breaks off in the middle of its file, then nothing of it stays', async (t) => {
  const app = await createApp(t)
  const province = app.nextProvince()
  const before = await visibleState(app.owner, app.key(province))
  const { port } = new URL(await app.app.listen({ port: 0 }))
  const { authorization } = app.viewer('IMPORTER', province).headers
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `POST /api/v1/imports?kind=tasks HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: text/csv\r\ncontent-length: 9999999\r\n\r\n`,
  )
  socket.write(tasks)
  const jobs = async () =>
    (await app.owner.query('select j.state, (select count(*)::int from import_chunks) as chunks from import_jobs j'))
      .rows
  const until = async (condition: (found: any[]) => boolean) => {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(20))
      if (condition(await jobs())) return true
    return false
  }
  t.ok(await until(([job]) => job?.state === 'RECEIVING' && job.chunks > 0), 'it arrives')
  socket.destroy()
  t.ok(await until((found) => found.length === 0), 'and is gone')
  t.equal(await visibleState(app.owner, app.key(province)), before)
})

t.test('given an import that runs, when it is cancelled, then it ends and leaves nothing', async (t) => {
  const app = await createApp(t)
  const province = app.nextProvince()
  const { headers } = app.viewer('IMPORTER', province)
  const ask = (method: 'POST' | 'GET' | 'DELETE', url: string, payload?: string) =>
    app.app.inject({
      method,
      url,
      headers: { ...headers, ...(payload && { 'content-type': 'text/csv' }) },
      ...(payload && { payload }),
    })
  const state = async (id: string) => (await ask('GET', `/api/v1/imports/${id}`)).json()
  const first = (await ask('POST', '/api/v1/imports?kind=plans', plans)).json()
  while ((await state(first.id)).finishedAt === null) await sleep(20)
  const { id } = (await ask('POST', '/api/v1/imports?kind=tasks', tasks)).json()
  while ((await state(id)).rowsRead === 0) await sleep(20)
  t.equal((await ask('DELETE', `/api/v1/imports/${id}`)).statusCode, 200)
  while ((await state(id)).finishedAt === null) await sleep(20)
  t.match(await state(id), { state: 'CANCELLED', rowsWritten: 0 })
  const { rows: left } = await app.owner.query('select count(*)::int as tasks from tasks')
  t.equal(left[0].tasks, 0)
})
