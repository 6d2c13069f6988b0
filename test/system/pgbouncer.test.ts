import { createClient } from 'graphql-ws'
import pg from 'pg'
import t from 'tap'
import { WebSocket } from 'ws'
import { debianPostgres } from '../helpers/debian-postgres.ts'
import { query } from '../helpers/embedded.ts'
import { bouncerVersion, pgbouncer, withoutBouncer } from '../helpers/pgbouncer.ts'
import { ask, becomes, freePort, startService, token } from '../helpers/processes.ts'

if (withoutBouncer) {
  t.pass('PgBouncer', { skip: withoutBouncer })
} else {
  const server = await debianPostgres(t)
  const admin = server.url('postgres', 'postgres')
  await query(admin, `create role ttdn login createrole password 'any'`)
  for (const role of ['app_serving', 'app_national']) await query(admin, `create role ${role} login noinherit`)
  await query(admin, 'create database ttdn owner ttdn')
  const modes = [
    { prepared: 'off', settings: '' },
    ...(bouncerVersion() >= 121 ? [{ prepared: 'on', settings: 'max_prepared_statements = 200' }] : []),
  ]
  if (modes.length === 1) t.pass('prepared statements', { skip: 'this PgBouncer is older than 1.21' })

  for (const { prepared, settings } of modes) {
    t.test(
      `given PgBouncer in transaction mode and DATABASE_PREPARED=${prepared}, when provinces share two connections, then each has its own`,
      async (t) => {
        const bouncer = await pgbouncer(t, server, { connections: 2, settings })
        const service = await startService(t, server.url('ttdn', 'ttdn'), {
          env: {
            DATABASE_SERVING_URL: bouncer.url('app_serving', 'ttdn'),
            DATABASE_NATIONAL_URL: bouncer.url('app_national', 'ttdn'),
            DATABASE_LISTEN_URL: server.url('app_serving', 'ttdn'),
            DATABASE_PREPARED: prepared,
          },
        })
        await workTogether(t, service.url, prepared)
      },
    )
  }

  t.test('given one connection for all, when a transaction has ended, then nothing of its scope is left', async (t) => {
    const bouncer = await pgbouncer(t, server, { connections: 1 })
    const [a, b] = [await client(t, bouncer), await client(t, bouncer)]
    const seen = async (who: pg.Client) => (await who.query('select count(*)::integer as n from plans')).rows[0].n
    const ids = await query<{ id: number }>(
      server.url('postgres', 'ttdn'),
      'select distinct province_id as id from plans',
    )
    for (const { id } of ids) {
      for (const end of ['commit', 'rollback']) {
        await a.query('begin')
        await a.query('select app_enter($1, $2)', [id, [id]])
        t.ok((await seen(a)) > 0, 'in its scope a tenant has its rows')
        await a.query(end)
        t.equal(await seen(b), 0, `after ${end} nobody else has them`)
        t.equal(await seen(a), 0, 'nor has the tenant without a scope')
      }
    }
  })

  t.test(
    'given LISTEN through PgBouncer in transaction mode, then the service isn’t ready, and says why',
    async (t) => {
      const bouncer = await pgbouncer(t, server, { connections: 2 })
      const port = String(await freePort())
      const env = {
        PORT: port,
        DATABASE_SERVING_URL: bouncer.url('app_serving', 'ttdn'),
        DATABASE_NATIONAL_URL: bouncer.url('app_national', 'ttdn'),
        DATABASE_PREPARED: 'off',
      }
      void startService(t, server.url('ttdn', 'ttdn'), { env }).catch(() => {}) // it never gets ready
      const ready = () => fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null)
      await becomes('it says so', async () => {
        const answer = await ready()
        return answer?.status === 503 && /"listener":"unavailable"/.test(await answer.text())
      })
    },
  )
}

async function client(
  t: { teardown(work: () => Promise<void>): unknown },
  bouncer: { url: (r: string, d: string) => string },
) {
  const made = new pg.Client({ connectionString: bouncer.url('app_serving', 'ttdn') })
  await made.connect()
  t.teardown(() => made.end())
  return made
}

const create = `mutation($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2024-01-01",
  periodEnd: "2024-12-31" }) { plan { id title } userErrors { code } } }`

/** Five provinces and the ministry at once, each of them writing, reading and listening. */
async function workTogether(t: import('tap').Test, url: string, mark: string): Promise<void> {
  const provinces = ['ha-noi', 'lang-son', 'bac-kan', 'hue', 'da-nang']
  const nation = { authorization: `Bearer ${token('MINISTRY_ANALYST')}` }
  const strange: unknown[] = []
  const listening = async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    return Number(/^ttdn_subscriptions (\d+)/m.exec(text)?.[1])
  }
  const one = async (slug: string) => {
    const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', slug)}` }
    const heard = listen(t, url, headers.authorization)
    // A connection that is open has not begun to listen yet.
    await becomes('all listen', async () => (await listening()) === provinces.length)
    for (let n = 1; n <= 25; n++) {
      const { body } = await ask(url, create, { title: `${slug} ${mark} ${n}` }, headers)
      if (!body.data?.createPlan?.plan) strange.push(body)
      // The same text, so that it is sent as a prepared statement; and one root more, which takes a transaction.
      const reply = await ask(url, '{ plans(first: 100) { totalCount nodes { title } } viewer { role } }', {}, headers)
      const titles: string[] = reply.body.data?.plans?.nodes.map(({ title }: { title: string }) => title) ?? []
      if (titles.length === 0 || titles.some((title) => !title.startsWith(`${slug} `))) strange.push({ slug, reply })
      const national = await ask(url, '{ plans(first: 1) { totalCount } }', {}, nation)
      if (national.body.data?.plans?.totalCount !== 0) strange.push(national.body)
    }
    await becomes(`${slug} has heard of all`, () => heard.titles.length >= 25)
    t.ok(
      heard.titles.every((title) => title.startsWith(`${slug} `)),
      'and of nobody else’s',
    )
  }
  await Promise.all(provinces.map(one))
  t.strictSame(strange, [])
}

function listen(t: { teardown(work: () => unknown): unknown }, url: string, authorization: string) {
  const titles: string[] = []
  const made = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
  })
  t.teardown(() => made.dispose())
  made.subscribe(
    { query: 'subscription { planChanged { plan { title } } }' },
    {
      next: ({ data }) => void titles.push((data as any).planChanged.plan.title),
      error: () => {},
      complete: () => {},
    },
  )
  return { titles }
}
