import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createPlan, createTask, insert } from '../helpers/fixtures.ts'
import { until } from '../helpers/live.ts'
import { createWorld } from '../helpers/world.ts'

const runs = 4
const warnings: string[] = []
const warned = ({ message }: Error) => void warnings.push(message)
process.on('warning', warned)
t.teardown(() => process.off('warning', warned))
const app = await createApp(t)
const world = await createWorld(app, app.nextProvince(), 4)
const viewer = app.viewer('PROVINCE_VIEWER', world.slug)
const [plan] = world.plans as [{ id: string }]
const [task] = world.tasks as [{ id: string }]
const [department] = world.departments as [{ id: string }]
const snapshot = 'begin isolation level repeatable read read only'

t.test('given one connection under several aliases, when asked, then each page is its own', async (t) => {
  const query = `query($id: ID!, $two: Int!) { plan(id: $id) {
    one: tasks(first: 1) { nodes { ordinal } }
    same: tasks(first: 1) { totalCount pageInfo { hasNextPage } }
    two: tasks(first: $two, orderBy: { direction: DESC }) { nodes { ordinal again: ordinal } }
    found: tasks(first: 5, filter: { text: "VU 02" }) { totalCount nodes { plan { tasks(first: 2) { nodes { ordinal } } } } }
    none: tasks(first: $two, filter: { status: [CANCELLED] }) { nodes { id } }
    tasks { nodes { ordinal progressReports(first: 1) { nodes { revision } } all: progressReports { totalCount } } } } }`
  const { nodes } = { nodes: [{ ordinal: 1 }, { ordinal: 2 }] }
  for (let run = 0; run < runs; run++) {
    const { data, statements } = await app.gql(query, { id: plan.id, two: 2 }, viewer)
    t.equal(statements.length, 1)
    t.same(data.plan, {
      one: { nodes: nodes.slice(0, 1) },
      same: { totalCount: 4, pageInfo: { hasNextPage: true } },
      two: {
        nodes: [
          { ordinal: 4, again: 4 },
          { ordinal: 3, again: 3 },
        ],
      },
      found: { totalCount: 1, nodes: [{ plan: { tasks: { nodes } } }] },
      none: { nodes: [] },
      tasks: {
        nodes: [1, 2, 3, 4].map((ordinal) => ({
          ordinal,
          progressReports: { nodes: ordinal === 1 ? [{ revision: 1 }] : [] },
          all: { totalCount: ordinal === 1 ? 4 : 0 },
        })),
      },
    })
  }
})

t.test('given fragments that select parts of one object, when asked, then they are one object', async (t) => {
  const query = `query($id: ID!, $no: Boolean = false) { node(id: $id) { ...A ... on Task { plan { title } ...B } ... on Node { id } ... @include(if: $no) { gone: id } } }
    fragment A on Task { plan { id tasks(first: 1) { nodes { id } } } lead { id } }
    fragment B on Task { plan { tasks(first: 1) { nodes { ordinal ...C } totalCount } } lead { name ...D } participants { part } }
    fragment C on Task { title lead { ...D } } fragment D on Department { province { slug } }`
  const lead = { id: department.id, name: world.departments[0]?.['name'], province: { slug: world.slug } }
  for (let run = 0; run < runs; run++) {
    const { data, errors } = await app.gql(query, { id: task.id }, viewer)
    t.same(errors, undefined)
    t.same(data.node, {
      plan: {
        id: plan.id,
        tasks: {
          nodes: [{ id: task.id, ordinal: 1, title: world.tasks[0]?.['title'], lead: { province: lead.province } }],
          totalCount: 4,
        },
        title: world.plans[0]?.['title'],
      },
      lead,
      participants: ['LEAD', 'COORDINATING', 'COORDINATING', 'COORDINATING'].map((part) => ({ part })),
      id: task.id,
    })
  }
})

