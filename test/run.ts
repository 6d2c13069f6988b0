import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statfsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbeddedPostgres } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'
import { buildPrograms } from '../src/bin/programs.ts'
import { buildTests } from './build.ts'

// `npm test [files, folders and tap's options]`: a Postgres for this run alone, one migrated database that the tests
// clone, tap, and nothing left behind. With TEST_DATABASE_URL, a superuser's, that server is used instead of an embedded one.

const root = fileURLToPath(new URL('..', import.meta.url))
const template = process.env['TEST_DATABASE_URL'] ? `ttdn_template_${process.pid}` : 'ttdn_template'

// However this run is ended, tap and the tests end first, then the server, and its data go.
let interrupted = false
let endTap = () => {}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true
    endTap()
  })
}

const server = await startServer()
try {
  await makeTemplate(server.url)
  process.exitCode = interrupted ? 1 : await runTap({ TEST_DATABASE_URL: server.url, TEST_TEMPLATE: template })
} finally {
  await server.stop()
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, stop: () => execute(given, `drop database if exists ${template} with (force)`) }
  const base = roomiest()
  removeOrphans(base)
  const dataDir = mkdtempSync(join(base, `ttdn-test-${process.pid}-`))
  const remove = () => removeFolder(dataDir)
  try {
    const embedded = await startEmbeddedPostgres({ dataDir, throwaway: true })
    return { url: embedded.url, stop: () => embedded.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}

/** In memory where there is room: there, cloning a database takes 20 ms, on some disks more than ten times that. */
function roomiest(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (!process.env['TMPDIR'] && bavail * bsize > 2 ** 30) return '/dev/shm'
  } catch {
    // No such folder here.
  }
  return tmpdir()
}

/** What runs that were killed outright have left. */
function removeOrphans(base: string): void {
  for (const name of readdirSync(base)) {
    const pid = Number(/^ttdn-test-(\d+)-/.exec(name)?.[1] ?? 0)
    if (pid > 0 && !isAlive(pid)) removeFolder(join(base, name))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function removeFolder(folder: string): void {
  try {
    // It can be a link to where the server's user can reach it.
    rmSync(realpathSync(folder), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // Another user's, or gone already.
  }
}

async function makeTemplate(url: string): Promise<void> {
  await execute(url, `drop database if exists ${template} with (force)`)
  await execute(url, `create database ${template}`)
  const ownerUrl = new URL(url)
  ownerUrl.pathname = `/${template}`
  await migrate({ ownerUrl: ownerUrl.href })
  await execute(ownerUrl.href, 'vacuum analyze')
  // A clone can't be made while anybody is connected to what it is made from.
  await execute(url, `alter database ${template} with allow_connections false`)
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function runTap(settings: Record<string, string>): Promise<number> {
  const given = process.argv.slice(2).flatMap((argument) => (isFolder(argument) ? testFiles(argument) : [argument]))
  const options = given.filter((argument) => argument.startsWith('-'))
  const named = given.filter((argument) => !argument.startsWith('-'))
  const processes = named.length > 0 ? named.map((file) => [file]) : inProcesses(quickTestFiles())
  await buildPrograms()
  const built = await buildTests(root, processes, isAlive)
  const bin = join(dirname(createRequire(import.meta.url).resolve('tap/package.json')), 'dist/esm/run.mjs')
  // On a fresh clone tap builds itself with the plugins that package.json names, but the run in which it does so still
  // has the others, and with them the TypeScript compiler in every test.
  if (!existsSync(join(root, '.tap/plugins'))) {
    await new Promise((resolve) =>
      spawn(process.execPath, [bin, 'build'], { cwd: root, stdio: 'ignore' }).on('exit', resolve),
    )
  }
  const child = spawn(process.execPath, [bin, ...options, ...built.files], {
    cwd: root,
    // Which files a test has loaded is what tap takes down for coverage, which is off; it costs a second for each process.
    env: { ...process.env, ...settings, _TAPJS_PROCESSINFO_EXCLUDE_: '/./' },
    stdio: 'inherit',
    detached: process.platform !== 'win32', // a group of its own, which can be ended as one
  })
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, signal)
    } catch {
      // It has ended already.
    }
  }
  endTap = () => {
    signalGroup('SIGINT')
    setTimeout(signalGroup, 5_000, 'SIGKILL').unref()
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => {
      built.remove()
      signalGroup('SIGKILL') // a test that outlives tap would go on without its database
      resolve(code ?? 1)
    })
  })
}

/** What takes minutes, needs more than Node, or measures is started by its name: isolation, system, bench. */
function quickTestFiles(): string[] {
  const files = testFiles('test').filter((file) => !/^test.(bench|isolation|system)\b/.test(file))
  // Those that mostly wait for time to pass (http) come first, beside others that compute.
  return files.reverse()
}

/** Files of one folder share processes, ten each: to start one and to load the service takes longer than most files. */
function inProcesses(files: readonly string[]): string[][] {
  const processes: string[][] = []
  for (const file of files) {
    const last = processes.at(-1)
    if (last && last.length < 10 && dirname(last[0]!) === dirname(file)) last.push(file)
    else processes.push([file])
  }
  return processes
}

function testFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
}

function isFolder(argument: string): boolean {
  return statSync(join(root, argument), { throwIfNoEntry: false })?.isDirectory() ?? false
}
