import t from 'tap'
import { createApp, type Viewer } from '../helpers/app.ts'
import { createWorld } from '../helpers/world.ts'
import { insert } from '../helpers/fixtures.ts'

const app = await createApp(t)
const world = await createWorld(app, app.nextProvince(), 3)
const other = await createWorld(app, app.nextProvince(), 3)
const viewer = app.viewer('PROVINCE_VIEWER', world.slug)
const ministry = app.viewer('MINISTRY_ANALYST')
const planId = world.plans[0]?.id
const taskId = world.tasks[0]?.id

async function cursorOf(list: string, args = '', as: Viewer = viewer): Promise<string> {
  const { data } = await app.gql(`{ ${list}(first: 1${args}) { edges { cursor } } }`, {}, as)
  return data[list].edges[0].cursor
}

/** Every connection: at the root, and inside an object. */
const roots = ['plans', 'tasks', 'departments', 'documents', 'progressReports', 'recommendations', 'provinces']
const nested = ['plan(id: $id) { tasks', 'plan(id: $id) { progressReports', 'task(id: $task) { progressReports']

const types = { id: 'ID!', task: 'ID!', n: 'Int', m: 'Int', at: 'String' }

/** A query for one connection, with the variables that it uses. */
function connection(list: string, args: string): string {
  const field = `${list}(${args}) { nodes { __typename } } ${list.includes('{') ? '}' : ''}`
  const used = Object.entries(types).filter(([name]) => new RegExp(`\\$${name}\\b`).test(field))
  const declared = used.map(([name, type]) => `$${name}: ${type}`).join(', ')
  return `query${declared === '' ? '' : `(${declared})`} { ${field} }`
}

async function codeOf(query: string, variables: object, as: Viewer = viewer): Promise<string | undefined> {
  const { errors } = await app.gql(query, { id: planId, task: taskId, ...variables }, as)
  return errors?.[0].extensions.code
}

t.test('given sizes of a page, when asked for, then 0 to 100 are served and others refused', async (t) => {
  const table: [n: number, code: string | undefined][] = [
    [0, undefined],
    [1, undefined],
    [100, undefined],
    [101, 'LIMIT_EXCEEDED'],
    [2 ** 31 - 1, 'LIMIT_EXCEEDED'],
    [-1, 'BAD_INPUT'],
    [-(2 ** 31), 'BAD_INPUT'],
  ]
  for (const list of [...roots, ...nested]) {
    for (const [n, code] of table) {
      t.equal(await codeOf(connection(list, 'first: $n'), { n }), code, `${list} first ${n}`)
      t.equal(await codeOf(connection(list, `first: ${n}`), {}), code, `${list} first ${n} as a literal`)
      if (roots.includes(list)) t.equal(await codeOf(connection(list, 'last: $n'), { n }), code, `${list} last ${n}`)
    }
  }
})

t.test('given both ends of a list, when asked at once, then BAD_INPUT says to use one', async (t) => {
  const at = await cursorOf('plans')
  for (const args of [
    'first: $n, last: $m',
    'first: $n, before: $at',
    'after: $at, last: $m',
    'after: $at, before: $at',
  ]) {
    const { errors } = await app.gql(connection('plans', args), { id: planId, task: taskId, n: 1, m: 1, at }, viewer, {
      'accept-language': 'en',
    })
    t.match(errors, [
      {
        message: 'Use first with after, or last with before, not both.',
        path: ['plans'],
        extensions: { code: 'BAD_INPUT' },
      },
    ])
  }
  t.equal(await codeOf(connection('plans', 'first: $n, last: $m'), { n: 1, m: null }), undefined, 'null is as left out')
  t.equal(await codeOf(connection('plans', 'first: $n, after: $at, last: $m'), { n: 1 }), undefined)
})

