import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import pg from 'pg'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import { isRoot, query, tempFolder } from '../helpers/embedded.ts'
import {
  ask,
  becomes,
  differences,
  ownPostgres,
  startService,
  startWriters,
  token,
  type Reply,
} from '../helpers/processes.ts'
import { wireTo } from '../helpers/wires.ts'

// How long the longest outage lasts; a run before a release gives it five minutes.
const outage = Number(process.env['OUTAGE_SECONDS'] ?? 8) * 1000
const env = {
  STATEMENT_SECONDS: '2',
  DATABASE_WAIT_SECONDS: '1',
  DATABASE_POOL_SIZE: '4',
  CALLER_OPERATIONS: '4',
  REQUEST_LIMIT: '60',
}
/** The longest that anybody may wait: for a connection twice, and for a statement on a line that stays silent. */
const bound = 20_000 // ms, of which most is for a machine that has much else to do

const postgres = await ownPostgres(t)
const wire = await wireTo(t, postgres.port)
const wired = new URL(postgres.url)
wired.port = String(wire.port)
const service = await startService(t, wired.href, { env })
const told = follow(t, service.url)
const metric = async (name: string) =>
  Number(new RegExp(`^${name} (\\d+)`, 'm').exec(await (await fetch(`${service.url}/metrics`)).text())?.[1])
// Who has no cursor yet is told of what comes from now on: trouble begins once it has one.
await becomes('it listens', async () => (await metric('ttdn_subscriptions')) === 1)
const writers = startWriters(4, () => service.url)
await becomes('it is told', () => told.size > 0)

const read = (subject = 'reader@test') =>
  ask(
    service.url,
    '{ plans(first: 1) { totalCount } }',
    {},
    { authorization: `Bearer ${token('PROVINCE_VIEWER', 'ha-noi', subject)}` },
  )
const isAnswer = ({ status, body }: Reply) => status === 200 && body.data?.plans != null
const works = async () => isAnswer(await read())

/** Asks all the time while `trouble` lasts; every answer is right, or says in time that another try is worth while. */
async function during(t: Test, trouble: () => Promise<unknown>): Promise<Reply[]> {
  let going = true
  const replies: Reply[] = []
  const asking = Array.from({ length: 4 }, async () => {
    while (going) {
      replies.push(await read())
      await sleep(20)
    }
  })
  await trouble()
  going = false
  await Promise.all(asking)
  t.strictSame(
    replies.filter((reply) => !isAnswer(reply) && !isRefusal(reply)),
    [],
    'all answers are clear',
  )
  const slowest = Math.max(...replies.map(({ milliseconds }) => milliseconds))
  t.ok(slowest < bound, `the slowest of ${replies.length} answers came after ${Math.round(slowest)} ms`)
  t.equal((await fetch(`${service.url}/health/live`)).status, 200, 'it lives')
  return replies
}

const isRefusal = ({ status, retryAfter, body }: Reply) =>
  status === 503 && retryAfter !== null && body.errors[0].extensions.code === 'UNAVAILABLE'

