import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { createPlan } from '../helpers/fixtures.ts'
import { ended, sendImport } from '../helpers/imports.ts'
import { subscribe, until } from '../helpers/live.ts'

const app = await createApp(t)

/** The value of one sample; undefined if there is none. */
async function sample(start: string): Promise<number | undefined> {
  const { body } = await app.app.inject('/metrics')
  const line = body.split('\n').find((each) => each.startsWith(start))
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')))
}

t.test('given requests good and bad, when the metrics are asked for, then they have counted them', async (t) => {
  const admin = app.viewer('PROVINCE_ADMIN', app.nextProvince())
  await createPlan(app, admin)
  await app.gql('{ plans { nodes { title } } }', {}, admin)
  await app.gql('{ plans { nodes { title } } }', {}, undefined)
  await app.gql('mutation { approvePlan(input: { id: "x", version: 1 }) { userErrors { code } } }', {}, admin)
  t.ok((await sample('ttdn_request_seconds_count{method="POST",route="/graphql",status="200"}'))! >= 3)
  t.equal(await sample('ttdn_errors_total{code="UNAUTHENTICATED"}'), 1)
  t.ok((await sample('ttdn_sql_seconds_count{query="plans"}'))! >= 1, 'reads by the name of their field')
  t.ok((await sample('ttdn_sql_seconds_count{query="audit"}'))! >= 1, 'hand-written statements by their own')
  t.equal(await sample('ttdn_pool_connections{pool="serving",state="waiting"}'), 0)
  t.ok((await sample('nodejs_eventloop_lag_p99_seconds'))! >= 0)
  t.equal(await sample('ttdn_requests_open'), 0)
  await subscribe(t, app.app, admin, 'subscription { planChanged { kind } }')
  t.equal(await sample('ttdn_subscriptions'), 1)
  t.equal(await sample('ttdn_listener_up'), 1)
})

t.test('given an import that waits for a lock, then it is counted until it has ended', async (t) => {
  const viewer = app.viewer('IMPORTER', app.nextProvince())
  const locking = await app.owner.connect()
  t.teardown(() => locking.release())
  await locking.query('begin; lock table plans')
  const text = 'key,title,period_start,period_end\np-1,Kế hoạch,2019-01-01,2019-12-31\n'
  const { id } = (await sendImport(app, { kind: 'plans', text, viewer })).json()
  await until('it is worked on', async () => (await sample('ttdn_imports_running')) === 1)
  t.equal(await sample('ttdn_imports_open{state='), 1)
  await locking.query('commit')
  await ended(app, id, viewer)
  await until('it is not any more', async () => (await sample('ttdn_imports_running')) === 0)
  t.equal(await sample('ttdn_imports_open{state='), undefined)
})

t.test('given a figure that fails, then the others are told all the same', async (t) => {
  app.app.metrics.add({ name: 'ttdn_good', help: 'A figure.', read: () => 7 })
  app.app.metrics.add({ name: 'ttdn_bad', help: 'A figure.', read: () => Promise.reject(new Error('no')) })
  app.app.metrics.add({
    name: 'ttdn_jobs',
    help: 'A figure with labels.',
    labels: ['state'],
    read: async () => [{ labels: { state: 'RUNNING' }, value: 2 }],
  })
  t.equal(await sample('ttdn_good '), 7)
  t.equal(await sample('ttdn_bad '), undefined)
  t.equal(await sample('ttdn_jobs{state="RUNNING"}'), 2)
})

t.test('given whatever callers send, then it becomes no label', async (t) => {
  await app.app.inject('/mark-in-a-path')
  await app.gql('query MarkOfAName { plans(filter: { text: "mark-in-text" }) { totalCount } }', {}, undefined)
  const { body } = await app.app.inject('/metrics')
  t.notMatch(body, /mark/i)
})

t.test('given production, then metrics are there for whoever has the token, and else not at all', async (t) => {
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgres://a:b@localhost/c',
    JWT_SECRET: 'a-secret-of-this-test-of-32-characters',
  }
  const without = await createApp(t, { env: production })
  t.equal((await without.app.inject('/metrics')).statusCode, 404)
  const { app: kept } = await createApp(t, { env: { ...production, METRICS_TOKEN: 'a-token-of-a-scraper' } })
  t.equal((await kept.inject('/metrics')).statusCode, 401)
  t.equal((await kept.inject({ url: '/metrics', headers: { authorization: 'Bearer other' } })).statusCode, 401)
  const told = await kept.inject({ url: '/metrics', headers: { authorization: 'Bearer a-token-of-a-scraper' } })
  t.equal(told.statusCode, 200)
  t.match(told.headers['content-type'], /^text\/plain/)
})
