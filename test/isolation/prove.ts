import { fork, spawn, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import pg from 'pg'
import { administer, createDatabase, type TestDatabase } from '../helpers/database.ts'
import { codeMutants, withMutatedCode, type Sight } from './code-mutants.ts'
import { probeGrants, type Check } from './grants.ts'
import { databaseMutants, type Mutant } from './mutants.ts'
import { probeConnections, probeDatabase, probeTable, type Fault } from './probes.ts'
import { prove } from './proof.ts'
import { startServer } from './server.ts'
import { makeFilledTemplate, setting, type World } from './world.ts'

// `npm run prove-isolation`: makes each guard weaker, one at a time, and demands that the proof sees it. A guard without
// which everything still passes is either not one, or nothing proves that it is.
//   -- --sample=60   all of the database, and of the code what is done in so many seconds; another day begins elsewhere
//   -- --verbose     what was seen of each
//   -- --only=REGEX  those with such a name

/** Thrown at the first fault: one is enough. */
class Seen extends Error {}
const seen: Fault = (sentence) => {
  throw new Seen(sentence)
}
const check: Check = (fine, sentence) => {
  if (!fine) seen(sentence)
}

/** The first fault that is found; undefined if there is none. What fails for another reason proves nothing. */
async function firstFault(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (!(error instanceof Seen)) throw error
    return error.message.split('\n')[0]
  }
}

type Ends = Parameters<typeof createDatabase>[0]

/** Something that ends with what it was made for. */
async function scoped<T>(work: (t: Ends) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    return await work({ teardown: (end) => void ends.push(end) })
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

const argument = (name: string) => process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3)
const verbose = process.argv.includes('--verbose')
const only = new RegExp(argument('only') ?? '')
const sample = argument('sample') === undefined ? Infinity : Number(argument('sample'))
const started = Date.now()
const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s since the start`
const survivors: string[] = []

function judge(name: string, fault: string | undefined): void {
  if (fault === undefined) survivors.push(name)
  if (verbose) console.log(`${name}\n    ${fault?.slice(0, 200) ?? 'SURVIVED'}`)
}

async function main(): Promise<void> {
  const server = await startServer()
  try {
    const name = `isolation_${process.pid}`
    process.env['TEST_DATABASE_URL'] = server.url
    process.env['TEST_TEMPLATE'] = server.template
    const world = await makeFilledTemplate(name)
    process.env['TEST_TEMPLATE'] = name
    await proveDatabaseMutants(world)
    await proveCodeMutants(name)
    for (const survivor of survivors) console.log(`SURVIVED  ${survivor}`)
    if (survivors.length === 0) console.log('Each was seen.')
    process.exitCode = survivors.length > 0 ? 1 : 0
  } finally {
    await server.stop()
  }
}

/** Each in a transaction that is undone, on a few databases; what only a commit shows, on one of its own. */
async function proveDatabaseMutants(world: World): Promise<void> {
  const all = await scoped(async (t) => {
    const database = await createDatabase(t)
    const fault = await firstFault(() => probeDatabase(database, world, seen))
    if (fault !== undefined) throw new Error(`Nothing was made weaker, and there is a fault already: ${fault}`)
    return databaseMutants(database.owner, world.guards)
  })
  const mutants = all.filter(({ name }) => only.test(name))
  const committed = mutants.filter(({ probe }) => probe === 'connections')
  // Rights and roles belong to the whole server: one worker makes them weaker, one after the other.
  const rights = mutants.filter(({ probe }) => probe === 'grants')
  const tables = mutants.filter(({ probe }) => typeof probe === 'object')
  const worker = (queue: Mutant[]) =>
    scoped(async (t) => {
      const owner = new pg.Client({ connectionString: (await createDatabase(t)).ownerUrl })
      await owner.connect()
      t.teardown(() => owner.end())
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        await owner.query('begin')
        await apply(owner, mutant)
        const { probe } = mutant
        const fault = await firstFault(() =>
          typeof probe === 'object' ? probeTable(owner, world, probe.table, check) : probeGrants(owner, world, check),
        )
        await owner.query('rollback')
        judge(mutant.name, fault)
      }
    })
  await Promise.all([worker(rights), ...Array.from({ length: availableParallelism() }, () => worker(tables))])
  for (const mutant of committed) {
    const fault = await scoped(async (t) => {
      const database: TestDatabase = await createDatabase(t)
      await apply(database.owner, mutant)
      return firstFault(() => probeConnections(database, world, check))
    })
    judge(mutant.name, fault)
  }
  console.log(`${mutants.length} in the database: ${seconds()}`)
}

const apply = (owner: pg.Pool | pg.Client, { name, sql }: Mutant) =>
  owner.query(sql).catch((error: Error) => {
    throw new Error(`${name} can't be made: ${error.message}`)
  })

