import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import pg from 'pg'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { importFile } from '../../src/features/imports/commands.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { advance, approvedTask, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { until } from '../helpers/live.ts'
import { ask, Mirror, sourceLines, type Told } from '../helpers/mirror.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t, { poolSize: 8 })
const analyst = app.viewer('MINISTRY_ANALYST')
const line = ({ type, version, kind }: Told) => `${type} ${version} ${kind}`

t.test('given writers at work, when readers are killed at any place, then each ends with what there is', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const own = [app.key(slug)]
  let writing = true

  const write = async (writer: number) => {
    for (let round = 0; round < 2; round++) {
      const { planId, taskId } = await approvedTask(app, admin, { plan: { title: `Kế hoạch ${writer}.${round}` } })
      const task = await advance(app, admin, { id: taskId, version: 1 }, 'startTask')
      const report = await perform(app, 'saveProgressReport', { taskId, period: '2024-Q1', percentComplete: 5 }, admin)
      await advance(app, admin, report, 'submitProgressReport')
      const draft = await createPlan(app, admin)
      await createTask(app, admin, draft.id)
      await perform(app, 'discardPlan', draft, admin)
      await perform(app, 'updateTask', { ...task, title: `Sửa ${round}`, reason: 'Vì sao' }, admin)
      await perform(app, 'updatePlan', { id: planId, version: 3, reason: 'Vì sao', title: 'Sửa' }, admin)
    }
  }
  const importing = async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `k${i},Kế hoạch ${i},2015-01-01,2015-12-31,COMPLETED\n`)
    const source = Readable.from(['key,title,period_start,period_end,status\n', ...rows])
    const door = tenantDoor(app.pools, { readable: own, own: own[0]! })
    const actor = { subject: 'import', role: 'IMPORTER', requestId: null }
    const result = await importFile(door, actor, {
      kind: 'plans',
      source,
      name: 'a.csv',
      mode: 'atomic',
      edited: 'keep',
    })
    t.strictSame(result.problems, [])
  }
  const follow = async (viewer: Viewer, first: number) => {
    const mirror = new Mirror()
    while (writing) await mirror.read(app, viewer, first, Math.ceil(Math.random() * first))
    return mirror.catchUp(app, viewer, first)
  }
  const readers = [follow(admin, 3), follow(admin, 50), follow(analyst, 7)]
  await Promise.all([write(1), write(2), importing()])
  writing = false
  const [small, large, national] = (await Promise.all(readers)) as [Mirror, Mirror, Mirror]

  t.strictSame([...small.faults, ...large.faults, ...national.faults], [], 'no version twice, none out of order')
  t.strictSame(small.lines(), await sourceLines(app, own))
  t.strictSame(large.lines(), small.lines())
  t.strictSame(national.lines(), await sourceLines(app, own, true))
  const fresh = await new Mirror().catchUp(app, admin)
  t.strictSame(fresh.lines(), small.lines(), 'from the beginning')
  // What is gone by now was told as created to who read it before.
  const lasting = (told: Told) =>
    fresh.things.has(`${told.type} ${told.id}`) ? line(told) : `${told.type} ${told.version}`
  t.strictSame(
    fresh.told.map(lasting).sort(),
    small.told.map(lasting).sort(),
    'the same events, whenever they are read',
  )
})

t.test('given a transaction that waited for a later one, then versions come in order', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const [province, id] = [app.key(slug), newId()]
  const clients = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const client = new pg.Client({ connectionString: app.ownerUrl })
      await client.connect()
      return client
    }),
  )
  const [oldest, first, second, late] = clients as [pg.Client, pg.Client, pg.Client, pg.Client]
  const begin = (client: pg.Client) => client.query('begin; select pg_current_xact_id()')
  const log = (client: pg.Client, version: number) =>
    client.query(
      `insert into audit_log (province_id, id, actor, role, action, entity, entity_id, entity_version, changes)
       values ($1, $2, 'x', 'x', 'x', 'Department', $3, $4, '{}')`,
      [province, newId(), id, version],
    )
  const mirror = new Mirror()
  const versions = () => mirror.told.map(({ version }) => version)
  const read = async () => {
    while (await mirror.read(app, admin, 1));
  }

  // In the order of their numbers: the oldest, which goes on for long, then the writer of version 2, then of version 1.
  for (const client of [oldest, first, second]) await begin(client)
  await log(second, 1)
  await read()
  t.strictSame(versions(), [], 'nothing before its commit')
  await second.query('commit')
  await log(first, 2)
  await read()
  t.strictSame(versions(), [1], 'and no waiting for the longest')
  await first.query('commit')
  await begin(late)
  await log(late, 3)
  await read()
  t.strictSame(versions(), [1, 2])
  await late.query('commit')
  await log(oldest, 4)
  await oldest.query('commit')
  await read()
  t.strictSame(versions(), [1, 2, 3, 4])
  t.strictSame(
    (await new Mirror().catchUp(app, admin, 1)).told.map(({ version }) => version),
    [1, 2, 3, 4],
  )
  t.strictSame(
    (await new Mirror().catchUp(app, admin, 2)).told.map(({ version }) => version),
    [1, 2, 3, 4],
  )
  await Promise.all(clients.map((client) => client.end()))
})

