import t from 'tap'
import { startCollector, type Span } from '../helpers/collector.ts'
import { query } from '../helpers/embedded.ts'
import { ask, becomes, ownPostgres, startService, token } from '../helpers/processes.ts'

const postgres = await ownPostgres(t)
const collector = await startCollector(t)
const env = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_SERVICE_NAME: 'ttdn-of-a-test',
  // How often spans are sent.
  OTEL_BSP_SCHEDULE_DELAY: '200',
  STOP_SECONDS: '20',
}
const service = await startService(t, postgres.url, { env })
const secret = 'Kế hoạch mật Q7ZX'
const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi')}` }

/** Waits for the span of one request, and gives it with those beneath it. */
async function traceOf(requestId: string): Promise<{ root: Span; statements: Span[] }> {
  const find = () => collector.spans.find(({ attributes }) => attributes['ttdn.request_id'] === requestId)
  await becomes('the span has come', find)
  const root = find()!
  return { root, statements: collector.spans.filter(({ parentSpanId }) => parentSpanId === root.spanId) }
}

t.test(
  'given a collector, when a request is answered, then its trace has the request and each statement',
  async (t) => {
    const trace = '0af7651916cd43dd8448eb211c80319c'
    const traced = { ...headers, 'x-request-id': 'traced-1', traceparent: `00-${trace}-b7ad6b7169203331-01` }
    const create = `mutation Make($title: String!) { createPlan(input: { title: $title, kind: ANNUAL,
    periodStart: "2024-01-01", periodEnd: "2024-12-31" }) { plan { id } } }`
    t.equal((await ask(service.url, create, { title: secret }, traced)).status, 200)
    const { root, statements } = await traceOf('traced-1')
    t.match(root, {
      traceId: trace,
      parentSpanId: 'b7ad6b7169203331',
      name: 'POST /graphql',
      kind: 2,
      status: 0,
      service: 'ttdn-of-a-test',
      attributes: { 'http.request.method': 'POST', 'http.response.status_code': 200, 'ttdn.tenant': 'ha-noi' },
    })
    t.ok(statements.length >= 3, 'begin, what it does, commit')
    t.ok(statements.every(({ traceId, kind }) => traceId === trace && kind === 3))
    t.ok(statements.every(({ milliseconds }) => milliseconds <= root.milliseconds))
    t.ok(statements.some(({ attributes }) => String(attributes['db.query.summary']).includes('plans')))
  },
)

t.test('given requests without a trace, then each begins its own, and those for health none', async (t) => {
  for (const id of ['own-1', 'own-2']) {
    await ask(service.url, '{ plans { totalCount } }', {}, { ...headers, 'x-request-id': id })
  }
  const [one, other] = [await traceOf('own-1'), await traceOf('own-2')]
  t.not(one.root.traceId, other.root.traceId)
  t.equal(one.root.parentSpanId || undefined, undefined)
  for (const path of ['/health/ready', '/health/live', '/metrics']) await fetch(`${service.url}${path}`)
  await ask(service.url, '{ viewer { role } }', {}, { ...headers, 'x-request-id': 'last' })
  await traceOf('last')
  t.notOk(collector.spans.some(({ name }) => /health|metrics/.test(name)))
})

t.test('given a statement that fails, then it and its request are marked', async (t) => {
  const gone = 'revoke select on plans from app_serving'
  await query(postgres.url, gone)
  await ask(service.url, '{ plans { totalCount } }', {}, { ...headers, 'x-request-id': 'failed-1' })
  await query(postgres.url, 'grant select on plans to app_serving')
  const { root, statements } = await traceOf('failed-1')
  t.ok(statements.some(({ status }) => status === 2))
  t.match(root.attributes, { 'http.response.status_code': Number })
})

t.test('given all that was sent, then no value, text or token of a caller is in it', async (t) => {
  t.notMatch(collector.text, secret)
  t.notMatch(collector.text, headers.authorization.slice(7))
  t.notMatch(collector.text, /createPlan|system@test/)
})

t.test('given a collector that says nothing, then requests are answered, and the process ends in time', async (t) => {
  collector.mute = true
  for (let i = 0; i < 20; i++) t.equal((await ask(service.url, '{ plans { totalCount } }', {}, headers)).status, 200)
  const start = Date.now()
  service.process.kill('SIGTERM')
  t.equal(await service.ended, 0)
  t.ok(Date.now() - start < 25_000)
})