t.test('given no size, when asked, then a page has 20 rows, of provinces 100', async (t) => {
  const rows = Array.from({ length: 21 }, (_, i) => ({ name: `Phòng ${i}`, name_key: `phòng ${i}` }))
  const slug = app.nextProvince()
  await insert(app, 'departments', rows, { province_id: app.key(slug), kind: 'OFFICE' })
  const { data } = await app.gql(
    '{ departments { nodes { id } pageInfo { hasNextPage } } provinces { nodes { id } } }',
    {},
    app.viewer('PROVINCE_VIEWER', slug),
  )
  t.equal(data.departments.nodes.length, 20)
  t.equal(data.departments.pageInfo.hasNextPage, true)
  t.equal(data.provinces.nodes.length, 63)
})

t.test('given a cursor that was tampered with, when paged on, then BAD_INPUT', async (t) => {
  const cursor = await cursorOf('plans')
  const swap = (at: number) => cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1)
  const bytes = Buffer.from(cursor, 'base64url')
  const tampered = [
    ...[0, 5, 20, 21, 22, 30, cursor.length - 2, cursor.length - 1].map(swap),
    cursor.slice(0, -1),
    cursor.slice(1),
    cursor.slice(0, 21),
    cursor.slice(0, 22),
    `${cursor}A`,
    `${cursor}=`,
    `${cursor} `,
    ` ${cursor}`,
    `${cursor}\n`,
    cursor.replace(/.{10}/, '$&\n'),
    bytes.toString('base64'),
    bytes.toString('hex'),
    '',
    'x',
    'null',
    '\0',
    '\ud800',
    '🙂',
    Buffer.concat([Buffer.alloc(16), bytes.subarray(16)]).toString('base64url'),
    Buffer.concat([bytes.subarray(0, 16), Buffer.from(bytes.subarray(16).toString().replace('2015', '2016'))]).toString(
      'base64url',
    ),
    'A'.repeat(100_000),
  ].filter((text) => text !== cursor)
  t.equal(await codeOf(connection('plans', 'first: $n, after: $at'), { at: cursor }), undefined, 'whole, it is taken')
  for (const at of tampered) {
    t.equal(await codeOf(connection('plans', 'after: $at'), { at }), 'BAD_INPUT', JSON.stringify(at).slice(0, 200))
    t.equal(await codeOf(connection('plans', 'before: $at'), { at }), 'BAD_INPUT')
  }
})

t.test('given a cursor of another list, order or viewer, when paged on, then BAD_INPUT', async (t) => {
  const byTitle = ', orderBy: { by: TITLE, direction: ASC }'
  const cursors: Record<string, string> = Object.fromEntries(
    await Promise.all(roots.map(async (list) => [list, await cursorOf(list)])),
  )
  for (const list of roots) {
    for (const [from, at] of Object.entries(cursors)) {
      t.equal(
        await codeOf(connection(list, 'after: $at'), { at }),
        from === list ? undefined : 'BAD_INPUT',
        `${from} in ${list}`,
      )
    }
  }
  const table: [cursor: string, args: string, as: Viewer, code: string | undefined][] = [
    [await cursorOf('plans', byTitle), byTitle, viewer, undefined],
    [await cursorOf('plans', byTitle), '', viewer, 'BAD_INPUT'],
    [await cursorOf('plans'), byTitle, viewer, 'BAD_INPUT'],
    [await cursorOf('plans', byTitle), ', orderBy: { by: TITLE, direction: DESC }', viewer, 'BAD_INPUT'],
    [await cursorOf('plans', '', app.viewer('PROVINCE_VIEWER', other.slug)), '', viewer, 'BAD_INPUT'],
    [await cursorOf('plans', '', ministry), '', viewer, 'BAD_INPUT'],
    [await cursorOf('plans'), '', ministry, 'BAD_INPUT'],
    [await cursorOf('plans', '', ministry), '', app.viewer('MINISTRY_ADMIN'), undefined],
    [await cursorOf('plans'), '', app.viewer('PROVINCE_ADMIN', world.slug), undefined],
    [await cursorOf('tasks', byTitle), byTitle, viewer, 'BAD_INPUT'],
  ]
  for (const [at, args, as, code] of table) {
    t.equal(await codeOf(connection('plans', `after: $at${args}`), { at }, as), code, `${args} ${as.role}`)
  }
  const taskCursor = await cursorOf('tasks')
  t.equal(
    await codeOf(connection(nested[1] as string, 'after: $at'), { at: taskCursor }),
    'BAD_INPUT',
    'inside an object',
  )
})

