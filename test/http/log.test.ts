import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openPools } from '../../src/db/pool.ts'
import { createDatabase } from '../helpers/database.ts'
import { rawSocket, until } from '../helpers/live.ts'
import { keepSummary } from '../../src/features/rollups/upkeep.ts'

const secret = 'a-secret-of-this-test-of-32-characters'
/** What callers send and nobody should ever read in a log. */
const marks = { title: 'Kế hoạch mật Q7ZX', mail: 'ai.do@example.vn', search: 'tim-kiem-W4KT', url: 'url-token-M2PL' }

t.test(
  'given all that callers send, good and bad, when it is answered, then the log holds one line for each and none of it',
  async (t) => {
    const database = await createDatabase(t)
    const lines: string[] = []
    const onError = () => {}
    const pools = openPools({ beforeCommit: keepSummary, ...database, size: 4, onError })
    const app = await buildApp(readConfig({ LOG_LEVEL: 'trace', JWT_SECRET: secret }), pools, {
      write: (line) => void lines.push(line),
    })
    t.teardown(async () => {
      await app.close()
      await pools.end()
    })
    const sign = (claims: object, expiresIn = '1h') => app.jwt.sign(claims as never, { expiresIn })
    const token = sign({ sub: marks.mail, role: 'PROVINCE_ADMIN', province: 'ha-noi' })
    const expired = app.jwt.sign({ sub: marks.mail, role: 'MINISTRY_ANALYST', exp: 1_000_000_000 } as never)
    const tokens = [token, expired, sign({ sub: marks.mail, role: 'NOBODY' }), 'eyJmYWtl.dG9rZW4.c2ln', `x${token}`]
    const post = (
      query: unknown,
      variables?: unknown,
      headers: Record<string, string> = { authorization: `Bearer ${token}` },
      more: object = {},
    ) =>
      app.inject({
        method: 'POST',
        url: `/graphql?access_token=${marks.url}`,
        headers,
        payload: { query, variables, ...more } as object,
      })
    const line = (id: string) => lines.map((each) => JSON.parse(each)).filter(({ requestId }) => requestId === id)

    const create = `mutation CreateIt($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2024-01-01",
    periodEnd: "2024-12-31", document: { issuer: "${marks.mail}", title: "${marks.title}" } }) { plan { id title } userErrors { code message } } }`
    await post(create, { title: marks.title }, { authorization: `Bearer ${token}`, 'x-request-id': 'good-1' })
    t.match(line('good-1'), [
      {
        method: 'POST',
        route: '/graphql',
        status: 200,
        milliseconds: Number,
        tenant: 'ha-noi',
        role: 'PROVINCE_ADMIN',
        operation: 'CreateIt',
        kind: 'mutation',
        cost: Number,
      },
    ])
    t.equal(line('good-1').length, 1)
    await post(create, { title: '\0' + marks.title }, { authorization: `Bearer ${token}`, 'x-request-id': 'mend-1' })
    t.match(line('mend-1'), [{ status: 200, codes: ['BAD_INPUT'] }], 'the codes of userErrors')

    for (const [index, bearer] of tokens.entries()) {
      await post(
        `query Look { plans(filter: { text: "${marks.search}" }) { nodes { title } } }`,
        {},
        { authorization: `Bearer ${bearer}`, 'x-request-id': `token-${index}` },
      )
      t.equal(line(`token-${index}`).length, 1)
    }
    t.match(line('token-1'), [{ codes: ['UNAUTHENTICATED'], operation: 'Look' }])
    t.notOk('tenant' in line('token-1')[0])

    const bad: [query: unknown, variables?: unknown][] = [
      [`{ plans(filter: { text: "${marks.search}`],
      [`{ ${marks.search.replaceAll('-', '_')} }`],
      ['query($n: Int) { plans(first: $n) { totalCount } }', { n: marks.search }],
      ['query($d: Date!) { tasks(filter: { dueFrom: $d }) { totalCount } }', { d: marks.mail }],
      ['query($a: String) { plans(after: $a) { nodes { id } } }', { a: marks.search }],
      [
        'query($s: [String!]) { nationalRollup(filter: { provinces: $s, indicators: $s }) { total { plans } } }',
        { s: [marks.search] },
      ],
      [`{ plans(filter: { text: "${marks.search}" }) { ${'a'.repeat(99)} } }`],
      [{ kind: marks.search }],
    ]
    for (const [query, variables] of bad) await post(query, variables)
    await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: `{"${marks.search}": `,
    })
    await app.inject({
      url: `/plans/${marks.search}?token=${marks.url}`,
      headers: {
        authorization: `Bearer ${token}`,
        cookie: marks.search,
        'user-agent': marks.search,
        'x-request-id': `"${marks.url}"`,
      },
    })
    await app.inject({
      url: `/graphql?query=${encodeURIComponent(`{ plans(filter: { text: "${marks.search}" }) { totalCount } }`)}`,
      headers: { authorization: `Bearer ${token}` },
    })

    // Programs with their secrets, and tokens that come through a WebSocket.
    const account = `mutation { createServiceAccount(input: { name: "${marks.title}", role: PROVINCE_VIEWER, scopes: ["records:read"] }) {
      serviceAccount { id } clientSecret } }`
    const made = (await post(account)).json().data.createServiceAccount
    const [id, clientSecret] = [String(made.serviceAccount.id), String(made.clientSecret)]
    const basic = Buffer.from(`${id}:${clientSecret}`).toString('base64')
    const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: `/oauth/token?client_secret=${clientSecret}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
      })
    const granted = await ask({}, { authorization: `Basic ${basic}` })
    t.equal(granted.statusCode, 200)
    await ask({ client_id: id, client_secret: `${clientSecret}${marks.search}` })
    await ask({ client_id: marks.search, client_secret: marks.search, scope: marks.search })
    await database.owner.query(`update service_accounts set secret_hash = $1`, [marks.search])
    await ask({ client_id: id, client_secret: clientSecret })
    const accountToken = String(granted.json().access_token)
    for (const bearer of [accountToken, ...tokens]) {
      const raw = await rawSocket(t, app)
      raw.send({ type: 'connection_init', payload: { Authorization: `Bearer ${bearer}`, also: marks.search } })
      const answered = () => raw.messages.length > 0 || raw.socket.readyState !== raw.socket.OPEN
      await until('it is signed in, or refused', answered)
      raw.send({
        id: '1',
        type: 'subscribe',
        payload: { query: `subscription { planChanged(after: "${marks.search}") { kind } }` },
      })
      raw.send(`{"${marks.search}`)
      await raw.closed
    }

    // The database quotes what it was given in what it says; a constraint that is broken stands for all that may go wrong.
    await database.owner.query(`alter table plans add constraint short check (title not like '%Q7ZX%') not valid`)
    const broken = await post(
      create,
      { title: marks.title },
      { authorization: `Bearer ${token}`, 'x-request-id': 'broken-1' },
    )
    t.match(broken.json(), { errors: [{ extensions: { code: 'INTERNAL' } }] })
    const [error, summary] = line('broken-1')
    t.match(
      error,
      { level: 50, err: { code: '23514', constraint: 'short', table: 'plans', stack: /at / } },
      'enough to find the place',
    )
    t.match(summary, { codes: ['INTERNAL'] })

    const log = lines.join('')
    for (const text of [
      ...Object.values(marks),
      ...tokens,
      accountToken,
      clientSecret,
      basic,
      secret,
      'W4KT',
      'M2PL',
      'Q7ZX',
      'access_token',
      'createPlan(',
      'nodes',
    ]) {
      t.notOk(log.includes(text), `the log holds “${text.slice(0, 40)}”`)
    }
    t.notMatch(log, /[\w.]+@[\w.]+\.\w+/, 'nothing like an e-mail address')
    t.notMatch(log, /eyJ/, 'nothing like a token')
  },
)
