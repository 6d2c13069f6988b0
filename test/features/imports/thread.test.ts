import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { tenantDoor } from '../../../src/db/tenancy.ts'
import { claimJob, type JobRecord } from '../../../src/features/imports/jobs/job-record.ts'
import { ImportThread } from '../../../src/import-thread.ts'
import { createApp } from '../../helpers/app.ts'
import { askImport, plans, sendImport } from '../../helpers/imports.ts'

const app = await createApp(t)
// Whoever takes jobs here does it by hand.
await app.app.imports.stop()
const lines: string[] = []
const thread = new ImportThread(app.pools, app.app.admission.asked, 'info', { write: (line) => void lines.push(line) })
t.teardown(() => thread.end())
const going = new AbortController().signal

/** An import that waits until `release` is called, and one's own to work on. */
async function waiting(text = plans) {
  const province = app.nextProvince()
  const viewer = app.viewer('IMPORTER', province)
  const { id } = (await sendImport(app, { kind: 'plans', text, viewer })).json()
  const own = app.key(province)
  const door = tenantDoor(app.pools, { readable: [own], own })
  const locking = await app.owner.connect()
  await locking.query('select pg_advisory_lock(727450, $1)', [own])
  const release = async () => {
    await locking.query('select pg_advisory_unlock(727450, $1)', [own])
    locking.release()
  }
  const job = (await door.write((tx) => claimJob(tx, id))) as JobRecord
  return { job, release, seen: async () => (await askImport(app, id, viewer)).json() }
}

async function somethingWaits(): Promise<void> {
  const sql = `select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`
  while ((await app.owner.query(sql)).rowCount === 0) await sleep(10)
}

t.test(
  'given an import, when its thread ends, then it is left as it is, and the next has a thread again',
  async (t) => {
    const [first, second] = [await waiting(), await waiting()]
    const left = thread.takeOn(first.job, going)
    await somethingWaits()
    await thread.end()
    await t.rejects(left, { message: /thread has ended/ })
    await first.release()
    t.match(await first.seen(), { state: 'APPLYING', finishedAt: null, rowsWritten: 0 })
    await second.release()
    await thread.takeOn(second.job, going)
    t.match(await second.seen(), { state: 'APPLIED', rowsWritten: 2 })
  },
)

t.test('given two imports, when one is to stop, then that one is given back and the other ends', async (t) => {
  const [first, second] = [await waiting(), await waiting()]
  const stop = new AbortController()
  const [given, ended] = [thread.takeOn(first.job, stop.signal), thread.takeOn(second.job, going)]
  await somethingWaits()
  stop.abort()
  await first.release()
  await second.release()
  await Promise.all([given, ended])
  t.match(await first.seen(), { finishedAt: null, rowsWritten: 0 })
  t.match(await second.seen(), { state: 'APPLIED', rowsWritten: 2 })
})

t.test('given what the thread does, then the log and the watchers of statements hear of it', async (t) => {
  const { job, release } = await waiting()
  const told: string[] = []
  app.pools.watch(({ name }) => (error, seconds) => {
    if (error === undefined && seconds > 0) told.push(name)
  })
  await release()
  await thread.takeOn(job, going)
  t.ok(told.includes('endJob'), 'statements with the time that they took')
  t.match(JSON.parse(lines.at(-1) ?? '{}'), { job: job.id, rowsCreated: 2, msg: 'an import has come to rest' })
})