t.test('given __typename everywhere, when asked, then it names each type', async (t) => {
  const name = '__typename'
  const query = `query($id: ID!) { ${name} plans(first: 1) { ${name} edges { ${name} node { ${name} } } pageInfo { ${name} } nodes { kind: ${name} } }
    plan(id: $id) { ${name} province { ${name} } document { ${name} } legalBases { ${name} } tasks(first: 1) { nodes { ${name} participants { ${name} }
      targets { ${name} indicator { ${name} } } progressReports(first: 1) { nodes { ${name} period { ${name} } } } } } }
    node(id: $id) { ${name} } indicators { ${name} } viewer { ${name} }
    nationalRollup { ${name} total { ${name} indicators { ${name} indicator { ${name} } } tasksByStatus { ${name} } } } }`
  const is = (type: string) => ({ [name]: type })
  for (let run = 0; run < runs; run++) {
    const { data, errors } = await app.gql(query, { id: plan.id }, viewer)
    t.same(errors, undefined)
    t.match(data, {
      ...is('Query'),
      plans: {
        ...is('PlanConnection'),
        edges: [{ ...is('PlanEdge'), node: is('Plan') }],
        pageInfo: is('PageInfo'),
        nodes: [{ kind: 'Plan' }],
      },
      plan: {
        ...is('Plan'),
        province: is('Province'),
        document: is('Document'),
        legalBases: [is('Document'), is('Document'), is('Document'), is('Document')],
        tasks: {
          nodes: [
            {
              ...is('Task'),
              participants: { 3: is('TaskParticipant') },
              targets: [{ ...is('IndicatorTarget'), indicator: is('Indicator') }],
            },
          ],
        },
      },
      node: is('Plan'),
      indicators: { 18: is('Indicator') },
      viewer: is('Viewer'),
      nationalRollup: {
        ...is('Rollup'),
        total: { ...is('RollupRow'), indicators: [{ ...is('IndicatorTotal') }], tasksByStatus: [is('StatusCount')] },
      },
    })
    t.same(data.plan.tasks.nodes[0].progressReports.nodes, [{ ...is('ProgressReport'), period: is('ReportingPeriod') }])
  }
})

t.test(
  'given aliases and variables in a mutation’s payload, when sent, then they are read as in a query',
  async (t) => {
    const slug = app.nextProvince()
    const admin = app.viewer('PROVINCE_ADMIN', slug)
    const { id } = await createPlan(app, admin)
    for (const title of ['Một', 'Hai', 'Ba']) await createTask(app, admin, id, { title })
    const query = `mutation($input: UpdatePlanInput!, $n: Int, $with: Boolean!) { __typename
    changed: updatePlan(input: $input) { __typename again: plan { ...P } plan { version one: tasks(first: $n) { nodes { title } } two: tasks(first: 2) { nodes { title } } ...P }
      userErrors { __typename code } } }
    fragment P on Plan { __typename title province @include(if: $with) { slug } }`
    for (let version = 1; version <= runs + 1; version++) {
      const input = { id, version: Math.min(version, runs), title: `Lần ${version}` }
      const { data, errors } = await app.gql(query, { input, n: version - 1, with: version % 2 === 1 }, admin)
      t.same(errors, undefined)
      const stale = version > runs
      const title = `Lần ${stale ? runs : version}`
      const selected = { __typename: 'Plan', title, ...(version % 2 === 1 ? { province: { slug } } : {}) }
      t.same(data, {
        __typename: 'Mutation',
        changed: {
          __typename: 'UpdatePlanPayload',
          again: selected,
          plan: {
            version: stale ? runs + 1 : version + 1,
            one: { nodes: ['Một', 'Hai', 'Ba'].slice(0, version - 1).map((title) => ({ title })) },
            two: { nodes: [{ title: 'Một' }, { title: 'Hai' }] },
            ...selected,
          },
          userErrors: stale ? [{ __typename: 'UserError', code: 'CONFLICT' }] : [],
        },
      })
      if (stale) break
    }
  },
)

