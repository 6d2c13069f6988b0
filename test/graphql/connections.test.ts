import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { daysFromToday, insert } from '../helpers/fixtures.ts'

const app = await createApp(t)
const slug = app.nextProvince()
const province_id = app.key(slug)
const viewer = app.viewer('PROVINCE_VIEWER', slug)

// In the order of the Vietnamese alphabet: a ă â b … d đ e ê … o ô ơ … u ư; the tone and then the case decide last.
const names = [
  'an',
  'An',
  'Ăn',
  'ân',
  'Ân',
  'Ba',
  'Bà',
  'Bá',
  'Bạ',
  'Dak',
  'Đak',
  'Đắk',
  'Em',
  'Êm',
  'On',
  'Ôn',
  'Ơn',
  'Un',
  'Ưn',
  'Xa',
  'Ý',
]
const shuffled = names
  .map((name, i) => [(i * 8) % names.length, name] as const)
  .sort(([a], [b]) => a - b)
  .map(([, name]) => name)

const plan = { province_id, kind: 'ANNUAL', status: 'DRAFT', period_end: '2030-12-31', reporting_period: 'YEAR' }
const plans = await insert(
  app,
  'plans',
  // Several share a title, a period or a time of change, so that only the id tells them apart.
  [...shuffled, 'An', 'Bà', 'Đắk'].map((title, i) => ({
    title,
    period_start: `202${i % 3}-01-01`,
    updated_at: `2024-01-0${1 + (i % 2)}T00:00:00.00000${i % 5}Z`,
  })),
  plan,
)
await insert(
  app,
  'tasks',
  shuffled.concat('Ba', 'ba').map((title, i) => ({
    plan_id: plans[(i * 5) % 3],
    ordinal: 1 + Math.floor(i / 3),
    title,
    due_on: i % 4 === 0 ? null : daysFromToday(i % 5),
    updated_at: `2024-01-0${1 + (i % 3)}T00:00:00.12345${i % 2}Z`,
  })),
  { province_id, category: 'TRAINING', status: 'NOT_STARTED' },
)
await insert(
  app,
  'departments',
  shuffled.map((name, i) => ({ name, name_key: `${i}`, kind: ['OFFICE', 'PRESS', 'DEPARTMENT'][i % 3] })),
  { province_id },
)
const reports = await insert(
  app,
  'progress_reports',
  Array.from({ length: 22 }, (_, i) => ({ period_code: `20${10 + i}` })),
  { province_id, plan_id: plans[0], revision: 1, status: 'DRAFT' },
)
await insert(
  app,
  'documents',
  Array.from({ length: 22 }, (_, i) => ({
    number: i,
    reference: `${i}/KH-UBND`,
    issued_on: i % 4 === 0 ? null : `2020-01-0${1 + (i % 3)}`,
  })),
  { province_id, symbol: 'KH-UBND', kind: 'PLAN', level: 'PROVINCIAL', issuer: 'UBND tỉnh' },
)
await insert(
  app,
  'recommendations',
  Array.from({ length: 22 }, (_, i) => ({ ordinal: i, text: 'Kiến nghị', report_id: reports[0] })),
  { province_id, status: 'OPEN' },
)

const vi = 'collate "vi-x-icu"'
const editable = { TITLE: [`title ${vi}`], UPDATED_AT: ['updated_at'] }
/** Each list with its orders: the columns by which the database sorts the whole list. Without orders it has but one. */
const lists: { field: string; table: string; orders?: Record<string, string[]>; only?: string }[] = [
  { field: 'plans', table: 'plans', orders: { PERIOD_START: ['period_start'], ...editable } },
  {
    field: 'tasks',
    table: 'tasks',
    orders: { ORDINAL: ['plan_id', 'ordinal'], DUE_ON: [`coalesce(due_on, 'infinity')`], ...editable },
  },
  { field: 'departments', table: 'departments', orders: { NAME: [`name ${vi}`], KIND: ['kind', `name ${vi}`] } },
  { field: 'progressReports', table: 'progress_reports', only: 'id desc' },
  { field: 'recommendations', table: 'recommendations', only: 'id desc' },
  { field: 'documents', table: 'documents', only: `coalesce(issued_on, '-infinity') desc, id desc` },
  {
    field: 'provinces',
    table: `(select uid as id, name, ${province_id} as province_id from provinces)`,
    only: `name ${vi}, id`,
  },
]

interface Order {
  field: string
  table: string
  by: string
  args: string
}

const orders: Order[] = lists.flatMap(({ field, table, orders, only }) =>
  only
    ? [{ field, table, by: only, args: '' }]
    : Object.entries(orders ?? {}).flatMap(([name, columns]) =>
        ['ASC', 'DESC'].map((direction) => ({
          field,
          table,
          by: [...columns, 'id'].map((column) => `${column} ${direction}`).join(', '),
          args: `, orderBy: { by: ${name}, direction: ${direction} }`,
        })),
      ),
)

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'

