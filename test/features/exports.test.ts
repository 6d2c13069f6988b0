import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readXlsx } from 'hucre'
import t, { type Test } from 'tap'
import { nationalDoor, tenantDoor } from '../../src/db/tenancy.ts'
import { importCentralDocuments, importFile } from '../../src/features/imports/commands.ts'
import { loadSampleData } from '../../src/sample-data/load.ts'
import { createApp, type TestApp, type Viewer } from '../helpers/app.ts'
import { advance, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { until } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'

const app = await createApp(t, { env: { PROGRAM_OPERATIONS: '4' } })
const empty = await createApp(t)
const analyst = app.viewer('MINISTRY_ANALYST')
const kinds = ['plans', 'tasks', 'reports'] as const
type Kind = (typeof kinds)[number]
const formats = ['csv', 'ndjson', 'xlsx'] as const
type Format = (typeof formats)[number]

const doorOf = (app: TestApp, slug: string) => tenantDoor(app.pools, { readable: [app.key(slug)], own: app.key(slug) })

async function get({ app }: TestApp, viewer: Viewer, path: string) {
  const response = await app.inject({ url: `/api/v1/exports/${path}`, headers: viewer.headers })
  if (response.statusCode !== 200) throw new Error(response.body)
  return response
}

const csvOf = async (app: TestApp, slug: string, kind: Kind, query = '') =>
  (await get(app, app.viewer('PROVINCE_VIEWER', slug), `${kind}?${query}`)).body

const rowsOf = async (viewer: Viewer, path: string): Promise<Record<string, any>[]> =>
  (await get(app, viewer, path)).body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

async function load(app: TestApp, slug: string, kind: Kind, content: string | Buffer, format: Format = 'csv') {
  const source = (async function* () {
    yield Buffer.from(content as string)
  })()
  const actor = { subject: 'importer', role: 'IMPORTER', requestId: null }
  const options = { kind, source, format, name: `${kind}.${format}`, mode: 'atomic', edited: 'refuse' } as const
  const { problems, ...counts } = await importFile(doorOf(app, slug), actor, options)
  t.strictSame(problems, [], `${slug} ${kind}`)
  return counts
}

t.before(async () => {
  const nation = nationalDoor(app.pools)
  await loadSampleData({ tenantDoorFor: (slug) => doorOf(app, slug), nationalDoor: nation, log: () => {} })
  const central = createReadStream(new URL('../../src/sample-data/central/documents.csv', import.meta.url))
  await importCentralDocuments(nationalDoor(empty.pools), central)
})

t.test('given exports of a province, when they are imported elsewhere, then the facts are the same', async (t) => {
  for (const [n, slug] of ['bac-kan', 'quang-binh', 'lang-son', 'bac-lieu', 'ha-nam'].entries()) {
    for (const kind of kinds) {
      const text = await csvOf(app, slug, kind)
      const contentOf = async (format: Format) =>
        (await get(app, app.viewer('PROVINCE_VIEWER', slug), `${kind}?format=${format}`)).rawPayload
      const turn = n % formats.length
      const [first, ...others] = [...formats.slice(turn), ...formats.slice(0, turn)] as [Format, ...Format[]]
      await load(empty, slug, kind, await contentOf(first), first)
      t.equal(await csvOf(empty, slug, kind), text, `${slug} ${kind} by ${first}`)
      for (const format of others) {
        const counts = await load(empty, slug, kind, await contentOf(format), format)
        t.match(counts, { created: 0, changed: 0, refused: 0 }, `${slug} ${kind}: the same by ${format}`)
      }
      t.match(await load(app, slug, kind, text), { created: 0, changed: 0 }, `${slug} ${kind}: at home nothing changes`)
    }
  }
})

t.test('given text that a spreadsheet would run, then it is made harmless, and comes back as it was', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const titles = ['=HYPERLINK("http://evil.example","x")', '+1', '-1+2', '@SUM(A1)', 'a,"b";c\nd']
  for (const title of titles) await createPlan(app, admin, { title })
  const text = await csvOf(app, slug, 'plans')
  t.match(text, `"'=HYPERLINK(""http://evil.example"",""x"")"`)
  for (const title of ['+1', '-1+2', '@SUM(A1)']) t.match(text, `,'${title},`)
  await load(empty, slug, 'plans', text)
  const { rows } = await empty.owner.query('select title from plans where province_id = $1 order by id', [
    app.key(slug),
  ])
  t.strictSame(
    rows.map(({ title }) => title),
    titles.map((title) => title.replace('\n', ' ')),
  )
  const { rawPayload, headers } = await get(app, admin, 'plans?format=xlsx')
  t.match(headers['content-disposition'], 'plans.xlsx')
  const { sheets } = await readXlsx(rawPayload)
  const [header, ...lines] = sheets[0]!.rows
  const title = header!.indexOf('title')
  t.strictSame(lines.map((line) => line[title]).slice(0, 2), [`'${titles[0]}`, `'+1`])
})

