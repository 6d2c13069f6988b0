import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { createApp, type TestApp } from '../helpers/app.ts'

const query = '{ viewer { role } }'
const json = { 'content-type': 'application/json' }

/** Sends bytes as they are, in pieces with pauses, and returns all that came back when the other side closed. */
async function talk(app: TestApp, pieces: readonly string[], pause = 0): Promise<string> {
  const address = app.app.server.address() as { port: number }
  const socket = connect(address.port, '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => (answer += String(data)))
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => {})
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece)
    await Promise.race([sleep(pause), closed])
  }
  await closed
  return answer
}

t.test('given the service', async (t) => {
  const app = await createApp(t, { env: { REQUEST_SECONDS: '1' } })
  const viewer = app.viewer('PROVINCE_VIEWER', app.nextProvince())
  await app.app.listen({ port: 0, host: '127.0.0.1' })

  t.test('given any answer, then its headers keep browsers from misusing it', async (t) => {
    for (const url of ['/health/live', '/graphql', '/nowhere']) {
      const { headers } = await app.app.inject({ url })
      t.match(headers, {
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'x-request-id': /^[0-9a-f-]{36}$/,
      })
      t.notOk('access-control-allow-origin' in headers, 'no other page may read it')
    }
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const { headers } = await app.app.inject({ method: 'OPTIONS', url: '/graphql', headers: preflight })
    t.notOk('access-control-allow-origin' in headers)
  })

  t.test('given an id with a request, when it is safe, then it comes back and stands in the audit log', async (t) => {
    const table: [given: string, kept: boolean][] = [
      ['web-42:a.b_C', true],
      ['x'.repeat(64), true],
      ['x'.repeat(65), false],
      ['a b', false],
      ['a";drop', false],
      ['', false],
    ]
    for (const [given, kept] of table) {
      const { headers } = await app.app.inject({ url: '/health/live', headers: { 'x-request-id': given } })
      t.equal(headers['x-request-id'] === given, kept, given)
    }
    const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
    const create = `mutation { createDepartment(input: { name: "Sở A", kind: DEPARTMENT }) { department { id } } }`
    await app.gql(create, undefined, admin, { 'x-request-id': 'from-the-front-1' })
    const { data } = await app.gql('{ auditLog { nodes { requestId } } }', undefined, admin)
    t.same(data.auditLog.nodes, [{ requestId: 'from-the-front-1' }])
  })

  t.test('given requests that other pages can make a browser send, then none is executed', async (t) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const headers = { ...viewer.headers, 'content-type': type }
      const answer = await app.app.inject({
        method: 'POST',
        url: '/graphql',
        headers,
        payload: JSON.stringify({ query }),
      })
      t.ok([400, 415].includes(answer.statusCode), `${type} ${answer.statusCode}`)
      t.match(answer.json(), { errors: [{ extensions: { code: 'BAD_INPUT' } }] })
    }
    for (const method of ['GET', 'HEAD'] as const) {
      const mutation = 'mutation { discardPlan(input: { id: "x", version: 1 }) { id } }'
      t.equal((await app.app.inject({ method, url: '/graphql', query: { query: mutation } })).statusCode, 405)
    }
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
      t.equal((await app.app.inject({ method, url: '/graphql', headers: viewer.headers })).statusCode, 404, method)
    }
    t.equal(
      (await app.app.inject({ method: 'POST', url: '/graphql', headers: json, payload: [{ query }] })).statusCode,
      400,
    )
  })

  t.test('given an error outside GraphQL, then it is a problem with a code, in the language asked for', async (t) => {
    const url = '/nowhere?token=secret'
    const vi = await app.app.inject({ url })
    t.equal(vi.headers['content-type'], 'application/problem+json; charset=utf-8')
    t.same(vi.json(), {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'NOT_FOUND',
      detail: 'Không có địa chỉ này; hãy xem các địa chỉ tại /docs.',
      requestId: vi.headers['x-request-id'],
    })
    const en = await app.app.inject({ method: 'POST', url, headers: { 'accept-language': 'en' } })
    t.match(en.json(), { detail: 'There is nothing at this address; see /docs for what there is.' })
    t.notMatch(vi.body + en.body, /secret/)
  })

  t.test('given a body that is too large, then it is refused before it is read', async (t) => {
    const payload = JSON.stringify({ query, variables: { x: 'x'.repeat(1_048_576) } })
    const answer = await app.app.inject({ method: 'POST', url: '/graphql', headers: json, payload })
    t.match(answer, { statusCode: 413 })
    t.match(answer.json(), { errors: [{ message: /1048576 byte/, extensions: { code: 'LIMIT_EXCEEDED' } }] })
  })

  t.test('given bytes that are no request, too many headers or a slow client, then the connection ends', async (t) => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    t.match(await talk(app, ['NONSENSE\r\n\r\n']), /^HTTP\/1.1 400 [^]*"code":"BAD_INPUT"/)
    t.match(
      await talk(app, [`${head}X-Long: ${'x'.repeat(17_000)}\r\n\r\n`]),
      /^HTTP\/1.1 431 [^]*"LIMIT_EXCEEDED"[^]* 16384 byte/,
    )
    const slow = /^HTTP\/1.1 408 [^]*application\/problem\+json[^]*"code":"LIMIT_EXCEEDED"[^]* 1 giây/
    const [headers, body] = await Promise.all([
      talk(app, ['POST /graphql HTTP/1.1\r\n', ...Array(30).fill('X-A: b\r\n')], 100),
      talk(app, [`${head}Content-Length: 1000\r\n\r\n`, ...Array(30).fill(' ')], 100),
    ])
    t.match(headers, slow, 'slow headers')
    t.match(body, slow, 'slow body')
  })

  t.test(
    'given a client that leaves, when its query still runs, then its place and connection are free again',
    async (t) => {
      const blocker = await app.owner.connect()
      await blocker.query('begin; lock table plans')
      const payload = JSON.stringify({ query: '{ plans { totalCount } departments { totalCount } }' })
      const { port } = app.app.server.address() as { port: number }
      const sockets = Array.from({ length: 2 }, () => connect(port, '127.0.0.1'))
      for (const socket of sockets) {
        socket.write(
          `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: ${viewer.headers['authorization']}\r\nContent-Length: ${payload.length}\r\n\r\n${payload}`,
        )
      }
      while (app.pools.serving.totalCount - app.pools.serving.idleCount < 2) await sleep(10)
      for (const socket of sockets) socket.destroy()
      await sleep(50)
      await blocker.query('rollback')
      blocker.release()
      for (let run = 0; run < 5; run++) {
        t.equal((await app.gql(JSON.parse(payload).query, undefined, viewer)).status, 200)
      }
    },
  )
})

