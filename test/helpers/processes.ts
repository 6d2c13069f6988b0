import { spawn, type ChildProcess } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { project, query, serverPid, tempFolder } from './embedded.ts'

const secret = 'a-secret-of-a-system-test-of-32-characters'

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until something is the case, and fails after so many seconds. */
export async function becomes(what: string, isSo: () => unknown, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await sleep(50)) {
    if (Date.now() > end) throw new Error(`It did not happen within ${seconds} s that ${what}.`)
  }
}

export interface Postgres {
  url: string
  port: number
  /** As a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
  start(): Promise<void>
}

/** A Postgres of the test's own, which keeps what it has acknowledged; `dataDir` is made where it is left out. */
export async function ownPostgres(t: Pick<Test, 'teardown'>, dataDir = `${tempFolder(t)}/data`): Promise<Postgres> {
  const port = await freePort()
  const start = () => startEmbeddedPostgres({ dataDir, port })
  let server = await start()
  t.teardown(() => server.stop())
  return {
    url: server.url,
    port,
    async kill() {
      const pid = serverPid(dataDir)
      for (const each of [pid, ...childrenOf(pid)]) killAt(each)
      await server.stop()
      // Where its children can't be found they end by themselves once they notice, and nobody can start it anew before.
      await sleep(300)
    },
    stop: () => server.stop(),
    async start() {
      for (let tries = 0; ; tries++) {
        try {
          server = await start()
          return
        } catch (error) {
          if (tries === 20) throw error
          await sleep(500)
        }
      }
    },
  }
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : []
}

function killAt(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

export interface Service {
  url: string
  process: ChildProcess
  /** Settles with its exit code, or the signal that ended it. */
  ended: Promise<number | string>
  output(): string
}

/** The service in a process of its own, ready to answer. */
export async function startService(
  t: Pick<Test, 'teardown'>,
  databaseUrl: string,
  { env = {}, stdout }: { env?: Record<string, string>; stdout?: number } = {},
): Promise<Service> {
  const port = env['PORT'] ?? String(await freePort())
  const child = spawn(process.execPath, ['--enable-source-maps', '.built/server.mjs'], {
    cwd: project,
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      JWT_SECRET: secret,
      LOG_LEVEL: 'warn',
      COST_PER_MINUTE: '0',
      ...env,
      PORT: port,
    },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  const url = `http://127.0.0.1:${port}`
  const isReady = async () => {
    const end = child.exitCode ?? child.signalCode
    if (end !== null) throw new Error(`The service has ended with ${end}: ${output}`)
    return fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
  }
  await becomes('the service is ready', isReady, 180)
  return { url, process: child, ended, output: () => output }
}

/** Runs one of the operator's commands beside it; its exit code. */
export async function runCommand(name: string, databaseUrl: string): Promise<number> {
  const child = spawn(process.execPath, ['--import=tsx', `src/bin/${name}.ts`], {
    cwd: project,
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, JWT_SECRET: secret },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number]
  return code
}

/** An access token as the service under test takes it. */
export function token(role: string, province?: string, sub = 'system@test'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1000) + 3_600
  const claims = { sub, role, province, iss: 'ttdn', aud: 'ttdn', exp }
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

export interface Reply {
  status: number
  retryAfter: string | null
  body: any
  milliseconds: number
}

/** One operation over HTTP. Rejects where there is no answer at all. */
export async function ask(
  url: string,
  document: string,
  variables: object = {},
  headers: Record<string, string> = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi')}` },
): Promise<Reply> {
  const start = performance.now()
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    body: JSON.stringify({ query: document, variables }),
    signal: AbortSignal.timeout(60_000),
  })
  const body: unknown = await answer.json()
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    body,
    milliseconds: performance.now() - start,
  }
}

const create = `mutation($title: String!) { createPlan(input: { title: $title, kind: ANNUAL, periodStart: "2024-01-01",
  periodEnd: "2024-12-31" }) { plan { id } userErrors { code } } }`

/** Makes one plan; its id once that was acknowledged, null if it wasn't. */
export async function createPlan(url: string, title: string, key: string): Promise<string | null> {
  const headers = { authorization: `Bearer ${token('PROVINCE_ADMIN', 'ha-noi')}`, 'idempotency-key': key }
  const reply = await ask(url, create, { title }, headers).catch(() => null)
  return reply?.body?.data?.createPlan?.plan?.id ?? null
}

export interface Writers {
  /** Ids by title, of all that was acknowledged. */
  acknowledged: Map<string, string>
  /** How often a request was sent and not acknowledged. */
  failures(): number
  /** Ends once everything that was begun has been acknowledged. */
  stop(): Promise<void>
}

/** Clients that make plans one after the other, and send what wasn't acknowledged again, under the same key. */
export function startWriters(count: number, urls: () => string): Writers {
  const acknowledged = new Map<string, string>()
  let failures = 0
  let writing = true
  const write = async () => {
    while (writing) {
      const title = randomUUID()
      for (let id: string | null = null; id === null;) {
        id = await createPlan(urls(), title, title)
        if (id !== null) acknowledged.set(title, id)
        else {
          failures++
          await sleep(50)
        }
      }
    }
  }
  const all = Promise.all(Array.from({ length: count }, write))
  return {
    acknowledged,
    failures: () => failures,
    async stop() {
      writing = false
      await all
    },
  }
}

/** What is wrong between what was acknowledged and what the database has. */
export async function differences(url: string, acknowledged: Map<string, string>): Promise<string[]> {
  const rows = await query<{ id: string; title: string }>(url, 'select id, title from plans')
  const byTitle = groups(rows)
  const wrong: string[] = []
  for (const [title, id] of acknowledged) {
    const found = byTitle.get(title) ?? []
    if (found.length === 0) wrong.push(`lost: ${title}`)
    else if (!found.includes(id)) wrong.push(`another id: ${title}`)
  }
  for (const [title, ids] of byTitle) if (ids.length > 1) wrong.push(`${ids.length} times: ${title}`)
  return wrong
}

function groups(rows: { id: string; title: string }[]): Map<string, string[]> {
  const byTitle = new Map<string, string[]>()
  for (const { id, title } of rows) byTitle.set(title, [...(byTitle.get(title) ?? []), id])
  return byTitle
}