t.test('given the ministry, then it gets what is published in all provinces, each row with its province', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const { id: leadDepartmentId } = await createDepartment(app, admin, { name: 'Sở Ngoại vụ' })
  const draft = await createPlan(app, admin, { title: 'Nháp' })
  const plan = await createPlan(app, admin, { title: 'Đã duyệt' })
  const task = await createTask(app, admin, plan.id, { leadDepartmentId })
  await advance(app, admin, plan, 'submitPlan', 'approvePlan')
  const value = { code: 'COURSES_HELD', value: 3, qualifier: 'AT_LEAST' }
  const given = { taskId: task.id, period: '2024-Q1', percentComplete: 33.333, values: [value] }
  const report = await perform(app, 'saveProgressReport', given, admin)
  await advance(app, admin, report, 'submitProgressReport', 'acceptProgressReport')
  const { id } = report
  await perform(app, 'saveProgressReport', { ...given, id, version: 3, percentComplete: 50 }, admin)

  const plans = await rowsOf(analyst, 'plans?format=ndjson')
  t.ok(new Set(plans.map(({ province }) => province)).size >= 6, 'all provinces')
  t.notOk(plans.some(({ key }) => key === draft.id))
  t.strictSame(
    (await rowsOf(analyst, `plans?format=ndjson&provinces=${slug}`)).map(({ province, key, title }) => [
      province,
      key,
      title,
    ]),
    [[slug, plan.id, 'Đã duyệt']],
  )
  t.match(await rowsOf(analyst, `tasks?format=ndjson&plan=${plan.id}`), [
    {
      province: slug,
      plan_key: plan.id,
      lead_department: 'Sở Ngoại vụ',
      coordinating_departments: [],
    },
  ])
  t.match(
    await rowsOf(admin, 'reports?format=ndjson'),
    [
      {
        key: report.id,
        task_key: task.id,
        percent_complete: '33.33',
        'indicator:COURSES_HELD': '>3',
        status: 'ACCEPTED',
      },
    ],
    'in the revision that counts, and not the draft of a newer one',
  )
  t.notOk('province' in (await rowsOf(admin, 'reports?format=ndjson'))[0]!, 'a province needs no such column')
})

t.test('given filters, then only what fits', async (t) => {
  const keys = async (path: string) => (await rowsOf(app.viewer('PROVINCE_VIEWER', 'quang-binh'), path)).length
  t.equal(await keys('plans?format=ndjson&years=2016'), 1, 'a plan of 2015 to 2017')
  t.equal(await keys('plans?format=ndjson&years=2018,2019'), 0)
  t.equal(await keys('tasks?format=ndjson&status=COMPLETED,IN_PROGRESS,NOT_STARTED,CANCELLED'), 14)
  const years = await Promise.all([2015, 2016, 2017].map((year) => keys(`reports?format=ndjson&years=${year}`)))
  t.equal(
    years.reduce((sum, count) => sum + count),
    await keys('reports?format=ndjson'),
  )
  // Thái Nguyên reads what Bắc Kạn has, and exports it when it says so.
  const heir = app.viewer('PROVINCE_VIEWER', 'thai-nguyen')
  t.equal((await rowsOf(heir, 'plans?format=ndjson')).length, 0)
  t.match(await rowsOf(heir, 'plans?format=ndjson&provinces=thai-nguyen,bac-kan'), [{ province: 'bac-kan' }])
})

t.test('given what can be wrong with a request, then it is a problem that says so', async (t) => {
  const viewer = app.viewer('PROVINCE_VIEWER', app.nextProvince())
  const table: [name: string, path: string, headers: Record<string, string>, status: number, expected: object][] = [
    ['no token', 'plans', {}, 401, { code: 'UNAUTHENTICATED' }],
    ['an importer', 'plans', app.viewer('IMPORTER', 'bac-kan').headers, 403, { code: 'FORBIDDEN' }],
    ['another kind', 'departments', viewer.headers, 404, { code: 'NOT_FOUND' }],
    ['another format', 'plans?format=json', viewer.headers, 400, { path: ['format'], detail: /csv, ndjson, xlsx/ }],
    ['another type', 'plans', { ...viewer.headers, accept: 'application/pdf' }, 406, { detail: /csv, ndjson, xlsx/ }],
    ['no year', 'plans?years=2019,x', viewer.headers, 400, { path: ['years', '1'] }],
    ['no state', 'plans?status=DONE', viewer.headers, 400, { path: ['status', '0'], detail: /DRAFT, SUBMITTED/ }],
    ['no id', 'plans?plan=1', viewer.headers, 400, { path: ['plan'] }],
    [
      'another province',
      'plans?provinces=bac-kan',
      viewer.headers,
      400,
      { path: ['provinces'], detail: /There is no province “bac-kan”/ },
    ],
    [
      'no province',
      'plans?provinces=nowhere',
      viewer.headers,
      400,
      { path: ['provinces'], detail: /There is no province “nowhere”/ },
    ],
  ]
  for (const [name, path, headers, status, expected] of table) {
    const response = await app.app.inject({
      url: `/api/v1/exports/${path}`,
      headers: { 'accept-language': 'en', ...headers },
    })
    t.equal(response.statusCode, status, name)
    t.match(response.json(), expected, name)
  }
})