t.test(
  'given origins that may call, when a page of one of them does, then it may read the answer; no other',
  async (t) => {
    const app = await createApp(t, { env: { CORS_ORIGINS: 'https://app.example.vn' } })
    const ask = (origin: string) =>
      app.app.inject({
        method: 'OPTIONS',
        url: '/graphql',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      })
    const allowed = await ask('https://app.example.vn')
    t.match(allowed.headers, {
      'access-control-allow-origin': 'https://app.example.vn',
      'access-control-allow-headers': /authorization/,
    })
    t.notOk('access-control-allow-credentials' in allowed.headers)
    t.notOk('access-control-allow-origin' in (await ask('https://app.example.vn.evil.example')).headers)
  },
)

t.test('given introspection off, when asked for the schema, then FORBIDDEN, and queries go on', async (t) => {
  const app = await createApp(t, { env: { GRAPHQL_INTROSPECTION: 'off' } })
  const viewer = app.viewer('MINISTRY_ADMIN')
  for (const query of ['{ __schema { queryType { name } } }', '{ viewer { role } t: __type(name: "Plan") { name } }']) {
    t.match((await app.gql(query, undefined, viewer)).errors, [{ extensions: { code: 'FORBIDDEN' } }])
  }
  t.match((await app.gql('{ __typename viewer { __typename role } }', undefined, viewer)).data, { __typename: 'Query' })
})

t.test('given settings that make no sense, when read, then the start says which and what is allowed', async (t) => {
  const table: [env: Record<string, string>, message: RegExp][] = [
    [{ CORS_ORIGINS: '*' }, /^CORS_ORIGINS must be origins like/],
    [{ CORS_ORIGINS: 'https://a.vn/' }, /^CORS_ORIGINS must be origins like/],
    [{ TRUST_PROXY: 'true' }, /^TRUST_PROXY must be the number of proxies/],
    [{ TRUST_PROXY: '10.0.0.0/x' }, /^TRUST_PROXY must be the number of proxies/],
    [{ GRAPHQL_INTROSPECTION: 'yes' }, /^GRAPHQL_INTROSPECTION must be one of on, viewers, off/],
    [{ COST_PER_MINUTE: '-1' }, /^COST_PER_MINUTE must be a whole number/],
  ]
  for (const [env, message] of table) t.throws(() => readConfig(env), { message })
  t.match(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }), { trustProxy: ['10.0.0.0/8', '::1'] })
  t.match(readConfig({ NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(32), DATABASE_URL: 'postgres://a/b' }), {
    introspection: 'viewers',
  })
})
