import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { leaseSeconds } from '../../src/features/imports/jobs/job-record.ts'
import { history, ImportClient, type Step } from '../helpers/import-clients.ts'
import { ask, becomes, ownPostgres, startService, token, type Service } from '../helpers/processes.ts'
import { provinceContent } from '../helpers/province-content.ts'
import { wireTo, type Wire } from '../helpers/wires.ts'

// Imports and the processes that work on them: two at once, one that stands still for a while, and one that is told to end.

const rounds = Number(process.env['KILL_ROUNDS'] ?? 1)
const rows = Number(process.env['KILL_ROWS'] ?? 2_000)
const env = { LOG_LEVEL: 'info', IMPORT_MAX_BYTES: '100000000' }

interface Stage {
  url: string
  owner: pg.Pool
  /** A province that nobody has used. */
  province(): string
  start(): Promise<Service>
  /** One that reaches the database over a line that can be spoilt. */
  startBehind(): Promise<{ service: Service; wire: Wire }>
}

async function stage(t: Test): Promise<Stage> {
  const { url, port } = await ownPostgres(t)
  const start = () => startService(t, url, { env })
  const first = await start()
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  owner.on('error', () => {})
  t.teardown(() => owner.end())
  const { rows: all } = await owner.query<{ slug: string }>('select slug from provinces order by id')
  let unused: Service | undefined = first
  return {
    url,
    owner,
    province: () => all.shift()!.slug,
    async start() {
      const service = unused ?? (await start())
      unused = undefined
      return service
    },
    async startBehind() {
      const wire = await wireTo(t, port)
      const wired = new URL(url)
      wired.port = String(wire.port)
      return { service: await startService(t, wired.href, { env }), wire }
    },
  }
}

interface Running {
  id: string
  state: string
  mode: string
  attempt: number
  crashes: number
  leased: boolean
  read: number
  ended: boolean
  /** Of the tasks that it brings, those that anybody can see. */
  written: number
}

async function running({ owner }: Stage, ids: readonly string[]): Promise<Running[]> {
  const { rows: found } = await owner.query<Running>(
    `select id, state, mode, attempt, crashes, leased_until is not null as leased, bytes_read::int as read, finished_at is not null as ended,
       (select count(*)::int from tasks t where t.province_id = j.province_id) as written
     from import_jobs j where id = any ($1::uuid[]) order by mode`,
    [ids],
  )
  return found
}

/** The transactions in which a process that has just been stopped was writing tasks. */
async function openTransactions({ owner }: Stage): Promise<{ xid: string }[]> {
  await sleep(500) // What it had sent already is done by then.
  const { rows: found } = await owner.query<{ xid: string }>(
    `select backend_xid::text as xid from pg_stat_activity join pg_locks using (pid)
     where backend_xid is not null and relation = 'tasks'::regclass and mode = 'RowExclusiveLock'`,
  )
  return found
}

/** Which imports a process says to have worked on. */
const workedOn = (service: Service) =>
  [...service.output().matchAll(/"job":"([0-9a-f-]{36})"[^\n]*an import has come to rest/g)].map(
    ([, id]) => id as string,
  )

type Sent = Extract<Step, { send: string }>
const [plans, , atomic] = history(rows, 'atomic') as [Step, Step, Sent]

/** Tasks on their way into two provinces, one written as a whole and one in part. */
async function begin(stage: Stage, service: () => Service, tasks = atomic) {
  const slugs = [stage.province(), stage.province()]
  const ids: string[] = []
  for (const [i, slug] of slugs.entries()) {
    const client = new ImportClient(() => service().url, slug)
    await client.take([plans])
    ids.push(await client.send({ ...tasks, mode: (['atomic', 'partial'] as const)[i]! }, randomUUID()))
  }
  await becomes('both are being written', async () => (await running(stage, ids)).every(({ read }) => read > 0))
  return { slugs, ids }
}

