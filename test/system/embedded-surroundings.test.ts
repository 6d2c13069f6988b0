import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import tap, { test, type Test } from 'tap'
import { EmbeddedPostgresError, startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { cloneProject, isRoot, runScript, tempFolder, testPort } from '../helpers/embedded.ts'

const onlyRoot = isRoot ? false : 'only root can set this up'
const advice = /DATABASE_URL[^\n]*$/
const onlyLinux = process.platform === 'linux' ? false : 'relies on Linux'

/** Starts and stops the server of a clone; says its URL, the encoding, or the error. */
const startAndStop = `
  import pg from 'pg'
  try {
    const server = await start({ dataDir: '.data/postgres', throwaway: true, port: ${testPort + 100}, onLog: console.error })
    const client = new pg.Client(server.url)
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query("select getdatabaseencoding() as encoding, upper('đ') as upper")
    await client.end()
    await server.stop()
    say({ url: server.url, ...rows[0] })
  } catch (error) {
    say({ name: error.name, message: error.message })
  }`

interface Said {
  url?: string
  encoding?: string
  upper?: string
  name?: string
  message?: string
}

// One copy of the project serves all tests, as it is 60 MB. Each begins without data and without the libraries' links.
const outer = tempFolder(tap)
const clone = join(outer, 'project')
const native = cloneProject(clone)
const lib = join(native, 'lib')

function removeLinks(): void {
  const links = readdirSync(lib).filter((name) => lstatSync(join(lib, name)).isSymbolicLink())
  for (const name of links) unlinkSync(join(lib, name))
}

/** What the script says in the clone as it was just after an installation. */
async function tryAfresh(
  t: Test,
  options: { env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<Said> {
  rmSync(join(clone, '.data'), { recursive: true, force: true })
  removeLinks()
  return tryAgain(t, options)
}

function tryAgain(
  t: Test,
  { env, ...user }: { env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Promise<Said> {
  return runScript(t, startAndStop, { cwd: clone, env: { PATH: process.env.PATH, ...env }, ...user }).line<Said>()
}

test('given packages installed without scripts and an odd locale, then it runs with UTF-8', async (t) => {
  for (const env of [
    { LANG: 'C', LC_ALL: 'C' },
    { LC_ALL: 'xx_YY.UTF-8', PGPORT: '1', PGDATA: '/nowhere' },
  ]) {
    t.match(await tryAfresh(t, { env }), { encoding: 'UTF8', upper: 'Đ' })
    t.ok(existsSync(join(lib, 'libpq.so.5')) || process.platform !== 'linux', 'the links are made')
  }
})

test(
  'given packages that cannot be written to and lack their links, then a copy runs',
  { skip: isRoot && 'root can write anywhere' },
  async (t) => {
    removeLinks()
    chmodSync(lib, 0o555)
    t.teardown(() => chmodSync(lib, 0o755))
    const temp = tempFolder(t)
    t.match(await tryAgain(t, { env: { TMPDIR: temp } }), { encoding: 'UTF8' })
    t.match(readdirSync(temp).join(), /ttdn-postgres-/)
  },
)

test(
  'given a project that only root can enter, then its data stay in one place out of others’ reach',
  { skip: onlyRoot },
  async (t) => {
    chmodSync(outer, 0o700)
    t.teardown(() => chmodSync(outer, 0o755))
    const temp = tempFolder(t)
    chmodSync(temp, 0o1777)
    // Somebody has foreseen the name of the copy.
    const { version } = JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')) as { version: string }
    const trap = join(temp, `ttdn-postgres-${version}-0`)
    mkdirSync(trap)
    chownSync(trap, 65_534, 65_534)

    const env = { TMPDIR: temp }
    const link = join(clone, '.data/postgres')
    const first = await tryAfresh(t, { env })
    t.match(first, { encoding: 'UTF8' })
    const home = realpathSync(link)
    t.teardown(() => rmSync(home, { recursive: true, force: true }))
    t.match(home, /^\/var\/tmp\/ttdn-postgres-data-\w+$/)
    t.match([statSync(home).uid, statSync(home).mode & 0o777], [0, 0o711])
    const data = statSync(join(home, 'cluster/data'))
    t.ok(data.uid > 0)
    t.equal(data.mode & 0o777, 0o700)
    t.strictSame(readdirSync(trap), [], 'the folder of somebody else is not used')
    t.ok(readdirSync(temp).includes(`${basename(trap)}-1`))

    // A cleaner of the temporary folder has been at work, and then somebody has removed the link.
    rmSync(join(temp, `${basename(trap)}-1`, 'share/postgresql/timezonesets'), { recursive: true })
    t.equal((await tryAgain(t, { env })).url, first.url, 'the same cluster')
    unlinkSync(link)
    t.equal((await tryAgain(t, { env })).url, first.url, 'the same cluster, found by its name')
    t.equal(realpathSync(link), home)

    // The folder was lost and somebody else made one of that name.
    rmSync(home, { recursive: true })
    mkdirSync(home)
    chownSync(home, 65_534, 65_534)
    t.teardown(() => rmSync(`${home}-1`, { recursive: true, force: true }))
    t.not((await tryAgain(t, { env })).url, first.url)
    t.equal(realpathSync(link), `${home}-1`)
    unlinkSync(link)
  },
)

test('given data that became unreachable, then no empty database takes their place', { skip: onlyRoot }, async (t) => {
  const folder = tempFolder(t)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), throwaway: true, port: testPort })
  await server.stop()
  chmodSync(folder, 0o700)
  await t.rejects(startEmbeddedPostgres({ dataDir: join(folder, 'data') }), { message: /out of reach/ })
  t.ok(lstatSync(join(folder, 'data')).isDirectory())
})

test('given data of another user, then root runs them as that user', { skip: onlyRoot }, async (t) => {
  execFileSync('chown', ['-R', '65534:65534', clone])
  const theirs = await tryAfresh(t, { uid: 65_534, gid: 65_534 })
  t.match(theirs, { encoding: 'UTF8' })
  t.equal((await tryAgain(t)).url, theirs.url)
})

test('given a user without a name, then the error says so', { skip: onlyRoot }, async (t) => {
  execFileSync('chown', ['-R', '54321:54321', clone])
  const said = await tryAfresh(t, { uid: 54_321, gid: 54_321 })
  t.match(said, { name: 'EmbeddedPostgresError', message: /user with a name.* 54321/ })
  t.match(said.message, advice)
})

test('given a system without binaries, then the error says so', async (t) => {
  const { arch } = process
  t.teardown(() => Object.defineProperty(process, 'arch', { value: arch }))
  Object.defineProperty(process, 'arch', { value: 'riscv64' })
  const error = await startEmbeddedPostgres({ dataDir: tempFolder(t) }).catch((reason: Error) => reason)
  t.ok(error instanceof EmbeddedPostgresError)
  t.match(error, { message: /no embedded Postgres for this system \(\w+-riscv64\)/ })
  t.match(error, { message: advice })
})

test('given a system without glibc, then the error says so', { skip: onlyLinux }, async (t) => {
  const program = join(native, 'bin/postgres')
  const whole = readFileSync(program, 'latin1')
  t.teardown(() => writeFileSync(program, whole, 'latin1'))
  const loader = /ld-linux[-\w.]*\.so\.\d/
  const broken = whole.replace(loader, (name) => 'x'.repeat(name.length))
  writeFileSync(program, broken, 'latin1')
  const said = await tryAfresh(t)
  t.match(said, { name: 'EmbeddedPostgresError', message: /glibc.*Alpine/ })
  t.match(said.message, advice)
})

test('given a data dir that cannot be made or written to, then the error says so', async (t) => {
  const folder = tempFolder(t)
  writeFileSync(join(folder, 'file'), '')
  await t.rejects(startEmbeddedPostgres({ dataDir: join(folder, 'file/data') }), {
    name: 'EmbeddedPostgresError',
    message: /ENOTDIR/,
  })
  symlinkSync(join(folder, 'missing/place'), join(folder, 'link'))
  await t.rejects(startEmbeddedPostgres({ dataDir: join(folder, 'link') }), EmbeddedPostgresError)
  if (isRoot) return
  const locked = join(folder, 'locked')
  mkdirSync(locked, { mode: 0o555 })
  await t.rejects(startEmbeddedPostgres({ dataDir: join(locked, 'data') }), { message: /EACCES|EPERM/ })
})

test(
  'given a disk that is full or read-only, then the error has what Postgres said',
  { skip: onlyRoot || onlyLinux },
  async (t) => {
    const disk = tempFolder(t)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'none', disk], { stdio: 'pipe' })
    } catch (error) {
      return t.pass('a small disk', { skip: `it can’t be mounted here (${(error as Error).message})` })
    }
    t.teardown(() => execFileSync('umount', [disk]))
    const dataDir = join(disk, 'data')
    const full = await startEmbeddedPostgres({ dataDir, throwaway: true }).catch((error: Error) => error)
    t.match(full, { name: 'EmbeddedPostgresError', message: /No space left on device/ })
    t.match(full, { message: advice })
    t.strictSame(readdirSync(dataDir), [], 'nothing is left of the attempt')
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await t.rejects(startEmbeddedPostgres({ dataDir }), { name: 'EmbeddedPostgresError', message: /read-only/ })
  },
)
