import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { advance, approvedTask, createDepartment, createPlan } from '../helpers/fixtures.ts'
import { anotherInstance } from '../helpers/instance.ts'
import { subscribe, until, type Feed } from '../helpers/live.ts'
import { perform } from '../helpers/mutations.ts'

// Three callers share the 200 connections of one test.
const app = await createApp(t, { env: { CALLER_SOCKETS: '200' } })
const other = await anotherInstance(t, app)

const plans = 'subscription($id: ID) { planChanged(planId: $id) { kind plan { id version title province { slug } } } }'
const tasks = `subscription($plan: ID, $department: ID) {
  taskChanged(planId: $plan, departmentId: $department) { kind task { id version } }
}`
const reports = `subscription($plan: ID, $task: ID) {
  progressReportChanged(planId: $plan, taskId: $task) { kind progressReport { id version status } }
}`

t.test('given two instances, when one commits changes, then listeners of both are told, in order', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const here = await subscribe(t, app.app, app.viewer('PROVINCE_VIEWER', slug), plans)
  const there = await subscribe(t, other, admin, plans)
  const { id } = await createPlan(app, admin, { title: 'Một' })
  for (const feed of [here, there]) await feed.reach(1)
  await perform({ app: other }, 'updatePlan', { id, version: 1, title: 'Hai' }, admin)
  for (const feed of [here, there]) {
    await feed.reach(2)
    t.strictSame(feed.events, [
      { kind: 'CREATED', plan: { id, version: 1, title: 'Một', province: { slug } } },
      { kind: 'UPDATED', plan: { id, version: 2, title: 'Hai', province: { slug } } },
    ])
  }
})

t.test(
  'given listeners of several provinces, when one changes, then only those who may read it are told',
  async (t) => {
    // Thái Nguyên took Bắc Kạn in, whose users go on reading their own.
    const slugs = ['lang-son', 'bac-kan', 'thai-nguyen']
    const sees: Record<string, string[]> = {
      'lang-son': ['lang-son'],
      'bac-kan': ['bac-kan'],
      'thai-nguyen': ['bac-kan', 'thai-nguyen'],
    }
    const feeds = new Map<string, Awaited<ReturnType<typeof subscribe>>>()
    for (const slug of slugs) {
      feeds.set(slug, await subscribe(t, other, app.viewer('PROVINCE_VIEWER', slug), plans))
    }
    const titles: string[] = []
    for (const slug of [...slugs, ...slugs]) {
      titles.push(slug)
      await createPlan(app, app.viewer('PROVINCE_ADMIN', slug), { title: slug })
    }
    for (const [slug, feed] of feeds) {
      // The last plan of the last province is behind all others in the order of the commits.
      const expected = titles.filter((title) => sees[slug]!.includes(title))
      await feed.reach(expected.length)
      t.strictSame(
        feed.events.map(({ plan }) => [plan.title, plan.province.slug]),
        expected.map((title) => [title, title]),
        slug,
      )
    }
  },
)

t.test(
  'given requests that hold all connections, when something changes, then listeners are told at once',
  async (t) => {
    const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
    const feed = await subscribe(t, app.app, admin, plans)
    const { id } = await createPlan(app, admin)
    await feed.reach(1)
    const { serving } = app.pools
    const held = await Promise.all(Array.from({ length: serving.options.max }, () => serving.connect()))
    try {
      await perform({ app: other }, 'updatePlan', { id, version: 1, title: 'Hai' }, admin)
      await feed.reach(2)
      t.match(feed.events.at(-1), { kind: 'UPDATED', plan: { id, version: 2 } })
    } finally {
      for (const client of held) client.release()
    }
  },
)

t.test('given a notice of a thing that can’t be read, when it arrives, then nobody is told of it', async (t) => {
  const [mine, foreign] = [app.nextProvince(), app.nextProvince()]
  const admin = app.viewer('PROVINCE_ADMIN', mine)
  const { id } = await createPlan(app, app.viewer('PROVINCE_ADMIN', foreign))
  const earlier = await subscribe(t, app.app, admin, plans)
  const draft = await createPlan(app, admin)
  // Who listens from here on hears of what was made before only by the message below.
  await earlier.reach(1)
  const feed = await subscribe(t, app.app, admin, plans)
  const ministry = await subscribe(t, app.app, app.viewer('MINISTRY_ANALYST'), plans)
  // A message that names the wrong province, or calls a draft published, shows no more than row security lets through.
  const notice = { province: app.key(mine), entity: 'Plan', version: 1, published: true, entry: id }
  const notices = [id, draft.id].map((one) => ({ ...notice, id: one }))
  await app.owner.query(`select pg_notify('changes', $1)`, [JSON.stringify({ xact: '1', snapshot: '1:1:', notices })])
  await feed.reach(1)
  await perform(app, 'discardPlan', draft, admin)
  const last = await createPlan(app, admin)
  await feed.reach(2)
  t.strictSame(
    feed.events.map(({ plan }) => plan.id),
    [draft.id, last.id],
  )
  t.strictSame(ministry.events, [])
})

