import { request } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { WebSocket } from 'ws'
import { newId } from '../../src/db/ids.ts'
import { createApp, type TestApp, type Viewer } from '../helpers/app.ts'
import { approvedTask, createPlan } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { listen, rawSocket, signIn, subscribe, until, type Raw } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t, { env: { WEBSOCKET_LIMIT: '3' } })
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const plans = 'subscription { planChanged { plan { title } } }'

async function signedIn(t: Parameters<typeof rawSocket>[0], instance = app.app): Promise<Raw> {
  const raw = await rawSocket(t, instance)
  await raw.ask(signIn(admin))
  return raw
}

const connections = ({ app: { server } }: TestApp) =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))

t.test('given a hundred subscriptions on a connection, when one more comes, then it alone is refused', async (t) => {
  const raw = await signedIn(t)
  for (let i = 0; i < 100; i++) raw.send({ id: String(i), type: 'subscribe', payload: { query: plans } })
  await until('all have begun', () => app.app.live.size === 100)
  const answer = await raw.ask({ id: 'more', type: 'subscribe', payload: { query: plans } })
  t.match(answer, { id: 'more', type: 'error', payload: [{ extensions: { code: 'LIMIT_EXCEEDED' }, message: /100/ }] })
  raw.send({ id: '7', type: 'complete' })
  await until('one has ended', () => app.app.live.size === 99)
  raw.send({ id: '7', type: 'subscribe', payload: { query: plans } })
  await until('its place is taken', () => app.app.live.size === 100)
  await createPlan(app, admin)
  await until('all were told', () => raw.messages.filter(({ type }) => type === 'next').length === 100)
  raw.socket.terminate()
  await until('all have ended', () => app.app.live.size === 0)
})

t.test(
  'given one caller’s share of sockets and subscriptions, when it wants more, then others still have theirs',
  async (t) => {
    const app = await createApp(t, { env: { CALLER_SOCKETS: '2', CALLER_SUBSCRIPTIONS: '3' } })
    const [busy, other] = [app.nextProvince(), app.nextProvince()].map((slug) =>
      app.viewer('PROVINCE_VIEWER', slug),
    ) as [Viewer, Viewer]
    const open = async (viewer: Viewer) => {
      const raw = await rawSocket(t, app.app)
      raw.send(signIn(viewer))
      await Promise.race([raw.closed, until('it is signed in', () => raw.messages.length > 0)])
      return raw
    }
    const first = await open(busy)
    const second = await open(busy)
    const refused = await open(busy)
    t.equal(refused.messages.length, 0, 'a third is not signed in')
    t.match(await refused.closed, {
      code: 1013,
      reason: 'LIMIT_EXCEEDED: one caller has at most 2 connections',
    })
    const watch = (id: string) => ({ id, type: 'subscribe', payload: { query: plans } })
    for (const id of ['1', '2']) first.send(watch(id))
    second.send(watch('3'))
    await until('three have begun', () => app.app.live.size === 3)
    t.match(await second.ask(watch('4')), {
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED' }, message: /\b3\b/ }],
    })
    const neighbour = await open(other)
    neighbour.send(watch('1'))
    await until('another caller’s has begun', () => app.app.live.size === 4)
    first.socket.terminate()
    await until('its own have ended', () => app.app.live.size === 2)
    const third = await open(busy)
    for (const id of ['5', '6']) third.send(watch(id))
    await until('their places are free again', () => app.app.live.size === 4)
  },
)

t.test('given as many sockets as may be, when one more comes, then it is turned away until one has gone', async (t) => {
  await until('earlier ones have gone', async () => (await connections(app)) === 0)
  const raws = [await rawSocket(t, app.app), await signedIn(t), await signedIn(t)]
  await t.rejects(rawSocket(t, app.app), { message: /503/ })
  raws[0]!.socket.close()
  await raws[0]!.closed
  await until('there is room', () =>
    rawSocket(t, app.app).then(
      ({ socket }) => (socket.terminate(), true),
      () => false,
    ),
  )
  for (const { socket } of raws) socket.terminate()
})