/** Writes to a plan that the import locks. Tells what was answered, and after how long. */
async function renamePlan({ owner }: Stage, { url }: Service, slug: string) {
  const { rows: found } = await owner.query<{ id: string }>(
    `select id from plans where source_key = 'p0' and province_id = (select id from provinces where slug = $1)`,
    [slug],
  )
  const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', slug)}` }
  const change = `mutation ($id: ID!) {
    updatePlan(input: { id: $id, version: 1, title: "Tên mới", reason: "Sửa" }) { plan { title } userErrors { code } } }`
  const { status, body, milliseconds } = await ask(url, change, { id: found[0]!.id }, headers)
  return { status, body, milliseconds }
}

async function expected(stage: Stage, service: Service, renamed = false, tasks = atomic): Promise<string> {
  const slug = stage.province()
  await new ImportClient(() => service.url, slug).take([plans, tasks])
  if (renamed) await renamePlan(stage, service, slug)
  return (await provinceContent(stage.owner, slug)).hash
}

async function allEnd(t: Test, stage: Stage, { slugs, ids }: { slugs: string[]; ids: string[] }, hash: string) {
  await becomes('both have ended', async () => (await running(stage, ids)).every(({ ended }) => ended), 300)
  for (const { state, mode } of await running(stage, ids)) t.equal(state, 'APPLIED', mode)
  for (const slug of slugs) t.equal((await provinceContent(stage.owner, slug)).hash, hash, slug)
}

t.test('given two processes and many imports, then each is worked on by one of them, once', async (t) => {
  const place = await stage(t)
  const services = [await place.start(), await place.start()]
  const steps = history(100, 'atomic')
  const slugs = Array.from({ length: 12 }, () => place.province())
  const clients = slugs.map((slug, i) => new ImportClient(() => services[i % 2]!.url, slug))
  const jobs = await Promise.all(clients.map((client) => client.take(steps)))
  const [first, ...others] = await Promise.all(slugs.map((slug) => provinceContent(place.owner, slug)))
  for (const [i, { hash }] of others.entries()) t.equal(hash, first!.hash, slugs[i + 1]!)
  const ids = [...new Set(jobs.flat().map(({ id }) => id))].sort()
  const [a, b] = services.map(workedOn) as [string[], string[]]
  t.strictSame([...a, ...b].sort(), ids, 'by one, once')
  t.ok(a.length > 0 && b.length > 0, `${a.length} by one, ${b.length} by the other`)
  t.match(
    await running(place, ids),
    ids.map(() => ({ attempt: 1, crashes: 0 })),
  )
})

t.test(
  'given a process that stands still, then others wait seconds for it, one takes its imports, and it changes nothing when it goes on',
  async (t) => {
    const place = await stage(t)
    let a = await place.start()
    const hash = await expected(place, a, true)
    for (let round = 0; round < rounds * 2; round++) {
      const begun = await begin(place, () => a)
      await sleep(Math.random() * 300)
      a.process.kill('SIGSTOP')
      const open = await openTransactions(place)
      const b = await place.start()
      // Longer than the statement of a write may take, and nobody could write before the process goes on.
      const writes = Promise.all(begun.slugs.map((slug) => renamePlan(place, b, slug)))
      await becomes('the other has taken both', async () =>
        (await running(place, begun.ids)).every(({ attempt, ended }) => attempt > 1 || ended),
      )
      for (const { status, body, milliseconds } of await writes) {
        t.match({ status, body }, { status: 200, body: { data: { updatePlan: { plan: {}, userErrors: [] } } } })
        t.comment(`a plan was changed after ${Math.round(milliseconds)} ms`)
      }
      const early = round % 2 === 0
      t.comment(early ? 'it goes on while the other works' : 'it goes on once the other is done')
      if (early) a.process.kill('SIGCONT')
      await allEnd(t, place, begun, hash)
      if (!early) {
        a.process.kill('SIGCONT')
        await becomes('it has seen that', () => begun.ids.every((id) => workedOn(a).includes(id)))
        await allEnd(t, place, begun, hash)
      }
      for (const { xid } of open) {
        const status = async () =>
          (await place.owner.query('select pg_xact_status($1::xid8) as status', [xid])).rows[0].status as string
        await becomes('it is over', async () => (await status()) !== 'in progress')
        t.equal(await status(), 'aborted', 'nothing comes of what it was writing')
      }
      t.equal((await fetch(`${a.url}/health/ready`)).status, 200, 'it serves as before')
      a.process.kill('SIGTERM')
      t.equal(await a.ended, 0)
      a = b
    }
  },
)