/** Each in a copy of the code, in a process of its own. */
async function proveCodeMutants(template: string): Promise<void> {
  const names = Object.keys(codeMutants).filter((name) => only.test(name))
  // Where only a part is tried, each day begins with another.
  const first = Number.isFinite(sample) ? (Math.floor(Date.now() / 86_400_000) * 7) % Math.max(1, names.length) : 0
  const queue = [...names.slice(first), ...names.slice(0, first)]
  const until = Date.now() + sample * 1000
  let tried = 0
  const controls = new Map<string, Promise<void>>()
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined && Date.now() < until; name = queue.shift()) {
      const { sight } = codeMutants[name]!
      const fault = await withMutatedCode(name, (folder) => look(folder, sight, template))
      // What finds a fault must find none where nothing is weaker; a file of tests is run once for all that it sees.
      const key = JSON.stringify(sight)
      const control = () =>
        withMutatedCode(undefined, async (folder) => {
          const already = await look(folder, sight, template)
          if (already !== undefined) throw new Error(`Nothing was made weaker, and ${key} fails already: ${already}`)
        })
      if (fault !== undefined && !controls.has(key)) controls.set(key, control())
      await controls.get(key)
      judge(name, fault)
      tried += 1
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  const left = names.length - tried
  console.log(`${tried} in the code${left > 0 ? `, ${left} left for other days` : ''}: ${seconds()}`)
}

const look = (folder: string, sight: Sight, template: string): Promise<string | undefined> =>
  'test' in sight ? lookByTest(folder, sight.test) : lookByProof(folder, sight, template)

/** Runs this file's other half in a copy of the code; tells the first fault that it found. */
function lookByProof(folder: string, sight: Sight, template: string): Promise<string | undefined> {
  const child = fork(`${folder}/test/isolation/prove.ts`, ['--child', JSON.stringify(sight)], {
    cwd: folder,
    execArgv: ['--import=tsx'],
    env: { ...process.env, TEST_TEMPLATE: template },
    stdio: verbose ? 'inherit' : ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    let found: { fault?: string } | undefined
    child.on('message', (message) => (found = message as typeof found))
    child.on('error', reject)
    child.on('exit', () =>
      found === undefined ? reject(new Error(`The proof did not run: ${JSON.stringify(sight)}`)) : resolve(found.fault),
    )
  })
}

/** Runs a file of tests in a copy of the code, until something in it fails. */
function lookByTest(folder: string, file: string): Promise<string | undefined> {
  const child: ChildProcess = spawn(process.execPath, ['--import=tsx', file], {
    cwd: folder,
    env: { ...process.env, TEST_TEMPLATE: setting('TEST_EMPTY_TEMPLATE'), TAP: '1', TAP_TIMEOUT: '300' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let [told, began] = ['', false]
    const failed = () => /^ *not ok .*$/m.exec(told)?.[0].trim()
    const listen = (chunk: unknown) => {
      told = `${told}${String(chunk)}`.slice(-100_000)
      began ||= told.includes('ok 1')
      if (failed() !== undefined) child.kill('SIGKILL')
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve(undefined)
      else if (failed() !== undefined || began) resolve(failed() ?? `${file} ends with ${code}`)
      else reject(new Error(`${file} did not run: ${told.slice(-2_000)}`))
    })
  })
}

async function runAsChild(sight: Extract<Sight, { part: unknown }>): Promise<void> {
  const world = await scoped((t) => readWorld(t))
  const fault = await firstFault(() => scoped((t) => prove(t, world, seen, [sight.part], new RegExp(sight.only))))
  process.send?.(fault === undefined ? {} : { fault })
  process.disconnect?.()
}

/** The world once more, in this process: what fills it makes the same of the same. */
async function readWorld(t: Ends): Promise<World> {
  const name = `isolation_child_${process.pid}`
  const filled = setting('TEST_TEMPLATE')
  process.env['TEST_TEMPLATE'] = setting('TEST_EMPTY_TEMPLATE')
  const world = await makeFilledTemplate(name)
  t.teardown(() => administer(`drop database if exists ${name} with (force)`))
  process.env['TEST_TEMPLATE'] = filled
  return world
}

const child = process.argv.indexOf('--child')
await (child > 0 ? runAsChild(JSON.parse(process.argv[child + 1]!)) : main())
