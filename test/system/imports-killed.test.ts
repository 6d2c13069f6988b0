import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createDatabase } from '../helpers/database.ts'
import { visibleState } from '../helpers/imports.ts'

// `npm run test:system test/system/imports-killed.test.ts`: the service in a process of its own is killed outright, and its
// connections are cut, at random moments of an import; whatever happens, the result is that of one clean run.

// A round is one service that is killed and one whose connections are cut; a run before a release makes more of them.
const rounds = Number(process.env['KILL_ROUNDS'] ?? 1)
const rows = 20_000
const rowsPerRound = Number(process.env['KILL_ROWS'] ?? 2_000)
const plans = 'key,title,period_start,period_end,status\np,Kế hoạch,2019-01-01,2019-12-31,APPROVED\n'
const tasksOf = (length: number) =>
  `key,plan_key,title,lead_department\n${Array.from({ length }, (_, i) => `t${i},p,Việc ${i},Sở ${i % 9}`).join('\n')}\n`
const tasks = tasksOf(rows)

type Database = Awaited<ReturnType<typeof createDatabase>>

interface Service {
  url: string
  process: ChildProcess
}

async function start(database: Database): Promise<Service> {
  const child = spawn(process.execPath, ['--import=tsx', 'src/bin/server.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: database.ownerUrl,
      DATABASE_SERVING_URL: database.servingUrl,
      DATABASE_NATIONAL_URL: database.nationalUrl,
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.once('exit', () => reject(new Error(`The service doesn't start: ${printed}`)))
    // Read to its end, so that the service can always write.
    child.stdout.on('data', (text) => {
      printed += String(text)
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (address !== undefined) resolve(address)
    })
  })
  return { url, process: child }
}

const kill = (service: Service) =>
  new Promise<void>((resolve) => {
    service.process.once('exit', () => resolve())
    service.process.kill('SIGKILL')
  })

t.test(
  'given an import, when the service or its connections die at random moments, then the result is that of one run',
  async (t) => {
    const database = await createDatabase(t)
    const signer = await createApp(t)
    let service = await start(database)
    t.teardown(() => kill(service))
    const { rows: provinces } = await database.owner.query<{ id: number; slug: string }>(
      `select id, slug from provinces where existed_until is null order by id limit ${rounds * 2 + 1}`,
    )
    const headersOf = (slug: string) => ({ ...signer.viewer('IMPORTER', slug).headers, 'content-type': 'text/csv' })
    const send = async (slug: string, kind: string, text: string, mode = 'atomic') => {
      const response = await fetch(`${service.url}/api/v1/imports?kind=${kind}&mode=${mode}`, {
        method: 'POST',
        headers: headersOf(slug),
        body: text,
      })
      if (response.status !== 202) throw new Error(await response.text())
      return ((await response.json()) as { id: string }).id
    }
    const ended = async (id: string) => {
      for (const deadline = Date.now() + 240_000; Date.now() < deadline; await sleep(50)) {
        const { rows: found } = await database.owner.query(
          `select state, attempt, (extract(epoch from finished_at - started_at) * 1000)::int as lasts from import_jobs
         where id = $1 and finished_at is not null`,
          [id],
        )
        if (found[0]) return found[0] as { state: string; attempt: number; lasts: number }
      }
      throw new Error('The import does not end')
    }
    const contents = async (province: number) => {
      const { rows: found } = await database.owner.query(
        `select count(*)::int as tasks, count(distinct source_key)::int as keys, md5(string_agg(t.title || t.version || d.name, ',' order by source_key)) as digest,
         (select count(*)::int from departments where province_id = $1) as departments,
         (select count(*)::int from audit_log where province_id = $1 and entity = 'Task') as entries
       from tasks t join task_departments td on td.province_id = t.province_id and td.task_id = t.id
       join departments d on d.province_id = t.province_id and d.id = td.department_id where t.province_id = $1`,
        [province],
      )
      return found[0]
    }
    const [clean, ...others] = provinces as [{ id: number; slug: string }, ...{ id: number; slug: string }[]]
    await ended(await send(clean.slug, 'plans', plans))
    const some = tasksOf(rowsPerRound)
    const started = Date.now()
    await ended(await send(clean.slug, 'tasks', some))
    const lasts = Date.now() - started
    const expected = await contents(clean.id)
    t.equal(expected.tasks, rowsPerRound)

    for (const [i, { id: province, slug }] of others.entries()) {
      const mode = i % 2 === 0 ? 'atomic' : 'partial'
      await ended(await send(slug, 'plans', plans))
      const id = await send(slug, 'tasks', some, mode)
      const moment = Math.round(Math.random() * lasts)
      await sleep(moment)
      if ((i + Math.floor(i / 2)) % 2 === 0) {
        await kill(service)
        service = await start(database)
      } else {
        await database.owner.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app_serving' and datname = current_database()`,
        )
      }
      const job = await ended(id)
      t.equal(job.state, 'APPLIED', `${mode}, broken off after ${moment} of ${lasts} ms; attempts: ${job.attempt}`)
      t.strictSame(await contents(province), expected)
    }
  },
)

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
