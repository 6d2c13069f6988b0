import type { LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { newId } from '../../src/db/ids.ts'
import { bearing, makeAccount, tokenOf } from '../helpers/accounts.ts'
import { createApp, type Viewer } from '../helpers/app.ts'
import { administer } from '../helpers/database.ts'
import { runImport } from '../helpers/imports.ts'

// Every error that the reference promises, produced at every operation that it promises it for.

const app = await createApp(t, { env: { IMPORT_MAX_BYTES: '200000' } })
const poor = await createApp(t, { env: { COST_PER_MINUTE: '1', TOKEN_REQUESTS_PER_MINUTE: '2' } })
const slug = app.nextProvince()
const admin = app.viewer('PROVINCE_ADMIN', slug)
const file = 'key,title,kind,period_start,period_end\na,Kế hoạch,ANNUAL,2019-01-01,2019-12-31\n'
const { id: job } = await runImport(app, { kind: 'plans', text: file, viewer: app.viewer('IMPORTER', slug) })

interface Operation {
  method: string
  path: string
  responses: object
}

interface More {
  service?: typeof app
  viewer?: Viewer | null
  headers?: Record<string, string>
  query?: Record<string, string>
  id?: string
  payload?: string
}

const reference = (await app.app.inject('/api/v1/openapi.json')).json()
const operations = Object.entries<Record<string, { responses: object }>>(reference.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses }]) => ({ method: method.toUpperCase(), path, responses })),
)
const owed = new Set(
  operations.flatMap(({ method, path, responses }) =>
    Object.keys(responses).flatMap((status) => (status >= '400' ? [`${method} ${path} ${status}`] : [])),
  ),
)

/** Sends what would be answered well, but for what `more` changes. */
function send({ method, path }: Operation, more: More = {}): Promise<LightMyRequestResponse> {
  const { service = app, headers, query, id = job } = more
  const role = path.includes('/imports') ? 'IMPORTER' : 'PROVINCE_VIEWER'
  const viewer = more.viewer === undefined ? service.viewer(role, slug) : more.viewer
  const upload = method === 'POST' && path.endsWith('/imports')
  const form =
    path === '/oauth/token' ? `grant_type=client_credentials&client_id=${newId()}&client_secret=x` : undefined
  const type = upload ? 'text/csv' : form && 'application/x-www-form-urlencoded'
  return service.app.inject({
    method: method as 'GET',
    url: path.replace('{id}', id).replace('{kind}', 'plans').replace('{format}', 'csv'),
    query: { ...(upload && { kind: 'plans' }), ...query },
    // Whoever asks for a token names themselves in the form.
    headers: { ...(form === undefined && viewer?.headers), ...(type && { 'content-type': type }), ...headers },
    ...((upload || form) && { payload: more.payload ?? form ?? file }),
  })
}

/** Sends all operations that promise this status at paths of this kind. */
async function each(
  t: Tap,
  status: number,
  how: (operation: Operation) => Promise<LightMyRequestResponse>,
  paths = /./,
) {
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path} ${status}`
    if (!(status in operation.responses) || !paths.test(operation.path)) continue
    const answer = await how(operation)
    t.equal(answer.statusCode, status, `${name}: ${answer.body.slice(0, 300)}`)
    owed.delete(name)
    if (!operation.path.startsWith('/api/')) continue
    t.match(answer.headers['content-type'], /^application\/problem\+json/, name)
    t.match(answer.json(), { type: 'about:blank', status, code: String, title: String, detail: String }, name)
  }
}
type Tap = Pick<typeof t, 'equal' | 'match'>

t.test('given what is wrong with a request, then each operation says what the reference promises', async (t) => {
  const api = /^\/api\//
  await each(t, 400, (operation) => send(operation, { query: { nonsense: '1' } }), api)
  const { id, secret } = await makeAccount(app, admin)
  const form = `grant_type=password&client_id=${id}&client_secret=${secret}`
  await each(t, 400, (operation) => send(operation, { payload: form }), /oauth/)
  await each(t, 401, (operation) => send(operation, { viewer: null }))
  await each(t, 404, (operation) => send(operation, { id: newId() }))
  await each(t, 406, (operation) => send(operation, { headers: { accept: 'image/png' } }))
  await send({ method: 'POST', path: '/api/v1/imports/{id}/undo', responses: {} })
  await each(t, 409, (operation) => send(operation))
  await each(t, 413, (operation) => send(operation, { payload: file + 'x'.repeat(300_000) }))
  await each(t, 415, (operation) => send(operation, { headers: { 'content-type': 'image/png' } }))
})

t.test('given a program without the scope, then it is refused', async (t) => {
  const other = ({ path }: Operation) => (path.includes('changes') ? ['records:read'] : ['changes:read'])
  await each(t, 403, async (operation) => {
    const account = await makeAccount(app, admin, { role: 'PROVINCE_VIEWER', scopes: other(operation) })
    return send(operation, { viewer: bearing(await tokenOf(app, account)) })
  })
})

t.test('given too much, then the caller waits', async (t) => {
  await each(t, 429, async (operation) => {
    for (let sent = 0; sent < 100; sent++) {
      const answer = await send(operation, { service: poor })
      if (answer.statusCode === 429) return answer
    }
    throw new Error('there is no end to it')
  })
})

t.test('given a database that is broken or gone, then that is said', async (t) => {
  const account = await makeAccount(app, admin, { role: 'PROVINCE_VIEWER', scopes: ['records:read'] })
  const viewer = bearing(await tokenOf(app, account))
  await app.owner.query('alter function app_account rename to app_account_gone')
  await each(t, 500, (operation) => send(operation, { viewer }))
  const name = new URL(app.ownerUrl).pathname.slice(1)
  await administer(`alter database ${name} with connection limit 0`)
  await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  await each(t, 503, (operation) => send(operation, { viewer }))
})

t.test('given the reference, then no error stands there that was not seen here', async (t) => {
  t.strictSame([...owed], [])
})