t.test('given a plan on its way, when it is approved, then the ministry is told, and of no draft before', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const feed = await subscribe(t, app.app, app.viewer('MINISTRY_ANALYST'), plans)
  const told = await subscribe(t, app.app, app.viewer('MINISTRY_ADMIN'), reports)
  const { planId, taskId } = await approvedTask(app, admin)
  await feed.reach(1)
  await perform(app, 'updatePlan', { id: planId, version: 3, title: 'Sửa', reason: 'Vì sao' }, admin)
  await feed.reach(2)
  t.match(feed.events, [
    { kind: 'CREATED', plan: { id: planId, version: 3 } },
    { kind: 'UPDATED', plan: { id: planId, version: 4, title: 'Sửa' } },
  ])
  const draft = await perform(app, 'saveProgressReport', { taskId, period: '2024-Q1', achievements: 'Một' }, admin)
  const submitted = await advance(app, admin, draft, 'submitProgressReport', 'acceptProgressReport')
  await until('the last step was told', () => told.events.at(-1)?.progressReport.status === 'ACCEPTED')
  t.match(told.events[0], { kind: 'CREATED', progressReport: { id: submitted.id } })
  t.ok(told.events.every(({ progressReport }) => progressReport.status !== 'DRAFT'))
})

t.test('given filters, when things change, then each listener is told of what fits', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const one = await approvedTask(app, admin)
  const two = await approvedTask(app, admin)
  const open = async (query: string, variables: object) => subscribe(t, app.app, admin, query, { variables })
  const feeds = {
    plan: await open(plans, { id: one.planId.toUpperCase() }),
    noPlan: await open(plans, { id: 'no id' }),
    ofPlan: await open(tasks, { plan: one.planId }),
    ofDepartment: await open(tasks, { department: two.departmentId }),
    ofBoth: await open(tasks, { plan: one.planId, department: two.departmentId }),
    any: await open(tasks, {}),
    onPlan: await open(reports, { plan: one.planId }),
    onTask: await open(reports, { task: two.taskId }),
    onAny: await open(reports, {}),
  }
  for (const { planId, taskId } of [one, two]) {
    const reason = 'Vì sao'
    await perform(app, 'updatePlan', { id: planId, version: 3, title: 'Sửa', reason }, admin)
    await perform(app, 'updateTask', { id: taskId, version: 1, title: 'Sửa', reason }, admin)
    await perform(app, 'saveProgressReport', { taskId, period: '2024-Q1' }, admin)
  }
  await perform(app, 'saveProgressReport', { planId: one.planId, period: '2024' }, admin)
  // What is told is the newest state, so what was changed has to be told as it is now.
  await Promise.all([feeds.any.reach(2), feeds.ofPlan.reach(1), feeds.ofDepartment.reach(1)])
  // From here on the department of the other task takes part in this one too.
  const participants = [{ departmentId: two.departmentId, part: 'COORDINATING' }]
  await perform(app, 'assignTask', { id: one.taskId, version: 2, participants, reason: 'Vì sao' }, admin)
  await Promise.all([feeds.any.reach(3), feeds.onAny.reach(3), feeds.ofBoth.reach(1), feeds.ofDepartment.reach(2)])
  const ids = (name: keyof typeof feeds) => feeds[name].events.map(({ plan, task }) => (plan ?? task).id)
  t.strictSame(ids('plan'), [one.planId])
  t.strictSame(ids('noPlan'), [])
  t.strictSame(ids('ofPlan'), [one.taskId, one.taskId])
  t.strictSame(ids('ofDepartment'), [two.taskId, one.taskId])
  t.strictSame(ids('ofBoth'), [one.taskId])
  t.equal(feeds.onPlan.events.length, 2)
  t.equal(feeds.onTask.events.length, 1)
})

t.test('given 200 listeners who ask the same, when something changes, then one statement reads it', async (t) => {
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const { id: leadDepartmentId } = await createDepartment(app, admin)
  const plan = await createPlan(app, admin)
  // Roles differ, and so do filters: what is read is the same.
  const query = `subscription($plan: ID, $first: Int) { taskChanged(planId: $plan) { cursor kind task {
    title lead { name } plan { title tasks(first: $first) { nodes { id } } } ...More } } }
    fragment More on Task { participants { part department { name } } named: title }`
  const connections = [app.viewer('PROVINCE_VIEWER', slug), admin, app.viewer('PROVINCE_VIEWER', slug)]
  const feeds = []
  for (let i = 0; i < 200; i++) {
    const viewer = connections[i % 3]!
    const variables = i % 2 === 0 ? { first: 5, plan: plan.id } : { first: 5, plan: plan.id.toUpperCase() }
    feeds.push(await subscribe(t, app.app, viewer, query, { variables }))
  }
  const before = app.statements.length
  const input = { planId: plan.id, title: 'Nhiệm vụ', category: 'TRAINING', leadDepartmentId }
  const { id } = await perform({ app: other }, 'createTask', input, admin)
  await Promise.all(feeds.map((feed) => feed.reach(1)))
  t.strictSame(app.statements.slice(before).length, 1, app.statements.slice(before).join('\n'))
  const [first] = feeds[0]!.events
  t.match(first, { kind: 'CREATED', task: { named: 'Nhiệm vụ', plan: { tasks: { nodes: [{ id }] } } } })
  // Who asks with another variable has another cursor, sealed by itself.
  const told = new Set(feeds.map(({ events }) => JSON.stringify(events.map((event) => ({ ...event, cursor: '' })))))
  t.strictSame([...told], [JSON.stringify([{ ...first, cursor: '' }])], 'all are told the same')
})

