import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { query } from '../helpers/embedded.ts'
import { becomes, createPlan, ownPostgres, startService, token } from '../helpers/processes.ts'
import { toldPlans } from '../helpers/told-plans.ts'

// Postgres gives the numbers of transactions that a crash has left no trace of to others. Of one that was rolled back there
// is none before its log is flushed, which nobody waits for; this puts that off for as long as Postgres lets it.
const postgres = await ownPostgres(t)
await query(postgres.url, "alter system set wal_writer_delay = '10s'")
await query(postgres.url, 'select pg_reload_conf()')
const service = await startService(t, postgres.url, { env: { LOG_LEVEL: 'silent' } })
const authorization = `Bearer ${token('PROVINCE_ADMIN', 'ha-noi')}`
const isReady = async () => (await fetch(`${service.url}/health/ready`)).ok

async function changes(after?: string): Promise<{ changes: any[]; next: string; more: boolean }> {
  const search = after === undefined ? '' : `?after=${after}`
  const answer = await fetch(`${service.url}/api/v1/changes${search}`, { headers: { authorization } })
  return (await answer.json()) as Awaited<ReturnType<typeof changes>>
}

/** Makes a plan; its title. Sent again until it is acknowledged. */
async function makePlan(): Promise<string> {
  const title = randomUUID()
  await becomes('a plan is made', () => createPlan(service.url, title, title))
  return title
}

/** Transactions that take a number and are rolled back, as trial imports and failed requests are. */
async function rollBack(): Promise<void> {
  await query(postgres.url, 'begin; select pg_current_xact_id(); rollback;'.repeat(60))
}

async function crash(): Promise<void> {
  await postgres.kill()
  await sleep(4_000) // who listens tries again ever more rarely; so what follows is written before it does
  await postgres.start()
}

const titlesOf = (events: any[]) => new Set(events.map(({ data }) => data?.title))

t.test('given a cursor, when Postgres then crashes, then what is written afterwards is told behind it', async (t) => {
  for (let round = 0; round < 2; round++) {
    await makePlan()
    let page = await changes()
    while (page.more) page = await changes(page.next)
    await rollBack()
    const { next } = await changes(page.next)
    await crash()
    const made: string[] = []
    for (let i = 0; i < 10; i++) made.push(await makePlan())
    const told = titlesOf((await changes(next)).changes)
    t.strictSame(
      made.filter((title) => !told.has(title)),
      [],
      'nothing is missed',
    )
  }
})

t.test('given a subscription, when Postgres crashes, then it goes on with what is written afterwards', async (t) => {
  const told = toldPlans(t, service.url)
  for (let round = 0; round < 2; round++) {
    await becomes('it is told', async () => told.has(await makePlan()))
    await rollBack()
    // It looks anew where it stands.
    await query(
      postgres.url,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ttdn-listen'",
    )
    await sleep(500)
    await becomes('it listens', isReady)
    await crash()
    const made: string[] = []
    for (let i = 0; i < 10; i++) made.push(await makePlan())
    await becomes('all is told', () => made.every((title) => told.has(title))).catch(() => {})
    t.strictSame(
      made.filter((title) => !told.has(title)),
      [],
      'nothing is missed',
    )
  }
})
