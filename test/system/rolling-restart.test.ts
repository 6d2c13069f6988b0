import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import pg from 'pg'
import t from 'tap'
import { WebSocket } from 'ws'
import { query } from '../helpers/embedded.ts'
import { ask, becomes, differences, ownPostgres, startService, startWriters, token } from '../helpers/processes.ts'
import { balance } from '../helpers/wires.ts'

const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock'`
// Long enough for a balancer that gets to look only now and then, and for statements on a machine that is as busy.
const env = {
  STOP_DELAY_SECONDS: '4',
  DATABASE_POOL_SIZE: '4',
  DATABASE_WAIT_SECONDS: '30',
  STATEMENT_SECONDS: '60',
}

t.test('given two processes behind a balancer under load, when each is restarted, then no request fails', async (t) => {
  const { url } = await ownPostgres(t)
  // Both migrate the empty database at once.
  let [a, b] = await Promise.all([startService(t, url, { env }), startService(t, url, { env })])
  const balancer = await balance(t, [a.url, b.url])
  await becomes('both are ready', () => balancer.ready().length === 2)
  const writers = startWriters(4, () => balancer.url)
  let reading = true
  const bad: unknown[] = []
  let good = 0
  const readers = Array.from({ length: 4 }, async () => {
    while (reading) {
      const reply = await ask(balancer.url, '{ plans(first: 3) { nodes { title } } }').catch((error: unknown) => error)
      if ((reply as { status?: number }).status === 200 && (reply as { body: any }).body.data?.plans) good++
      else bad.push(reply)
    }
  })
  for (const first of [true, false]) {
    await sleep(500)
    const old = first ? a : b
    const { port } = new URL(old.url)
    const closed = watch(old.url)
    await closed.open
    old.process.kill('SIGTERM')
    await becomes('it says so', async () => !(await fetch(`${old.url}/health/ready`)).ok, 5)
    t.equal(await old.ended, 0, 'it ends well')
    t.equal((await closed.ended).code, 1001, 'a subscription is told that the process goes')
    const anew = await startService(t, url, { env: { ...env, PORT: port } })
    if (first) a = anew
    else b = anew
    await becomes('both are ready', () => balancer.ready().length === 2)
  }
  await sleep(500)
  reading = false
  await Promise.all([...readers, writers.stop()])
  t.strictSame(bad, [])
  t.ok(good > 100, `${good} reads`)
  t.equal(writers.failures(), 0, `of ${writers.acknowledged.size} writes`)
  t.strictSame(await differences(url, writers.acknowledged), [])
})

function watch(url: string) {
  let opened = () => {}
  let closed: (event: { code: number }) => void = () => {}
  const open = new Promise<void>((resolve) => (opened = resolve))
  const ended = new Promise<{ code: number }>((resolve) => (closed = resolve))
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi')}` },
    retryAttempts: 0,
    on: { connected: () => opened(), closed: (event) => closed(event as { code: number }) },
  })
  client.subscribe(
    { query: 'subscription { planChanged { kind } }' },
    { next: () => {}, error: () => {}, complete: () => {} },
  )
  return { open, ended }
}

t.test('given a request that is being answered, when the process is told to stop, then it is answered', async (t) => {
  const { url } = await ownPostgres(t)
  const service = await startService(t, url, { env: { STOP_DELAY_SECONDS: '0', STOP_SECONDS: '20' } })
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  t.teardown(() => owner.end())
  await owner.query('begin; lock table plans')
  const slow = ask(service.url, '{ plans { totalCount } }')
  await becomes('it waits', async () => (await query(url, waiting)).length > 0)
  service.process.kill('SIGTERM')
  const refused = await becomesRefused(service.url)
  t.match(refused, { status: 503, retryAfter: '1', body: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } })
  await owner.query('commit')
  t.match(await slow, { status: 200, body: { data: { plans: { totalCount: 0 } } } })
  t.equal(await service.ended, 0)
})

async function becomesRefused(url: string) {
  for (;;) {
    const reply = await ask(url, '{ viewer { role } }')
    if (reply.status !== 200) return reply
    await sleep(20)
  }
}

t.test('given a request that never ends, when the process is told to stop, then it ends in time', async (t) => {
  const { url } = await ownPostgres(t)
  const service = await startService(t, url, { env: { STOP_SECONDS: '3', STATEMENT_SECONDS: '60' } })
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  t.teardown(() => owner.end())
  await owner.query('begin; lock table plans')
  const slow = ask(service.url, '{ plans { totalCount } }').catch(() => 'cut off')
  await becomes('it waits', async () => (await query(url, waiting)).length > 0)
  const start = Date.now()
  service.process.kill('SIGTERM')
  t.equal(await service.ended, 0)
  t.ok(Date.now() - start < 6_000)
  t.equal(await slow, 'cut off')
  t.match(service.output(), /stopped with requests unanswered/)
})
