import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { insert } from '../helpers/fixtures.ts'
import { createWorld } from '../helpers/world.ts'

// Statements are kept beside parsed documents, and documents are compiled on their second run. So here every document is
// asked several times with changing variables, and each answer is compared with that to a document never seen before.

const runs = 4
const app = await createApp(t)
const world = await createWorld(app, app.nextProvince(), 6)
const [other, successor, predecessor] = [app.nextProvince(), 'thai-nguyen', 'bac-kan']
await createWorld(app, other, 3)
await createWorld(app, predecessor, 2)
const viewer = app.viewer('PROVINCE_VIEWER', world.slug)
const [plan, second] = world.plans as [{ id: string }, { id: string }]
await app.owner.query(`update tasks set status = 'COMPLETED', due_on = null where plan_id = $1 and ordinal in (2, 3)`, [
  plan.id,
])
await app.owner.query(`update plans set status = 'RETURNED', kind = 'THEMATIC', published = false where id = $1`, [
  second.id,
])
// Each order of plans is another one.
await app.owner.query(
  `update plans set period_start = period_start - (5 * n % 12), updated_at = updated_at + make_interval(days => 7 * n % 12)
   from (select id, substring(title from '\\d+')::integer as n from plans) numbered where numbered.id = plans.id and province_id = $1`,
  [world.key],
)
await insert(app, 'plans', [
  {
    province_id: world.key,
    title: 'Khác',
    kind: 'ANNUAL',
    status: 'SUBMITTED',
    period_start: '2020-01-01',
    period_end: '2021-01-01',
    reporting_period: 'YEAR',
  },
])

let salt = 0
/** The answer of a document that nobody has asked before. */
const anew = (query: string, variables: object, as: Viewer) => app.gql(`${query} # ${++salt}`, variables, as)

interface Case {
  name: string
  query: string
  sets: object[]
  /** How many different answers the sets have; if fewer, mixing them up would go unseen. */
  distinct?: number
}

const rows = 'nodes { id title ordinal }'
const cases: Case[] = [
  {
    name: 'a filter’s field absent, null and given',
    query: `query($d: Date, $t: String, $s: [TaskStatus!], $o: Boolean) {
      tasks(filter: { dueFrom: $d, text: $t, status: $s, overdue: $o }, first: 50) { totalCount nodes { ordinal } } }`,
    sets: [
      {},
      { d: null },
      { d: '2015-06-05' },
      { d: '2015-06-06' },
      { t: 'vu 03' },
      { t: 'vụ 04' },
      { t: null },
      { d: '2015-06-05', t: '1' },
      { s: ['COMPLETED'] },
      { s: 'COMPLETED' },
      { s: ['COMPLETED', 'IN_PROGRESS'] },
      { s: [] },
      { s: null },
      { o: true },
      { o: false },
      { o: null },
    ],
    distinct: 8,
  },
  {
    name: 'a filter that is one variable',
    query: `query($f: TaskFilter) { tasks(filter: $f, first: 50) { totalCount ${rows} } }`,
    sets: [
      {},
      { f: null },
      { f: {} },
      { f: { status: ['IN_PROGRESS'] } },
      { f: { status: ['COMPLETED'] } },
      { f: { status: [] } },
      { f: { planId: plan.id } },
      { f: { planId: second.id } },
      { f: { planId: 'no id' } },
      { f: { overdue: true } },
      { f: { overdue: false } },
      { f: { dueTo: '2015-06-04', category: ['TRAINING'] } },
      { f: { dueTo: '2015-06-05', category: ['TRAINING', 'EVENT'] } },
      { f: { category: ['EVENT'] } },
      { f: { departmentId: world.departments[3]?.id } },
      { f: { departmentId: world.departments[0]?.id, text: '' } },
      { f: { province: world.slug } },
      { f: { province: other } },
      { f: { province: 'nowhere' } },
    ],
    distinct: 7,
  },
  {
    name: 'an order whole or in parts',
    query: `query($o: PlanOrder, $by: PlanOrderBy! = TITLE, $dir: Direction! = ASC) {
      plans(orderBy: $o, first: 3) { nodes { title } } b: plans(orderBy: { by: $by, direction: $dir }, first: 3) { nodes { title } } }`,
    sets: [
      {},
      { o: null },
      { o: {} },
      { o: { by: 'TITLE' } },
      { o: { by: 'TITLE', direction: 'ASC' } },
      { o: { direction: 'ASC' } },
      { by: 'PERIOD_START' },
      { by: 'UPDATED_AT', dir: 'DESC' },
      { dir: 'DESC' },
      { by: 'PERIOD_START', dir: 'DESC' },
    ],
    distinct: 6,
  },
  {
    name: 'a page’s size absent, null, default and given',
    query: `query($n: Int, $m: Int = 2, $after: String) {
      plans(first: $n, after: $after) { nodes { id } } b: plans(first: $m) { nodes { id } } }`,
    sets: [{}, { n: null }, { n: 0 }, { n: 3 }, { m: 1 }, { m: null }, { n: 2, m: 3 }, { after: null }],
    distinct: 6,
  },
  {
    name: 'one field under aliases with variables that may be equal',
    query: `query($a: Int, $b: Int, $f: TaskFilter) { plan(id: "${plan.id}") {
      a: tasks(first: $a) { ${rows} } b: tasks(first: $b, filter: $f) { totalCount ${rows} } c: tasks(first: 2) { pageInfo { hasNextPage } } } }`,
    sets: [
      {},
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      { a: 2, b: 2 },
      { a: 2, b: 2, f: { text: '05' } },
      { a: null, f: { status: ['COMPLETED'] } },
      { f: null },
      { f: { status: [] } },
    ],
    distinct: 7,
  },
  {
    name: 'conditions on fields, fragments and connections',
    query: `query($x: Boolean!, $y: Boolean = false) { plans(first: 2) {
        totalCount @include(if: $x) nodes { title @skip(if: $x) ... @include(if: $y) { kind tasks(first: 1) { ${rows} } } ...F @skip(if: $y) } } }
      fragment F on Plan { id parent @include(if: $x) { title } }`,
    sets: [{ x: true }, { x: false }, { x: true, y: true }, { x: false, y: true }, { x: false, y: false }],
    distinct: 4,
  },
  {
    name: 'a node of any type, by interface and by type',
    query: `query($id: ID!) { node(id: $id) { ...N ... on Plan { title } ... on Task { t: title plan { ...N title } } ... on Department { name }
        ... on ProgressReport { period { code } task { ...N } } ... on Recommendation { report { ...N } } ... on Document { reference } ... on Province { slug } } }
      fragment N on Node { __typename id ... on Task { ordinal lead { ... on Node { id } } } }`,
    sets: [
      world.plans,
      world.tasks,
      world.departments,
      world.taskReports,
      world.planReports,
      world.documents,
      world.recommendations,
    ]
      .map((of) => ({ id: of[1]?.id }))
      .concat([{ id: plan.id }, { id: plan.id.toUpperCase() }, { id: 'x' }, { id: '' }]),
    distinct: 9,
  },
  {
    name: 'a code on several dates',
    query: `query($d: Date, $s: String!) { province(slug: $s) { a: code(asOf: $d) b: code(asOf: "2020-01-01") code now: code(asOf: null) } }`,
    sets: [
      { s: 'quang-tri' },
      { s: 'quang-tri', d: '2024-01-01' },
      { s: 'quang-tri', d: '2026-01-01' },
      { s: 'quang-binh', d: '2024-01-01' },
      { s: 'quang-binh', d: null },
      { s: 'x' },
    ],
    distinct: 5,
  },
  {
    name: 'a rollup’s filter, dimensions and map',
    query: `query($f: RollupFilter, $by: [RollupDimension!]! = [YEAR], $on: Date, $p: String!) { nationalRollup(filter: $f, groupBy: $by, asOf: $on) {
        rows { province { slug } year quarter tasks plans } total { tasks indicators { value indicator { code } } } }
      b: nationalRollup(filter: { provinces: [$p] }, groupBy: [PROVINCE]) { rows { tasks province { slug } } } }`,
    sets: [
      {},
      { f: null },
      { f: { years: [2015] } },
      { f: { years: [2016] } },
      { f: { years: [] } },
      { f: { indicators: ['COURSES_HELD'] } },
      { f: { indicators: ['PEOPLE_TRAINED', 'COURSES_HELD'] } },
      { by: 'QUARTER' },
      { on: '2026-01-01' },
      { on: null, by: ['PROVINCE', 'YEAR'] },
      { f: { provinces: [world.slug] } },
      { f: { provinces: [other], categories: ['EVENT'] } },
      { p: other },
    ].map((set) => ({ p: world.slug, ...set })),
    distinct: 8,
  },
]

