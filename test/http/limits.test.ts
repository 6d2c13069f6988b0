import t from 'tap'
import { maxCharacters, maxTokens } from '../../src/graphql/documents.ts'
import { bearing, makeAccount, tokenOf } from '../helpers/accounts.ts'
import { createApp, type Viewer as Asker } from '../helpers/app.ts'
import { until } from '../helpers/live.ts'

const english = { 'accept-language': 'en' }
const newer = { accept: 'application/graphql-response+json', ...english }
const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ')

t.test('given the service with its own figures', async (t) => {
  const app = await createApp(t, { env: { OPERATION_COST_LIMIT: '', COST_PER_MINUTE: '' } })
  const viewer = app.viewer('PROVINCE_VIEWER', app.nextProvince())

  t.test(
    'given documents at each limit and one past it, when sent, then the second is refused with the figure',
    async (t) => {
      const table: [what: string, within: string, beyond: string, message: RegExp][] = [
        [
          'aliases',
          `{ ${many(18, (i) => `r${i}: __typename`)} viewer { ${many(32, (i) => `a${i}: role`)} } }`,
          `{ viewer { ${many(51, (i) => `a${i}: role`)} } }`,
          /has 51 aliases; at most 50/,
        ],
        [
          'directives',
          `{ viewer { role ${many(50, () => '@include(if: true)').slice(0, 18)} } }`,
          `{ viewer { ${many(51, (i) => `role @skip(if: ${i % 2 === 0})`)} } }`,
          /has 51 directives; at most 50/,
        ],
        [
          'root fields',
          `{ ${many(20, (i) => `r${i}: __typename`)} }`,
          `{ ${many(21, (i) => `r${i}: __typename`)} }`,
          /has an operation with 21 root fields; at most 20/,
        ],
        [
          'variables',
          `query(${many(50, (i) => `$v${i}: ID = "x"`)}) { ${many(1, () => `plan(id: $v0) { id }`)} viewer { role } }`,
          `query(${many(51, (i) => `$v${i}: ID`)}) { viewer { role } }`,
          /has an operation with 51 variables; at most 50/,
        ],
        [
          'operations',
          many(20, (i) => `query Q${i} { viewer { role } }`),
          many(21, (i) => `query Q${i} { viewer { role } }`),
          /has 21 operations; at most 20/,
        ],
        [
          'depth',
          `{ province(slug: "x") { ${'successor { '.repeat(13)} id ${'}'.repeat(13)} } }`,
          `{ province(slug: "x") { ${'successor { '.repeat(14)} id ${'}'.repeat(14)} } }`,
          /nested more than 15 levels/,
        ],
        [
          'depth in fragments',
          '{ viewer { role } }',
          `{ province(slug: "x") { ...A } } ${many(15, (i) => `fragment ${'ABCDEFGHIJKLMNOP'[i]} on Province { successor { ...${'ABCDEFGHIJKLMNOP'[i + 1]} } }`)} fragment P on Province { id }`,
          /nested more than 15 levels/,
        ],
        [
          'tokens',
          `{ ${'__typename '.repeat(19)} viewer { role } }`,
          `{ viewer { ${'role '.repeat(maxTokens)} } }`,
          new RegExp(`more than ${maxTokens} tokens`),
        ],
        [
          'characters',
          `{ viewer { role } } #${'x'.repeat(1_000)}`,
          `{ viewer { role } } #${'x'.repeat(maxCharacters)}`,
          new RegExp(`more than ${maxCharacters} characters`),
        ],
        [
          'cost',
          '{ plans(first: 100) { nodes { tasks(first: 95) { nodes { id } } } } }',
          '{ plans(first: 100) { nodes { tasks(first: 100) { nodes { id } } } } }',
          /costs 10206; at most 10000/,
        ],
      ]
      for (const [what, within, beyond, message] of table) {
        const good = await app.gql(within, undefined, viewer, newer)
        t.notMatch(good.errors?.[0]?.extensions, { code: 'LIMIT_EXCEEDED' }, `${what} within the limit`)
        for (let run = 0; run < 3; run++) {
          const bad = await app.gql(beyond, undefined, viewer, newer)
          t.match(bad, { status: 400, errors: [{ message, extensions: { code: 'LIMIT_EXCEEDED' } }] }, `${what} beyond`)
          t.equal(bad.data, undefined)
          t.same(bad.statements, [], 'nothing was asked of the database')
        }
        const older = await app.gql(beyond, undefined, viewer)
        t.match(
          older,
          { status: 200, errors: [{ message: /[ạấậớửộ]/, extensions: { code: 'LIMIT_EXCEEDED' } }] },
          'in Vietnamese',
        )
      }
    },
  )

  t.test('given the header that asks for it, when answered, then the cost is told', async (t) => {
    const post = (query: string, headers: object) =>
      app.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { ...viewer.headers, ...headers },
        payload: { query },
      })
    for (let run = 0; run < 3; run++) {
      const { extensions } = (await post('{ viewer { subject } }', { 'x-query-cost': '1' })).json()
      t.match(extensions.cost, { requested: 6, max: 10_000, left: Number })
      t.equal((await post('{ viewer { subject } }', {})).json().extensions, undefined)
    }
  })
})