const many = 4_000
let address: { slug: string; port: number } | undefined

/** A province with 16 MB of plans that can't be made much smaller, and the port on which their exports are had. */
async function large() {
  if (address !== undefined) return address
  const slug = app.nextProvince()
  await app.owner.query(
    `insert into plans (province_id, id, title, source, kind, status, period_start, period_end, reporting_period)
     select $1, uuidv7(), 'Kế hoạch', (select string_agg(md5(n || '-' || i), '') from generate_series(1, 125) i), 'ANNUAL', 'DRAFT',
       '2020-01-01', '2020-12-31', 'YEAR'
     from generate_series(1, ${many}) n`,
    [app.key(slug)],
  )
  await app.owner.query('analyze')
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as AddressInfo
  return (address = { slug, port })
}

/** Asks for an export and returns the answer before any of it is read, or, if `cut`, is gone once it has asked. */
async function begin(viewer: Viewer, format: Format, cut = false): Promise<IncomingMessage | undefined> {
  const { port } = await large()
  const asked = request({ port, path: `/api/v1/exports/plans?format=${format}`, headers: viewer.headers, agent: false })
  asked.on('error', () => {})
  asked.end()
  if (cut) {
    await until('its cursor is open', async () => (await open()).length > 0)
    return void asked.destroy()
  }
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  t.equal(response.statusCode, 200)
  return response
}

/** What the database's connections for requests are doing, those that do nothing left out. */
const open = async () =>
  (
    await app.owner.query<{ state: string; query: string }>(
      `select state, query from pg_stat_activity where datname = current_database() and usename = 'app_serving' and state <> 'idle'`,
    )
  ).rows

const fetched = () => app.statements.filter((text) => text.includes('nextRows')).length

/** Asks something else, which has to wait for a connection if there is none. */
async function answers(t: Test): Promise<void> {
  const before = performance.now()
  const { slug } = await large()
  const { headers } = app.viewer('PROVINCE_ADMIN', slug)
  const url = `/graphql?query=${encodeURIComponent('{ plans(first: 1) { totalCount } }')}`
  const response = await app.app.inject({ url, headers: { accept: 'application/json', ...headers } })
  t.equal(response.json().data.plans.totalCount, many)
  t.comment(`answered in ${Math.round(performance.now() - before)} ms`)
}

t.test(
  'given clients that hang up, then nothing is left of their exports, and the next has all connections',
  async (t) => {
    const { slug } = await large()
    // As many as there are connections, by two callers, who may have half of them each.
    const viewers = [app.viewer('PROVINCE_VIEWER', slug), app.viewer('PROVINCE_ADMIN', slug)]
    for (const format of formats) {
      const begun = await Promise.all([...viewers, ...viewers].map((viewer) => begin(viewer, format)))
      for (const response of begun) await once(response!, 'readable')
      t.equal((await open()).length, 4, `${format}: all connections are in use`)
      for (const response of begun) response!.destroy()
      await answers(t)
      await until(`all of ${format} have ended`, async () => (await open()).length === 0)
      t.equal(app.pools.serving.waitingCount, 0)
      t.equal(app.pools.serving.idleCount, app.pools.serving.totalCount)
    }
    await begin(viewers[0]!, 'csv', true)
    await until('one that hung up before its answer has ended', async () => (await open()).length === 0)
  },
)

t.test('given a client that reads slowly, then it is waited for, others are answered, and it gets all', async (t) => {
  const { slug } = await large()
  for (const format of formats) {
    const before = fetched()
    const response = (await begin(app.viewer('PROVINCE_VIEWER', slug), format))!
    let last = before
    let since = Date.now()
    await until('nothing more is taken from the database', () => {
      if (fetched() !== last) [last, since] = [fetched(), Date.now()]
      return Date.now() - since > 500
    })
    t.match(await open(), [{ state: 'idle in transaction', query: /nextRows/ }], `${format}: it is waited for`)
    const taken = last - before
    await answers(t)
    t.equal(fetched(), last)
    const pieces: Buffer[] = []
    for await (const piece of response) pieces.push(piece as Buffer)
    const all = Buffer.concat(pieces)
    const steps = fetched() - before
    t.ok(taken < 0.8 * steps, `${format}: ${taken} of ${steps} steps while nothing was read`)
    if (format === 'xlsx') t.equal((await readXlsx(all)).sheets[0]!.rows.length, many + 1)
    else t.equal(all.toString().trimEnd().split('\n').length, format === 'csv' ? many + 1 : many)
    t.strictSame(await open(), [])
  }
})