t.test(
  'given many who ask in the same words, when something changes, then each is told what it may see, and equals the same',
  async (t) => {
    // Thái Nguyên reads what Bắc Kạn filed, and has deadlines of its own; the ministry sees no drafts.
    const admin = app.viewer('PROVINCE_ADMIN', 'bac-kan')
    await app.owner.query(`update provinces set report_due_working_days = 9 where slug = 'thai-nguyen'`)
    const { taskId } = await approvedTask(app, admin)
    const first = await perform(app, 'saveProgressReport', { taskId, period: '2024-Q1' }, admin)
    await advance(app, admin, first, 'submitProgressReport')
    await perform(app, 'saveProgressReport', { taskId, period: '2024-Q2' }, admin)
    const task = `task { id version progressReports(first: $first) { totalCount nodes { period { code deadline } } } }`
    const query = `subscription A($first: Int, $kind: Boolean = false, $after: String) {
        taskChanged(after: $after) { kind @include(if: $kind) cursor ${task} } }
      subscription B($first: Int, $kind: Boolean!, $after: String) {
        taskChanged(after: $after) { kind @skip(if: $kind) cursor ${task} } }`
    const own = [2, '2024-Q2', '2024-06-18']
    const successors = [2, '2024-Q2', '2024-06-27']
    const published = [1, '2024-Q1', '2024-03-18']
    const asked: Record<
      string,
      { viewer: Viewer; sees: unknown[]; first?: number; kind?: boolean; operationName?: string }
    > = {
      admin: { viewer: admin, sees: own },
      successor: { viewer: app.viewer('PROVINCE_VIEWER', 'thai-nguyen'), sees: successors },
      analyst: { viewer: app.viewer('MINISTRY_ANALYST'), sees: published },
      officer: { viewer: app.viewer('DEPARTMENT_OFFICER', 'bac-kan', newId()), sees: own },
      fewer: { viewer: admin, first: 0, sees: [2, undefined, undefined] },
      more: { viewer: admin, kind: true, sees: ['UPDATED', ...own] },
      'by another operation': { viewer: admin, kind: false, operationName: 'B', sees: ['UPDATED', ...own] },
      'successor’s admin': { viewer: app.viewer('PROVINCE_ADMIN', 'thai-nguyen'), sees: successors },
      ministry: { viewer: app.viewer('MINISTRY_ADMIN'), sees: published },
    }
    const open = async (name: string, after?: string) => {
      const { viewer, first = 5, kind = false, operationName = 'A' } = asked[name]!
      return subscribe(t, app.app, viewer, query, { variables: { first, kind, after }, operationName })
    }
    const change = async (version: number) =>
      perform(app, 'updateTask', { id: taskId, version, title: `Lần ${version}`, reason: 'Vì sao' }, admin)
    const stranger = await subscribe(t, app.app, app.viewer('PROVINCE_ADMIN', app.nextProvince()), query, {
      operationName: 'A',
    })
    const check = (feeds: Map<string, Feed>, version: number) => {
      const cursors = new Set<string>()
      for (const [name, { events }] of feeds) {
        const { kind, cursor, task } = events.at(-1)
        const { totalCount, nodes } = task.progressReports
        const seen = [
          ...(kind === undefined ? [] : [kind]),
          totalCount,
          nodes[0]?.period.code,
          nodes[0]?.period.deadline,
        ]
        t.strictSame([task.version, ...seen], [version, ...asked[name]!.sees], name)
        cursors.add(cursor)
      }
      t.equal(cursors.size, 6, 'what is told was made once for each of those who differ')
    }
    const feeds = new Map<string, Feed>()
    for (const name of Object.keys(asked)) feeds.set(name, await open(name))
    await change(1)
    for (const feed of feeds.values()) await feed.reach(1)
    check(feeds, 2)
    await change(2)
    for (const feed of feeds.values()) await feed.reach(2)
    // Each goes on from a cursor of its own, some from the one before the last.
    const resumed = new Map<string, Feed>()
    for (const [i, [name, { events }]] of [...feeds].entries()) {
      const from = i % 2
      const feed = await open(name, events[from].cursor)
      await feed.reach(1 - from)
      resumed.set(name, feed)
    }
    await change(3)
    for (const [i, feed] of [...resumed.values()].entries()) await feed.reach(2 - (i % 2))
    check(resumed, 4)
    t.strictSame(stranger.events, [])
  },
)