t.test('given a budget, when it is spent, then its owner waits and nobody else does', async (t) => {
  const app = await createApp(t, { env: { COST_PER_MINUTE: '600', GRAPHQL_INTROSPECTION: 'viewers' } })
  const [first, second] = [
    app.viewer('PROVINCE_VIEWER', app.nextProvince()),
    app.viewer('PROVINCE_VIEWER', app.nextProvince()),
  ]
  const post = (headers: object | undefined, query = '{ plans(first: 100) { nodes { id } } }') =>
    app.app.inject({ method: 'POST', url: '/graphql', headers: { ...headers, ...english }, payload: { query } })
  for (let run = 0; run < 5; run++) t.equal((await post(first.headers)).statusCode, 200)
  const refused = await post(first.headers)
  t.equal(refused.statusCode, 429)
  t.match(refused.json(), {
    errors: [
      {
        message: /^The budget of 600 cost units a minute is spent; try again in \d+ s\.$/,
        extensions: { code: 'LIMIT_EXCEEDED' },
      },
    ],
  })
  const seconds = Number(refused.headers['retry-after'])
  t.ok(seconds > 0 && seconds <= 60)
  t.equal((await post(second.headers)).statusCode, 200, 'another province')
  t.equal((await post(app.viewer('PROVINCE_ADMIN', first.province).headers)).statusCode, 200, 'another user')
  // Who isn't signed in has a tenth, by address; what a caller says of its address is not believed.
  const anonymous = []
  for (let run = 0; run < 15; run++) {
    anonymous.push(await post({ authorization: 'Bearer x', 'x-forwarded-for': `10.0.0.${run}` }, '{ viewer { role } }'))
  }
  t.match(anonymous.map(({ statusCode }) => statusCode).slice(-3), [429, 429, 429])
  t.match((await post({}, '{ __schema { queryType { name } } }')).json(), {
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
})

t.test('given a trusted proxy, when it names addresses, then each has a budget of its own', async (t) => {
  const app = await createApp(t, { env: { COST_PER_MINUTE: '600', TRUST_PROXY: '1' } })
  for (let run = 0; run < 30; run++) {
    const { statusCode } = await app.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'x-forwarded-for': `1.2.3.4, 10.0.0.${run}` },
      payload: { query: '{ viewer { role } }' },
    })
    t.not(statusCode, 429)
  }
})

