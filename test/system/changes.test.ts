import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { createApp } from '../helpers/app.ts'
import { Mirror, sourceLines } from '../helpers/mirror.ts'

// A run before a release makes more.
const rounds = Number(process.env['FEED_ROUNDS'] ?? 4)

t.test('given servers and readers that are killed again and again, then the mirrors equal the source', async (t) => {
  const app = await createApp(t)
  const slug = app.nextProvince()
  const admin = app.viewer('PROVINCE_ADMIN', slug)
  const analyst = app.viewer('MINISTRY_ANALYST')
  const folder = mkdtempSync(join(tmpdir(), 'feed-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const children = new Set<ChildProcess>()
  t.teardown(() => children.forEach((child) => child.kill('SIGKILL')))
  const start = (script: string, args: string[] = [], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['--import=tsx', script, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    children.add(child)
    return child
  }
  const kill = async (child: ChildProcess) => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    children.delete(child)
  }
  const serve = async () => {
    const server = start('src/bin/server.ts', [], {
      DATABASE_URL: app.ownerUrl,
      DATABASE_SERVING_URL: app.servingUrl,
      DATABASE_NATIONAL_URL: app.nationalUrl,
      PORT: String(port),
      COST_PER_MINUTE: '0',
      LOG_LEVEL: 'silent',
    })
    for (const end = Date.now() + 60_000; ; await sleep(100)) {
      const live = await fetch(`${url}/health/ready`).catch(() => undefined)
      if (live?.ok) return server
      if (Date.now() > end) throw new Error('The server did not start.')
    }
  }
  const readers = [
    { viewer: admin, file: join(folder, 'province.json') },
    { viewer: analyst, file: join(folder, 'ministry.json') },
  ]
  const follow = ({ viewer, file }: (typeof readers)[number]) =>
    start('test/helpers/follower.ts', [url, viewer.headers['authorization']!, file])

  let writing = true
  let done = 0
  const post = async (query: string, input: object) => {
    const headers = { 'content-type': 'application/json', ...admin.headers }
    const body = JSON.stringify({ query, variables: { input } })
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
    done++
    return ((await response.json()) as any).data
  }
  const write = async () => {
    while (writing) {
      try {
        const department = await post(
          'mutation($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id } } }',
          { name: `Sở ${Math.random()}`, kind: 'DEPARTMENT' },
        )
        const created = await post(
          'mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id version } } }',
          { title: 'Kế hoạch', kind: 'ANNUAL', periodStart: '2024-01-01', periodEnd: '2024-12-31' },
        )
        const { plan } = created.createPlan
        await post('mutation($input: CreateTaskInput!) { createTask(input: $input) { task { id } } }', {
          planId: plan.id,
          title: 'Nhiệm vụ',
          category: 'TRAINING',
          leadDepartmentId: department.createDepartment.department.id,
        })
        if (Math.random() < 0.2) {
          await post('mutation($input: DiscardInput!) { discardPlan(input: $input) { id } }', plan)
          continue
        }
        for (const [i, step] of ['submitPlan', 'approvePlan'].entries()) {
          await post(`mutation($input: PlanStepInput!) { ${step}(input: $input) { plan { id } } }`, {
            id: plan.id,
            version: plan.version + i,
          })
        }
      } catch {
        await sleep(20) // the server is gone for a moment
      }
    }
  }

  let server = await serve()
  let followers = readers.map(follow)
  const writers = [write(), write(), write()]
  for (let round = 0; round < rounds; round++) {
    await sleep(500 + Math.random() * 1_500)
    if (round % 2 === 0) {
      await kill(server)
      server = await serve()
    } else {
      await Promise.all(followers.map(kill))
      followers = readers.map(follow)
    }
  }
  writing = false
  await Promise.all(writers)
  t.ok(done > 20, `${done} requests were answered`)

  const provinces = [app.key(slug)]
  for (const [i, { file }] of readers.entries()) {
    const expected = await sourceLines(app, provinces, i === 1)
    const linesOf = (things: Record<string, unknown>) => {
      const mirror = new Mirror()
      for (const [name, data] of Object.entries(things)) mirror.things.set(name, data)
      return mirror.lines()
    }
    let kept: { things: Record<string, unknown>; told: string[] } = { things: {}, told: [] }
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(200)) {
      kept = JSON.parse(readFileSync(file, 'utf8'))
      if (JSON.stringify(linesOf(kept.things)) === JSON.stringify(expected)) break
    }
    t.strictSame(linesOf(kept.things), expected)
    t.equal(new Set(kept.told).size, kept.told.length, 'nothing came twice')
  }
  for (const child of children) child.kill('SIGKILL')
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