t.test('given the ministry, then a plan is told of with its tasks when it is approved, and not before', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const mirror = await new Mirror().catchUp(app, analyst)
  const news = async () => {
    const from = mirror.told.length
    await mirror.catchUp(app, analyst, 2)
    return mirror.told.slice(from).map(line)
  }
  const department = await createDepartment(app, admin)
  t.strictSame(await news(), ['Department 1 CREATED'])
  const document = { reference: '7/KH-UBND', issuedOn: '2024-01-02', title: 'Kế hoạch năm' }
  const draft = await createPlan(app, admin, { document })
  const tasks = [1, 2, 3].map((n) =>
    createTask(app, admin, draft.id, { title: `${n}`, leadDepartmentId: department.id }),
  )
  const [task] = await Promise.all(tasks)
  const changed = await perform(app, 'updateTask', { ...task!, title: 'Đã sửa' }, admin)
  const submitted = await advance(app, admin, draft, 'submitPlan')
  t.strictSame(await news(), [])
  await advance(app, admin, submitted, 'approvePlan')
  const started = await advance(app, admin, changed, 'startTask')
  const [plan, ...parts] = await news()
  t.equal(plan, 'Plan 3 CREATED')
  t.strictSame(parts.sort(), ['Task 1 CREATED', 'Task 1 CREATED', 'Task 2 CREATED', 'Task 3 UPDATED'])
  t.match(mirror.of('Plan').at(-1), { document: { reference: '7/KH-UBND', title: 'Kế hoạch năm' }, status: 'APPROVED' })
  t.equal(mirror.things.get(`Task ${started.id}`).version, 3)

  const input = {
    planId: draft.id,
    period: '2024',
    percentComplete: 50,
    values: [{ code: 'COURSES_HELD', value: 3, qualifier: 'AT_LEAST' }],
  }
  const report = await perform(app, 'saveProgressReport', input, admin)
  const asked = await perform(
    app,
    'createRecommendation',
    { progressReportId: report.id, text: 'Tăng kinh phí' },
    admin,
  )
  t.strictSame(await news(), [])
  await advance(app, admin, report, 'submitProgressReport')
  t.strictSame(await news(), ['ProgressReport 2 CREATED', 'Recommendation 1 CREATED'])
  t.match(mirror.of('ProgressReport').at(-1).values, [{ code: 'COURSES_HELD', value: 3, qualifier: 'AT_LEAST' }])
  const answer = { id: asked.id, version: 1, status: 'ANSWERED', answer: 'Đồng ý' }
  await perform(app, 'answerRecommendation', answer, app.viewer('MINISTRY_ADMIN'))
  t.strictSame(await news(), ['Recommendation 2 UPDATED'])
  t.strictSame(mirror.faults, [])
})

t.test('given a merger, then the successor is told what its predecessor has and does', async (t) => {
  const [old, heir] = [app.viewer('PROVINCE_ADMIN', 'bac-kan'), app.viewer('PROVINCE_ADMIN', 'thai-nguyen')]
  await createPlan(app, old, { title: 'Của Bắc Kạn' })
  await createPlan(app, heir, { title: 'Của Thái Nguyên' })
  const mirror = await new Mirror().catchUp(app, heir)
  t.strictSame(
    mirror.of('Plan').map(({ title }) => title),
    ['Của Bắc Kạn', 'Của Thái Nguyên'],
  )
  t.strictSame(new Set(mirror.told.map(({ province }) => province)), new Set(['bac-kan', 'thai-nguyen']))
  t.strictSame(
    (await new Mirror().catchUp(app, old)).of('Plan').map(({ title }) => title),
    ['Của Bắc Kạn'],
  )
})

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
  t.strictSame(second.events.map(line), ['Plan 2 UPDATED', 'Department 1 CREATED'])
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