t.test(
  'given one caller’s operations, when more come than may run, then they wait, and the last are refused',
  async (t) => {
    const app = await createApp(t, { poolSize: 4, env: { CALLER_OPERATIONS: '2', CALLER_WAITING: '3' } })
    const [busy, other] = [
      app.viewer('PROVINCE_ADMIN', app.nextProvince()),
      app.viewer('PROVINCE_VIEWER', app.nextProvince()),
    ]
    const blocker = await app.owner.connect()
    await blocker.query('begin; lock table plans')
    const all = Array.from({ length: 8 }, () =>
      app.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: busy.headers,
        payload: { query: '{ plans { totalCount } }' },
      }),
    )
    const refused = await Promise.race(all)
    t.equal(refused.statusCode, 429)
    t.equal(refused.headers['retry-after'], '1')
    t.equal(app.pools.serving.totalCount, 2, 'the caller has its share of the connections and no more')
    const free = await app.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: other.headers,
      payload: { query: '{ departments { totalCount } }' },
    })
    await blocker.query('rollback')
    blocker.release()
    t.same(free.json().data, { departments: { totalCount: 0 } }, 'others go on')
    const statuses = (await Promise.all(all)).map(({ statusCode }) => statusCode).sort()
    t.same(statuses, [200, 200, 200, 200, 200, 429, 429, 429])
    const again = await app.gql('{ plans { totalCount } }', undefined, busy)
    t.same(again.data, { plans: { totalCount: 0 } }, 'every place is free again')
  },
)

t.test(
  'given programs of provinces, and exports, without end, when a person asks, then there is a connection',
  async (t) => {
    const app = await createApp(t, { poolSize: 4, env: { PROGRAM_OPERATIONS: '2' } })
    const programs: Asker[] = []
    for (let i = 0; i < 3; i++) {
      const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
      const account = await makeAccount(app, admin, { role: 'PROVINCE_VIEWER', scopes: ['records:read'] })
      programs.push(bearing(await tokenOf(app, account)))
    }
    const people = programs.map(() => app.viewer('PROVINCE_VIEWER', app.nextProvince()))
    const person = app.viewer('PROVINCE_VIEWER', app.nextProvince())
    const post = (query: string, { headers }: Asker) =>
      app.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
    const many: [what: string, asked: () => ReturnType<typeof post>[]][] = [
      ['programs', () => programs.flatMap((one) => [1, 2, 3].map(() => post('{ plans { totalCount } }', one)))],
      ['exports', () => people.map(({ headers }) => app.app.inject({ url: '/api/v1/exports/plans', headers }))],
    ]
    const busy = () => app.pools.serving.totalCount - app.pools.serving.idleCount
    for (const [what, asked] of many) {
      const blocker = await app.owner.connect()
      await blocker.query('begin; lock table plans')
      const all = asked()
      await until(`the ${what} have their share`, () => busy() >= 2)
      const answers = await Promise.all(Array.from({ length: 5 }, () => post('{ departments { totalCount } }', person)))
      t.same([...new Set(answers.map(({ statusCode }) => statusCode))], [200])
      await until(`the ${what} have no more than that`, () => busy() === 2)
      await blocker.query('rollback')
      blocker.release()
      const served = await Promise.all(all)
      t.same([...new Set(served.map(({ statusCode }) => statusCode))], [200], `and all ${what} are served in turn`)
    }
  },
)

t.test('given callers that hang up while they wait, when they ask again, then their places are free', async (t) => {
  const app = await createApp(t, { env: { CALLER_OPERATIONS: '1', CALLER_WAIT_SECONDS: '3' } })
  const { headers } = app.viewer('PROVINCE_VIEWER', app.nextProvince())
  const url = await app.app.listen({ port: 0 })
  const ask = (signal?: AbortSignal) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ plans { nodes { id } } }"}',
      ...(signal && { signal }),
    })
  const holder = await app.owner.connect()
  await holder.query('begin; lock table plans in access exclusive mode')
  const running = ask()
  const leaving = new AbortController()
  const waiting = [1, 2, 3].map(() => ask(leaving.signal).catch((error: Error) => error.name))
  const connections = () => new Promise((resolve) => app.app.server.getConnections((_, count) => resolve(count)))
  while ((await connections()) !== 4) await new Promise((resolve) => setTimeout(resolve, 20))
  await new Promise((resolve) => setTimeout(resolve, 200))
  leaving.abort()
  t.same(await Promise.all(waiting), ['AbortError', 'AbortError', 'AbortError'])
  while ((await connections()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20))
  await holder.query('rollback')
  holder.release()
  t.equal((await running).status, 200)
  t.equal((await ask()).status, 200)
})