t.test('given backends that are killed, then it goes on', async (t) => {
  await during(t, async () => {
    for (let i = 0; i < 5; i++) {
      await query(
        postgres.url,
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name ~ '^ttdn'`,
      )
      await sleep(200)
    }
  })
  await becomes('it works', works)
})

t.test('given Postgres that is killed and comes back, then so does the service', async (t) => {
  await during(t, async () => {
    await postgres.kill()
    await postgres.start()
    await becomes('it works', works)
  })
})

t.test('given a long time without Postgres, then it says so at once all the time, and then goes on', async (t) => {
  const replies = await during(t, async () => {
    await postgres.stop()
    await sleep(outage)
    t.equal((await fetch(`${service.url}/health/ready`)).status, 503)
    await postgres.start()
    await becomes('it works', works)
  })
  t.ok(replies.some((reply) => reply.status === 503))
  await becomes('it is ready', async () => (await fetch(`${service.url}/health/ready`)).ok)
})

t.test('given a line that is half open, then it is given up, and new ones are made', async (t) => {
  await during(t, async () => {
    wire.frozen = true
    await sleep(5_000)
    wire.cut()
    wire.frozen = false
    await becomes('it works', works)
  })
})

t.test('given 200 ms more for each statement, then it answers all the same', async (t) => {
  wire.delay = 200
  const replies = await during(t, () => sleep(4_000))
  wire.delay = 0
  t.ok(replies.some(isAnswer), `${replies.filter(isAnswer).length} of ${replies.length}`)
})

t.test('given a full pool, then who waits too long is told so, and once it is free all is well', async (t) => {
  const owner = new pg.Client({ connectionString: postgres.url })
  await owner.connect()
  await owner.query('begin; lock table plans')
  const replies = await Promise.all(Array.from({ length: 30 }, (_, i) => read(`reader-${i}@test`)))
  t.ok(replies.every(isRefusal))
  t.ok(Math.max(...replies.map(({ milliseconds }) => milliseconds)) < bound)
  await owner.query('commit')
  await owner.end()
  await becomes('it works', works)
})

t.test(
  'given far too many requests at once, then those beyond the bound are refused, and then all is well',
  async (t) => {
    const owner = new pg.Client({ connectionString: postgres.url })
    await owner.connect()
    await owner.query('begin; lock table plans')
    const flood = await Promise.all(Array.from({ length: 400 }, (_, i) => read(`reader-${i}@test`)))
    await owner.query('commit')
    await owner.end()
    t.ok(flood.every(isRefusal))
    const atOnce = flood.filter(({ body }) => /too many requests/.test(body.errors[0].message))
    t.ok(atOnce.length > 0, `${atOnce.length} were refused at once`)
    t.ok(await works(), 'the next one is answered')
  },
)

t.test('given clients that hang up before they are answered, then nothing is left of them', async (t) => {
  const { port } = new URL(service.url)
  const body = JSON.stringify({ query: '{ plans { nodes { title } } }' })
  for (let i = 0; i < 200; i++) {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
    setTimeout(() => socket.destroy(), Math.random() * 50)
  }
  await sleep(100)
  await becomes('only the writers are left', async () => (await metric('ttdn_requests_open')) <= 4)
  t.ok(await works())
})

t.test('given all of that, then nothing acknowledged is lost, done twice, or not told to who listens', async (t) => {
  await writers.stop()
  const untold = () => [...writers.acknowledged.keys()].filter((title) => !told.has(title))
  await becomes('all of it was told', () => untold().length === 0).catch(() => {})
  const order = [...writers.acknowledged.keys()]
  t.strictSame(
    untold().map((title) => order.indexOf(title)),
    [],
    `of ${order.length} all were told`,
  )
  t.ok(writers.acknowledged.size > 20, `${writers.acknowledged.size} writes, ${writers.failures()} failures`)
  t.strictSame(await differences(postgres.url, writers.acknowledged), [])
})

t.test('given a log that can’t be written, as on a full disk, then it serves', async (t) => {
  const full = openSync('/dev/full', 'w')
  t.teardown(() => closeSync(full))
  const other = await startService(t, postgres.url, { env: { LOG_LEVEL: 'info' }, stdout: full })
  for (let i = 0; i < 20; i++) t.equal((await ask(other.url, '{ viewer { role } }')).status, 200)
  t.equal(other.process.exitCode, null)
})

/** A small disk in memory; undefined, and said aloud, where none can be mounted. */
function smallDisk(t: Test, megabytes: number): string | undefined {
  const disk = tempFolder(t)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tmpfs', disk], { stdio: 'pipe' })
  } catch (error) {
    t.pass('a small disk', { skip: `it can’t be mounted here (${(error as Error).message})` })
    return undefined
  }
  t.teardown(() => execFileSync('umount', ['-l', disk]))
  return disk
}

/** Writes until nothing more goes on to the disk; gives what must be removed for room. */
function fill(disk: string): string {
  const filler = `${disk}/filler`
  for (const size of [1_048_576, 4_096]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // It is full now.
    }
  }
  return filler
}

t.test(
  'given a service whose own disk is full, when a workbook comes, then the import fails in words, and the next one is read',
  { skip: !isRoot && 'only root can mount a small disk' },
  async (t) => {
    const disk = smallDisk(t, 64)
    if (disk === undefined) return
    const other = await startService(t, postgres.url, { env: { ...env, TMPDIR: disk } })
    const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'bac-kan')}` }
    const template = await fetch(`${other.url}/api/v1/imports/templates/plans.xlsx`, { headers })
    const workbook = await template.arrayBuffer()
    const send = async () => {
      const sent = await fetch(`${other.url}/api/v1/imports?kind=plans&dryRun=true`, {
        method: 'POST',
        headers: { ...headers, 'content-type': template.headers.get('content-type')! },
        body: workbook,
      })
      t.equal(sent.status, 202)
      const { id } = (await sent.json()) as { id: string }
      let job: any
      await becomes('it ends', async () => {
        job = await (await fetch(`${other.url}/api/v1/imports/${id}`, { headers })).json()
        return !['RECEIVING', 'CHECKING', 'APPLYING'].includes(job.state)
      })
      return job
    }
    const filler = fill(disk)
    t.match(await send(), { state: 'FAILED', failure: String })
    t.equal((await ask(other.url, '{ plans { totalCount } }', {}, headers)).status, 200)
    rmSync(filler)
    t.match(await send(), { state: 'APPLIED' })
  },
)

t.test(
  'given Postgres on a disk that is full, then reads go on, writes say so, and it recovers',
  { skip: !isRoot && 'only root can mount a small disk' },
  async (t) => {
    const disk = smallDisk(t, 160)
    if (disk === undefined) return
    const small = await ownPostgres(t, `${disk}/data`)
    const other = await startService(t, small.url, { env })
    const own = startWriters(4, () => other.url)
    await becomes('some is written', () => own.acknowledged.size > 10)
    const before = own.failures()
    let filler = ''
    await becomes('writes fail', () => {
      filler = fill(disk)
      return own.failures() > before + 3
    })
    t.equal((await fetch(`${other.url}/health/live`)).status, 200)
    const acknowledged = own.acknowledged.size
    rmSync(filler)
    // Without room for its log, Postgres ends itself; whoever watches over it starts it anew.
    if (
      !(await query(small.url, 'select 1').then(
        () => true,
        () => false,
      ))
    )
      await small.start()
    await becomes('writes go on', () => own.acknowledged.size > acknowledged + 5)
    await own.stop()
    t.strictSame(await differences(small.url, own.acknowledged), [])
    other.process.kill('SIGKILL')
    await small.stop()
  },
)

/** Listens from the beginning, and after each break from where it was; gives the titles that it was told. */
function follow(t: { teardown(work: () => unknown): unknown }, url: string): Set<string> {
  const titles = new Set<string>()
  let after: string | null = null
  let listening = true
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi', 'listener@test')}` },
    retryAttempts: 1_000,
    retryWait: () => sleep(200),
    shouldRetry: () => true,
  })
  t.teardown(() => {
    listening = false
    return client.dispose()
  })
  const listen = async (): Promise<void> => {
    const query = 'subscription($after: String) { planChanged(after: $after) { plan { title } cursor } }'
    for await (const { data } of client.iterate({ query, variables: { after } })) {
      const event = (data as any)?.planChanged
      if (event === undefined) continue
      titles.add(event.plan?.title)
      after = event.cursor
    }
  }
  void (async () => {
    // An operation that ends with an error is begun anew; the client does so only for connections.
    while (listening) {
      await listen().catch(() => {})
      await sleep(200)
    }
  })()
  return titles
}
