import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { project, query, tempFolder } from '../helpers/embedded.ts'
import { history, ImportClient } from '../helpers/import-clients.ts'
import { Mirror, sourceLines, type Told } from '../helpers/mirror.ts'
import { ask, becomes, ownPostgres, startService, token } from '../helpers/processes.ts'

// In each round everybody is killed once, in any order, while there are writers and imports. A run before a release makes more.
const rounds = Number(process.env['FEED_ROUNDS'] ?? 2)

t.test(
  'given writers, when the service, the readers and Postgres are killed again and again, then the mirrors equal the source',
  async (t) => {
    const postgres = await ownPostgres(t)
    // What only rolls back is left off the disk for as long as Postgres lets it, so that a crash takes its numbers back.
    await query(postgres.url, "alter system set wal_writer_delay = '10s'")
    await query(postgres.url, 'select pg_reload_conf()')
    const owner = new pg.Pool({ connectionString: postgres.url, max: 2 })
    owner.on('error', () => {})
    t.teardown(() => owner.end())
    let service = await startService(t, postgres.url, { env: { LOG_LEVEL: 'silent' } })
    const { port } = new URL(service.url)
    const { rows: all } = await owner.query<{ id: number; slug: string }>(
      `select id, slug from provinces order by slug <> 'ha-noi', id`,
    )

    const folder = tempFolder(t)
    const readers = [
      { name: 'a province', ministry: false, mode: 'stream' },
      { name: 'a province that asks again and again', ministry: false, mode: 'poll' },
      { name: 'the ministry', ministry: true, mode: 'stream' },
    ].map((reader, i) => ({
      ...reader,
      authorization: `Bearer ${reader.ministry ? token('MINISTRY_ANALYST') : token('PROVINCE_ADMIN', 'ha-noi')}`,
      file: join(folder, `${i}.json`),
    }))
    const followers = new Set<ChildProcess>()
    const follow = () => {
      for (const { mode, authorization, file } of readers) {
        const args = ['--import=tsx', 'test/helpers/follower.ts', service.url, authorization, file, mode]
        followers.add(spawn(process.execPath, args, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] }))
      }
    }
    const killReaders = async () => {
      await Promise.all([...followers].map((child) => (child.kill('SIGKILL'), once(child, 'exit'))))
      followers.clear()
    }
    t.teardown(() => followers.forEach((child) => child.kill('SIGKILL')))

    let stage: 'writing' | 'quiet' | 'done' = 'writing'
    let plans = 0
    const write = async () => {
      while (stage !== 'done') {
        // While the service is gone for a moment, it fails.
        const written =
          stage === 'writing' &&
          (await writePlan(service.url).then(
            () => true,
            () => false,
          ))
        if (written) plans++
        else await sleep(50)
      }
    }
    let imports = 0
    const bring = async () => {
      for (const { slug } of all) {
        if (stage === 'done') return
        await new ImportClient(() => service.url, slug).take(history(40, imports % 2 === 0 ? 'atomic' : 'partial'))
        imports++
      }
    }
    const rollBack = () => query(postgres.url, 'begin; select pg_current_xact_id(); rollback;'.repeat(60))
    const crash = async () => {
      await postgres.kill()
      await postgres.start()
    }
    const kills = {
      readers: async () => {
        await killReaders()
        follow()
      },
      service: async () => {
        service.process.kill('SIGKILL')
        await service.ended
        service = await startService(t, postgres.url, { env: { LOG_LEVEL: 'silent', PORT: port } })
      },
      Postgres: crash,
      'Postgres, of which readers have seen what is not on its disk,': async () => {
        stage = 'quiet'
        await sleep(200)
        await rollBack()
        await sleep(100 + Math.random() * 200)
        await crash()
        stage = 'writing'
      },
    }

    follow()
    const writers = Promise.all([write(), write(), write(), bring()])
    writers.catch(() => {}) // told below
    for (let round = 0; round < rounds; round++) {
      for (const [victim, kill] of shuffled(Object.entries(kills))) {
        const before = plans
        await becomes('there are writes', () => plans > before + 5, 120)
        await sleep(Math.random() * 1_000)
        t.comment(`${victim} killed after ${plans} plans and ${imports} histories that were imported`)
        await kill()
      }
    }
    const before = plans
    await becomes('there are writes after the last crash', () => plans > before + 10)
    stage = 'done'
    await writers
    t.comment(`${plans} plans, ${imports} histories that were imported`)

    for (const { name, ministry, authorization, file } of readers) {
      const fresh = await readFrom(service.url, authorization)
      t.strictSame(fresh.faults, [], 'versions come in order')
      const provinces = all.filter(({ slug }) => ministry || slug === 'ha-noi').map(({ id }) => id)
      t.strictSame(fresh.lines(), await sourceLines({ owner }, provinces, ministry), `${name}: who reads all anew`)
      const kept = () => JSON.parse(readFileSync(file, 'utf8')) as { things: Record<string, unknown>; told: string[] }
      const source = contents(Object.fromEntries(fresh.things))
      await becomes('it has all', () => contents(kept().things).join() === source.join()).catch(() => {})
      t.strictSame(contents(kept().things), source, `${name}: who was killed, or read from what was`)
      t.equal(new Set(kept().told).size, kept().told.length, 'nothing came twice')
    }
    await killReaders()
  },
)

const contents = (things: Record<string, unknown>) =>
  Object.entries(things)
    .map(([name, data]) => `${name} ${JSON.stringify(data)}`)
    .sort()

/** A plan with a task, which is approved, or discarded. Throws where the service is gone for a moment. */
async function writePlan(url: string): Promise<void> {
  const post = async (type: string, field: string, answer: string, input: object) =>
    (await ask(url, `mutation($input: ${type}!) { ${field}(input: $input) { ${answer} } }`, { input })).body.data[field]
  const { department } = await post('CreateDepartmentInput', 'createDepartment', 'department { id }', {
    name: `Sở ${Math.random()}`,
    kind: 'DEPARTMENT',
  })
  const { plan } = await post('CreatePlanInput', 'createPlan', 'plan { id version }', {
    title: 'Kế hoạch',
    kind: 'ANNUAL',
    periodStart: '2024-01-01',
    periodEnd: '2024-12-31',
  })
  await post('CreateTaskInput', 'createTask', 'task { id }', {
    planId: plan.id,
    title: 'Nhiệm vụ',
    category: 'TRAINING',
    leadDepartmentId: department.id,
  })
  if (Math.random() < 0.2) {
    await post('DiscardInput', 'discardPlan', 'id', plan)
    return
  }
  for (const [i, step] of ['submitPlan', 'approvePlan'].entries())
    await post('PlanStepInput', step, 'plan { id }', { id: plan.id, version: plan.version + i })
}

/** All that there is, page by page. */
async function readFrom(url: string, authorization: string): Promise<Mirror> {
  const mirror = new Mirror()
  for (let more = true; more;) {
    const after = mirror.cursor === undefined ? '' : `&after=${mirror.cursor}`
    const answer = await fetch(`${url}/api/v1/changes?first=1000${after}`, { headers: { authorization } })
    const page = (await answer.json()) as { changes: Told[]; next: string; more: boolean }
    page.changes.forEach((event) => mirror.take(event))
    mirror.cursor = page.next
    more = page.more
  }
  return mirror
}

function shuffled<T>(all: readonly T[]): T[] {
  const places = all.map((one) => ({ one, place: Math.random() }))
  return places.sort((a, b) => a.place - b.place).map(({ one }) => one)
}