t.test('given titles of any characters, when their cursors are used, then paging goes on behind each', async (t) => {
  const slug = app.nextProvince()
  const titles = [
    '"',
    "'",
    '\\',
    'a\nb',
    '\u2028',
    '[]',
    '{"a":1}',
    '🙂'.repeat(100),
    'ế'.repeat(500),
    'x y',
    '</script>',
    '%',
    'ế'.normalize('NFD'),
  ]
  await insert(
    app,
    'plans',
    titles.map((title) => ({ title })),
    {
      province_id: app.key(slug),
      kind: 'ANNUAL',
      status: 'DRAFT',
      period_start: '2024-01-01',
      period_end: '2024-12-31',
      reporting_period: 'YEAR',
    },
  )
  const query =
    'query($at: String) { plans(first: 1, after: $at, orderBy: { by: TITLE }) { edges { cursor node { title } } } }'
  const found: string[] = []
  for (let at: string | null = null; found.length < titles.length;) {
    const [edge]: any[] = (await app.gql(query, { at }, app.viewer('PROVINCE_VIEWER', slug))).data.plans.edges
    t.match(edge.cursor, /^[\w-]+$/)
    found.push(edge.node.title)
    at = edge.cursor
  }
  t.same(found.sort(), titles.sort())
})

t.test('given a page that ends exactly where the list does, when asked, then pageInfo tells the truth', async (t) => {
  const info = 'edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
  const ask = async (args: string, at?: string) =>
    (await app.gql(`query($at: String) { plans(${args}) { ${info} } }`, { at }, viewer)).data.plans
  const [first, , last] = (await ask('first: 3, after: $at')).edges.map(({ cursor }: { cursor: string }) => cursor)
  const nothing = { startCursor: null, endCursor: null }
  t.same((await ask('first: 3, after: $at')).pageInfo, {
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: first,
    endCursor: last,
  })
  t.same((await ask('last: 3, before: $at')).pageInfo, {
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: first,
    endCursor: last,
  })
  t.same((await ask('first: 3, after: $at', last)).pageInfo, { hasNextPage: false, hasPreviousPage: true, ...nothing })
  t.same((await ask('last: 3, before: $at', first)).pageInfo, { hasNextPage: true, hasPreviousPage: false, ...nothing })
  t.same((await ask('first: 0, after: $at')).pageInfo, { hasNextPage: true, hasPreviousPage: false, ...nothing })
  t.same((await ask('last: 0, before: $at')).pageInfo, { hasNextPage: false, hasPreviousPage: true, ...nothing })
  t.same((await ask('first: 1, after: $at, filter: { text: "không có" }')).pageInfo, {
    hasNextPage: false,
    hasPreviousPage: false,
    ...nothing,
  })
})

t.test('given a connection, when totalCount is not asked for, then nothing is counted', async (t) => {
  const counting = /count\(\*\)/
  for (const list of roots) {
    const ask = async (fields: string, x = true) =>
      (
        await app.gql(
          `query($x: Boolean!) { ${list}(first: 1) { ${fields} __typename @include(if: $x) } }`,
          { x },
          viewer,
        )
      ).statements[0] as string
    t.notMatch(await ask('nodes { id } edges { cursor } pageInfo { hasNextPage endCursor }'), counting)
    t.notMatch(await ask('nodes { id } totalCount @include(if: $x)', false), counting)
    t.match(await ask('nodes { id } totalCount @include(if: $x)'), counting)
    const only = await ask('totalCount')
    t.match(only, counting)
    t.notMatch(only, /limit/, 'and no page is read for a count alone')
  }
  const { statements } = await app.gql(
    'query($id: ID!) { plan(id: $id) { tasks { nodes { id progressReports { nodes { id } } } } } }',
    { id: planId },
    viewer,
  )
  t.notMatch(statements[0], counting)
})