t.test(
  'given a process whose machine is gone in the middle of a statement, then another takes its imports, as if it had not been',
  async (t) => {
    const place = await stage(t)
    const b = await place.start()
    const [, , tasks] = history(rows * 4, 'atomic') as [Step, Step, Sent]
    const hash = await expected(place, b, false, tasks)
    b.process.kill('SIGTERM')
    await b.ended
    for (let round = 0; round < rounds; round++) {
      const { service: a, wire } = await place.startBehind()
      const begun = await begin(place, () => a, tasks)
      await sleep(Math.random() * 300)
      // So much is only sent of rows that are written; Postgres is left with the beginning of a message, on a line that stays.
      wire.breakIn = 30_000
      await becomes('a statement is half sent', () => wire.frozen)
      a.process.kill('SIGKILL')
      await a.ended
      const open = await openTransactions(place)
      t.ok(open.length > 0, 'what it was writing is open')
      const c = await startService(t, place.url, { env })
      await allEnd(t, place, begun, hash)
      for (const { xid } of open) {
        const [{ status }] = (await place.owner.query('select pg_xact_status($1::xid8) as status', [xid])).rows as any
        t.equal(status, 'aborted', 'nothing comes of it')
      }
      const jobs = await running(place, begun.ids)
      t.ok(
        jobs.some(({ attempt, crashes }) => attempt === 2 && crashes === 1),
        'it was taken up once',
      )
      c.process.kill('SIGTERM')
      await c.ended
    }
  },
)

t.test('given a file that comes slowly, when nothing is written for long, then the import goes on', async (t) => {
  const place = await stage(t)
  const service = await place.start()
  const slug = place.province()
  const client = new ImportClient(() => service.url, slug)
  const [, , large] = history(8_000, 'atomic') as [Step, Step, Extract<Step, { send: string }>]
  await client.take([plans])
  const id = await client.send(large, randomUUID())
  await becomes('it is being written', async () => (await running(place, [id])).every(({ read }) => read > 0))
  const holder = await place.owner.connect()
  await holder.query('begin; lock table import_chunks')
  await sleep((leaseSeconds + 5) * 1000)
  const [held] = await running(place, [id])
  t.match(held, { ended: false, attempt: 1 }, 'it waits')
  const headers = { authorization: `Bearer ${token('IMPORTER', slug)}` }
  const seen = (await (await fetch(`${service.url}/api/v1/imports/${id}`, { headers })).json()) as Record<string, any>
  t.ok(
    seen['rowsPerSecond'] > 0 && seen['secondsLeft'] > 0,
    `${seen['rowsPerSecond']} rows/s, ${seen['secondsLeft']} s left`,
  )
  await holder.query('rollback')
  holder.release()
  t.equal((await client.ended(id)).state, 'APPLIED')
  t.match(await running(place, [id]), [{ attempt: 1, crashes: 0, written: 8_000 }])
})

t.test(
  'given imports that run, when the process is told to end, then it ends in time, and they go on at the next start',
  async (t) => {
    const place = await stage(t)
    let service = await place.start()
    const hash = await expected(place, service)
    for (let round = 0; round < rounds; round++) {
      const begun = await begin(place, () => service)
      await sleep(Math.random() * 300)
      const told = Date.now()
      service.process.kill('SIGTERM')
      t.equal(await service.ended, 0)
      t.ok(Date.now() - told < 30_000, `it ended after ${Date.now() - told} ms`)
      const jobs = await running(place, begun.ids)
      for (const { mode, leased, ended, crashes, written } of jobs) {
        t.match({ leased, crashes }, { leased: false, crashes: 0 }, `${mode}: given back`)
        if (mode === 'atomic' && !ended) t.equal(written, 0, 'of the one nothing is written')
      }
      service = await place.start()
      await allEnd(t, place, begun, hash)
      for (const { attempt, crashes } of await running(place, begun.ids)) {
        t.ok(attempt <= 2 && crashes === 0, 'it was taken up at once')
      }
    }
  },
)