for (const { field, table, by, args } of orders) {
  t.test(`given ${field} by ${by}, when paged in both directions, then each comes once and in order`, async (t) => {
    const { rows } = await app.owner.query(`select id from ${table} one where province_id = $1 order by ${by}`, [
      province_id,
    ])
    const all = rows.map(({ id }) => id as string)
    const size = Math.ceil(all.length / 4) - 1
    for (const [limit, cursor] of [
      ['first', 'after'],
      ['last', 'before'],
    ] as const) {
      const query = `query($size: Int, $cursor: String) { page: ${field}(${limit}: $size, ${cursor}: $cursor${args}) { edges { cursor node { id } } nodes { id } ${pageInfo} } }`
      const found: string[] = []
      let pages = 0
      for (let at: string | null = null; pages === 0 || at !== null; pages++) {
        const { page }: any = (await app.gql(query, { size, cursor: at }, viewer)).data
        const ids = page.edges.map((edge: { node: { id: string } }) => edge.node.id)
        t.same(
          page.nodes.map((node: { id: string }) => node.id),
          ids,
        )
        found.splice(limit === 'first' ? found.length : 0, 0, ...ids)
        const [before, behind] = [
          limit === 'first' ? pages > 0 : found.length < all.length,
          limit === 'first' ? found.length < all.length : pages > 0,
        ]
        t.same(page.pageInfo, {
          hasPreviousPage: before,
          hasNextPage: behind,
          startCursor: page.edges[0].cursor,
          endCursor: page.edges.at(-1).cursor,
        })
        at =
          found.length < all.length ? (limit === 'first' ? page.pageInfo.endCursor : page.pageInfo.startCursor) : null
      }
      t.ok(pages > 3, `${pages} pages`)
      t.same(found, all)
    }
  })
}

t.test('given names with Vietnamese letters, when sorted, then they come as in a Vietnamese dictionary', async (t) => {
  const { data } = await app.gql(
    '{ departments(first: 100) { nodes { name } } tasks(first: 100, orderBy: { by: TITLE }) { nodes { title } } }',
    {},
    viewer,
  )
  t.same(
    data.departments.nodes.map(({ name }: { name: string }) => name),
    names,
  )
  const titles = data.tasks.nodes.map(({ title }: { title: string }) => title)
  t.same(
    titles.filter((title: string, i: number) => title !== titles[i - 1] && title !== 'ba'),
    names,
  )
})

t.test(
  'given tasks without a due date, when ordered by it, then they come last ascending and first descending',
  async (t) => {
    const query =
      'query($d: Direction!) { tasks(first: 100, orderBy: { by: DUE_ON, direction: $d }) { nodes { dueOn } } }'
    for (const [d, last] of [
      ['ASC', true],
      ['DESC', false],
    ] as const) {
      const { nodes } = (await app.gql(query, { d }, viewer)).data.tasks
      const dates = nodes.map(({ dueOn }: { dueOn: string | null }) => dueOn)
      t.equal(dates.filter((day: string | null) => day === null).length, 6)
      t.equal(dates[last ? dates.length - 1 : 0], null)
      t.not(dates[last ? 0 : dates.length - 1], null)
    }
  },
)

t.test(
  'given rows that come meanwhile, when paged on, then those there were at first come once and in order',
  async (t) => {
    const own = app.nextProvince()
    const rows = { ...plan, province_id: app.key(own), period_start: '2020-01-01' }
    const first = await insert(
      app,
      'plans',
      names.map((title) => ({ title })),
      rows,
    )
    for (const [limit, cursor, next] of [
      ['first', 'after', 'endCursor'],
      ['last', 'before', 'startCursor'],
    ] as const) {
      const query = `query($at: String) { plans(${limit}: 4, ${cursor}: $at, orderBy: { by: TITLE, direction: ASC }) { nodes { id } ${pageInfo} } }`
      const found: string[] = []
      for (let at: string | null = null, more = true; more;) {
        const { nodes, pageInfo }: any = (await app.gql(query, { at }, app.viewer('PROVINCE_VIEWER', own))).data.plans
        found.splice(limit === 'first' ? found.length : 0, 0, ...nodes.map(({ id }: { id: string }) => id))
        at = pageInfo[next]
        more = limit === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage
        await insert(app, 'plans', [{ title: 'Aa' }, { title: 'Đăk' }, { title: 'Zz' }], rows)
      }
      t.same(
        found.filter((id) => first.includes(id)),
        first,
      )
      t.equal(new Set(found).size, found.length, 'none twice')
    }
  },
)

t.test('given lists inside a list, when each is paged on, then it goes on where it stopped', async (t) => {
  const query = `query($id: ID!, $at: String) { plan(id: $id) { tasks(first: 3, after: $at, orderBy: { by: TITLE }) { nodes { id title } pageInfo { hasNextPage endCursor hasPreviousPage } } } }`
  for (const id of plans.slice(0, 3)) {
    const { rows } = await app.owner.query(`select id from tasks where plan_id = $1 order by title ${vi}, id`, [id])
    const found: string[] = []
    for (let at: string | null = null, more = true; more;) {
      const { nodes, pageInfo }: any = (await app.gql(query, { id, at }, viewer)).data.plan.tasks
      t.equal(pageInfo.hasPreviousPage, at !== null)
      found.push(...nodes.map((node: { id: string }) => node.id))
      ;({ endCursor: at, hasNextPage: more } = pageInfo)
    }
    t.same(
      found,
      rows.map((row) => row.id),
    )
  }
})
