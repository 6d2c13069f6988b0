import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import pg from 'pg'
import { administer, createDatabase } from '../helpers/database.ts'
import { codeMutants, withMutatedCode } from './code-mutants.ts'
import { databaseMutants, redundant, type Mutant } from './mutants.ts'
import { probeDatabase } from './probes.ts'
import { prove, type Part } from './proof.ts'
import { startServer } from './server.ts'
import { makeFilledTemplate, setting, type World } from './world.ts'

// `npm run prove-isolation`: makes each guard weaker, one at a time, and demands that the proof sees it. A guard without
// which everything still passes is either not one, or nothing proves that it is.

/** Thrown at the first fault: one is enough. */
class Seen extends Error {}
const seen = (sentence: string): never => {
  throw new Seen(sentence)
}

async function isSeen(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return (error as Error).message.split('\n')[0]
  }
}

/** Something that ends with what it was made for. */
async function scoped<T>(work: (t: { teardown(end: () => unknown): void }) => Promise<T>): Promise<T> {
  const ends: (() => unknown)[] = []
  try {
    return await work({ teardown: (end) => void ends.push(end) })
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

async function tryMutant(world: World, { name, sql, undo }: Mutant): Promise<string | undefined> {
  try {
    return await isSeen(() =>
      scoped(async (t) => {
        const database = await createDatabase(t as Parameters<typeof createDatabase>[0])
        await database.owner.query(sql)
        const named = world.tables.filter((table) => name.startsWith(`${table}.`) || name.startsWith(`${table}:`))
        await probeDatabase(database, world, seen, named.length > 0 ? named : ['audit_log', 'plans', 'recommendations'])
      }),
    )
  } finally {
    if (undo !== undefined) await administer(undo)
  }
}

async function main(): Promise<void> {
  const started = Date.now()
  const server = await startServer()
  try {
    const name = `isolation_${process.pid}`
    process.env['TEST_DATABASE_URL'] = server.url
    process.env['TEST_TEMPLATE'] = server.template
    const world = await makeFilledTemplate(name)
    process.env['TEST_TEMPLATE'] = name
    const unharmed = await isSeen(() =>
      scoped(async (t) => {
        const database = await createDatabase(t as Parameters<typeof createDatabase>[0])
        await probeDatabase(database, world, seen)
      }),
    )
    if (unharmed !== undefined) throw new Error(`Nothing was made weaker, and there is a fault already: ${unharmed}`)

    const survivors: string[] = []
    const owner = new pg.Client({ connectionString: databaseUrl(name) })
    await owner.connect()
    const mutants = await databaseMutants(owner)
    await owner.end()
    const judge = async (mutant: Mutant) => {
      const sentence = await tryMutant(world, mutant)
      if (sentence === undefined && !redundant.test(mutant.name)) survivors.push(mutant.name)
      if (process.argv.includes('--verbose')) console.log(`${mutant.name}\n    ${sentence ?? 'SURVIVED'}`)
    }
    await eachOf(
      mutants.filter(({ undo }) => undo === undefined),
      availableParallelism() + 1,
      judge,
    )
    // What concerns the whole server concerns every database at once.
    await eachOf(
      mutants.filter(({ undo }) => undo !== undefined),
      1,
      judge,
    )
    console.log(`${mutants.length} in the database: ${seconds(started)}`)

    await eachOf(['none', ...Object.keys(codeMutants)], availableParallelism(), async (mutant) => {
      const red = await withMutatedCode(mutant, (folder) => runChild(folder, mutant, name))
      if (process.argv.includes('--verbose')) console.log(`${mutant}\n    ${red ? red.slice(0, 200) : 'SURVIVED'}`)
      if (mutant === 'none' && red) throw new Error(`Nothing was made weaker, and the copy has a fault already: ${red}`)
      if (mutant !== 'none' && !red) survivors.push(mutant)
    })
    console.log(`${Object.keys(codeMutants).length} in the code: ${seconds(started)}`)
    for (const survivor of survivors) console.log(`SURVIVED  ${survivor}`)
    if (survivors.length === 0) console.log('Each was seen.')
    process.exitCode = survivors.length > 0 ? 1 : 0
  } finally {
    await server.stop()
  }
}

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(0)} s since the start`

function databaseUrl(name: string): string {
  const url = new URL(setting('TEST_DATABASE_URL'))
  url.pathname = `/${name}`
  return url.href
}

async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Runs this file's other half in a copy of the code; tells the first fault that it found, or nothing. */
function runChild(folder: string, mutant: string, template: string): Promise<string> {
  const parts = codeMutants[mutant]?.parts ?? ['cursors', 'writes', 'merger']
  return new Promise((resolve, reject) => {
    const child = fork(`${folder}/test/isolation/prove.ts`, ['--child', ...parts], {
      cwd: folder,
      execArgv: ['--import=tsx'],
      env: { ...process.env, TEST_TEMPLATE: template },
      stdio: process.argv.includes('--verbose') ? 'inherit' : ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    let found: string | undefined
    child.on('message', (message) => (found = message as string))
    child.on('error', reject)
    child.on('exit', () =>
      found === undefined ? reject(new Error(`${mutant}: the proof did not run`)) : resolve(found),
    )
  })
}

async function runAsChild(parts: readonly Part[]): Promise<void> {
  const world = await scoped((t) => readWorld(t))
  const sentence = await isSeen(() => scoped((t) => prove(t, world, seen, parts)))
  process.send?.(sentence ?? '')
  process.disconnect?.()
}

/** The world once more, in this process: what fills it makes the same of the same. */
async function readWorld(t: { teardown(end: () => unknown): void }): Promise<World> {
  const name = `isolation_child_${process.pid}`
  const filled = setting('TEST_TEMPLATE')
  process.env['TEST_TEMPLATE'] = setting('TEST_EMPTY_TEMPLATE')
  const world = await makeFilledTemplate(name)
  t.teardown(() => administer(`drop database if exists ${name} with (force)`))
  process.env['TEST_TEMPLATE'] = filled
  return world
}

const child = process.argv.indexOf('--child')
await (child > 0 ? runAsChild(process.argv.slice(child + 1).filter((part) => !part.startsWith('-')) as Part[]) : main())
