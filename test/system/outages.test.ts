import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { query } from '../helpers/embedded.ts'
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
import { toldPlans } from '../helpers/told-plans.ts'
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
const told = toldPlans(t, service.url)
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