t.test('given another path or protocol, when an upgrade is asked for, then the answer is plain HTTP', async (t) => {
  const url = new URL(await listen(app.app))
  const strange = new WebSocket(`ws://${url.host}/other`, 'graphql-transport-ws')
  t.match(await new Promise((resolve) => strange.on('error', resolve)), { message: /404/ })

  // As Java's HTTP client does with each first request.
  const body = JSON.stringify({ query: '{ viewer { subject } }' })
  for (const payload of [body, body.padEnd(200_000)]) {
    const answer = await new Promise<string>((resolve, reject) => {
      const sent = request({
        host: url.hostname,
        port: url.port,
        path: '/graphql',
        method: 'POST',
        headers: {
          ...admin.headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          connection: 'Upgrade, HTTP2-Settings',
          upgrade: 'h2c',
          'http2-settings': 'AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA',
        },
      })
      sent.on('response', (response) => {
        let text = ''
        response.on('data', (chunk) => (text += String(chunk)))
        response.on('end', () => resolve(`${response.statusCode} ${text}`))
      })
      sent.on('error', reject)
      sent.end(payload)
    })
    t.equal(answer, '200 {"data":{"viewer":{"subject":"PROVINCE_ADMIN@test"}}}')
  }

  const broken = connect(Number(url.port), url.hostname)
  broken.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  t.match(String(await new Promise((resolve) => broken.on('data', resolve))), /^HTTP\/1.1 400 /)
  broken.destroy()
})

t.test('given a client that stops reading, when too much waits, then it is cut off and all is freed', async (t) => {
  const text = 'ệ'.repeat(20_000)
  const { taskId } = await approvedTask(app, admin)
  const report = { taskId, period: '2024-Q1', achievements: text, limitations: text, causes: text }
  const { id } = await perform(app, 'saveProgressReport', report, admin)
  // Five times three megabytes for one change: more than the network takes in by itself.
  const parts = Array.from({ length: 16 }, (_, i) => `a${i}: achievements l${i}: limitations c${i}: causes`)
  const query = `subscription { progressReportChanged { progressReport { ${parts.join(' ')} } } }`
  const ids = 'subscription { progressReportChanged { progressReport { id } } }'
  const notice = () => {
    const row = { province: app.key(slug), entity: 'ProgressReport', id: newId(), version: 1, published: false }
    return JSON.stringify({ xact: '1', snapshot: '1:1:', notices: [{ ...row, entry: newId() }] })
  }
  const notices = (count: number) =>
    app.owner.query(`select pg_notify('changes', notice) from unnest($1::text[]) notice`, [
      Array.from({ length: count }, notice),
    ])
  for (const [version, resumes] of [true, false].entries()) {
    const other = await subscribe(t, app.app, admin, ids)
    const raw = await signedIn(t)
    for (const sub of ['1', '2', '3', '4', '5']) raw.send({ id: sub, type: 'subscribe', payload: { query } })
    await until('it began', () => app.app.live.size === 6)
    raw.socket.pause()
    const change = { id, version: version + 1, period: '2024-Q1', percentComplete: version }
    await perform(app, 'saveProgressReport', change, admin)
    await other.reach(1)
    // What waits for the five counts together.
    await notices(900)
    await sleep(200)
    t.equal(app.app.live.size, 6, 'waiting is allowed')
    await notices(200)
    await until('it was cut off', () => app.app.live.size === 1)
    if (resumes) raw.socket.resume()
    if (resumes) t.match(await raw.closed, { code: 1013, reason: /^Too slow/ })
    // One that never reads does not read the goodbye either.
    else await until('its socket is gone', async () => (await connections(app)) === 1)
    t.equal(other.errors, undefined, 'who reads is not disturbed')
    other.stop()
    await until('nothing is left', async () => app.app.live.size === 0 && (await connections(app)) === 0)
  }
})

t.test('given clients, when the server stops, then they are told, and nobody is waited for', async (t) => {
  const instance = await anotherInstance(t, app)
  const polite = await signedIn(t, instance)
  polite.send({ id: '1', type: 'subscribe', payload: { query: plans } })
  const feed = await subscribe(t, instance, admin, plans)
  const deaf = await signedIn(t, instance)
  deaf.socket.pause()
  const { port } = instance.server.address() as AddressInfo
  const start = Date.now()
  const closing = instance.close()
  t.strictSame(await polite.closed, { code: 1001, reason: 'Going away' })
  await closing
  t.ok(Date.now() - start < 5_000)
  await feed.reach(1)
  t.match(feed.errors, { code: 1001 })
  t.equal(instance.live.size, 0)
  await t.rejects(fetch(`http://127.0.0.1:${port}/health/live`))
  await sleep(0)
})
