import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { advance, createDepartment, createPlan } from '../helpers/fixtures.ts'
import { until } from '../helpers/live.ts'
import { ask, type Told } from '../helpers/mirror.ts'

const app = await createApp(t, { poolSize: 8 })
const analyst = app.viewer('MINISTRY_ANALYST')

t.test('given nothing new, when somebody waits, then they are told at once what is committed', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const { next } = await ask(app, admin, {})
  t.match(await ask(app, admin, { after: next, wait: 0 }), { changes: [], more: false })
  const asked = Date.now()
  const waiting = ask(app, admin, { after: next, wait: 60 })
  await app.app.listening()
  const { id } = await createPlan(app, admin)
  t.match(await waiting, { changes: [{ id, type: 'Plan', kind: 'CREATED', version: 1, province: slug }] })
  t.ok(Date.now() - asked < 50_000, 'before the time is up')
})

t.test('given a stream, then each event is a line with its cursor, and it goes on where another ended', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as { port: number }
  const open = async (after?: string) => {
    const cut = new AbortController()
    const url = `http://127.0.0.1:${port}/api/v1/changes${after === undefined ? '' : `?after=${after}`}`
    const headers = { ...admin.headers, accept: 'application/x-ndjson' }
    const response = await fetch(url, { headers, signal: cut.signal })
    t.match(response.headers.get('content-type'), /^application\/x-ndjson/)
    const events: Told[] = []
    const lines = createInterface({ input: Readable.fromWeb(response.body as never) })
    lines.on('line', (text) => text !== '' && events.push(JSON.parse(text)))
    lines.on('error', () => {})
    return { events, cut: () => cut.abort() }
  }
  const first = await open()
  const plan = await createPlan(app, admin)
  await until('the first line', () => first.events.length === 1)
  first.cut()
  await advance(app, admin, plan, 'submitPlan')
  const second = await open(first.events[0]!.cursor)
  await createDepartment(app, admin)
  await until('two more lines', () => second.events.length === 2)
  t.strictSame(
    second.events.map(({ type, version, kind }) => `${type} ${version} ${kind}`),
    ['Plan 2 UPDATED', 'Department 1 CREATED'],
  )
  second.cut()

  const viewer = app.viewer('PROVINCE_VIEWER', slug)
  const many = []
  const url = `http://127.0.0.1:${port}/api/v1/changes`
  const follow = (signal: AbortSignal) =>
    fetch(url, { headers: { ...viewer.headers, accept: 'application/x-ndjson' }, signal })
  for (let n = 0; n < 20; n++) {
    const cut = new AbortController()
    many.push(cut)
    t.equal((await follow(cut.signal)).status, 200)
  }
  const refused = await app.app.inject({ url: '/api/v1/changes?wait=1', headers: viewer.headers })
  t.match(refused.json(), { code: 'LIMIT_EXCEEDED', detail: /20/ }, 'one caller has so many at once')
  t.equal(
    (await app.app.inject({ url: '/api/v1/changes', headers: viewer.headers })).statusCode,
    200,
    'who doesn’t wait',
  )
  many[0]!.abort()
  const another = new AbortController()
  await until('one may come in its place', async () => (await follow(another.signal)).status === 200)
  for (const cut of [...many, another]) cut.abort()
})

t.test('given a cursor, then nothing can be read in it, and no letter of it changed', async (t) => {
  const viewer = app.viewer('PROVINCE_VIEWER', app.nextProvince())
  const [one, other] = [await ask(app, viewer, {}), await ask(app, viewer, {})]
  // What it stands for counts the transactions of all provinces.
  for (const { next } of [one, other]) t.notMatch(Buffer.from(next, 'base64url').toString('latin1'), /\d:\d/)
  t.not(one.next, other.next, 'so nobody sees whether others have written meanwhile')
  for (let at = 0; at < one.next.length; at += 7) {
    const after = `${one.next.slice(0, at)}${one.next[at] === 'A' ? 'B' : 'A'}${one.next.slice(at + 1)}`
    const { statusCode, body } = await app.app.inject({
      url: `/api/v1/changes?after=${after}`,
      headers: viewer.headers,
    })
    t.match([statusCode, JSON.parse(body).code], [400, 'BAD_INPUT'], `letter ${at}`)
  }
})

t.test('given what can be wrong with a request, then it is a problem that says so', async (t) => {
  const slug = app.nextProvince()
  const viewer = app.viewer('PROVINCE_VIEWER', slug)
  const { next } = await ask(app, viewer, {})
  const other = app.viewer('PROVINCE_VIEWER', app.nextProvince())
  const table: [name: string, query: string, headers: Record<string, string>, status: number, expected: object][] = [
    ['no token', '', {}, 401, { code: 'UNAUTHENTICATED' }],
    ['an importer', '', app.viewer('IMPORTER', slug).headers, 403, { code: 'FORBIDDEN' }],
    ['a made-up cursor', '?after=abc', viewer.headers, 400, { code: 'BAD_INPUT' }],
    ['another province’s cursor', `?after=${next}`, other.headers, 400, { code: 'BAD_INPUT' }],
    ['the ministry’s with a province’s', `?after=${next}`, analyst.headers, 400, { code: 'BAD_INPUT' }],
    ['an unknown parameter', '?from=1', viewer.headers, 400, { path: ['from'], detail: /“from”.*after, first, wait/ }],
    ['too many', '?first=1001', viewer.headers, 400, { path: ['first'], detail: /at most 1000/ }],
    ['none', '?first=0', viewer.headers, 400, { path: ['first'], detail: /at least 1/ }],
    ['no number', '?first=ten', viewer.headers, 400, { path: ['first'] }],
    ['twice', '?first=1&first=2', viewer.headers, 400, { path: ['first'] }],
    ['another format', '?format=xlsx', viewer.headers, 400, { path: ['format'], detail: /json, ndjson/ }],
    ['another type', '', { ...viewer.headers, accept: 'text/csv' }, 406, { code: 'BAD_INPUT' }],
  ]
  for (const [name, query, headers, status, expected] of table) {
    const url = `/api/v1/changes${query}`
    const response = await app.app.inject({ url, headers: { 'accept-language': 'en', ...headers } })
    t.equal(response.statusCode, status, name)
    t.match(response.headers['content-type'], /^application\/problem\+json/, name)
    t.match(response.json(), { status, requestId: /./, ...expected }, name)
  }
  const { body } = await app.app.inject({ url: '/api/v1/changes?x=1', headers: viewer.headers })
  t.match(JSON.parse(body).detail, /^Không có tham số “x”/, 'in Vietnamese unless English is asked for')
})