t.test('given several fields of Query, when asked, then one transaction holds a statement for each', async (t) => {
  const query = `query($x: Boolean!) { a: plan(id: "${plan.id}") { id } b: plans { totalCount } ...F c: viewer @include(if: $x) { role } __typename }
    fragment F on Query { d: tasks { totalCount } ... { node(id: "${task.id}") { id } } }`
  for (let run = 0; run < runs; run++) {
    const { data, statements } = await app.gql(query, { x: run % 2 === 0 }, viewer)
    t.match(data, { a: { id: plan.id }, b: { totalCount: 4 }, d: { totalCount: 4 }, node: { id: task.id } })
    const [begin, enter, ...others] = statements
    t.equal(begin, snapshot)
    t.match(enter, /^select app_enter\(/)
    t.equal(others.pop(), 'commit')
    t.equal(others.length, run % 2 === 0 ? 5 : 4)
    t.ok(others.every((text) => text.startsWith('/* ')))
  }
  const { statements } = await app.gql(
    '{ a: plans { totalCount } b: plans { totalCount } }',
    {},
    app.viewer('MINISTRY_ADMIN'),
  )
  t.match(statements, [snapshot, /plans/, /plans/, 'commit'])
})

t.test(
  'given fields at fault beside good ones, when asked, then the good ones are answered and the connection is free',
  async (t) => {
    for (let run = 0; run < runs; run++) {
      const { data, errors, statements } = await app.gql(
        '{ a: plan(id: "x") { id } b: province(slug: "hue") { slug } c: nationalRollup(filter: { provinces: ["x"] }) { asOf } }',
        {},
        viewer,
      )
      t.equal(data, null)
      t.match(errors, [{ path: ['c'], extensions: { code: 'BAD_INPUT' } }])
      t.equal(statements.at(-1), 'commit')
      const answer = await app.gql('{ a: node(id: "x") { id } b: province(slug: "hue") { slug } }', {}, viewer)
      t.same(answer.data, { a: null, b: { slug: 'hue' } })
    }
    t.equal(app.pools.serving.idleCount, app.pools.serving.totalCount)
  },
)

t.test(
  'given several fields, when Postgres gives up on one, then those behind it say the same, and nothing warns',
  async (t) => {
    const lock = await app.owner.connect()
    await lock.query('begin; lock table plans')
    const asked = app.gql(
      `{ a: plan(id: "${plan.id}") { id } b: task(id: "${task.id}") { id } c: node(id: "${task.id}") { id } }`,
      {},
      viewer,
    )
    const given = async () =>
      (
        await app.owner.query(`select pg_cancel_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query ~ 'from plans'`)
      ).rowCount
    await until('it waits', given)
    const { errors } = await asked
    await lock.query('commit')
    lock.release()
    t.match(
      errors,
      ['a', 'b', 'c'].map((path) => ({ path: [path], extensions: { code: 'UNAVAILABLE' } })),
    )
    t.match((await app.gql('{ a: plans { totalCount } b: tasks { totalCount } }', {}, viewer)).data, {
      b: { totalCount: 4 },
    })
    // The driver says so once in a process.
    t.notMatch(warnings.join(), /already executing/)
  },
)

t.test('given a writer at work, when several fields are asked at once, then they see one instant', async (t) => {
  const slug = app.nextProvince()
  const as = app.viewer('PROVINCE_VIEWER', slug)
  let writing = true
  const row = {
    province_id: app.key(slug),
    title: 'Kế hoạch',
    kind: 'ANNUAL',
    status: 'DRAFT',
    period_start: '2024-01-01',
    period_end: '2024-12-31',
    reporting_period: 'YEAR',
  }
  const writer = (async () => {
    while (writing) await insert(app, 'plans', [row])
  })()
  const seen = new Set<number>()
  for (let run = 0; run < 20; run++) {
    const { data } = await app.gql(
      '{ a: plans { totalCount } b: plans { totalCount } c: plans(first: 100) { totalCount } }',
      {},
      as,
    )
    t.same([data.b, data.c], [data.a, data.a])
    seen.add(data.a.totalCount)
  }
  writing = false
  await writer
  t.ok(seen.size > 1, 'rows were written meanwhile')
})
