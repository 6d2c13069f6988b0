import { Readable } from 'node:stream'
import pg from 'pg'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { tenantDoor } from '../../src/db/tenancy.ts'
import { importFile } from '../../src/features/imports/commands.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { advance, approvedTask, createDepartment, createPlan, createTask } from '../helpers/fixtures.ts'
import { Mirror, sourceLines, type Told } from '../helpers/mirror.ts'
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