for (const { name, query, sets, distinct = 2 } of cases) {
  t.test(`given ${name}, when asked again with other variables, then each has its own answer`, async (t) => {
    const expected = []
    for (const set of sets) expected.push(await anew(query, set, viewer))
    const answers = new Set(expected.map(({ data }) => JSON.stringify(data)))
    t.ok(answers.size >= distinct, `${answers.size} different answers`)
    for (let run = 0; run < runs; run++) {
      for (const [i, set] of sets.entries()) {
        const { data, errors, statements } = await app.gql(query, set, viewer)
        t.same({ data, errors }, { data: expected[i]?.data, errors: undefined }, JSON.stringify(set))
        t.equal(statements.length, expected[i]?.statements.length)
      }
    }
  })
}

t.test('given one document, when province, successor and ministry ask in turn, then each sees its own', async (t) => {
  const query = `query($f: PlanFilter) { plans(filter: $f, first: 50) { totalCount nodes { id province { slug } document { id } tasks { totalCount } } } }`
  const viewers = [
    viewer,
    app.viewer('PROVINCE_ADMIN', other),
    app.viewer('PROVINCE_VIEWER', successor),
    app.viewer('PROVINCE_VIEWER', predecessor),
    app.viewer('MINISTRY_ANALYST'),
  ]
  const counts = [7, 3, 2, 2, 10]
  for (let run = 0; run < runs; run++) {
    for (const [i, as] of viewers.entries()) {
      const { data, statements } = await app.gql(query, run % 2 ? {} : { f: { text: '' } }, as)
      t.equal(data.plans.totalCount, counts[i], `${as.role} ${as.province}`)
      t.equal(statements.length, 1)
    }
  }
})

t.test(
  'given operations that share a fragment, when each is named in turn, then each has what it selects',
  async (t) => {
    const query = `query A($n: Int!) { ...F } query B($n: Int!) { ...F plans(first: $n) { totalCount } } query C($n: Int! = 1) { ...F }
    fragment F on Query { plans(first: $n) { nodes { id } } }`
    for (let run = 0; run < runs; run++) {
      for (const [operationName, n] of [
        ['A', 1],
        ['B', 2],
        ['C', undefined],
      ] as const) {
        const { body } = await app.app.inject({
          method: 'POST',
          url: '/graphql',
          headers: viewer.headers,
          payload: { query, operationName, variables: { n } },
        })
        const { plans } = JSON.parse(body).data
        t.equal(plans.nodes.length, n ?? 1)
        t.equal(plans.totalCount, operationName === 'B' ? 7 : undefined)
      }
    }
  },
)
